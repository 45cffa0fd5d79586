"""Verbs about evidence: keep a screenshot of a call to action and show its re-encoded copy.

The original is kept, never served, with its hash; browsers and reviewers get the copy only.
"""

import contextlib
import hashlib
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext as _
from s3transfer.exceptions import RetriesExceededError

from consent.cleaning import one_line
from consent.models import Evidence, Program, ProgramEvent
from consent.pictures import Picture, reencode
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope

logger = logging.getLogger(__name__)
PER_PROGRAM = 30
CAPTION_LENGTH = 200
_STORAGE_ERRORS = (OSError, BotoCoreError, ClientError, RetriesExceededError)


@dataclass(frozen=True)
class _Kept:
    """An upload whose files are stored and whose row is not written yet."""

    name: str
    data: bytes
    picture: Picture
    original_key: str
    public_key: str


class StorageUnavailable(DomainError):
    """The place where pictures are kept does not answer."""

    code = "storage_unavailable"
    status = 503


def add_evidence(program: Program, *, upload: File, caption: str, actor: Actor) -> Evidence:
    """Keep a screenshot and give it a public address. PNG, JPEG or WebP, by its content.

    Raises InvalidInput for what cannot be used and StorageUnavailable, both with nothing kept:
    files are stored before the row, and taken away again where the row cannot be written.
    """
    caption = _checked_caption(caption)
    data = _read(upload)
    picture = reencode(data)
    with contextlib.ExitStack() as undo, transaction.atomic():
        # The lock makes the count true for two uploads at once.
        Program.objects.select_for_update().get(pk=program.pk)
        _refuse_too_many(program)
        kept = _keep(program, upload.name or "", data, picture, undo)
        evidence = _write(program, caption, kept, actor)
        undo.pop_all()
    return evidence


def find_public(token: str) -> Evidence | None:
    """Return the evidence behind a public address, whosever it is, or None.

    Of an erased business most pictures are gone, and nobody reviews it any more.
    """
    with all_tenants_scope("public evidence"):
        kept = Evidence.objects.exclude(tenant__status=TenantStatus.ERASED)
        found: Evidence | None = kept.filter(token=token).first()
    return found


def read_copy(evidence: Evidence) -> bytes:
    """Return the bytes of the re-encoded copy. Raises StorageUnavailable."""
    with _readable_errors(), storages["public"].open(evidence.public_key) as file:
        body: bytes = file.read()
    return body


def _checked_caption(caption: str) -> str:
    tidied = one_line(caption)
    if not tidied or len(tidied) > CAPTION_LENGTH:
        problem = _("Say in at most %(length)d characters what the picture shows.") % {
            "length": CAPTION_LENGTH
        }
        raise InvalidInput(problem, fields={"caption": problem})
    return tidied


def _read(upload: File) -> bytes:
    """Read an upload whose declared size is not trusted."""
    data: bytes = upload.read(settings.MAX_UPLOAD_BYTES + 1)
    if not data:
        raise InvalidInput(_("The file is empty."), code="empty_file")
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise InvalidInput(
            _("The file is larger than %(size)d MB.")
            % {"size": settings.MAX_UPLOAD_BYTES // 1024**2},
            code="file_too_large",
        )
    return data


def _refuse_too_many(program: Program) -> None:
    if Evidence.objects.filter(program=program).count() >= PER_PROGRAM:
        raise DomainError(
            _("A program has at most %(count)d screenshots.") % {"count": PER_PROGRAM},
            code="too_many_files",
        )


def _store(alias: str, name: str, data: bytes, undo: contextlib.ExitStack) -> str:
    """Write one file and return its key; it is deleted again unless `undo` is emptied."""
    storage = storages[alias]
    with _readable_errors():
        key = storage.save(name, ContentFile(data))
    undo.callback(_forget, storage, key)
    return key


def _forget(storage: Storage, key: str) -> None:
    try:
        storage.delete(key)
    except _STORAGE_ERRORS:
        # The error that brought us here matters more; an unserved file does no harm.
        logger.warning("an upload that was undone is left in storage: %s", key)


@contextlib.contextmanager
def _readable_errors() -> Iterator[None]:
    """Turn a storage that is down into a sentence."""
    try:
        yield
    except _STORAGE_ERRORS as error:
        logger.exception("file storage failed")
        raise StorageUnavailable(
            _("Pictures cannot be stored or shown just now. Try again in a few minutes.")
        ) from error


def _keep(
    program: Program, name: str, data: bytes, picture: Picture, undo: contextlib.ExitStack
) -> _Kept:
    """Store original and copy under names that nobody chose."""
    folder = f"tenant/{program.tenant_id}/evidence"
    return _Kept(
        name=_shown_name(name),
        data=data,
        picture=picture,
        original_key=_store("default", f"{folder}/{uuid.uuid4()}", data, undo),
        public_key=_store(
            "public", f"{folder}/{uuid.uuid4()}.{picture.extension}", picture.body, undo
        ),
    )


def _write(program: Program, caption: str, kept: _Kept, actor: Actor) -> Evidence:
    evidence: Evidence = Evidence.objects.create(
        program=program,
        caption=caption,
        original_name=kept.name,
        original_key=kept.original_key,
        original_sha256=hashlib.sha256(kept.data).hexdigest(),
        public_key=kept.public_key,
        public_sha256=hashlib.sha256(kept.picture.body).hexdigest(),
        content_type=kept.picture.content_type,
        size_bytes=len(kept.picture.body),
        width=kept.picture.width,
        height=kept.picture.height,
        uploaded_by=actor.label,
    )
    ProgramEvent.record(
        ProgramEvent.Kind.EVIDENCE_ADDED, actor=actor, program=program,
        data={"evidence": str(evidence.pk), "caption": caption},
    )  # fmt: skip
    return evidence


def _shown_name(name: str) -> str:
    """Return the uploader's file name as text: never a path, never part of a key."""
    return one_line(name.replace("\\", "/").rpartition("/")[2])[:200] or "picture"
