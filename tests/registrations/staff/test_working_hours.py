"""How waits are counted: in hours in which staff work."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from registrations.staff.working_hours import Due, age, between

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(day: int, hour: float) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(0, 9), at(0, 17), 8),
        (at(0, 6), at(0, 10.5), 1.5),
        (at(0, 16), at(1, 10), 2),
        (at(4, 16), at(7, 10), 2),  # over a weekend
        (at(5, 10), at(6, 22), 0),  # on a weekend
        (at(0, 9), at(28, 9), 160),  # four weeks
        (at(1, 12), at(0, 12), 0),  # not later
    ],
)
def test_nights_and_weekends_do_not_count(start: datetime, end: datetime, hours: float) -> None:
    assert between(start, end, UTC) == timedelta(hours=hours)


def test_hours_are_those_of_the_staffs_zone() -> None:
    seattle = ZoneInfo("America/Los_Angeles")

    assert between(at(0, 9), at(0, 17), seattle) == timedelta(0)
    assert between(at(0, 17), at(0, 19), seattle) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("end", "text", "due"),
    [
        (at(0, 9.5), "under an hour", Due.IN_TIME),
        (at(0, 13), "4 hours", Due.SOON),
        (at(1, 10), "1 day 1 hour", Due.LATE),
    ],
)
def test_an_age_has_a_length_and_a_word(end: datetime, text: str, due: Due) -> None:
    found = age(at(0, 9), end, UTC)

    assert (found.text, found.due) == (text, due)


def test_a_deadline_of_its_own_says_what_is_late() -> None:
    patient = age(at(0, 9), at(2, 9), UTC, due_at=at(4, 17))
    pressing = age(at(0, 9), at(0, 10), UTC, due_at=at(0, 9.5))

    assert (patient.due, pressing.due) == (Due.IN_TIME, Due.LATE)
