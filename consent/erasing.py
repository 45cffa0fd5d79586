"""Erasing a closed tenant: what goes of programs, and what stays as proof of consent.

The ledger stays with its numbers, wordings and addresses of proof: the law asks for it for years,
and a STOP must outlive the business. Published wordings stay, because the ledger points to them.
"""

import uuid

from consent.models import (
    ConsentEvent,
    DriftTask,
    Evidence,
    EvidenceUpload,
    PageLook,
    ProgramEvent,
    ProgramVersion,
)
from consent.states import VersionStatus
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


def blank_helpers(tenant_id: uuid.UUID) -> None:
    """Blank who sent files and asked for looks; what was seen of public pages stays."""
    with erasing(tenant_id):
        EvidenceUpload.objects.update(caption="", original_name="", uploaded_by="")
        PageLook.objects.update(asked_by="")
        DriftTask.objects.update(settled_by="")


STEPS: tuple[Step, ...] = (blank_drafts, blank_events, blank_helpers)
