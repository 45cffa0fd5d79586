"""Visits: a member of staff looks at a business's pages as a viewer would, for a stated reason.

A visit lasts half an hour at most. It is kept in the session of the member of staff, and looked
up anew at every request, so that it ends the moment anything it rests on is gone. The business
sees both ends of it, with the reason, in its history.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.errors import DomainError, InvalidInput, NotPermitted
from tenants.events import Actor
from tenants.models import Membership, Role, StaffVisit, Tenant, TenantEvent, TenantStatus, User
from tenants.scoping import tenant_scope

LIFE = timedelta(minutes=30)
REASON_AT_LEAST = 10
PERMISSION = "tenants.visit_tenant"
_KEY = "staff_visit_id"


@transaction.atomic
def begin(tenant_id: UUID, *, request: HttpRequest, reason: str) -> StaffVisit:
    """Begin a visit in this session; an earlier one ends.

    Raises NotPermitted for staff who may not, DomainError where the business forbids visits or is
    erased, InvalidInput for a reason that says nothing.
    """
    staff = request.user
    if not isinstance(staff, User) or not _may_visit(staff):
        raise NotPermitted(_("You may not look at the pages of businesses."))
    if len(reason.strip()) < REASON_AT_LEAST:
        raise InvalidInput(
            _("Give a reason of at least %d characters; the business will read it.")
            % REASON_AT_LEAST,
            code="reason_missing",
        )
    tenant = Tenant.objects.select_for_update(no_key=True).get(pk=tenant_id)
    if not _can_be_visited(tenant):
        raise DomainError(_("This business does not allow visits."), code="visits_forbidden")
    leave(request, cause="another visit")
    visit = StaffVisit.objects.create(
        tenant=tenant, staff=staff, reason=reason.strip(), ends_at=timezone.now() + LIFE
    )
    _record(visit, TenantEvent.Kind.VISIT_BEGAN, minutes=str(LIFE.seconds // 60))
    request.session[_KEY] = str(visit.pk)
    return visit


def of_request(request: HttpRequest) -> StaffVisit | None:
    """Return the visit of this session while everything it rests on still holds, else end it."""
    visit_id = request.session.get(_KEY)
    if not visit_id:
        return None
    found = StaffVisit.objects.filter(pk=visit_id).select_related("tenant", "staff").first()
    if found is None or found.ended_at is not None:
        del request.session[_KEY]
        return None
    cause = _why_over(found, request.user)
    if cause:
        del request.session[_KEY]
        end(found, cause=cause)
        return None
    return found


def leave(request: HttpRequest, *, cause: str) -> None:
    """End the visit of this session, if there is one."""
    visit_id = request.session.pop(_KEY, None)
    visit = StaffVisit.objects.filter(pk=visit_id).first() if visit_id else None
    if visit is not None:
        end(visit, cause=cause)


@transaction.atomic
def end(visit: StaffVisit, *, cause: str) -> None:
    """End a visit and tell the business; ending it twice changes nothing."""
    locked = StaffVisit.objects.select_for_update().get(pk=visit.pk)
    if locked.ended_at is None:
        locked.ended_at = min(timezone.now(), locked.ends_at)
        locked.save(update_fields=["ended_at"])
        _record(locked, TenantEvent.Kind.VISIT_ENDED, cause=cause)


def end_overdue() -> None:
    """End the visits whose time is over and whose browser never came back."""
    overdue = StaffVisit.objects.filter(ended_at=None, ends_at__lte=timezone.now())
    for visit in overdue:
        end(visit, cause="time")


def viewer(visit: StaffVisit) -> Membership:
    """Return the place that a visitor looks from: a viewer's, stored nowhere."""
    return Membership(user=visit.staff, tenant=visit.tenant, role=Role.VIEWER)


def minutes_left(visit: StaffVisit) -> int:
    """Return the minutes until the visit ends, begun ones counted."""
    return -(-max(int((visit.ends_at - timezone.now()).total_seconds()), 0) // 60)


def _why_over(visit: StaffVisit, user: Any) -> str:
    """Return why a visit cannot go on, as history tells it, or ''."""
    if visit.ends_at <= timezone.now():
        return "time"
    if visit.staff_id != user.pk or not _may_visit(user):
        return "permission"
    return "" if _can_be_visited(visit.tenant) else "forbidden"


def _may_visit(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm(PERMISSION))


def _can_be_visited(tenant: Tenant) -> bool:
    return tenant.allows_visits and tenant.status != TenantStatus.ERASED


def _record(visit: StaffVisit, kind: TenantEvent.Kind, **data: str) -> None:
    with tenant_scope(visit.tenant_id):
        TenantEvent.record(
            kind, actor=Actor.staff(visit.staff), data={"reason": visit.reason, **data}
        )
