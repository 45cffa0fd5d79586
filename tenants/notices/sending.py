"""The verb of telling people something: rows in the caller's transaction, mails by a worker."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tenants.models import Membership, Notice, NoticeSetting, Role, Tenant, User
from tenants.notices import notice_tasks
from tenants.nudges import nudge
from tenants.permissions import ALLOWED, Action
from tenants.scoping import current_tenant_id
from tenants.states import TenantStatus

REVIEWERS, LEADERS = ("Reviewer", "Administrator"), ("Administrator",)
Tone = Notice.Tone


@dataclass(frozen=True)
class Told:
    """What people are told. `path` leads to where they act, `once` names it for good."""

    kind: str
    title: str
    text: str
    path: str
    once: str
    tone: str = Tone.INFO
    is_hard: bool = False
    """Something ends without an answer: it is mailed whatever the person has set."""
    due_at: datetime | None = None


def send(told: Told, *, to: Action) -> int:
    """Tell every member of the tenant in scope who may do this; return how many were told anew.

    Call it in the transaction of what happened. The same `once` tells nobody twice. A business
    that is closed or erased is told nothing.
    """
    roles = [role for role, actions in ALLOWED.items() if to in actions]
    return _write(told, _members(roles), for_staff=False)


def send_to_owners(told: Told) -> int:
    """Tell the owners alone."""
    return _write(told, _members([Role.OWNER]), for_staff=False)


def send_to_staff(told: Told, *, groups: Collection[str] = REVIEWERS) -> int:
    """Tell the staff of these groups about the tenant in scope; superusers where there are none."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    people = staff.filter(groups__name__in=groups).distinct()
    return _write(told, people if people else staff.filter(is_superuser=True), for_staff=True)


def _members(roles: Iterable[str]) -> Iterable[User]:
    places = Membership.objects.filter(
        tenant_id=current_tenant_id(), role__in=list(roles), user__is_active=True
    )
    return [place.user for place in places.select_related("user")]


def _write(told: Told, people: Iterable[User], *, for_staff: bool) -> int:
    if not _is_listening():
        return 0
    known = Notice.objects.filter(once=told.once).values_list("user_id", flat=True)
    have, muted = set(known), set() if told.is_hard or for_staff else _muted()
    rows = [
        Notice(
            user=person,
            kind=told.kind,
            for_staff=for_staff,
            tone=told.tone,
            is_hard=told.is_hard,
            title=told.title[:200],
            text=told.text,
            path=told.path,
            due_at=told.due_at,
            once=told.once,
            wants_mail=person.pk not in muted,
        )
        for person in people
        if person.pk not in have
    ]
    # Somebody else may have told them in this very moment.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        nudge(notice_tasks.mail_notices)
    return len(rows)


def _is_listening() -> bool:
    gone = Q(status__in=(TenantStatus.CLOSED, TenantStatus.ERASED))
    return Tenant.objects.filter(pk=current_tenant_id()).exclude(gone).exists()


def _muted() -> set[object]:
    return set(NoticeSetting.objects.filter(mails_soft=False).values_list("user_id", flat=True))
