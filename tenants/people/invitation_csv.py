"""Reads a CSV file of businesses to invite, or says in a sentence why it cannot be read.

Pure: bytes in, rows out. What the cells say is judged by `invitation_rows`.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenants import spreadsheets
from tenants.errors import InvalidInput

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_CELL = 2_000
REQUIRED = ("email", "business_name")
OPTIONAL = (
    *("legal_name", "dba_name", "entity_type", "tax_id", "tax_id_country", "website"),
    *("support_email", "support_phone", "street", "city", "state", "postal_code", "country"),
    *("vertical", "contact_first_name", "contact_last_name", "contact_email"),
)
COLUMNS = (*REQUIRED, *OPTIONAL)
_EXAMPLE = {
    "email": "owner@mapledental.example",
    "business_name": "Maple Dental",
    "legal_name": "Maple Dental LLC",
    "entity_type": "PRIVATE_PROFIT",
    "tax_id": "12-3456789",
    "tax_id_country": "US",
    "website": "https://mapledental.example",
    "country": "US",
    "vertical": "HEALTHCARE",
}
_ALSO_CALLED = {"e_mail": "email", "mail": "email", "business": "business_name"}


class UnreadableFile(InvalidInput):
    """The file as a whole cannot be read; nothing of it is kept."""

    code = "file_unreadable"


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in a spreadsheet, where the headings are row 1, and what its cells say.

    `twin` is the earlier row with the same address; `surplus` counts cells without a heading.
    """

    number: int
    values: dict[str, str]
    twin: int | None = None
    surplus: int = 0


def template() -> str:
    """Return an empty file with every heading and one example."""
    return spreadsheets.table(COLUMNS, [[_EXAMPLE.get(name, "") for name in COLUMNS]])


def read(data: bytes) -> list[SheetRow]:
    """Return every row that is not blank; raise UnreadableFile with what to do about it."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than 5 MB. Split it and load the parts."))
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableFile(
            _("The file contains NUL characters. Save it as “CSV UTF-8” and try again.")
        )
    first, _newline, rest = text.partition("\n")
    # Excel's own way of naming the delimiter, which is no row.
    if first.strip().casefold().startswith("sep="):
        text = rest
    records = _records(text)
    _number, headings = next(records, (1, []))
    columns = _columns(headings)
    return _with_twins(_rows(records, columns))


def _decoded(data: bytes) -> str:
    """Decode by the mark at the beginning, else as UTF-8; never guess."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            _("The file is not in UTF-8. In Excel, save it as “CSV UTF-8 (comma delimited)”.")
        ) from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells), as a spreadsheet would count and split them."""
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    # newline="" leaves line ends inside quotes to the reader.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_tidy(cell, number) for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(
            _("Row %(number)d cannot be read: %(error)s. Is a quotation mark missing?")
            % {"number": number + 1, "error": error}
        ) from None


def _tidy(cell: str, number: int) -> str:
    """Take off blanks and the apostrophe with which Excel marks text."""
    if len(cell) > MAX_CELL:
        raise UnreadableFile(
            _(
                "A cell of row %(number)d has more than %(most)d characters. "
                "Is a quotation mark missing?"
            )
            % {"number": number, "most": MAX_CELL}
        )
    return cell.strip().removeprefix("'").strip()


def _columns(headings: list[str]) -> list[str]:
    """Return the columns by our names; name what is missing, unknown or there twice."""
    names = [_column(heading) for heading in headings]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise UnreadableFile(_("The file is empty. Its first row must name the columns."))
    unknown = [
        heading for heading, name in zip(headings, names, strict=False) if name not in COLUMNS
    ]
    if unknown:
        shown = ", ".join(f"“{heading[:40]}”" for heading in unknown[:5])
        raise UnreadableFile(
            _("These columns are not known: %(names)s. Compare with the template.")
            % {"names": shown}
        )
    double = sorted(name for name, count in Counter(names).items() if count > 1)
    if double:
        raise UnreadableFile(_("This column is there twice: %s.") % ", ".join(double))
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise UnreadableFile(_("This column is missing: %s.") % ", ".join(missing))
    return names


def _column(heading: str) -> str:
    name = "_".join(heading.casefold().replace("-", " ").replace("_", " ").split())
    return _ALSO_CALLED.get(name, name)


def _rows(records: Iterator[tuple[int, list[str]]], columns: list[str]) -> Iterator[SheetRow]:
    count = 0
    for number, cells in records:
        if not any(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableFile(
                _("The file has more than %d rows. Split it and load the parts.") % MAX_ROWS
            )
        surplus = sum(1 for cell in cells[len(columns) :] if cell)
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        yield SheetRow(number, dict(zip(columns, padded, strict=False)), surplus=surplus)


def _with_twins(rows: Iterator[SheetRow]) -> list[SheetRow]:
    """Point each repeated address to the first row that has it."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        address = row.values["email"].casefold()
        earlier = first.setdefault(address, row.number) if address else row.number
        twin = earlier if earlier != row.number else None
        found.append(SheetRow(row.number, row.values, twin, row.surplus))
    if not found:
        raise UnreadableFile(_("The file has headings but no rows."))
    return found
