"""The age gate of opt-in forms: a date of birth is asked for, looked at, and thrown away.

What is kept is that the gate was passed, for which age, and when. The words are neutral: neither
the question nor the refusal says which answer would have been enough.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

FIELDS = ("birth_month", "birth_day", "birth_year")
OLDEST = 1900
# Where the day begins last; nobody is a year older here before being so everywhere.
_LATEST_ZONE = timedelta(hours=12)


def is_old_enough(born: date, *, minimum_age: int, now: datetime) -> bool:
    """Has somebody born on this day had as many birthdays?"""
    today = (now.astimezone(UTC) - _LATEST_ZONE).date()
    had_this_year = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (0 if had_this_year else 1) >= minimum_age


def _part(label: Any, autocomplete: str, digits: int) -> forms.CharField:
    attributes = {
        "class": "w-5",
        "inputmode": "numeric",
        "autocomplete": autocomplete,
        "maxlength": str(digits),
    }
    return forms.CharField(
        label=label, max_length=digits, required=False, widget=forms.TextInput(attrs=attributes)
    )


class AgeGateForm(forms.Form):
    """A form that asks for a date of birth where there is a minimum age, and not otherwise."""

    birth_month = _part(pgettext_lazy("hosted page", "Month"), "bday-month", 2)
    birth_day = _part(pgettext_lazy("hosted page", "Day"), "bday-day", 2)
    birth_year = _part(pgettext_lazy("hosted page", "Year"), "bday-year", 4)

    def __init__(self, *args: Any, minimum_age: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.minimum_age = minimum_age
        if not minimum_age:
            for name in FIELDS:
                del self.fields[name]

    def birth_parts(self) -> list[forms.BoundField]:
        """Return the three fields in their order."""
        return [self[name] for name in FIELDS]

    @property
    def asks_age(self) -> bool:
        """Does the form ask for a date of birth?"""
        return self.minimum_age > 0

    def clean(self) -> dict[str, Any]:
        """Put the date together as `born`; say so at its first field where it is none."""
        cleaned = dict(super().clean() or {})
        if self.asks_age:
            born = _date(*(cleaned.pop(name, "") for name in FIELDS))
            if born is None:
                self.add_error(FIELDS[0], _PROBLEM)
            cleaned["born"] = born
        return cleaned

    def is_refused(self, *, now: datetime) -> bool:
        """Is whoever filled in this valid form too young?"""
        if not self.asks_age:
            return False
        born: date = self.cleaned_data["born"]
        return not is_old_enough(born, minimum_age=self.minimum_age, now=now)


_PROBLEM = pgettext_lazy(
    "hosted page", "Enter your date of birth in numbers, for example 3, 27 and 1990."
)


def _date(month: str, day: str, year: str) -> date | None:
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return born if born.year >= OLDEST and born <= datetime.now(UTC).date() else None
