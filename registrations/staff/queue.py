"""The order in which filings are read: who is blocked by whom, then who waits longest."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerChoices,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.staff import claiming
from registrations.states import RegistrationStatus
from tenants.models import TenantStatus, User

S = RegistrationStatus
# Types by the carrier's pattern of names, so that a country added later is ordered as well.
BRANDS = Q(type__endswith="_TEN_DLC_BRAND_REGISTRATION")
UNDER_A_BRAND = Q(type__endswith="_TEN_DLC_CAMPAIGN_REGISTRATION") | Q(
    type="US_TEN_DLC_BRAND_VETTING"
)
# Nothing of these can go on before their brand is approved.
UNDECIDED = (S.DRAFT, S.STAFF_REVIEW, S.NEEDS_CHANGES)
LOOKED_AHEAD = 500
_BRAND = re.compile(r"\w+_TEN_DLC_BRAND_REGISTRATION")


class Turn(IntegerChoices):
    """Whom a filing that waits for us blocks, most pressing first."""

    BLOCKS_OTHERS = 0, _("Other filings wait behind it")
    BUSINESS_WAITS = 1, _("The business cannot text before it")
    UPDATE = 2, _("An update; texts go on meanwhile")
    COLLEAGUE = 3, _("A colleague's turn: you accepted first")
    HELD = 4, _("Cannot be accepted now")


def in_turn(rows: QuerySet[Any], viewer: User) -> QuerySet[Any]:
    """Add to each filing whom it blocks (`turn`), as this member of staff would meet it."""
    return rows.annotate(
        turn=Case(
            When(~Q(tenant__status=TenantStatus.ACTIVE), then=Value(Turn.HELD.value)),
            When(UNDER_A_BRAND & ~_brand_in_force(), then=Value(Turn.HELD.value)),
            When(first_accepted_by=viewer, then=Value(Turn.COLLEAGUE.value)),
            When(approved_round__isnull=False, then=Value(Turn.UPDATE.value)),
            When(BRANDS & Q(_behind()), then=Value(Turn.BLOCKS_OTHERS.value)),
            default=Value(Turn.BUSINESS_WAITS.value),
            output_field=IntegerField(),
        )
    )


ORDER = ("turn", "changed_at", "pk")


def _brand_in_force() -> Exists:
    brands = Registration.objects.in_force().filter(BRANDS)
    return Exists(brands.filter(tenant=OuterRef("tenant")))


def _behind() -> Exists:
    return Exists(_waiting_behind().filter(tenant=OuterRef("tenant")))


def _waiting_behind() -> QuerySet[Registration]:
    """Return what waits for a brand."""
    found: QuerySet[Registration] = Registration.objects.filter(
        UNDER_A_BRAND, status__in=UNDECIDED, approved_round=None
    )
    return found


def behind(registrations: Iterable[Registration]) -> dict[UUID, int]:
    """Count what waits behind each of some filings; those that block nothing are left out."""
    brands = [
        each for each in registrations if _BRAND.fullmatch(each.type) and not each.is_in_force
    ]
    if not brands:
        return {}
    counted = (
        _waiting_behind()
        .filter(tenant__in=[each.tenant_id for each in brands])
        .order_by()
        .values_list("tenant")
        .annotate(n=Count("pk"))
    )
    by_tenant = dict(counted)
    return {each.pk: by_tenant[each.tenant_id] for each in brands if each.tenant_id in by_tenant}


def after(registration: Registration, viewer: User, *, now: datetime) -> Registration | None:
    """Return the filing to read next: the first behind this one that no colleague has in hand.

    Behind the last one follows the first. Nothing when there is no other.
    """
    free = ~claiming.in_hand(now) | Q(claimed_by=viewer)
    rows = in_turn(Registration.objects.filter(status=S.STAFF_REVIEW), viewer)
    keys = list(
        rows.filter(free | Q(pk=registration.pk))
        .order_by(*ORDER)
        .values_list("pk", flat=True)[:LOOKED_AHEAD]
    )
    place = keys.index(registration.pk) + 1 if registration.pk in keys else 0
    others = [key for key in keys[place:] + keys[:place] if key != registration.pk]
    named = Registration.objects.select_related("tenant", "brand", "program")
    return named.filter(pk=others[0]).first() if others else None


def summary(viewer: User) -> dict[str, Any]:
    """Return how many filings wait (`count`), since when (`since`), how many block others."""
    waiting = Registration.objects.filter(status=S.STAFF_REVIEW).order_by()
    found: dict[str, Any] = in_turn(waiting, viewer).aggregate(
        count=Count("pk"),
        since=Min("changed_at"),
        blocking=Count("pk", filter=Q(turn=Turn.BLOCKS_OTHERS)),
    )
    return found
