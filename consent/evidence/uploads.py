"""Verbs about files on their way to evidence: take one in unopened, have it checked, settle it.

A row says what came, and a worker takes it up under a lease, so that a check which a killed
worker began is begun again. Nobody opens a file before that, and nobody is shown it.
"""

import contextlib
import logging
import re
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.cleaning import one_line
from consent.evidence import direct, files, keeping, quota, tasks
from consent.evidence.direct import Post
from consent.evidence.keeping import Keys, Sent
from consent.models import Evidence, EvidenceUpload, Program
from consent.states import UPLOAD_TRANSITIONS, UploadStatus
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor, ActorKind
from tenants.nudges import nudge

logger = logging.getLogger(__name__)
# Longer than opening a file may take.
LEASE = timedelta(seconds=150)
# What could not be checked for so long, or never arrived, is given up.
GIVE_UP, SENDING = timedelta(hours=1), timedelta(minutes=30)
SHOWN = 20


@transaction.atomic
def receive(program: Program, *, upload: File, caption: str, actor: Actor) -> EvidenceUpload:
    """Take in a file that was posted to us, unopened, and have it checked.

    An empty caption is made of the file's name. Raises InvalidInput, StorageUnavailable, and
    DomainError where no room is left; nothing is kept then.
    """
    data = keeping.checked_size(upload)
    name = keeping.shown_name(upload.name or "")
    caption = keeping.checked_caption(caption if one_line(caption) else caption_of(name))
    with contextlib.ExitStack() as undo:
        quota.take_room(program, size=len(data))
        key = files.quarantine_name(program.tenant_id)
        key = files.store(files.PRIVATE, key, data, undo)
        row = _create(program, name=name, caption=caption, key=key, size=len(data), actor=actor)
        _received(row)
        undo.pop_all()
    return row


@transaction.atomic
def begin(
    program: Program, *, name: str, size: int, content_type: str, caption: str, actor: Actor
) -> tuple[EvidenceUpload, Post]:
    """Prepare for a file that the browser sends to the bucket itself; `complete` follows.

    Raises InvalidInput, StorageUnavailable and DomainError.
    """
    storage = direct.bucket()
    if storage is None:
        raise DomainError(_("Send the file to us directly."), code="no_bucket")
    _check_announced(size, content_type)
    name = keeping.shown_name(name)
    caption = keeping.checked_caption(caption if one_line(caption) else caption_of(name))
    quota.take_room(program, size=size)
    key = files.quarantine_name(program.tenant_id)
    row = _create(program, name=name, caption=caption, key=key, size=size, actor=actor)
    return row, direct.post_for(storage, key=key, content_type=content_type, size=size)


@transaction.atomic
def complete(upload_id: UUID) -> EvidenceUpload:
    """Note that a browser has sent its file to the bucket, after a look whether it is there.

    Said twice it does no harm. Raises DomainError where nothing has arrived.
    """
    row: EvidenceUpload = EvidenceUpload.objects.select_for_update().get(pk=upload_id)
    if row.status != UploadStatus.WAITING:
        return row
    size = files.size(files.PRIVATE, row.original_key)
    if not size:
        raise DomainError(_("The file has not arrived. Send it again."), code="not_arrived")
    if size > row.size_bytes:
        # The bucket was told to refuse it, too; room was taken for what had been announced.
        return _refused(row, _("The file is larger than announced. Send it again."))
    row.size_bytes = size
    return _received(row)


def caption_of(name: str) -> str:
    """Return a first caption out of a file's name: "checkout_page-2.png" is "Checkout page 2"."""
    words = one_line(re.sub(r"[_\-.]+", " ", PurePosixPath(name).stem))
    return (words[:1].upper() + words[1:])[: keeping.CAPTION_LENGTH] or _("Screenshot")


def recent(program: Program) -> list[EvidenceUpload]:
    """Return the newest uploads of a program, whatever became of them."""
    return list(program.uploads.select_related("evidence")[:SHOWN])


def waiting(now: datetime) -> Any:
    """Return the uploads that have arrived and that no worker has in hand."""
    is_free = Q(lease_until=None) | Q(lease_until__lt=now)
    return EvidenceUpload.objects.filter(is_free, status=UploadStatus.RECEIVED)


def lost(now: datetime) -> Any:
    """Return the uploads that were announced and never arrived."""
    return EvidenceUpload.objects.filter(status=UploadStatus.WAITING, created_at__lt=now - SENDING)


@transaction.atomic
def take_up(upload_id: UUID | str, *, now: datetime) -> EvidenceUpload | None:
    """Take an upload up for a while; None when another worker has it or it is settled."""
    rows = waiting(now).select_for_update(skip_locked=True, of=("self",))
    row: EvidenceUpload | None = rows.filter(pk=upload_id).select_related("program").first()
    if row is None:
        return None
    if now - row.created_at > GIVE_UP:
        _refused(row, _("We could not check this file. Send it again."))
        return None
    row.lease_until = now + LEASE
    row.save(update_fields=["lease_until"])
    return row


@transaction.atomic
def finish(upload_id: UUID, *, sent: Sent, keys: Keys) -> Evidence | None:
    """Make evidence of a checked file; None when another worker settled it meanwhile.

    Raises DomainError where its copies no longer fit into the room that is left.
    """
    row = _locked(upload_id, UploadStatus.RECEIVED)
    if row is None:
        return None
    drawn = sent.drawn
    copies = len(drawn.public.body) + (len(drawn.fitted.body) if drawn.fitted else 0)
    quota.take_room(row.program, size=copies, own=row)
    # The member was checked when the file came in; history names them.
    actor = Actor(ActorKind.MEMBER, label=row.uploaded_by)
    row.evidence = keeping.write(
        row.program, caption=row.caption, sent=sent, keys=keys, actor=actor
    )
    _move(row, UploadStatus.READY)
    return row.evidence


@transaction.atomic
def refuse(upload_id: UUID | str, *, problem: str) -> EvidenceUpload | None:
    """Note why an upload cannot be used, and delete what lies in quarantine."""
    row = _locked(upload_id, UploadStatus.WAITING, UploadStatus.RECEIVED)
    return _refused(row, problem) if row is not None else None


def _check_announced(size: int, content_type: str) -> None:
    """Refuse what a browser says of its file; the bucket holds it to what it said."""
    if size < 1:
        raise InvalidInput(_("The file is empty."), code="empty_file")
    if size > settings.MAX_UPLOAD_BYTES:
        raise keeping.too_large()
    if content_type not in direct.TYPES:
        raise InvalidInput(_("Only PNG, JPEG, WebP and PDF can be used."), code="wrong_type")


def _create(
    program: Program, *, name: str, caption: str, key: str, size: int, actor: Actor
) -> EvidenceUpload:
    created: EvidenceUpload = EvidenceUpload.objects.create(
        program=program, caption=caption, original_name=name, original_key=key,
        size_bytes=size, uploaded_by=actor.label,
    )  # fmt: skip
    return created


def _received(row: EvidenceUpload) -> EvidenceUpload:
    _move(row, UploadStatus.RECEIVED)
    nudge(tasks.check_upload, row.tenant_id, row.pk)
    return row


def _refused(row: EvidenceUpload, problem: str) -> EvidenceUpload:
    row.problem = problem[:300]
    return _move(row, UploadStatus.REFUSED)


def _locked(upload_id: UUID | str, *states: UploadStatus) -> EvidenceUpload | None:
    rows = EvidenceUpload.objects.select_for_update(of=("self",)).select_related("program")
    found: EvidenceUpload | None = rows.filter(pk=upload_id, status__in=states).first()
    return found


def _move(row: EvidenceUpload, to: UploadStatus) -> EvidenceUpload:
    """Take one step of the table and save; what is settled leaves the quarantine."""
    if to not in UPLOAD_TRANSITIONS[row.status]:
        raise TransitionNotAllowed(f"An upload that is {row.status} cannot become {to}.")
    row.status, row.lease_until = to, None
    if not UPLOAD_TRANSITIONS[to]:
        row.finished_at = timezone.now()
        transaction.on_commit(lambda: files.forget(files.PRIVATE, row.original_key))
    row.save()
    return row
