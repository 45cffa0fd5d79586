"""What is being filed: turns under way, who waits and for what, the pace, and when it may end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from django.db.models import Count, F, Q, Value
from django.utils.translation import gettext as _

from registrations import progress, quotas
from registrations.carrier import pacing
from registrations.carrier.rates import rate_of
from registrations.models import FieldValue, Registration, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.scoping import all_tenants_scope

PUT = "PutRegistrationFieldValue"
SHOWN = 50


@dataclass(frozen=True)
class Part:
    """How many answers of a filing the carrier has."""

    done: int
    total: int


def part_of(registration: Registration) -> Part | None:
    """Return how far a filing is, in the scope of its tenant; None when it is not being filed."""
    if registration.status != RegistrationStatus.SUBMITTED:
        return None
    return _part(registration.current)


def _part(version: RegistrationVersion) -> Part:
    total = len(version.answers_sent or {})
    done = version.values.filter(put_at__isnull=False).count()
    return Part(min(done, total), total)


def overview(*, now: datetime) -> dict[str, Any]:
    """Return all that the page shows."""
    rate, left = rate_of(PUT), 0
    with all_tenants_scope("progress of filing"):
        waiting = Registration.objects.to_file()
        count = waiting.count()
        left = _answers_left()
        shown = {
            "under_way": _under_way(now),
            "by_tenant": _by_tenant(waiting),
            "waits": _waits(waiting),
        }
    seconds = left * pacing.MARGIN / rate if rate else 0
    return {
        **shown,
        "count": count,
        "left": left,
        "rate": rate,
        "ends_at": now + timedelta(seconds=seconds) if left and rate else None,
        "paces": _paces(),
        "short": [room for room in quotas.outlook() if room.is_short],
    }


def _under_way(now: datetime) -> list[dict[str, Any]]:
    rows = (
        Registration.objects.to_file()
        .filter(
            filing_lease_until__gt=now,
            filing_lease_until=F("filing_turn_at") + Value(progress.LEASE),
        )
        .select_related("tenant", "brand", "program")
        .order_by("filing_turn_at")
    )
    return [{"registration": row, "part": _part(row.current)} for row in rows[:SHOWN]]


def _by_tenant(waiting: Any) -> list[dict[str, Any]]:
    begun = Count("pk", filter=Q(filing_turn_at__gte=F("changed_at")))
    rows = waiting.order_by().values("tenant__name").annotate(n=Count("pk"), begun=begun)
    return list(rows.order_by("-n", "tenant__name")[:SHOWN])


def _waits(waiting: Any) -> list[dict[str, Any]]:
    rows = waiting.exclude(filing_wait="").order_by().values("filing_wait").annotate(n=Count("pk"))
    return [{"label": wait_in_words(row["filing_wait"]), "n": row["n"]} for row in rows]


def wait_in_words(wait: str) -> str:
    """Say for staff what a filing waits for."""
    words = {
        progress.PACE: _("a turn at the carrier's rate"),
        progress.BRAND: _("the approval of its brand"),
    }
    return words.get(wait) or _("room: %(quota)s") % {"quota": quotas.label_of(wait)}


def _answers_left() -> int:
    """Count the answers of accepted filings that the carrier does not have yet."""
    return FieldValue.objects.filter(
        version__registration__status=RegistrationStatus.SUBMITTED,
        version__answers_sent__isnull=False,
        version__decided_at=None,
        put_at=None,
    ).count()


def _paces() -> list[pacing.Pace] | None:
    """None: Redis is away, and nobody counts."""
    try:
        return pacing.paces()
    except redis.RedisError:
        return None
