"""How long the carrier takes with a type: from our own filings once there are some, else its guide.

Our own figures count decided rounds of every tenant, because few tenants have enough; nothing but
a number of days leaves that scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.core.cache import cache
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.guide import guide
from registrations.models import RegistrationEvent, RegistrationVersion
from registrations.types import facts_of_type
from tenants.scoping import all_tenants_scope

ENOUGH = 5  # decided rounds, from which our own figures say more than the guide
NEWEST = 300  # rounds that are looked at; what was usual years ago is not
REMEMBERED = 60 * 60  # seconds
HOME = "US"


@dataclass(frozen=True)
class Expected:
    """A usual range, and from when on an answer is late; in days."""

    low: float
    high: float
    late: float
    is_business_days: bool = False
    decided: int = 0  # our own rounds that it was read from; 0: from the carrier's guide

    @property
    def is_known(self) -> bool:
        """Does anybody say how long it takes?"""
        return self.high > 0

    @property
    def is_ours(self) -> bool:
        """Does it come from our own filings?"""
        return self.decided > 0

    @property
    def words(self) -> str:
        """The range in words, without a promise."""
        if not self.is_known:
            return _("The carrier names no usual time for this type.")
        if self.is_ours:
            return _("Half of these are answered within %(low)s, nine in ten within %(high)s.") % {
                "low": _span(self.low),
                "high": _span(self.high),
            }
        return _("Carriers usually answer in %(range)s.") % {"range": self._range}

    @property
    def _range(self) -> str:
        if self.low < 1:
            return _("some hours to %(high)s") % {"high": _span(self.high)}
        if self.is_business_days:
            return _("%(low)d to %(high)d business days") % {"low": self.low, "high": self.high}
        if self.high >= 14 and self.low < 7:
            both = {"low": _span(self.low), "high": _span(self.high)}
            return _("%(low)s to %(high)s") % both
        if self.high >= 14:
            weeks = {"low": round(self.low / 7), "high": round(self.high / 7)}
            return _("%(low)d to %(high)d weeks") % weeks
        return _("%(low)d to %(high)d days") % {"low": self.low, "high": self.high}

    @property
    def source(self) -> str:
        """Say where it comes from."""
        if self.is_ours:
            return ngettext(
                "From %(count)d filing of this kind decided here.",
                "From %(count)d filings of this kind decided here.",
                self.decided,
            ) % {"count": self.decided}
        return _("From the carrier's guide; not a promise.")

    def late_at(self, since: datetime) -> datetime | None:
        """Return when an answer to a filing of that moment is late; None where nobody says."""
        if not self.is_known:
            return None
        if not self.is_business_days:
            return since + timedelta(days=self.late)
        return _business_days_after(since, ceil(self.late))


def time_for(registration_type: str, *, country: str = HOME) -> Expected:
    """Return how long the carrier takes with a type, for a business of that country."""
    key = f"registrations.expected:{registration_type}"
    ours = cache.get(key)
    if ours is None:
        ours = _from_history(registration_type)
        cache.set(key, ours, REMEMBERED)
    return ours or from_guide(registration_type, country=country)


def from_guide(registration_type: str, *, country: str = HOME) -> Expected:
    """Return what the carrier's guide says, which differs for companies abroad."""
    times = guide()["times"]
    kind = facts_of_type(registration_type).kind
    entry: dict[str, Any] = times["by_type"].get(registration_type) or times["by_kind"].get(
        kind.value, {}
    )
    if country and country.upper() != HOME:
        entry = entry.get("foreign", entry)
    if not entry:
        return Expected(0, 0, 0)
    high = entry["high"]
    return Expected(entry["low"], high, entry.get("late", high), entry.get("business_days", False))


def _from_history(registration_type: str) -> Expected | bool:
    """Return the median and the ninetieth percentile of our own waits, or False for too few.

    False rather than None, so that "too few" is remembered as well.
    """
    with all_tenants_scope("how long the carrier takes"):
        filed = Max(
            "registration__events__at",
            filter=Q(
                registration__events__kind=RegistrationEvent.Kind.FILED,
                registration__events__version_id=F("pk"),
            ),
        )
        rows = (
            RegistrationVersion.objects.filter(
                registration__type=registration_type, decided_at__isnull=False
            )
            .annotate(filed_at=filed)
            .filter(filed_at__isnull=False)
            .order_by("-decided_at")
            .values_list("filed_at", "decided_at")[:NEWEST]
        )
        waits = sorted((done - begun).total_seconds() / 86400 for begun, done in rows)
    waits = [days for days in waits if days >= 0]
    if len(waits) < ENOUGH:
        return False
    high = _at(waits, 0.9)
    return Expected(_at(waits, 0.5), high, high, decided=len(waits))


def _at(ordered: Sequence[float], share: float) -> float:
    """Return the value that this share of all does not exceed (nearest rank)."""
    return ordered[max(ceil(share * len(ordered)) - 1, 0)]


def _span(days: float) -> str:
    """Return a time in the unit that people use for it, rounded up."""
    if days < 1:
        hours = max(ceil(days * 24), 1)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if days >= 14:
        weeks = ceil(days / 7)
        return ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
    whole = ceil(days)
    return ngettext("%(count)d day", "%(count)d days", whole) % {"count": whole}


def _business_days_after(since: datetime, days: int) -> datetime:
    moment = since
    while days > 0:
        moment += timedelta(days=1)
        days -= timezone.localtime(moment).weekday() < 5
    return moment
