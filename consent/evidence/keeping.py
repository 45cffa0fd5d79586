"""Verbs about evidence: keep what was drawn anew, and find it by its public address."""

import contextlib
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from consent.cleaning import one_line
from consent.drawing.opening import Opened, opened, opened_picture
from consent.evidence import files, quota
from consent.models import Evidence, Program, ProgramEvent
from consent.states import EvidenceSource
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope

CAPTION_LENGTH = 200


@dataclass(frozen=True)
class Sent:
    """A file as it came, and what was drawn of it."""

    name: str
    data: bytes
    drawn: Opened
    source: EvidenceSource = EvidenceSource.UPLOADED


@dataclass(frozen=True)
class Keys:
    """Where the files of one piece of evidence lie."""

    original: str
    public: str
    fitted: str


def add_evidence(program: Program, *, upload: File, caption: str, actor: Actor) -> Evidence:
    """Keep a file of our own making at once. What strangers send goes through `uploads`.

    Raises InvalidInput for what cannot be used and StorageUnavailable, both with nothing kept:
    files are stored before the row, and taken away again where the row cannot be written.
    """
    caption = checked_caption(caption)
    data = checked_size(upload)
    return _add(program, caption, Sent(upload.name or "", data, opened(data)), actor)


def add_taken(program: Program, *, body: bytes, caption: str, actor: Actor) -> Evidence:
    """Keep a screenshot that our own browser took (PNG), and give it a public address.

    Raises InvalidInput, StorageUnavailable, and DomainError where no room is left.
    """
    caption = checked_caption(caption)
    drawn = opened_picture(body)
    return _add(program, caption, Sent("", body, drawn, EvidenceSource.TAKEN), actor)


def find_public(token: str) -> Evidence | None:
    """Return the evidence behind a public address, whosever it is, or None.

    Of an erased business most pictures are gone, and nobody reviews it any more.
    """
    with all_tenants_scope("public evidence"):
        kept = Evidence.objects.exclude(tenant__status=TenantStatus.ERASED)
        found: Evidence | None = kept.filter(token=token).first()
    return found


def checked_caption(caption: str) -> str:
    """Return a caption on one line. Raises InvalidInput where it is empty or too long."""
    tidied = one_line(caption)
    if not tidied or len(tidied) > CAPTION_LENGTH:
        problem = _("Say in at most %(length)d characters what the picture shows.") % {
            "length": CAPTION_LENGTH
        }
        raise InvalidInput(problem, fields={"caption": problem})
    return tidied


def checked_size(upload: File) -> bytes:
    """Read an upload whose declared size is not trusted. Raises InvalidInput."""
    data: bytes = upload.read(settings.MAX_UPLOAD_BYTES + 1)
    if not data:
        raise InvalidInput(_("The file is empty."), code="empty_file")
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise too_large()
    return data


def too_large() -> InvalidInput:
    """What is said of a file above the limit."""
    return InvalidInput(
        _("The file is larger than %(size)d MB.") % {"size": settings.MAX_UPLOAD_BYTES // 1024**2},
        code="file_too_large",
    )


def shown_name(name: str) -> str:
    """Return the uploader's file name as text: never a path, never part of a key."""
    return one_line(name.replace("\\", "/").rpartition("/")[2])[:200] or "picture"


def keep_files(program: Program, sent: Sent, undo: contextlib.ExitStack) -> Keys:
    """Store original and copies under names that nobody chose. Raises StorageUnavailable."""
    public, fitted = sent.drawn.public, sent.drawn.fitted

    def name(ending: str = "") -> str:
        return files.new_name(program.tenant_id, ending=ending)

    original_key = files.store(files.PRIVATE, name(), sent.data, undo)
    public_key = files.store(files.PUBLIC, name(f".{public.extension}"), public.body, undo)
    fitted_key = ""
    if fitted is not None and fitted is not public:
        fitted_key = files.store(files.PUBLIC, name(f".{fitted.extension}"), fitted.body, undo)
    return Keys(original_key, public_key, fitted_key)


def write(program: Program, *, caption: str, sent: Sent, keys: Keys, actor: Actor) -> Evidence:
    """Write the row of what is stored, and the event of it."""
    public, fitted = sent.drawn.public, sent.drawn.fitted
    evidence: Evidence = Evidence.objects.create(
        program=program,
        caption=caption,
        original_name=shown_name(sent.name),
        original_key=keys.original,
        original_sha256=hashlib.sha256(sent.data).hexdigest(),
        public_key=keys.public,
        public_sha256=public.sha256,
        content_type=public.content_type,
        size_bytes=len(public.body),
        width=public.width,
        height=public.height,
        fitted_key=keys.fitted,
        fitted_sha256=fitted.sha256 if fitted and keys.fitted else "",
        fitted_size=len(fitted.body) if fitted and keys.fitted else 0,
        source=sent.source,
        uploaded_by=actor.label,
    )
    ProgramEvent.record(
        ProgramEvent.Kind.EVIDENCE_ADDED, actor=actor, program=program,
        data={"evidence": str(evidence.pk), "caption": caption},
    )  # fmt: skip
    return evidence


def _add(program: Program, caption: str, sent: Sent, actor: Actor) -> Evidence:
    with contextlib.ExitStack() as undo, transaction.atomic():
        quota.take_room(program, size=len(sent.data) + len(sent.drawn.public.body))
        keys = keep_files(program, sent, undo)
        evidence = write(program, caption=caption, sent=sent, keys=keys, actor=actor)
        undo.pop_all()
    return evidence
