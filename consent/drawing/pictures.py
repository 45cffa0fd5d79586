"""Draws an uploaded screenshot anew, sharp enough to read and safe to serve."""

import io
import math
from collections.abc import Iterator

from PIL import Image

from tenants.pictures import Picture, decoded

# What a reviewer's browser is given: large enough for a whole page, small enough to load.
PUBLIC_BYTES = 2 * 1024 * 1024
JPEG_QUALITIES = (90, 80)
LEAST_SHRINK, MOST_SHRINK = 0.9, 0.3


def reencode(data: bytes) -> Picture:
    """Return the picture drawn anew for everybody to see.

    PNG where that fits, since screenshots stay sharp in it; else JPEG, smaller by steps.
    Raises UnusablePicture with a sentence for the person who uploaded it.
    """
    return public_copy(pixels_of(data), is_light=len(data) <= 4 * PUBLIC_BYTES)


def pixels_of(data: bytes) -> Image.Image:
    """Return what can be seen in a picture file, on white. Raises UnusablePicture."""
    return _opaque(decoded(data))


def public_copy(pixels: Image.Image, *, is_light: bool = True) -> Picture:
    """Return pixels as a file of at most PUBLIC_BYTES.

    A file far above the limit (not light) will not fit as PNG either, and trying takes seconds.
    """
    fitting = (
        each for each in _encodings(pixels, is_light=is_light) if len(each.body) <= PUBLIC_BYTES
    )
    return next(fitting)


def encoded(pixels: Image.Image, format: str, quality: int = 0) -> bytes:
    """Return pixels as a file: PNG without loss, or JPEG of a quality (1 to 95)."""
    body = io.BytesIO()
    if format == "PNG":
        pixels.save(body, "PNG", compress_level=9 if pixels.width * pixels.height < 4e6 else 6)
    else:
        pixels.save(body, "JPEG", quality=quality, optimize=True)
    return body.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """Lay what shows through on white, as the page that was photographed lies on paper."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _encodings(pixels: Image.Image, *, is_light: bool) -> Iterator[Picture]:
    """Yield the picture in falling fidelity, for ever: a single pixel fits at last."""
    if is_light:
        yield Picture(encoded(pixels, "PNG"), "image/png", "png", *pixels.size)
    while True:
        size = 0
        for quality in JPEG_QUALITIES:
            picture = Picture(encoded(pixels, "JPEG", quality), "image/jpeg", "jpg", *pixels.size)
            size = len(picture.body)
            yield picture
        pixels = _smaller(pixels, excess=size / PUBLIC_BYTES)


def _smaller(pixels: Image.Image, *, excess: float) -> Image.Image:
    """Shrink both sides so far that the file should fit, in few steps even for a huge one."""
    scale = min(LEAST_SHRINK, max(MOST_SHRINK, math.sqrt(1 / excess)))
    width, height = (max(1, int(side * scale)) for side in pixels.size)
    return pixels.resize((width, height), Image.Resampling.LANCZOS)
