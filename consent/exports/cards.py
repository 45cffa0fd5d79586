"""What hangs on a wall and stands on a counter: big call to action, code, and every disclosure."""

from dataclasses import dataclass

from fpdf.enums import WrapMode, XPos, YPos

from consent.exports.edition import Edition
from consent.exports.sheets import FAMILY, SMALLEST, Sheet

GAP = 1.6  # millimetres between disclosures
# Whole texts on one page matter more than large letters; the small print keeps its size.
SCALES = (1.0, 0.85, 0.72, 0.6)


@dataclass(frozen=True)
class Layout:
    """Sizes of a card at full scale: points of the letters, millimetres of everything else."""

    margin: float
    brand: float
    headline: float
    room: float
    """The height that the headline may take."""
    code: float
    small_print: float


FLYER = Layout(margin=18, brand=20, headline=38, room=78, code=62, small_print=12)
COUNTER = Layout(margin=12, brand=14, headline=25, room=44, code=40, small_print=10)


def flyer(edition: Edition, size: str) -> bytes:
    """Return a flyer or poster as PDF, on "letter" or "a4"."""
    return _on_one_page(edition, edition.texts.cta_flyer, size, FLYER)


def counter_card(edition: Edition, size: str) -> bytes:
    """Return a card for the counter as PDF, on "half-letter" or "a5"."""
    return _on_one_page(edition, edition.texts.cta_counter, size, COUNTER)


def _on_one_page(edition: Edition, text: str, size: str, layout: Layout) -> bytes:
    """Draw the card at the largest scale at which it is one page, else on more of them."""
    sheet = _card(edition, text, size, layout, SCALES[0])
    for scale in SCALES[1:]:
        if sheet.pages_count == 1:
            break
        sheet = _card(edition, text, size, layout, scale)
    return bytes(sheet.output())


def _card(edition: Edition, text: str, size: str, layout: Layout, scale: float) -> Sheet:
    """Draw brand, call to action, code and disclosures, the small print as large as fits."""
    content, code = edition.content, layout.code * scale
    first, *rest = [line for line in text.split("\n") if line.strip()] or [content.program_name]
    title = f"{content.brand_name}: {first}"[:200]
    sheet = Sheet(edition, size=size, title=title, margin=layout.margin)
    sheet.say(content.brand_name, layout.brand * scale, bold=True, after=1)
    sheet.say(content.program_name, max(SMALLEST, layout.brand * 0.62 * scale), soft=True, after=4)
    sheet.headline(first, layout.headline * scale, layout.brand * scale, layout.room * scale)
    top = sheet.get_y() + 4 * scale
    sheet.code(content.join_url, code, x=sheet.l_margin, y=top)
    url = "" if content.join_url in first else content.join_url
    _beside(sheet, url, x=sheet.l_margin + code + 6, y=top + code / 2 - 6)
    sheet.set_y(top + code + code / 9)
    _small_print(sheet, rest, layout.small_print)
    return sheet


def _small_print(sheet: Sheet, lines: list[str], size: float) -> None:
    room = sheet.h - sheet.b_margin - sheet.get_y() - 1
    while size > SMALLEST and not sheet.fits(lines, size, GAP, room):
        size -= 0.5
    for line in lines:
        sheet.say(line, size, after=GAP)


def _beside(sheet: Sheet, url: str, *, x: float, y: float) -> None:
    """Say beside the code what it is for, with the address where nothing else says it."""
    width = sheet.w - sheet.r_margin - x
    sheet.set_xy(x, y)
    sheet.set_font(FAMILY, "B", 14)
    sheet.multi_cell(width, 6, sheet.words.scan, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
    if url:
        sheet.set_font(FAMILY, "", SMALLEST)
        sheet.multi_cell(width, 4.4, url, align="L", wrapmode=WrapMode.CHAR)
