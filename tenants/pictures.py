"""Decodes an uploaded picture into pixels that are safe to serve, or says why it cannot.

Nothing of the file survives but its pixels: no metadata, no colour profile, no appended bytes.
"""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tenants.errors import InvalidInput

# Decided by decoding, never by name or declared type. SVG, GIF, TIFF and HEIC are not among them.
FORMATS = ("PNG", "JPEG", "WEBP")
MAX_SIDE, MAX_PIXELS = 12_000, 40_000_000
# A logo is shown 32 px high; twice that and more for dense screens and for wide names.
LOGO_BOX = (1200, 400)
MAX_LOGO_BYTES = 1024 * 1024
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

    @property
    def sha256(self) -> str:
        """What its name is made of, so that a name never changes its content."""
        return hashlib.sha256(self.body).hexdigest()


def decoded(data: bytes) -> Image.Image:
    """Return the pixels, upright, transparency kept; every way to fail becomes one sentence.

    Raises UnusablePicture with a sentence for the person who uploaded it.
    """
    try:
        _check_header(data)
        with Image.open(io.BytesIO(data), formats=FORMATS) as check:
            # Checks what decoding does not, such as the checksums of a PNG's parts.
            check.verify()
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.load()
            return _plain(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise UnusablePicture(_too_large()) from error
    except _BROKEN as error:
        raise UnusablePicture(
            _("This is not a complete PNG, JPEG or WebP picture. Save it anew and upload that.")
        ) from error


def logo(data: bytes) -> Picture:
    """Return a logo drawn anew as PNG, transparency kept, shrunk into LOGO_BOX."""
    if len(data) > MAX_LOGO_BYTES:
        raise UnusablePicture(_("The file is too large: a logo may have at most 1 MB."))
    pixels = decoded(data)
    pixels.thumbnail(LOGO_BOX, Image.Resampling.LANCZOS)
    body = io.BytesIO()
    pixels.save(body, "PNG", optimize=True)
    return Picture(body.getvalue(), "image/png", "png", *pixels.size)


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


def _plain(image: Image.Image) -> Image.Image:
    """Return RGB, or RGBA where something shows through; grey of 16 bits is scaled down."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Pillow would copy some of it, such as the colour profile, into what it saves.
    pixels.info = {}
    return pixels
