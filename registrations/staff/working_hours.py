"""How long somebody has waited in hours in which staff work, and whether that is too long.

Pure. Staff work Monday to Friday from nine to five in the zone of `STAFF_TIME_ZONE`; holidays are
not known.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

OPENS, CLOSES = 9, 17
A_DAY = timedelta(hours=CLOSES - OPENS)
WORKING_DAYS = 5
# What the ISV asks of its staff: a filing is read within one working day.
DUE_AFTER = A_DAY
SOON = DUE_AFTER / 2
_A_MONDAY = date(2024, 1, 1)


class Due(StrEnum):
    """How pressing a wait is."""

    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Age:
    """How long a filing has waited, as a length and as a word."""

    waited: timedelta
    due: Due

    @property
    def text(self) -> str:
        """The length in working days and hours."""
        days, rest = divmod(self.waited, A_DAY)
        hours = int(rest / timedelta(hours=1))
        parts = []
        if days:
            parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
        if hours or not days:
            hour = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
            parts.append(hour if hours else _("under an hour"))
        return " ".join(parts)

    @property
    def word(self) -> str:
        """Whether that is in time."""
        words = {Due.IN_TIME: _("in time"), Due.SOON: _("due soon"), Due.LATE: _("late")}
        return words[self.due]


def age(since: datetime, now: datetime, zone: tzinfo, *, due_at: datetime | None = None) -> Age:
    """Return how long something waits; a deadline of its own decides when it is late."""
    waited = between(since, now, zone)
    if due_at is not None:
        left = between(now, due_at, zone)
        late, soon = now >= due_at, left <= SOON
    else:
        late, soon = waited >= DUE_AFTER, waited >= SOON
    return Age(waited, Due.LATE if late else Due.SOON if soon else Due.IN_TIME)


def between(start: datetime, end: datetime, zone: tzinfo) -> timedelta:
    """Return the working time from one moment to a later one; nothing if it is not later."""
    return max(_since_monday(end.astimezone(zone)) - _since_monday(start.astimezone(zone)),
               timedelta(0))  # fmt: skip


def _since_monday(moment: datetime) -> timedelta:
    """Return the working time from a Monday long ago, so that no day in between is visited."""
    weeks, day = divmod((moment.date() - _A_MONDAY).days, 7)
    whole = weeks * WORKING_DAYS * A_DAY + min(day, WORKING_DAYS) * A_DAY
    if day >= WORKING_DAYS:
        return whole
    opening = datetime.combine(moment.date(), time(OPENS), moment.tzinfo)
    return whole + min(max(moment - opening, timedelta(0)), A_DAY)
