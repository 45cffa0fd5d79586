"""A printed sheet: its size, its fonts, its foot, and a mark across it while it is a draft."""

import functools
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import qrcode
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from consent.exports.edition import Edition
from consent.exports.labels import labels

FONTS = Path(__file__).resolve().parent / "fonts"
FAMILY = "DejaVu"
# Millimetres; a printer needs 5 of them around, and a hand that holds the card needs more.
SIZES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0), "half-letter": (139.7, 215.9),
         "a5": (148.0, 210.0)}  # fmt: skip
# Points. Small print below 9 points is not read, and carriers call it hidden.
SMALLEST, FOOT = 9.0, 7.0
INK, SOFT, PALE = (17, 24, 39), (75, 85, 99), (226, 230, 235)
URL = re.compile(r"https?://[^\s]+")
# A number is not broken between area code and the rest.
_AREA_CODE = re.compile(r"(\(\d{3}\)) (?=\d)")


class Sheet(FPDF):
    """A page of one edition. Texts are drawn top down from the cursor."""

    def __init__(self, edition: Edition, *, size: str, title: str, margin: float) -> None:
        super().__init__(format=SIZES[size], unit="mm")
        self.edition, self.words = edition, labels(edition.content.language)
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FAMILY, style, FONTS / file)
        self.set_margins(margin, margin, margin)
        self.set_auto_page_break(auto=True, margin=margin + 6)
        # Text begins where lines and codes begin.
        self.c_margin = 0
        self._describe(title)
        self.add_page()

    def _describe(self, title: str) -> None:
        content = self.edition.content
        self.set_title(title)
        self.set_author(content.brand_name)
        self.set_subject(content.program_name)
        self.set_lang(content.language)
        self.set_creator("Assent")
        self.set_creation_date(self.edition.at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def header(self) -> None:
        """Say across the page that it is a draft; whatever is printed of it shows it."""
        if not self.edition.is_draft:
            return
        self.set_font(FAMILY, "B", self.w * 0.42)
        self.set_text_color(*PALE)
        middle = self.w / 2, self.h / 2
        with self.rotation(52, *middle):
            width = self.get_string_width(self.words.draft)
            self.text(middle[0] - width / 2, middle[1] + self.w * 0.05, self.words.draft)
        self.set_text_color(*INK)

    def footer(self) -> None:
        """Say which version it is."""
        edition, words = self.edition, self.words
        note = words.draft_note if edition.is_draft else words.version
        told = note.format(number=edition.number, date=words.day(edition.at))
        self.set_y(-self.b_margin + 1)
        self.set_font(FAMILY, "", FOOT)
        self.set_text_color(*SOFT)
        self.cell(0, 4, f"{told} · SHA-256 {edition.digest[:12]}", align="L")
        self.set_text_color(*INK)

    def say(
        self, text: str, size: float, *, bold: bool = False, soft: bool = False, after: float = 0,
        align: str = "L", width: float = 0,
    ) -> None:  # fmt: skip
        """Draw a paragraph; `after` is the gap below it in millimetres."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*(SOFT if soft else INK))
        height = size * 0.3528 * (1.2 if size > 14 else 1.38)
        self.multi_cell(
            width, height, printable(text), align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.set_text_color(*INK)
        if after:
            self.ln(after)

    def say_address(self, url: str, most: float, *, after: float = 0, align: str = "L") -> None:
        """Draw an address on one line, as large as fits, so that nobody types a line break."""
        size = self._fitting(url, most, SMALLEST)
        self.say(url, size, bold=True, after=after, align=align)

    def headline(self, text: str, most: float, least: float, height: float) -> None:
        """Draw a call to action as large as the space takes; addresses get lines of their own."""
        whole = _AREA_CODE.sub("\\1\u00a0", text)
        parts = [
            part.strip(" ,") for part in re.split(f"({URL.pattern})", whole) if part.strip(" ,")
        ]
        plain = " ".join(part for part in parts if not URL.match(part))
        size = next((s for s in _steps(most, least) if self._height(plain, s) <= height), least)
        for part in parts:
            if URL.match(part):
                self.say_address(part, size, after=1.5)
            else:
                self.say(part, size, bold=True, after=1.5)

    def fits(self, paragraphs: Iterable[str], size: float, gap: float, room: float) -> bool:
        """Would these paragraphs fit into the room (millimetres)?"""
        self.set_font(FAMILY, "", size)
        line = size * 0.3528 * 1.38
        return sum(len(self._lines(p)) * line + gap for p in paragraphs) <= room

    def code(self, url: str, side: float, *, x: float, y: float) -> None:
        """Draw a QR code that leads to an address; its size is in millimetres."""
        picture = qrcode.QRCode(
            border=0, error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=12
        )
        picture.add_data(url)
        body = io.BytesIO()
        picture.make_image().save(body)
        self.image(body, x=x, y=y, w=side, h=side, alt_text=f"{self.words.scan}: {url}")

    def _fitting(self, text: str, most: float, least: float) -> float:
        for size in _steps(most, least):
            self.set_font(FAMILY, "B", size)
            if self.get_string_width(text) <= self.epw - 2:
                return size
        return least

    def _height(self, text: str, size: float) -> float:
        self.set_font(FAMILY, "B", size)
        words = max((self.get_string_width(word) for word in text.split()), default=0)
        if words > self.epw:
            return float("inf")
        return len(self._lines(text)) * size * 0.3528 * 1.2

    def _lines(self, text: str) -> list[str]:
        lines = self.multi_cell(0, 1, printable(text), dry_run=True, output=MethodReturnValue.LINES)
        return cast(list[str], lines)


def missing(text: str) -> list[str]:
    """Return the signs of a text that our fonts lack, each once, in their order."""
    known = _known()
    return list(dict.fromkeys(s for s in text if not s.isspace() and ord(s) not in known))


def printable(text: str) -> str:
    """Return the text with a box in place of each sign that our fonts lack."""
    gone = set(missing(text))
    return "".join("□" if sign in gone else sign for sign in text)


@functools.cache
def _known() -> frozenset[int]:
    paper = FPDF()
    paper.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
    return frozenset(cast(TTFFont, paper.fonts[FAMILY.lower()]).cmap)


def _steps(most: float, least: float) -> list[float]:
    """Sizes from the largest down to the least, half a point apart."""
    return [least + step * 0.5 for step in reversed(range(int((most - least) * 2) + 1))]
