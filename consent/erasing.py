"""Erasing a closed tenant: what goes of programs, and what stays as proof of consent.

The ledger stays with its numbers, wordings and addresses of proof: the law asks for it for years,
and a STOP must outlive the business. Published wordings stay, because the ledger points to them.
What looks at live pages said stays, and their pictures go: no registration was filed with them.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from consent.evidence import files, uploads
from consent.looking import reports
from consent.models import (
    ConsentEvent,
    DriftTask,
    Evidence,
    EvidenceUpload,
    PageLook,
    ProgramEvent,
    ProgramVersion,
)
from consent.states import UPLOAD_TRANSITIONS, VersionStatus
from tenants.erasing import BLANK_EVENT, NO_PHONE, Step, blank
from tenants.scoping import erasing

BLANK_EVIDENCE = {"caption": "", "original_name": "", "uploaded_by": ""}


def blank_drafts(tenant_id: uuid.UUID) -> None:
    """Blank wordings that nobody was ever shown."""
    with erasing(tenant_id):
        ProgramVersion.objects.filter(status=VersionStatus.DRAFT).update(
            description="", frequency="", support_email="", support_phone=NO_PHONE,
            opt_in_keyword="", sample_messages=[], own_texts={}, text_number="",
            own_terms_url="", own_privacy_url="", own_join_url="",
        )  # fmt: skip


def blank_events(tenant_id: uuid.UUID) -> None:
    """Keep what happened, and not which member did it."""
    for model in (ProgramEvent, ConsentEvent):
        blank(tenant_id, model, BLANK_EVENT)
    blank(tenant_id, Evidence, BLANK_EVIDENCE)


def remove_uploads(tenant_id: uuid.UUID) -> None:
    """Give up files that are on their way, and delete whatever lies in quarantine."""
    is_open = [state for state, following in UPLOAD_TRANSITIONS.items() if following]
    with erasing(tenant_id):
        for pk in EvidenceUpload.objects.filter(status__in=is_open).values_list("pk", flat=True):
            uploads.refuse(pk, problem=_("The business was closed."))
        keys = list(EvidenceUpload.objects.values_list("original_key", flat=True))
    _delete(keys)


def remove_looks(tenant_id: uuid.UUID) -> None:
    """Delete the pictures that looks at live pages took; what was found there stays."""
    with erasing(tenant_id):
        rows = list(PageLook.objects.values_list("pk", "readers"))
    _delete([key for _pk, readers in rows for key in reports.keys(readers)])
    with erasing(tenant_id):
        for pk, readers in rows:
            without = [_without_pictures(reader) for reader in readers]
            PageLook.objects.filter(pk=pk).update(readers=without)


def _without_pictures(reader: Mapping[str, Any]) -> dict[str, Any]:
    return {**reader, **{name: None for name in reports.PICTURES if name in reader}}


def _delete(keys: list[str]) -> None:
    """Delete files for good: where the storage fails, the erasure is gone on with later."""
    for key in keys:
        storages[files.PRIVATE].delete(key)


def blank_helpers(tenant_id: uuid.UUID) -> None:
    """Blank who sent files and asked for looks; what was seen of public pages stays."""
    with erasing(tenant_id):
        EvidenceUpload.objects.update(caption="", original_name="", uploaded_by="")
        PageLook.objects.update(asked_by="")
        DriftTask.objects.update(settled_by="")


STEPS: tuple[Step, ...] = (
    blank_drafts,
    blank_events,
    remove_uploads,
    remove_looks,
    blank_helpers,
)
