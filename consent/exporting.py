"""What an export holds of programs: their tables, their pictures, and their texts as published."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from consent.models import (
    Consent,
    ConsentEvent,
    DriftTask,
    Evidence,
    EvidenceUpload,
    PageLook,
    Program,
    ProgramEvent,
    ProgramVersion,
)
from tenants.exporting import Table

TABLES: tuple[Table, ...] = (
    Table(Program),
    Table(ProgramVersion, omit=frozenset({"preview_token"})),
    Table(Evidence, omit=frozenset({"token"})),
    Table(EvidenceUpload),
    Table(PageLook),
    Table(DriftTask),
    Table(Consent),
    Table(ConsentEvent),
    Table(ProgramEvent),
)


def texts() -> Iterator[tuple[str, str]]:
    """Yield (file name, content) for every version's texts as they were rendered."""
    versions = ProgramVersion.objects.filter(texts__isnull=False).select_related("program")
    for version in versions.order_by("program__slug", "number"):
        name = f"programs/{version.program.slug}/version-{version.number}.json"
        content = {"content": version.content, "texts": version.texts}
        yield name, json.dumps(content, indent=2, ensure_ascii=False)


def pictures() -> list[tuple[str, str, str]]:
    """Return (file name, storage, key) of every picture: the original, and the copies made of it.

    Copies are the one that everybody may see and the smaller one that the carrier gets. An
    original is named by its id alone, since only its uploader knows what it really is.
    """
    found = []
    for each in Evidence.objects.order_by("uploaded_at"):
        found.append((f"evidence/{each.pk}.{each.extension}", "public", each.public_key))
        if each.fitted_key:
            ending = PurePosixPath(each.fitted_key).suffix
            found.append((f"evidence/fitted/{each.pk}{ending}", "public", each.fitted_key))
        found.append((f"evidence/originals/{each.pk}", "default", each.original_key))
    return found
