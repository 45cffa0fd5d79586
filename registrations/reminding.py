"""Reminds whoever must act: finds deadlines whose next reminder is due, and sends each once.

After a standstill only the latest reminder of a deadline goes out; those it overtook are noted as
sent, since nobody wants four mails that say the same.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from registrations import announcing, deadlines
from registrations.deadlines import Rung
from registrations.models import Deadline, RegistrationEvent
from tenants.events import Actor
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope, tenant_scope

PORTION = 2000


@shared_task(name="registrations.tasks.remind")
def remind() -> None:
    """Send every reminder that is due; safe to run twice, and beside another."""
    now = timezone.now()
    for tenant_id, deadline_id in due(now=now):
        with tenant_scope(tenant_id):
            remind_of(deadline_id, now=now)


def due(*, now: datetime) -> list[tuple[UUID, UUID]]:
    """Return (tenant, deadline) of what has a reminder due; businesses that are not active rest."""
    names = ("tenant_id", "pk", "kind", "opened_at", "due_at", "reminded")
    with all_tenants_scope("sweep deadlines"):
        rows = Deadline.objects.filter(met_at=None, tenant__status=TenantStatus.ACTIVE)
        return [
            (tenant_id, pk)
            for tenant_id, pk, kind, opened_at, due_at, reminded in rows.values_list(
                *names
            ).iterator(PORTION)
            if kind in deadlines.LADDERS
            and deadlines.rungs_due(
                kind, opened_at=opened_at, due_at=due_at, reminded=reminded, now=now
            )
        ]


@transaction.atomic
def remind_of(deadline_id: UUID, *, now: datetime) -> Rung | None:
    """Send the latest reminder that is due of one deadline; return it, or None where none is.

    The row is locked, so two workers send it once. What no longer stands is closed instead.
    """
    locked = Deadline.objects.select_for_update(skip_locked=True, of=("self",))
    deadline: Deadline | None = (
        locked.select_related("registration__program", "registration__brand")
        .filter(pk=deadline_id, met_at=None)
        .first()
    )
    if deadline is None:
        return None
    if deadline.registration.status not in deadlines.STANDS_IN[deadline.kind]:
        deadlines.meet(deadline.registration, deadline.kind, now=now)
        return None
    found = deadlines.rungs_due(
        deadline.kind,
        opened_at=deadline.opened_at,
        due_at=deadline.due_at,
        reminded=deadline.reminded,
        now=now,
    )
    return _send(deadline, found, now) if found else None


def _send(deadline: Deadline, found: Sequence[Rung], now: datetime) -> Rung:
    deadline.reminded = [*deadline.reminded, *(rung.code for rung in found)]
    deadline.save(update_fields=["reminded"])
    rung = found[-1]
    people = announcing.reminder(deadline, rung, now=now)
    RegistrationEvent.record(
        RegistrationEvent.Kind.REMINDED,
        actor=Actor.system("deadlines"),
        registration=deadline.registration,
        data={"deadline": deadline.kind, "reminder": rung.code, "people": people},
    )
    return rung
