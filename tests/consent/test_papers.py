"""A PDF becomes pictures of its pages in a new PDF, or one sentence that says why not."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from consent.drawing import box, papers
from consent.drawing.limits import CARRIER_BYTES
from consent.drawing.opening import opened
from tenants.pictures import UnusablePicture
from tests.consent import images


def paper(
    pages: int = 1, size: tuple[float, float] = (210, 297), words: str = "Text STOP"
) -> bytes:
    """A PDF with words on each page."""
    made = FPDF(format=size)
    made.set_title("Secret title")
    made.set_author("Secret author")
    for number in range(pages):
        made.add_page()
        made.set_font("helvetica", size=20)
        made.cell(text=f"{words} {number}", link="https://tracker.example/")
    return bytes(made.output())


def with_script() -> bytes:
    """A PDF that runs a script when it is opened, and carries a file."""
    body = paper().replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"
    )
    return body + b"\n% /EmbeddedFile evil.exe"


def test_the_pages_are_kept_and_look_as_before() -> None:
    found = opened(paper(3)).public

    document = pypdfium2.PdfDocument(found.body)
    assert (found.content_type, found.extension, len(document)) == ("application/pdf", "pdf", 3)
    assert document.get_page_size(0) == pytest.approx((595, 842), abs=1)
    seen = document[0].render(scale=1).to_pil().convert("L")
    assert min(seen.getdata()) < 100 < max(seen.getdata())


@pytest.mark.parametrize(
    "trace", [b"JavaScript", b"OpenAction", b"EmbeddedFile", b"tracker.example", b"/URI",
              b"Secret title", b"Secret author", b"Helvetica", b"/AcroForm"],
)  # fmt: skip
def test_nothing_but_what_is_seen_survives(trace: bytes) -> None:
    assert trace not in opened(with_script()).public.body


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: paper(papers.MAX_PAGES + 1), "at most 10 pages"),
        (lambda: paper()[:200], "cannot be opened"),
        (lambda: b"%PDF-1.7\n" + images.HTML, "cannot be opened"),
        (lambda: b"%PDF-", "cannot be opened"),
        (lambda: paper(size=(5, 5)), "too small or far too large"),
        (lambda: paper(size=(6000, 6000)), "too small or far too large"),
        (lambda: paper() + b"PK\x05\x06" + b"\0" * 18, "archive"),
        (lambda: b"\0" + paper(), "something else|not a complete"),
        (lambda: b"GIF89a" + paper(), "something else"),
        (lambda: images.saved(images.plain(), "PNG") + images.SVG, "something else"),
        (lambda: images.saved(images.plain(), "JPEG") + b"PK\x05\x06" + b"\0" * 18, "archive"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(build: Callable[[], bytes], words: str) -> None:
    with pytest.raises(UnusablePicture, match=words):
        opened(build())


def test_a_locked_paper_is_refused() -> None:
    made = FPDF()
    made.add_page()
    made.set_encryption(owner_password="a", user_password="b")

    with pytest.raises(UnusablePicture, match="password"):
        opened(bytes(made.output()))


def test_a_huge_sheet_is_drawn_coarsely_and_costs_no_memory() -> None:
    found = box.opened(paper(size=(4000, 4000))).public

    assert max(found.width, found.height) <= papers.MAX_SIDE


def test_a_heavy_paper_gets_a_copy_that_the_carrier_takes_while_it_is_legible() -> None:
    body = images.saved(images.plain(1275, 1650), "PDF", resolution=150)
    light = opened(body)
    pages = [images.noise(1240, 1754) for _ in range(2)]
    heavy = opened(
        images.saved(pages[0], "PDF", resolution=150, save_all=True, append_images=pages[1:])
    )

    assert light.fitted is light.public
    assert len(heavy.public.body) > CARRIER_BYTES
    assert heavy.fitted is None


def test_the_same_paper_always_gives_the_same_bytes() -> None:
    assert opened(paper()).public.sha256 == opened(paper()).public.sha256


def test_a_pdf_that_is_a_picture_inside_is_drawn() -> None:
    found = opened(images.HOSTILE["paper.pdf"]()).public

    page = pypdfium2.PdfDocument(found.body)[0].render(scale=1).to_pil()
    assert Image.open(io.BytesIO(images.saved(page, "PNG"))).size[0] >= 60
