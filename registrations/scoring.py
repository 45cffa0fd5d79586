"""Holds a forecast against the carrier's decision about the same round.

Each warning and blocker that was foretold either came (a reason that its rule prevents was given,
or its answer was marked) or was a false alarm; each reason that no finding foretold was missed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from consent.rules import Severity
from registrations import crosswalk, text_fields
from registrations.forecasting import last_kept
from registrations.models import Forecast, ForecastScore, RegistrationVersion

Outcome = ForecastScore.Outcome
_COUNTED = frozenset({Severity.BLOCKER, Severity.WARNING})
# What we say ourselves where the carrier does not take a filing at all; it decides nothing.
_NO_REASON = frozenset({"", "NOT_ACCEPTED"})


@transaction.atomic
def score(version: RegistrationVersion, *, now: datetime) -> list[ForecastScore]:
    """Score the last forecast that was kept of a decided round, once.

    Returns the scores, also when they stood before. Nothing where no forecast was kept, nothing
    was decided, or the round was taken back.
    """
    # Two workers that see one decision must not both write it down.
    RegistrationVersion.objects.select_for_update().get(pk=version.pk)
    kept = last_kept(version)
    if kept is None or version.decided_at is None or version.discarded_at is not None:
        return []
    before = list(ForecastScore.objects.filter(forecast__version=version))
    if before:
        return before
    rows = [*_of_findings(version, kept), *_missed(version, kept)]
    return ForecastScore.objects.bulk_create(
        ForecastScore(
            forecast=kept, registration_type=version.registration.type, decided_at=now, **row
        )
        for row in rows
    )


def denied_codes(version: RegistrationVersion) -> list[str]:
    """Return the codes of the reasons for which a round was denied, each once."""
    codes = [str(reason.get("code", "")) for reason in version.denied_reasons]
    return [code for code in dict.fromkeys(codes) if code not in _NO_REASON]


def _of_findings(version: RegistrationVersion, kept: Forecast) -> Iterable[dict[str, Any]]:
    """Yield a score for each rule and field that was foretold."""
    marked = _marked_fields(version)
    told = set()
    for row in kept.findings:
        key = (row["rule"], row["field"])
        if row["severity"] not in _COUNTED or key in told:
            continue
        told.add(key)
        codes = _came(row, denied_codes(version))
        hit = bool(codes) or bool(_paths_of(version, row) & marked)
        yield {
            "rule": row["rule"],
            "field": row["field"],
            "outcome": Outcome.HIT if hit else Outcome.FALSE_ALARM,
            "codes": codes,
        }


def _came(row: dict[str, Any], denied: list[str]) -> list[str]:
    """Return which of the carrier's reasons a finding foretold."""
    return [
        code
        for code in denied
        if code in row["prevents"] or row["rule"] in crosswalk.of_code(code).rules
    ]


def _missed(version: RegistrationVersion, kept: Forecast) -> Iterable[dict[str, Any]]:
    """Yield a score for each reason that nothing foretold, with the rule that should have."""
    rows = [row for row in kept.findings if row["severity"] in _COUNTED]
    for code in denied_codes(version):
        if not any(_came(row, [code]) for row in rows):
            rules = crosswalk.of_code(code).rules
            yield {
                "rule": rules[0] if rules else "",
                "field": "",
                "outcome": Outcome.MISSED,
                "codes": [code],
            }


def _marked_fields(version: RegistrationVersion) -> set[str]:
    """Return the answers that the reviewers marked in this round."""
    sent = version.answers_sent or {}
    marked = version.values.exclude(denied_reason="").values_list("path", flat=True)
    return {path for path in marked if path in sent or not sent}


def _paths_of(version: RegistrationVersion, row: dict[str, Any]) -> set[str]:
    """Return the answers in which a finding's text is sent: its own, or those of its kind."""
    sent = version.answers_sent or {}
    own_type = version.registration.type
    same_kind = {
        path for path in sent if text_fields.kind_of(own_type, path) == row.get("kind", "")
    }
    return {row["field"], *(same_kind if row["field"].startswith(("texts.", "program.")) else ())}
