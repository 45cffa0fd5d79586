"""Programs with their versions and evidence, looks at live pages, and the ledger of consent."""

from consent.models.evidence import Evidence, EvidenceUpload
from consent.models.ledger import (
    Consent,
    ConsentEvent,
    ConsentQuerySet,
    OptMethod,
    Standing,
    mask,
)
from consent.models.looks import DriftTask, PageLook
from consent.models.programs import Program, ProgramEvent, ProgramVersion, secret

# The first migration knows it by this name.
_token = secret

__all__ = [
    "Consent",
    "ConsentEvent",
    "ConsentQuerySet",
    "DriftTask",
    "Evidence",
    "EvidenceUpload",
    "OptMethod",
    "PageLook",
    "Program",
    "ProgramEvent",
    "ProgramVersion",
    "Standing",
    "mask",
    "secret",
]
