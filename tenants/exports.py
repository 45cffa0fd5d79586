"""Verbs of exports: ask for one, claim the work, record how far it is, fetch it, let it expire.

The row is the queue. A worker that is killed leaves a lease that ends, and another begins anew:
nothing is seen of a file before it is whole.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.errors import DomainError, NotPermitted, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Tenant, TenantEvent, TenantExport, User
from tenants.nudges import nudge
from tenants.scoping import current_tenant_id
from tenants.states import EXPORT_TRANSITIONS, ExportStatus

S = ExportStatus
# The portal's task, by name, since this app comes before it.
TASK = "portal.tasks.make_export"
LEASE = timedelta(minutes=3)
LINK_LIFE = timedelta(hours=24)
# One that could not be made for so long will not be made by trying again.
PATIENCE = timedelta(hours=6)
PER_HOUR = 5
OPEN = (S.WAITING, S.RUNNING)


@transaction.atomic
def ask(kind: str, user: User, actor: Actor, *, reason: str = "") -> TenantExport:
    """Ask for a file about the tenant in scope; return the one that is being made, if one is.

    Only `user` may fetch it. Staff give a reason, which the business reads. Raises DomainError
    when too many were asked for lately.
    """
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    mine = TenantExport.objects.filter(kind=kind, asked_by=user, status__in=OPEN)
    waiting: TenantExport | None = mine.first()
    if waiting is not None:
        return waiting
    lately = TenantExport.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1))
    if lately.count() >= PER_HOUR:
        raise DomainError(
            _("At most %(count)d exports an hour. Try again later.") % {"count": PER_HOUR},
            code="too_many_exports",
        )
    export: TenantExport = TenantExport.objects.create(
        kind=TenantExport.Kind(kind), asked_by=user, asked_label=user.email
    )
    data = {"kind": str(TenantExport.Kind(kind).label), "export": str(export.pk)}
    if reason:
        data["reason"] = reason
    TenantEvent.record(TenantEvent.Kind.EXPORT_ASKED, actor=actor, data=data)
    nudge(current_app.signature(TASK), export.tenant_id, export.pk)
    return export


@transaction.atomic
def claim(export_id: uuid.UUID | str, *, parts: int, now: datetime) -> TenantExport | None:
    """Take an export to make; None when another worker is at it or it has ended."""
    export: TenantExport | None = (
        TenantExport.objects.select_for_update().filter(pk=export_id, status__in=OPEN).first()
    )
    if export is None or (export.lease_until and export.lease_until > now):
        return None
    _drop_file(export)
    return _move(
        export, S.RUNNING, lease_until=now + LEASE, parts_total=parts, parts_done=0, file_key=""
    )


def record_progress(export: TenantExport, *, parts_done: int, now: datetime) -> bool:
    """Say how far it is and keep the lease; False when another worker has taken over."""
    mine = _still_mine(export)
    export.lease_until = now + LEASE
    return bool(mine.update(parts_done=parts_done, lease_until=export.lease_until))


def announce_file(export: TenantExport, file_key: str) -> bool:
    """Say under which key the file is about to be stored, so that it is found if we are killed.

    False when another worker has taken over.
    """
    return bool(_still_mine(export).update(file_key=file_key))


def _still_mine(export: TenantExport) -> Any:
    """The row, unless another worker has taken over: the lease names whose it is."""
    return TenantExport.objects.filter(
        pk=export.pk, status=S.RUNNING, lease_until=export.lease_until
    )


@transaction.atomic
def finish(export: TenantExport, *, now: datetime, **file: Any) -> bool:
    """Record the finished file; False when another worker has taken over, whose file counts."""
    running = TenantExport.objects.select_for_update().filter(status=S.RUNNING)
    locked: TenantExport | None = running.filter(pk=export.pk).first()
    # There is no row any more once its business was erased.
    if locked is None or locked.lease_until != export.lease_until:
        return False
    _move(
        locked,
        S.DONE,
        lease_until=None,
        parts_done=locked.parts_total,
        finished_at=now,
        expires_at=now + LINK_LIFE,
        **file,
    )
    return True


@transaction.atomic
def give_up(export_id: uuid.UUID, *, now: datetime) -> None:
    """Say that it could not be made; the person may ask again."""
    export: TenantExport = TenantExport.objects.select_for_update().get(pk=export_id)
    if export.status == S.WAITING:
        export = _move(export, S.RUNNING)
    if export.status == S.RUNNING:
        _drop_file(export)
        problem = _("It could not be made. Ask again, or ask support.")
        _move(export, S.FAILED, problem=problem, finished_at=now, lease_until=None, file_key="")


def _drop_file(export: TenantExport) -> None:
    """Delete what a worker has stored that was killed before it could say that it was done."""
    if export.file_key:
        storages["default"].delete(export.file_key)


def refuse_stranger(export: TenantExport, *, user: User) -> None:
    """Raise NotPermitted unless this person asked for the file."""
    if export.asked_by_id != user.pk:
        raise NotPermitted(_("Only the person who asked for an export may download it."))


@transaction.atomic
def fetch(export: TenantExport, *, actor: Actor, now: datetime) -> Any:
    """Open the finished file and record that it was fetched. The caller says who may.

    Raises DomainError when there is nothing to fetch (any more).
    """
    is_there = export.status == S.DONE and export.expires_at and export.expires_at > now
    if not is_there:
        raise DomainError(_("This file is no longer kept. Ask for a new one."), code="export_gone")
    file = storages["default"].open(export.file_key)
    data = {"kind": export.get_kind_display(), "export": str(export.pk), "rows": export.rows}
    TenantEvent.record(TenantEvent.Kind.EXPORT_FETCHED, actor=actor, data=data)
    return file


@transaction.atomic
def expire(export_id: uuid.UUID, *, now: datetime) -> None:
    """Delete the file of an export whose day is over."""
    export: TenantExport = TenantExport.objects.select_for_update().get(pk=export_id)
    if export.status == S.DONE and export.expires_at and export.expires_at <= now:
        storages["default"].delete(export.file_key)
        _move(export, S.EXPIRED, file_key="")


def _move(export: TenantExport, to: ExportStatus, **fields: Any) -> TenantExport:
    """Take one step of the table and save it with what belongs to the step."""
    if to not in EXPORT_TRANSITIONS[export.status]:
        raise TransitionNotAllowed(f"An export cannot go from {export.status} to {to}.")
    export.status = to
    for name, value in fields.items():
        setattr(export, name, value)
    export.save(update_fields=["status", *fields])
    return export
