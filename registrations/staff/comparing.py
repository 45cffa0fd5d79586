"""What differs between two rounds of a filing, side by side, as staff compare them."""

from dataclasses import dataclass
from typing import Any

from registrations import differences
from registrations.differences import FieldDifference
from registrations.models import Registration, RegistrationVersion


@dataclass(frozen=True)
class Pair:
    """One field that differs: the words of both sides, each with what only it has."""

    field: FieldDifference

    @property
    def before(self) -> list[dict[str, str]]:
        """The older words."""
        return [piece for piece in self.field.pieces if piece["change"] != "added"]

    @property
    def after(self) -> list[dict[str, str]]:
        """The newer words."""
        return [piece for piece in self.field.pieces if piece["change"] != "removed"]


@dataclass(frozen=True)
class Comparison:
    """Two rounds, what differs between them, and which others there are to choose."""

    before: RegistrationVersion
    after: RegistrationVersion
    changed: list[Pair]
    unchanged: list[FieldDifference]
    numbers: list[int]
    last_approved: int | None


def with_last(registration: Registration) -> Comparison | None:
    """Compare the newest round with the one before it; None in the first round."""
    rounds = list(registration.versions.all())
    return _compared(registration, rounds[1], rounds[0]) if len(rounds) > 1 else None


def chosen(registration: Registration, given: Any) -> Comparison | None:
    """Compare the rounds that were asked for by number; what is no number falls to the last two."""
    rounds = {str(each.number): each for each in registration.versions.all()}
    newest = list(rounds.values())
    if len(newest) < 2:
        return None
    before = rounds.get(given.get("before", ""), newest[1])
    after = rounds.get(given.get("after", ""), newest[0])
    return _compared(registration, before, after)


def _compared(
    registration: Registration, before: RegistrationVersion, after: RegistrationVersion
) -> Comparison:
    found = differences.between(before, after)
    return Comparison(
        before=before,
        after=after,
        changed=[Pair(each) for each in differences.changed(found)],
        unchanged=[each for each in found if not each.is_changed],
        numbers=sorted(registration.versions.values_list("number", flat=True)),
        last_approved=registration.approved_round,
    )
