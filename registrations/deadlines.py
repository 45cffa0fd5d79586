"""Verbs of deadlines: open one, meet it, and say which reminder is due. The ladder is data.

A hard deadline is the carrier's: what it is about ends without an answer. A soft one is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from registrations.models import Deadline, Registration
from registrations.states import RegistrationStatus

Kind = Deadline.Kind
S = RegistrationStatus
DAY = timedelta(days=1)
# The registry closes a brand whose e-mail is not answered in this time.
MAIL_LIFE = timedelta(days=7)
CORRECTION_TIME = timedelta(days=14)
READING_DAYS = 2
UPDATE_TIME = timedelta(days=14)
OPENED = "opened"


class Audience(StrEnum):
    """Who is reminded."""

    MEMBERS = "members"  # those who may hand a registration in
    REVIEWERS = "reviewers"
    LEADERS = "leaders"  # administrators of the staff


@dataclass(frozen=True)
class Rung:
    """One reminder: when it is due, and who gets it. Exactly one of the three times is given."""

    code: str
    to: tuple[Audience, ...]
    share: float | None = None  # of the time from opening to the day
    before: timedelta | None = None  # the day
    after: timedelta | None = None  # the day

    def at(self, opened_at: datetime, due_at: datetime) -> datetime:
        """Return when it is due."""
        if self.share is not None:
            return opened_at + (due_at - opened_at) * self.share
        return due_at - (self.before or timedelta()) + (self.after or timedelta())


def _weekly(to: tuple[Audience, ...], weeks: int) -> tuple[Rung, ...]:
    return tuple(Rung(f"week_{n}", to, after=7 * DAY * n) for n in range(1, weeks + 1))


_MEMBERS = (Audience.MEMBERS,)
_ALL_STAFF = (Audience.REVIEWERS, Audience.LEADERS)
_COUNTDOWN = (
    Rung(OPENED, _MEMBERS, share=0),
    Rung("half", _MEMBERS, share=0.5),
    Rung("2_days", _MEMBERS, before=2 * DAY),
    Rung("1_day", _MEMBERS, before=DAY),
    Rung("due", _MEMBERS, before=timedelta()),
)
LADDERS: Mapping[str, tuple[Rung, ...]] = {
    # Past its day there is nothing to answer any more; staff help from then on.
    Kind.ANSWER_MAIL: (*_COUNTDOWN, Rung("day_after", (Audience.REVIEWERS,), after=DAY)),
    Kind.CORRECT: (*_COUNTDOWN, *_weekly(_MEMBERS, 4)),
    Kind.UPDATE: (*_COUNTDOWN, *_weekly(_MEMBERS, 4)),
    # Reviewers see the queue, so the first word is that the time is nearly over.
    Kind.READ: (
        Rung(OPENED, (), share=0),
        Rung("half", (Audience.REVIEWERS,), share=0.5),
        Rung("due", _ALL_STAFF, before=timedelta()),
        *_weekly(_ALL_STAFF, 8),
    ),
}

# In which states a deadline still stands; elsewhere it was met, whoever forgot to say so.
STANDS_IN: Mapping[str, frozenset[RegistrationStatus]] = {
    Kind.ANSWER_MAIL: frozenset({S.IN_REVIEW}),
    Kind.CORRECT: frozenset({S.NEEDS_CHANGES}),
    Kind.READ: frozenset({S.STAFF_REVIEW}),
    Kind.UPDATE: frozenset({S.APPROVED, S.DRAFT}),
}


@transaction.atomic
def open(
    registration: Registration,
    kind: str,
    *,
    due_at: datetime,
    is_hard: bool,
    is_told: bool = False,
    now: datetime | None = None,
) -> Deadline:
    """Open a deadline, unless one of the kind is open; return the one that stands.

    `is_told`: the caller tells people itself, together with its other news. Otherwise the next
    round of reminders does.
    """
    deadline, is_new = Deadline.objects.get_or_create(
        registration=registration,
        kind=kind,
        met_at=None,
        defaults={
            "due_at": due_at,
            "is_hard": is_hard,
            "reminded": [OPENED] if is_told else [],
        },
    )
    if is_new and now is not None:
        # The clock that is handed in is the one that counts.
        Deadline.objects.filter(pk=deadline.pk).update(opened_at=now)
        deadline.opened_at = now
    found: Deadline = deadline
    return found


def meet(registration: Registration, *kinds: str, now: datetime | None = None) -> int:
    """Close the open deadlines of these kinds; return how many there were."""
    open_ones = Deadline.objects.filter(registration=registration, kind__in=kinds, met_at=None)
    count: int = open_ones.update(met_at=now or timezone.now())
    return count


def meet_what_is_over(registration: Registration, *, now: datetime | None = None) -> int:
    """Close every deadline that does not stand in the registration's state."""
    over = [kind for kind, states in STANDS_IN.items() if registration.status not in states]
    return meet(registration, *over, now=now)


def open_ones(registration: Registration) -> Iterable[Deadline]:
    """Return what is due, the nearest first."""
    rows: Iterable[Deadline] = Deadline.objects.filter(registration=registration, met_at=None)
    return rows


def working_days_after(start: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later: Saturday and Sunday are none."""
    moment = start
    while days:
        moment += DAY
        days -= moment.weekday() < 5
    return moment


def rungs_due(
    kind: str, *, opened_at: datetime, due_at: datetime, reminded: Iterable[str], now: datetime
) -> list[Rung]:
    """Return the reminders whose time has come and that did not go out yet, in their order."""
    known = set(reminded)
    found = [r for r in LADDERS[kind] if r.code not in known and r.at(opened_at, due_at) <= now]
    return sorted(found, key=lambda rung: rung.at(opened_at, due_at))
