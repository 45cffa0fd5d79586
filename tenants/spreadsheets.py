"""CSV files out: quoted by RFC 4180, and with no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What spreadsheets take for the start of a formula, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Except a phone number, or what was exported could not be read back.
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
BOM = "\ufeff"


def safe(text: str) -> str:
    """Return a cell with an apostrophe before whatever a spreadsheet would calculate."""
    is_formula = text.startswith(_FORMULA) and not _PHONE.fullmatch(text)
    return f"'{text}" if is_formula else text


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a whole file; begin it with BOM where Excel shall know that it is UTF-8."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([safe(str(cell)) for cell in row] for row in rows)
    return output.getvalue()
