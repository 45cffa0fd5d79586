"""What the scores say of our rules: what came as foretold, what was a false alarm, what was missed.

A share is told only once enough filings were decided to mean something.
"""

from collections import Counter
from dataclasses import dataclass

from registrations import crosswalk
from registrations.crosswalk import Crossing
from registrations.models import ForecastScore, RegistrationVersion

# Fewer decided filings say nothing about a rule.
ENOUGH = 20
Outcome = ForecastScore.Outcome


@dataclass(frozen=True)
class RuleScore:
    """How one rule did."""

    rule: str
    hits: int
    false_alarms: int
    missed: int
    is_enough: bool

    @property
    def foretold(self) -> int:
        """How often it was foretold in a filing that was then decided."""
        return self.hits + self.false_alarms

    @property
    def denials(self) -> int:
        """How often something was denied that it is there for."""
        return self.hits + self.missed

    @property
    def came(self) -> int | None:
        """Of 100 warnings, how many came; None before there is enough to tell."""
        return _share(self.hits, self.foretold, self.is_enough)

    @property
    def caught(self) -> int | None:
        """Of 100 denials that it is there for, how many it foretold; None as above."""
        return _share(self.hits, self.denials, self.is_enough)


@dataclass(frozen=True)
class Unforetold:
    """A reason of the carrier that nothing foretold, and how often."""

    crossing: Crossing
    count: int


@dataclass(frozen=True)
class Card:
    """All of it, for one type of filings or for all."""

    decided: int
    rules: tuple[RuleScore, ...]
    unforetold: tuple[Unforetold, ...]

    @property
    def is_enough(self) -> bool:
        """Do the filings suffice to tell shares?"""
        return self.decided >= ENOUGH

    @property
    def lacking(self) -> int:
        """How many more have to be decided first."""
        return max(ENOUGH - self.decided, 0)


def card(registration_type: str = "") -> Card:
    """Return how forecasts did, of one type of filings or of all; in the scope that is open."""
    versions = RegistrationVersion.objects.filter(
        decided_at__isnull=False, discarded_at=None, forecasts__isnull=False
    )
    scores = ForecastScore.objects.all()
    if registration_type:
        versions = versions.filter(registration__type=registration_type)
        scores = scores.filter(registration_type=registration_type)
    decided = versions.distinct().count()
    counted: dict[str, Counter[str]] = {}
    unforetold: Counter[str] = Counter()
    for rule, outcome, codes in scores.values_list("rule", "outcome", "codes"):
        if rule:
            counted.setdefault(rule, Counter())[outcome] += 1
        if outcome == Outcome.MISSED:
            unforetold.update(codes)
    rules = (_rule(rule, counts, decided) for rule, counts in counted.items())
    return Card(
        decided,
        tuple(sorted(rules, key=lambda each: (-each.foretold - each.missed, each.rule))),
        tuple(Unforetold(crosswalk.of_code(c), n) for c, n in unforetold.most_common()),
    )


def types_scored() -> list[str]:
    """Return the types of which there are scores."""
    found = ForecastScore.objects.order_by("registration_type")
    return list(found.values_list("registration_type", flat=True).distinct())


def _rule(rule: str, counts: Counter[str], decided: int) -> RuleScore:
    return RuleScore(
        rule,
        counts[Outcome.HIT],
        counts[Outcome.FALSE_ALARM],
        counts[Outcome.MISSED],
        decided >= ENOUGH,
    )


def _share(part: int, whole: int, is_enough: bool) -> int | None:
    return round(100 * part / whole) if is_enough and whole else None
