"""Turns an uploaded picture into pixels that are safe to serve, or says why it cannot.

Nothing of the file survives but its pixels: no metadata, no colour profile, no appended bytes.
"""

import io
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tenants.errors import InvalidInput

# Decided by decoding, never by name or declared type. SVG, GIF, TIFF and HEIC are not among them.
FORMATS = ("PNG", "JPEG", "WEBP")
MAX_SIDE, MAX_PIXELS = 12_000, 40_000_000
# The carrier takes attachments of at most 500 KB; a margin is kept.
FITTED_BYTES = 400 * 1024
JPEG_QUALITIES = (88, 75)
LEAST_SHRINK, MOST_SHRINK = 0.9, 0.3
# What Pillow's decoders raise on broken files, found by feeding them broken files.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


class UnusablePicture(InvalidInput):
    """The upload is not a picture that we can show."""

    code = "unusable_picture"


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture."""

    body: bytes
    content_type: str
    extension: str
    width: int
    height: int


def reencode(data: bytes) -> Picture:
    """Return the picture drawn anew, small enough for the carrier.

    PNG where that fits, since screenshots stay sharp in it; else JPEG, smaller by steps.
    Raises UnusablePicture with a sentence for the person who uploaded it.
    """
    # A file far above the limit will not fit as PNG either, and trying takes seconds.
    encodings = _encodings(_pixels(data), is_light=len(data) <= 4 * FITTED_BYTES)
    fitting = (each for each in encodings if len(each.body) <= FITTED_BYTES)
    return next(fitting)


def _pixels(data: bytes) -> Image.Image:
    """Decode, upright and opaque; every way in which that can fail becomes one sentence."""
    try:
        _check_header(data)
        with Image.open(io.BytesIO(data), formats=FORMATS) as check:
            # Checks what decoding does not, such as the checksums of a PNG's parts.
            check.verify()
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.load()
            pixels = _opaque(ImageOps.exif_transpose(image))
            # Pillow would copy some of it, such as the colour profile, into what it saves.
            pixels.info = {}
            return pixels
    except Image.DecompressionBombError as error:
        raise UnusablePicture(_too_large()) from error
    except _BROKEN as error:
        raise UnusablePicture(
            _("This is not a complete PNG, JPEG or WebP picture. Take the screenshot again.")
        ) from error


def _check_header(data: bytes) -> None:
    """Refuse by what the header says, before any memory is given to pixels."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
            raise UnusablePicture(_too_large())
        # Phones append a gain map or a second lens to a JPEG ("MPO"); only the photo is read.
        if image.format != "MPO" and getattr(image, "n_frames", 1) != 1:
            raise UnusablePicture(_("Moving pictures cannot be used. Upload a still one."))


def _too_large() -> str:
    return _("The picture is too large: at most 12,000 pixels a side and 40 million in all.")


def _opaque(image: Image.Image) -> Image.Image:
    """Return plain RGB: grey of 16 bits scaled down, transparency laid on white."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _encodings(pixels: Image.Image, *, is_light: bool) -> Iterator[Picture]:
    """Yield the picture in falling fidelity, for ever: a single pixel fits at last."""
    if is_light:
        yield Picture(_encoded(pixels, "PNG"), "image/png", "png", *pixels.size)
    while True:
        size = 0
        for quality in JPEG_QUALITIES:
            picture = Picture(_encoded(pixels, "JPEG", quality), "image/jpeg", "jpg", *pixels.size)
            size = len(picture.body)
            yield picture
        pixels = _smaller(pixels, excess=size / FITTED_BYTES)


def _smaller(pixels: Image.Image, *, excess: float) -> Image.Image:
    """Shrink both sides so far that the file should fit, in few steps even for a huge one."""
    scale = min(LEAST_SHRINK, max(MOST_SHRINK, math.sqrt(1 / excess)))
    width, height = (max(1, int(side * scale)) for side in pixels.size)
    return pixels.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(pixels: Image.Image, format: str, quality: int = 0) -> bytes:
    body = io.BytesIO()
    if format == "PNG":
        pixels.save(body, "PNG", compress_level=9 if pixels.width * pixels.height < 4e6 else 6)
    else:
        pixels.save(body, "JPEG", quality=quality, optimize=True)
    return body.getvalue()
