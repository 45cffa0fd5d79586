"""Turns an uploaded picture into pixels that are safe to serve, or says why it cannot.

Nothing of the file survives but its pixels: no metadata, no colour profile, no appended bytes.
"""

import io
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
SHRINK = 0.8
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
    pixels = _pixels(data)
    for body, content_type, extension, size in _encodings(pixels):
        if len(body) <= FITTED_BYTES:
            return Picture(body, content_type, extension, *size)
    raise UnusablePicture(_("The picture cannot be made small enough for reviewers."))


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


def _encodings(pixels: Image.Image) -> Iterator[tuple[bytes, str, str, tuple[int, int]]]:
    """Yield the picture in falling fidelity."""
    yield _encoded(pixels, "PNG"), "image/png", "png", pixels.size
    while min(pixels.size) > 0:
        for quality in JPEG_QUALITIES:
            yield _encoded(pixels, "JPEG", quality), "image/jpeg", "jpg", pixels.size
        width, height = (int(side * SHRINK) for side in pixels.size)
        if not width or not height:
            return
        pixels = pixels.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(pixels: Image.Image, format: str, quality: int = 0) -> bytes:
    body = io.BytesIO()
    if format == "PNG":
        pixels.save(body, "PNG", compress_level=9 if pixels.width * pixels.height < 4e6 else 6)
    else:
        pixels.save(body, "JPEG", quality=quality, optimize=True)
    return body.getvalue()
