"""Draws an uploaded screenshot anew, small enough for the carrier and safe to serve."""

import io
import math
from collections.abc import Iterator

from PIL import Image

from tenants.pictures import Picture, decoded

# The carrier takes attachments of at most 500 KB; a margin is kept.
FITTED_BYTES = 400 * 1024
JPEG_QUALITIES = (88, 75)
LEAST_SHRINK, MOST_SHRINK = 0.9, 0.3


def reencode(data: bytes) -> Picture:
    """Return the picture drawn anew, small enough for the carrier.

    PNG where that fits, since screenshots stay sharp in it; else JPEG, smaller by steps.
    Raises UnusablePicture with a sentence for the person who uploaded it.
    """
    # A file far above the limit will not fit as PNG either, and trying takes seconds.
    encodings = _encodings(_opaque(decoded(data)), is_light=len(data) <= 4 * FITTED_BYTES)
    fitting = (each for each in encodings if len(each.body) <= FITTED_BYTES)
    return next(fitting)


def _opaque(image: Image.Image) -> Image.Image:
    """Lay what shows through on white, as the page that was photographed lies on paper."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


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
