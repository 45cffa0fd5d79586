"""What was found in a filing, with who answered for it, as staff count and read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from consent.rules import Finding, Severity
from registrations import forecasting
from registrations.models import Acknowledgement, Registration


@dataclass(frozen=True)
class Found:
    """One finding with the words it quotes, and the word of the person who answered for it."""

    finding: Finding
    quote: str = ""
    answered: Acknowledgement | None = None

    @property
    def is_open(self) -> bool:
        """Does it keep a filing from being accepted without being read?"""
        if self.finding.is_blocker:
            return True
        return self.finding.severity == Severity.WARNING and self.answered is None


def of(registration: Registration) -> list[Found]:
    """Return everything found in the newest round, blockers first; its business is in scope."""
    return [
        Found(each.finding, each.quote, each.acknowledgement)
        for each in forecasting.current(registration)
    ]


def count(found: Iterable[Found], severity: Severity, *, answered: bool | None = None) -> int:
    """Count the findings of a severity, all or by whether somebody answered for them."""
    return sum(
        each.finding.severity == severity
        and (answered is None or (each.answered is not None) == answered)
        for each in found
    )
