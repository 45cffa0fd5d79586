"""An upload becomes pixels and nothing else, or one sentence that says why not."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from consent.drawing.pictures import PUBLIC_BYTES, reencode
from tenants import pictures
from tenants.pictures import UnusablePicture
from tests.consent import images


@pytest.mark.parametrize("name", images.HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(UnusablePicture) as refused:
        reencode(images.HOSTILE[name]())

    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_accepted_format_becomes_a_plain_one(format: str) -> None:
    picture = reencode(images.saved(images.plain(), format))

    assert (picture.content_type, picture.extension) == ("image/png", "png")
    assert (picture.width, picture.height) == (64, 48)
    drawn = Image.open(io.BytesIO(picture.body))
    assert (drawn.format, drawn.mode) == ("PNG", "RGB")


@pytest.mark.parametrize("tail", [images.HTML, images.SVG, b"PK\x03\x04 an archive", b"\0" * 999])
@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_bytes_behind_the_picture_do_not_survive(format: str, tail: bytes) -> None:
    picture = reencode(images.saved(images.plain(), format) + tail)

    assert tail not in picture.body
    assert b"<script" not in picture.body


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_where_a_photo_was_taken_does_not_survive(format: str) -> None:
    data = images.with_location(format)
    assert images.MAKER_NOTE in data

    picture = reencode(data)

    drawn = Image.open(io.BytesIO(picture.body))
    assert images.MAKER_NOTE not in picture.body
    assert not drawn.getexif()
    assert not drawn.info


def test_a_photo_taken_sideways_is_shown_upright() -> None:
    picture = reencode(images.turned())

    drawn = Image.open(io.BytesIO(picture.body))
    red, blue = drawn.getpixel((24, 5)), drawn.getpixel((24, 58))
    assert (picture.width, picture.height) == (48, 64)
    assert red[0] > 200 > blue[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("build", "colour"),
    [
        (lambda: images.saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), (254, 0, 0)),
        (lambda: images.saved(Image.new("L", (8, 8), 128), "PNG"), (128, 128, 128)),
        (lambda: images.saved(Image.new("I;16", (8, 8), 0x8000), "PNG"), (128, 128, 128)),
        (lambda: images.saved(Image.new("1", (8, 8), 1), "PNG"), (255, 255, 255)),
        (lambda: images.saved(Image.new("P", (8, 8), 0), "PNG"), (0, 0, 0)),
        (lambda: images.saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), (255, 255, 255)),
        (lambda: images.saved(Image.new("LA", (8, 8), (0, 0)), "PNG"), (255, 255, 255)),
        (
            lambda: images.saved(Image.new("L", (8, 8), 7), "PNG", transparency=7),
            (255, 255, 255),
        ),
    ],
    ids=["cmyk", "grey", "grey-16-bit", "bits", "palette", "clear", "clear-grey", "colour-key"],
)
def test_unusual_colours_come_out_as_they_look(
    build: Callable[[], bytes], colour: tuple[int, int, int]
) -> None:
    drawn = Image.open(io.BytesIO(reencode(build()).body))

    pixel = drawn.getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) <= 3 for a, b in zip(pixel, colour, strict=True))


def test_a_phones_photo_with_a_second_picture_in_it_is_taken() -> None:
    assert reencode(images.motion_photo()).width == 64


def test_a_heavy_picture_is_made_light_enough_to_load() -> None:
    picture = reencode(images.saved(images.noise(2600, 2000), "JPEG", quality=95))

    assert len(picture.body) <= PUBLIC_BYTES
    assert picture.content_type == "image/jpeg"
    assert picture.width >= 800


def test_a_screenshot_of_a_long_page_stays_sharp() -> None:
    picture = reencode(images.saved(images.plain(1280, 9000), "PNG"))

    assert (picture.content_type, picture.height) == ("image/png", 9000)


def test_a_single_row_of_pixels_is_no_trouble() -> None:
    assert reencode(images.saved(images.noise(pictures.MAX_SIDE, 1), "PNG")).width > 0


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_damage_anywhere_is_refused_or_harmless(format: str) -> None:
    rng = random.Random(12)  # noqa: S311
    sound = images.with_location(format)
    for _ in range(250):
        broken = bytearray(sound)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            picture = reencode(bytes(broken[: rng.randint(1, len(broken))]))
        except UnusablePicture:
            continue
        assert Image.open(io.BytesIO(picture.body)).format in {"PNG", "JPEG"}
