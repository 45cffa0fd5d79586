"""A picture is made small enough for the carrier as long as its words can be read."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from consent.drawing import fitting
from consent.drawing.limits import CARRIER_BYTES
from consent.drawing.opening import opened_picture
from consent.exports.sheets import FONTS
from tests.consent import images


def page(width: int, height: int, letters: int = 14, *, noise: bool = False) -> Image.Image:
    """A screenshot of a page full of words, on a photograph where wanted."""
    picture = images.noise(width, height) if noise else Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONTS / "DejaVuSans.ttf"), letters)
    for y in range(20, height - 40, letters * 2):
        draw.text((30, y), f"By checking this box, I agree to receive texts {y}", "black", font)
    return picture


@pytest.mark.parametrize("letters", [12, 16, 24, 40])
def test_the_height_of_words_is_measured(letters: int) -> None:
    found = fitting.text_height(page(1280, 900, letters))

    assert letters * 0.7 <= found <= letters * 1.5


def test_a_picture_without_words_has_no_height_of_words() -> None:
    assert fitting.text_height(Image.new("RGB", (800, 600), "white")) == 0


@pytest.mark.parametrize(
    ("width", "letters", "least"),
    [(1600, 40, 0.5), (2560, 40, 800 / 2560), (640, 40, 1.0), (1600, 12, 0.75)],
)
def test_how_far_it_may_shrink_follows_width_and_words(
    width: int, letters: int, least: float
) -> None:
    assert fitting.least_scale(page(width, 900, letters)) == pytest.approx(least, abs=0.12)


def test_a_long_page_is_fitted_without_losing_its_words() -> None:
    pixels = page(1280, 9000)

    found = fitting.fitted(pixels)

    assert found is not None
    assert len(found.body) <= CARRIER_BYTES
    assert found.width >= fitting.LEAST_WIDTH
    drawn = Image.open(io.BytesIO(found.body)).convert("RGB")
    assert fitting.text_height(drawn) >= fitting.LEAST_TEXT - 2


def test_what_would_not_be_legible_is_not_fitted() -> None:
    drawn = opened_picture(images.saved(page(1500, 6000, 12, noise=True), "JPEG", quality=80))

    assert drawn.fitted is None
    assert len(drawn.public.body) > CARRIER_BYTES


def test_a_small_picture_is_its_own_fitted_copy() -> None:
    drawn = opened_picture(images.saved(page(800, 600), "PNG"))

    assert drawn.fitted is drawn.public
