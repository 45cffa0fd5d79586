"""Draws the pages of a PDF as pictures and puts them together again as a new PDF.

Nothing of the file survives but what can be seen on its pages: no script, link, form, attachment,
font or metadata. Drawing is PDFium's, the engine of a widespread browser.
"""

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from consent.drawing.limits import CARRIER_BYTES
from consent.drawing.pictures import PUBLIC_BYTES
from tenants.pictures import Picture, UnusablePicture

MAX_PAGES = 10
START = b"%PDF-"
POINTS = 72  # to the inch
# Letter at 150 dots an inch is 1275 × 1650 pixels; larger sheets are drawn more coarsely.
DPI, MAX_SIDE = 150, 2200
# The small print of a flyer, 9 points, is 12 pixels high at 96 dots an inch: the least to read.
LEAST_DPI = 96
MIN_POINTS, MAX_POINTS = 36, 14_400


@dataclass(frozen=True)
class _Step:
    """How finely pages are drawn, and how hard they are pressed."""

    dpi: int
    quality: int


PUBLIC_STEPS = (_Step(150, 88), _Step(150, 75), _Step(120, 70), _Step(LEAST_DPI, 60))
FITTED_STEPS = (_Step(150, 75), _Step(120, 70), _Step(110, 60), _Step(LEAST_DPI, 60))


def redrawn(data: bytes) -> tuple[Picture, Picture | None]:
    """Return a PDF drawn anew: for everybody to see, and in the carrier's size where legible.

    Raises UnusablePicture with a sentence for the person who uploaded it.
    """
    pages = _pages(data)
    public = _first_within(pages, PUBLIC_STEPS, PUBLIC_BYTES)
    if public is None:
        raise UnusablePicture(_("The PDF is too heavy. Save it with fewer pages or pictures."))
    if len(public.body) <= CARRIER_BYTES:
        return public, public
    return public, _first_within(pages, FITTED_STEPS, CARRIER_BYTES)


def _pages(data: bytes) -> list[Image.Image]:
    """Draw every page at full fineness."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnusablePicture(
            _("This PDF cannot be opened. It is damaged, or locked by a password.")
        ) from error
    try:
        _check_size(document)
        return [_drawn(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnusablePicture(
            _("A page of this PDF cannot be drawn. Save it anew and upload that.")
        ) from error
    finally:
        document.close()


def _check_size(document: pypdfium2.PdfDocument) -> None:
    """Refuse by the number and the size of pages, before anything is drawn."""
    if not 1 <= len(document) <= MAX_PAGES:
        raise UnusablePicture(_("A PDF may have at most %(count)d pages.") % {"count": MAX_PAGES})
    for number in range(len(document)):
        sides = document.get_page_size(number)
        if min(sides) < MIN_POINTS or max(sides) > MAX_POINTS:
            raise UnusablePicture(_("A page of this PDF is far too small or far too large."))


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """Draw one page, on white, as a printer would."""
    dpi = min(DPI, MAX_SIDE / max(page.get_size()) * POINTS)
    bitmap = page.render(scale=dpi / POINTS, fill_color=(255, 255, 255, 255), may_draw_forms=False)
    pixels = bitmap.to_pil().convert("RGB")
    pixels.info = {"dpi": (dpi, dpi)}
    page.close()
    return pixels


def _first_within(
    pages: Sequence[Image.Image], steps: Sequence[_Step], limit: int
) -> Picture | None:
    bodies = (_bound(pages, step) for step in steps)
    body = next((each for each in bodies if len(each) <= limit), None)
    if body is None:
        return None
    return Picture(body, "application/pdf", "pdf", *pages[0].size)


def _bound(pages: Sequence[Image.Image], step: _Step) -> bytes:
    """Put pages together as a new PDF; equal pages give equal bytes."""
    scaled = list(_at(pages, step.dpi))
    body = io.BytesIO()
    epoch = time.gmtime(0)
    scaled[0].save(
        body, "PDF", save_all=True, append_images=scaled[1:], quality=step.quality,
        resolution=scaled[0].info["dpi"][0], creationDate=epoch, modDate=epoch,
    )  # fmt: skip
    return body.getvalue()


def _at(pages: Sequence[Image.Image], dpi: int) -> Iterator[Image.Image]:
    """Yield the pages no finer than this many dots an inch."""
    for page in pages:
        own = page.info["dpi"][0]
        if own <= dpi:
            yield page
            continue
        smaller = page.resize(
            (round(page.width * dpi / own), round(page.height * dpi / own)),
            Image.Resampling.LANCZOS,
        )
        smaller.info = {"dpi": (dpi, dpi)}
        yield smaller
