"""The forecast of a filing: every finding with its words, whom it stops, and who answered for it.

It is made anew from the filing as it stands. What was foretold at a check, at the hand-in and at
the acceptance is kept for good, so that it can be held against the carrier's decision.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from consent.rules import Finding, Severity
from consent.rules.preflight import text_fields
from registrations import crosswalk, drafting, preflight
from registrations.answers import SENSITIVE
from registrations.models import (
    Acknowledgement,
    Forecast,
    ForecastScore,
    Registration,
    RegistrationVersion,
)
from registrations.requirements import Answers
from tenants.events import Actor

Moment = Forecast.Moment
# A text is quoted so far, which is enough to know it again.
QUOTE_MAX = 300


@dataclass(frozen=True)
class Foretold:
    """One finding about a filing as it stands."""

    finding: Finding
    digest: str
    """Of rule, field, message and quoted words: what is said of other words is another one."""
    quote: str
    """The words at fault; empty where something is missing or a fact is at fault."""
    text: str
    """The whole text in which they stand; empty for facts."""
    acknowledgement: Acknowledgement | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The carrier's published reasons that this prevents."""
        return codes_of(self.finding)

    @property
    def acknowledged_by(self) -> str:
        """Who answered for it; empty for nobody."""
        return self.acknowledgement.made_by if self.acknowledgement else ""

    @property
    def is_open(self) -> bool:
        """Is it a warning that nobody answered for yet?"""
        return self.finding.severity == Severity.WARNING and self.acknowledgement is None


def codes_of(finding: Finding) -> tuple[str, ...]:
    """Return the carrier's reasons that a finding prevents: those of its rule, and its own."""
    named = (code for code in finding.prevents if crosswalk.of_code(code).is_known)
    return tuple(dict.fromkeys((*named, *crosswalk.codes_of_rule(finding.rule))))


def current(registration: Registration) -> list[Foretold]:
    """Return everything that is foretold of the newest round as it stands, the worst first."""
    answers = drafting.effective(registration)
    texts = texts_of(registration, answers)
    found = [_foretold(each, texts) for each in preflight.check(registration)]
    known = _acknowledged(registration)
    return [replace(each, acknowledgement=known.get(each.digest)) for each in found]


def blockers(found: list[Foretold]) -> list[Foretold]:
    """Return those that stop a filing."""
    return [each for each in found if each.finding.is_blocker]


def forecast(registration: Registration, *, moment: str, actor: Actor) -> Forecast:
    """Make the forecast and keep it for good.

    A check that finds the same as the one kept before it, at the same round and by the same form,
    is that one: pressing “check” again is no new forecast.
    """
    version = registration.current
    rows = [_kept(each) for each in current(registration)]
    last: Forecast | None = Forecast.objects.filter(version=version).first()
    if moment == Moment.CHECKED and last is not None and last.findings == rows:
        return last
    kept: Forecast = Forecast.objects.create(
        version=version,
        moment=moment,
        made_by=actor.label,
        form_revision=version.form_revision,
        findings=rows,
    )
    return kept


def last_kept(version: RegistrationVersion) -> Forecast | None:
    """Return the newest forecast that was kept of a round."""
    found: Forecast | None = Forecast.objects.filter(version=version).first()
    return found


def texts_of(registration: Registration, answers: Answers) -> dict[str, str]:
    """Return every text of a filing by its field: the program's, and the answers as sent."""
    found = {
        path: answer.text
        for path, answer in answers.items()
        if answer.text and path not in SENSITIVE
    }
    published = registration.program.published if registration.program else None
    if published is not None:
        fields = text_fields(published.frozen_content, published.frozen_texts)
        found |= {path: text for path, (_kind, text) in fields.items()}
    return found


def digest_of(finding: Finding, quote: str) -> str:
    """Return what tells a finding from every other one, and from itself about other words."""
    parts = (finding.rule, finding.field, finding.message, quote)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _foretold(finding: Finding, texts: dict[str, str]) -> Foretold:
    text = texts.get(finding.field, "") if finding.start is not None else ""
    quote = text[finding.start : finding.end][:QUOTE_MAX]
    return Foretold(finding, digest_of(finding, quote), quote, text)


def _acknowledged(registration: Registration) -> dict[str, Acknowledgement]:
    """Return who answered for which warning, in this round or in an earlier one.

    A word of an earlier round holds for the same warning about the same words, unless the carrier
    then denied just that.
    """
    version = registration.current
    came_true = set(
        ForecastScore.objects.filter(
            forecast__version__registration=registration,
            outcome=ForecastScore.Outcome.HIT,
        ).values_list("rule", "field")
    )
    found = Acknowledgement.objects.filter(version__registration=registration)
    return {
        each.digest: each
        for each in found
        if each.version_id == version.pk or (each.rule, each.field) not in came_true
    }


def _kept(foretold: Foretold) -> dict[str, Any]:
    """Return a finding as a forecast keeps it."""
    finding = foretold.finding
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "kind": str(finding.kind),
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "quote": foretold.quote,
        "message": finding.message,
        "fix": finding.fix,
        "prevents": list(foretold.codes),
        "digest": foretold.digest,
        "acknowledged_by": foretold.acknowledged_by,
    }
