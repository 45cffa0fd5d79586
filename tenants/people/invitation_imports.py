"""Files of invitations: checked row by row, confirmed by a person, then loaded, in chunks.

A chunk is one transaction that locks the import, does its rows and moves the mark on, so that a
worker killed in the middle leaves whole chunks behind it: whoever goes on begins at the mark, and
nothing is invited twice or left out. The lease only spares a second worker needless waiting.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.errors import DomainError, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Invitation, InvitationImport, InvitationRow, User
from tenants.people import invitation_batches, invitation_csv
from tenants.people.invitation_batches import Offer
from tenants.people.invitation_csv import SheetRow, UnreadableFile
from tenants.people.invitation_rows import judge
from tenants.states import IMPORT_TRANSITIONS, ImportStatus, InvitationStatus, RowOutcome

CHUNK = 500
LEASE = timedelta(seconds=20)
# Well within the time limit of a task; what is left then is the next task's.
SHIFT_SECONDS = 45
AT_WORK = (ImportStatus.CHECKING, ImportStatus.LOADING)


@transaction.atomic
def start(data: bytes, *, file_name: str, created_by: User) -> InvitationImport:
    """Keep a file to be checked; raise UnreadableFile when it cannot be read as a whole.

    Nothing is sent: that takes `confirm`.
    """
    rows = invitation_csv.read(data)
    load_id = uuid.uuid4()
    key = default_storage.save(f"imports/{load_id}.csv", ContentFile(data))
    return InvitationImport.objects.create(
        id=load_id,
        file_name=file_name[-200:],
        file_key=key,
        rows_total=len(rows),
        created_by=created_by,
    )


@transaction.atomic
def confirm(load_id: uuid.UUID) -> InvitationImport:
    """Invite every row without errors, from now on; a person has seen what was found."""
    load = InvitationImport.objects.select_for_update().get(pk=load_id)
    if not load.rows.filter(outcome=RowOutcome.VALID).exists():
        raise DomainError(_("No row of this file can be invited."), code="no_valid_rows")
    return _move(load, to=ImportStatus.LOADING, lease_until=None)


@transaction.atomic
def cancel(load_id: uuid.UUID) -> InvitationImport:
    """Give a file up before anybody of it was invited."""
    load = InvitationImport.objects.select_for_update().get(pk=load_id)
    _forget_file(load)
    return _move(load, to=ImportStatus.CANCELLED, file_key="", finished_at=timezone.now())


def work(load_id: uuid.UUID | str) -> bool:
    """Go on with an import for one shift; return whether something is left to do.

    An import that another worker has a lease on is left to that one.
    """
    load = _claim(load_id)
    if load is None:
        return False
    chunk = _load_chunk if load.status == ImportStatus.LOADING else _checker(load)
    until = time.monotonic() + SHIFT_SECONDS
    is_left = True
    while is_left and time.monotonic() < until:
        is_left = chunk(load.pk)
    InvitationImport.objects.filter(pk=load.pk).update(lease_until=None)
    return is_left


def unattended() -> list[uuid.UUID]:
    """Return the imports that are at work but have no worker: killed, or never begun."""
    found = InvitationImport.objects.filter(_is_free(), status__in=AT_WORK).order_by("created_at")
    return list(found.values_list("pk", flat=True))


def counts(load: InvitationImport) -> dict[str, int]:
    """Return how many rows have each outcome."""
    found = load.rows.order_by().values_list("outcome").annotate(count=Count("pk"))
    return {**dict.fromkeys(RowOutcome.values, 0), **dict(found)}


def problem_rows(load: InvitationImport) -> QuerySet[InvitationRow]:
    """Return the rows that were not, or will not be, invited."""
    return load.rows.filter(outcome__in=[RowOutcome.INVALID, RowOutcome.SKIPPED])


def _is_free() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=timezone.now())


@transaction.atomic
def _claim(load_id: uuid.UUID | str) -> InvitationImport | None:
    waiting = InvitationImport.objects.select_for_update(skip_locked=True)
    load = waiting.filter(_is_free(), pk=load_id, status__in=AT_WORK).first()
    if load is not None:
        _extend(load)
    return load


def _extend(load: InvitationImport) -> None:
    load.lease_until = timezone.now() + LEASE
    load.save(update_fields=["lease_until", "rows_read"])


def _checker(load: InvitationImport) -> Callable[[uuid.UUID], bool]:
    """Read the file once for the whole shift."""
    try:
        with default_storage.open(load.file_key) as file:
            rows = invitation_csv.read(file.read())
    except (FileNotFoundError, UnreadableFile) as error:
        problem = getattr(error, "message", _("The file is gone. Upload it again."))
        return lambda load_id: _fail(load_id, problem)
    return lambda load_id: _check_chunk(load_id, rows)


@transaction.atomic
def _fail(load_id: uuid.UUID, problem: str) -> bool:
    load = _locked(load_id, ImportStatus.CHECKING)
    if load is not None:
        _move(load, to=ImportStatus.FAILED, problem=problem, finished_at=timezone.now())
    return False


@transaction.atomic
def _check_chunk(load_id: uuid.UUID, rows: list[SheetRow]) -> bool:
    """Judge the next rows; after the last one, wait for a person. Return whether rows are left."""
    load = _locked(load_id, ImportStatus.CHECKING)
    if load is None:
        return False
    chunk = rows[load.rows_read : load.rows_read + CHUNK]
    InvitationRow.objects.bulk_create(_judged(load, chunk))
    load.rows_read += len(chunk)
    _extend(load)
    if load.rows_read < len(rows):
        return True
    _forget_file(load)
    _move(load, to=ImportStatus.CHECKED, file_key="")
    return False


def _judged(load: InvitationImport, chunk: list[SheetRow]) -> list[InvitationRow]:
    """Return the rows to be kept, those whose address is invited already as skipped."""
    judged = [judge(row) for row in chunk]
    invited = _invited_already(row.email for row in judged)
    found = []
    for row in judged:
        outcome, errors = RowOutcome.VALID, row.errors
        if errors:
            outcome = RowOutcome.INVALID
        elif row.email in invited:
            outcome = RowOutcome.SKIPPED
            errors = [_("email: This address has an open invitation already.")]
        found.append(
            InvitationRow(
                load=load,
                number=row.number,
                email=row.email,
                business_name=row.business_name,
                details_json=json.dumps(row.details) if row.details else "",
                outcome=outcome,
                errors=errors,
            )
        )
    return found


def _invited_already(addresses: Iterable[str]) -> set[str]:
    open_ones = Invitation.objects.annotate(address=Lower("email")).filter(
        tenant=None,
        status=InvitationStatus.PENDING,
        expires_at__gt=timezone.now(),
        address__in=list(addresses),
    )
    return set(open_ones.values_list("address", flat=True))


@transaction.atomic
def _load_chunk(load_id: uuid.UUID) -> bool:
    """Invite the next rows that are fine; return whether rows are left."""
    load = _locked(load_id, ImportStatus.LOADING)
    if load is None:
        return False
    rows = list(load.rows.filter(outcome=RowOutcome.VALID).order_by("number")[:CHUNK])
    _invite(rows, by=load.created_by)
    InvitationRow.objects.bulk_update(rows, ["outcome", "errors", "invitation"])
    if len(rows) == CHUNK:
        _extend(load)
        return True
    _move(load, to=ImportStatus.DONE, finished_at=timezone.now())
    return False


def _invite(rows: list[InvitationRow], *, by: User | None) -> None:
    """Invite the businesses of these rows and note on each what became of it."""
    answers = invitation_batches.invite_businesses(
        [Offer(row.email, row.business_name, row.details) for row in rows],
        actor=Actor.staff(by) if by else Actor.system("import"),
        invited_by=by,
    )
    for row, answer in zip(rows, answers, strict=True):
        row.invitation = answer.invitation
        row.outcome = RowOutcome.INVITED if answer.invitation else RowOutcome.SKIPPED
        row.errors = [answer.reason] if answer.reason else []


def _locked(load_id: uuid.UUID, status: ImportStatus) -> InvitationImport | None:
    """Lock the import while it is still at this; a person may have cancelled it meanwhile."""
    return InvitationImport.objects.select_for_update().filter(pk=load_id, status=status).first()


def _forget_file(load: InvitationImport) -> None:
    """Delete the file once nothing needs it: addresses and tax numbers stand in it in clear."""
    key = load.file_key
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))


def _move(load: InvitationImport, *, to: ImportStatus, **fields: Any) -> InvitationImport:
    """Change the status of an import whose row is locked, with the fields of the step."""
    if to not in IMPORT_TRANSITIONS[load.status]:
        raise TransitionNotAllowed(
            _("This import is at “%s” and cannot do that.") % load.get_status_display()
        )
    load.status = to
    for name, value in fields.items():
        setattr(load, name, value)
    load.save(update_fields=["status", *fields])
    return load
