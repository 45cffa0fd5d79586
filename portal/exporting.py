"""Makes the file of an export: a tenant's history as CSV, or everything that is kept as a zip.

Each portion of rows is read in a transaction of its own, so a large tenant holds nothing up; the
manifest says between which times the file was made.
"""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone

from consent import exporting as consent
from messaging import exporting as messaging
from portal import history
from registrations import exporting as registrations
from tenants import exporting as tenants
from tenants import exports
from tenants.exporting import Table
from tenants.models import Tenant, TenantExport
from tenants.scoping import tenant_scope
from tenants.spreadsheets import BOM, safe

TABLES: tuple[Table, ...] = (
    *tenants.TABLES,
    *consent.TABLES,
    *registrations.TABLES,
    *messaging.TABLES,
)
HISTORY_COLUMNS = (
    "at", "who", "who_kind", "what", "note", "changes", "from_where", "address", "kind",
)  # fmt: skip
# The tables, the history, the texts and the pictures.
PARTS = len(TABLES) + 3


class TakenOver(Exception):
    """Another worker makes this export now."""


@dataclass
class Work:
    """One export while it is made."""

    tenant_id: UUID
    export: TenantExport
    began_at: datetime
    parts_done: int = 0
    rows: int = 0
    manifest: list[dict[str, Any]] = field(default_factory=list)

    def part_done(self, parts: int = 1) -> None:
        """Say how far it is; raise TakenOver when another worker does the same."""
        self.parts_done += parts
        with tenant_scope(self.tenant_id):
            if not exports.record_progress(
                self.export, parts_done=self.parts_done, now=timezone.now()
            ):
                raise TakenOver


def make(tenant_id: str, export_id: str) -> None:
    """Make the file of an export that waits, or whose worker was killed; safe to call twice."""
    now = timezone.now()
    with tenant_scope(tenant_id):
        export = exports.claim(export_id, parts=PARTS, now=now)
    if export is None:
        return
    work = Work(UUID(tenant_id), export, now)
    is_history = export.kind == TenantExport.Kind.HISTORY
    ending = "csv" if is_history else "zip"
    with tempfile.TemporaryDirectory(prefix="assent-export-") as folder:
        path = Path(folder) / f"export.{ending}"
        try:
            (_write_history if is_history else _write_everything)(work, path)
            _hand_over(work, path, ending)
        except TakenOver:
            return


def _hand_over(work: Work, path: Path, ending: str) -> None:
    """Store the whole file, then say so; a file that nobody waits for is taken away again."""
    # Of this attempt alone: a worker that was taken for dead must not take another's file away.
    name = f"tenant/{work.tenant_id}/exports/{work.export.pk}-{uuid4().hex[:8]}.{ending}"
    with tenant_scope(work.tenant_id):
        if not exports.announce_file(work.export, name):
            raise TakenOver
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        key = storages["default"].save(name, File(file))
    with tenant_scope(work.tenant_id):
        slug = Tenant.objects.get(pk=work.tenant_id).slug
        counts = exports.finish(
            work.export,
            now=timezone.now(),
            file_key=key,
            file_name=f"{slug}-{work.export.kind}-{work.began_at:%Y-%m-%d}.{ending}",
            sha256=sha256,
            size_bytes=path.stat().st_size,
            rows=work.rows,
        )
    if not counts:
        storages["default"].delete(key)


def _write_history(work: Work, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        work.rows = _history_csv(work, file)
    work.part_done(PARTS)


def _history_csv(work: Work, file: TextIO) -> int:
    def portions() -> Iterator[list[list[str]]]:
        after: history.Cursor | None = None
        while True:
            with tenant_scope(work.tenant_id):
                events, after = history.page(history.Filters(), after=after, size=1000)
                rows = [_history_row(history.entry(each, with_address=True)) for each in events]
            yield rows
            work.part_done(0)
            if after is None:
                return

    return _csv(file, HISTORY_COLUMNS, portions())


def _history_row(entry: dict[str, Any]) -> list[str]:
    changed = [f"{c['field']}: {c['before']} → {c['after']}" for c in entry["changes"]]
    return [
        entry["at"].isoformat(),
        entry["who"],
        entry["who_kind"],
        entry["what"],
        entry["note"],
        "; ".join(changed),
        str(entry["where"]),
        entry["address"],
        entry["kind"],
    ]


def _csv(file: TextIO, columns: Any, portions: Iterator[list[list[str]]]) -> int:
    """Write a CSV file as tenants/spreadsheets.py describes it, without holding it in memory."""
    file.write(BOM)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for rows in portions:
        writer.writerows([safe(cell) for cell in row] for row in rows)
        count += len(rows)
    return count


def _write_everything(work: Work, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            _add(work, archive, f"tables/{table.name}.csv", _table_writer(work, table))
            work.part_done()
        _add(work, archive, "history.csv", lambda file: _history_csv(work, file))
        work.part_done()
        _add_texts(work, archive)
        work.part_done()
        _add_pictures(work, archive)
        work.part_done()
        _add_explanations(work, archive)


def _table_writer(work: Work, table: Table) -> Callable[[TextIO], int]:
    def portions() -> Iterator[list[list[str]]]:
        after: Any = None
        while True:
            with tenant_scope(work.tenant_id):
                rows = table.portion(after)
                cells = [table.cells(row) for row in rows]
            yield cells
            work.part_done(0)
            if len(rows) < tenants.PORTION:
                return
            after = rows[-1].pk

    return lambda file: _csv(file, table.columns, portions())


def _add(work: Work, archive: zipfile.ZipFile, name: str, write: Callable[[TextIO], int]) -> None:
    """Add a text file to the archive through a temporary one, with its hash and row count."""
    with tempfile.TemporaryFile() as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        rows = write(file)
        file.flush()
        raw.seek(0)
        _add_bytes(work, archive, name, raw, rows=rows)
        file.detach()
    work.rows += rows


def _add_bytes(
    work: Work, archive: zipfile.ZipFile, name: str, source: Any, *, rows: int | None = None
) -> None:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as target:
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
            target.write(chunk)
    told = {"rows": rows} if rows is not None else {}
    work.manifest.append({"name": name, "sha256": digest.hexdigest(), **told})


def _add_texts(work: Work, archive: zipfile.ZipFile) -> None:
    with tenant_scope(work.tenant_id):
        texts = list(consent.texts())
    for name, content in texts:
        _add_bytes(work, archive, name, io.BytesIO(content.encode()))


def _add_pictures(work: Work, archive: zipfile.ZipFile) -> None:
    with tenant_scope(work.tenant_id):
        pictures = consent.pictures()
    for name, alias, key in pictures:
        if not storages[alias].exists(key):
            work.manifest.append({"name": name, "missing": True})
            continue
        with storages[alias].open(key) as file:
            _add_bytes(work, archive, name, file)
        work.part_done(0)


def _add_explanations(work: Work, archive: zipfile.ZipFile) -> None:
    """README.txt, and the manifest, which lists all but itself."""
    with tenant_scope(work.tenant_id):
        tenant = Tenant.objects.get(pk=work.tenant_id)
        words = render_to_string("exports/readme.txt", {"tenant": tenant, "work": work})
    _add_bytes(work, archive, "README.txt", io.BytesIO(words.encode()))
    manifest = {
        "tenant": str(work.tenant_id),
        "began_at": work.began_at.isoformat(),
        "ended_at": timezone.now().isoformat(),
        "files": work.manifest,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=2))
