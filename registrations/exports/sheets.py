"""Field sheets: one filing as another provider's form would have it, and what does not fit.

Pure. A sheet says of each field what goes in, what is missing, what had to be cut, and what a
person must choose from that provider's own list; and which of our facts it has no place for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.exports.facts import Fact, Facts
from registrations.types import Kind


class Fit(models.TextChoices):
    """How one field of a provider's form fares."""

    GIVEN = "given", _("Given")
    MISSING = "missing", _("Missing")  # the form demands it, and we do not know it
    EMPTY = "empty", _("Left empty")  # the form does not demand it
    CUT = "cut", _("Too long, cut")
    CHECK = "check", _("Choose from its list")  # our value stands beside
    THEIRS = "theirs", _("Theirs")  # an id or a setting of the provider's own


@dataclass(frozen=True)
class Column:
    """One field of a provider's form, and the fact that answers it."""

    field: str
    fact: str = ""
    required: bool = False
    longest: int = 0
    make: Callable[[Fact], Fact] | None = None
    is_choice: bool = False
    note: str = ""


@dataclass(frozen=True)
class Form:
    """A form of a provider: what it is called there, for which kinds, and where that is from."""

    title: str
    kinds: frozenset[Kind]
    columns: tuple[Column, ...]
    source: str


@dataclass(frozen=True)
class Provider:
    """A provider and its forms."""

    code: str
    name: str
    forms: tuple[Form, ...]

    def form_for(self, kind: Kind) -> Form | None:
        """Return the form for a kind of registration, or None where there is none."""
        return next((form for form in self.forms if kind in form.kinds), None)


@dataclass(frozen=True)
class Cell:
    """One field of a sheet, filled."""

    field: str
    value: str
    fit: Fit
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A provider's form, filled from a filing."""

    provider: Provider
    form: Form
    cells: tuple[Cell, ...]
    lost: tuple[tuple[str, str], ...]
    """Our facts that no form of the provider has a place for: name and value."""

    @property
    def missing(self) -> tuple[Cell, ...]:
        """What stands between this sheet and a filing there."""
        return tuple(cell for cell in self.cells if cell.fit in (Fit.MISSING, Fit.CUT))


def filled(provider: Provider, form: Form, facts: Facts) -> Sheet:
    """Fill a provider's form."""
    taken = [column.fact for each in provider.forms for column in each.columns]
    used = {fact.partition("#")[0] for fact in taken}
    lost = tuple(
        (name, written(value))
        for name, value in facts.items()
        if name not in used and value is not False
    )
    return Sheet(provider, form, tuple(_cells(form, facts)), lost)


def _cells(form: Form, facts: Facts) -> Iterator[Cell]:
    for column in form.columns:
        if not column.fact:
            yield Cell(column.field, "", Fit.THEIRS, column.note)
            continue
        value = _fact(facts, column.fact)
        if value in (None, ""):
            fit = Fit.MISSING if column.required else Fit.EMPTY
            yield Cell(column.field, "", fit, column.note)
        else:
            yield _cell(column, column.make(value) if column.make else value)


def _fact(facts: Facts, name: str) -> Fact | None:
    """Return a fact; `name#2` is the second of several."""
    whole, _hash, number = name.partition("#")
    value = facts.get(whole)
    if number and isinstance(value, tuple):
        return value[int(number) - 1] if len(value) >= int(number) else None
    return value


def _cell(column: Column, value: Fact) -> Cell:
    text = written(value)
    if column.longest and len(text) > column.longest:
        cut = text[: column.longest]
        note = f"{len(text)} characters; the form takes {column.longest}. {column.note}".strip()
        return Cell(column.field, cut, Fit.CUT, note)
    return Cell(column.field, text, Fit.CHECK if column.is_choice else Fit.GIVEN, column.note)


def written(value: Fact) -> str:
    """Return a fact as one string, as forms over HTTP take it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "\n".join(value)
