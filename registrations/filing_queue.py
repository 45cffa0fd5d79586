"""Whose filing comes next: turns go round the tenants, and within a tenant what was begun is ended.

The order is in the database, so it is the same for all workers and outlives each of them.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, F, IntegerField, Max, Min, Q, Value, When

from registrations import handover, progress, quotas
from registrations.handover import How, Turn
from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope, tenant_scope

# Others may take the first ones between our look and our claim.
CANDIDATES = 20


def next_turn(*, now: datetime, seconds: float = handover.TURN_SECONDS) -> Turn | None:
    """Give the tenant whose turn was longest ago a turn; None where nothing may be filed now."""
    skipped = quotas.full()
    for tenant_id in tenants_in_turn(now=now, skipped=skipped):
        registration_id = _first_of(tenant_id, now=now, skipped=skipped)
        if registration_id is None:
            continue
        turn = handover.hand_over(str(tenant_id), str(registration_id), now=now, seconds=seconds)
        if turn.how != How.NOTHING:
            return turn
    return None


def tenants_in_turn(*, now: datetime, skipped: set[str]) -> list[UUID]:
    """List the tenants that have something to file, the one served longest ago first."""
    submitted = Q(status=RegistrationStatus.SUBMITTED)
    with all_tenants_scope("whose filing comes next"):
        ready = _ready(now, skipped).order_by().values("tenant_id").distinct()
        turns = (
            Registration.objects.filter(tenant_id__in=ready)
            .order_by()
            .values("tenant_id")
            .annotate(served=Max("filing_turn_at"), since=Min("changed_at", filter=submitted))
            .order_by(F("served").asc(nulls_first=True), "since")
        )
        return [row["tenant_id"] for row in turns[:CANDIDATES]]


def _first_of(tenant_id: UUID, *, now: datetime, skipped: set[str]) -> UUID | None:
    """Return the tenant's next filing: one that was begun, else the one that waits longest."""
    begun = Case(
        When(filing_turn_at__gte=F("changed_at"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    with tenant_scope(tenant_id):
        rows = _ready(now, skipped).order_by(begun, "changed_at").values_list("pk", flat=True)
        found: UUID | None = rows.first()
        return found


def _ready(now: datetime, skipped: set[str]) -> "models.QuerySet[Registration]":
    """What of a business that is closed or suspended was accepted waits, and costs nothing."""
    active: models.QuerySet[Registration] = Registration.objects.may_be_filed(now).filter(
        tenant__status=TenantStatus.ACTIVE
    )
    return active.exclude(filing_wait__in=skipped)


def is_waiting(*, now: datetime) -> bool:
    """Is there anything that could be filed now?"""
    with all_tenants_scope("is anything to be filed"):
        return _ready(now, quotas.full()).exists()


def may_another_file(*, now: datetime) -> bool:
    """May one more worker file? Each holds one lease; the others have other work to do."""
    with all_tenants_scope("how many workers file"):
        held = Registration.objects.to_file().filter(
            filing_lease_until__gt=now,
            filing_lease_until=F("filing_turn_at") + Value(progress.LEASE),
        )
        return bool(held.count() < settings.CARRIER_FILERS)
