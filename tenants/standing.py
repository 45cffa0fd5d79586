"""What members of a business that is suspended or closed are told on every page."""

from dataclasses import dataclass
from datetime import datetime

from tenants import access
from tenants.models import Membership, Tenant, TenantEvent, TenantStatus
from tenants.permissions import Action, may


@dataclass(frozen=True)
class Standing:
    """Why nothing can be changed here, and what comes next."""

    is_closed: bool
    reason: str
    erase_after_at: datetime | None
    may_reopen: bool


def of(tenant: Tenant, membership: Membership | None) -> Standing | None:
    """Return the standing of the tenant in scope; None while it is active."""
    if tenant.is_active:
        return None
    kind = (
        TenantEvent.Kind.SUSPENDED
        if tenant.status == TenantStatus.SUSPENDED
        else TenantEvent.Kind.CLOSED
    )
    event = TenantEvent.objects.filter(kind=kind).first()
    owns = may(membership, Action.MANAGE_TENANT, while_stopped=True)
    return Standing(
        is_closed=tenant.status != TenantStatus.SUSPENDED,
        reason=event.data.get("reason", "") if event else "",
        erase_after_at=tenant.erase_after_at,
        may_reopen=owns
        and tenant.status == TenantStatus.CLOSED
        and access.may_member_reopen(tenant),
    )
