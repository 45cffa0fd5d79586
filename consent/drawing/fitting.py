"""Makes a picture small enough for the carrier's forms while its words can still be read."""

from collections.abc import Iterator
from itertools import groupby

from PIL import Image, ImageFilter

from consent.drawing.limits import CARRIER_BYTES
from consent.drawing.pictures import encoded
from tenants.pictures import Picture

# Below 60, JPEG smears the small print that reviewers look for.
JPEG_QUALITIES = (85, 72, 60)
COLOURS = 128
SHRINK = 0.85
# A page narrower than this is no longer read at a glance.
LEAST_WIDTH = 800
# Lines of words lower than this many pixels cannot be read.
LEAST_TEXT = 9
# Lines between these heights in the original are taken for words.
TEXT_HEIGHTS = range(6, 80)
_EDGE, _BUSY = 48, 3


def fitted(pixels: Image.Image) -> Picture | None:
    """Return the sharpest picture that the carrier takes, or None where none would be legible."""
    fitting = (each for each in _candidates(pixels) if len(each.body) <= CARRIER_BYTES)
    return next(fitting, None)


def least_scale(pixels: Image.Image) -> float:
    """Return how far a picture may be shrunk (1: not at all), by its width and its smallest words.

    A picture that is below a limit already is left as it is: it is what the person has.
    """
    floors = [LEAST_WIDTH / max(1, pixels.width)]
    height = text_height(pixels)
    if height:
        floors.append(LEAST_TEXT / height)
    return min(1.0, max(floors))


def text_height(pixels: Image.Image) -> int:
    """Return the height of small words in pixels, 0 where no lines of words are to be seen.

    Rows with many sharp edges are rows of words; a run of such rows is a line. Of all lines the
    lowest quarter counts: headings are read last to fail.
    """
    edges = pixels.convert("L").filter(ImageFilter.FIND_EDGES)
    sharp = edges.point(lambda value: 255 if value > _EDGE else 0)
    rows = sharp.resize((1, pixels.height), Image.Resampling.BOX).tobytes()
    runs = [sum(1 for _ in run) for busy, run in groupby(row >= _BUSY for row in rows) if busy]
    lines = sorted(run for run in runs if run in TEXT_HEIGHTS)
    return lines[len(lines) // 4] if lines else 0


def _candidates(pixels: Image.Image) -> Iterator[Picture]:
    """Yield the picture in falling fidelity, down to where it could not be read."""
    scale, floor = 1.0, least_scale(pixels)
    while True:
        at = _scaled(pixels, scale)
        if scale == 1:
            yield Picture(encoded(at, "PNG"), "image/png", "png", *at.size)
        # Screens have few colours, and a palette keeps their letters sharper than JPEG does.
        flat = at.quantize(COLOURS, dither=Image.Dither.NONE)
        yield Picture(encoded(flat, "PNG"), "image/png", "png", *at.size)
        for quality in JPEG_QUALITIES:
            yield Picture(encoded(at, "JPEG", quality), "image/jpeg", "jpg", *at.size)
        if scale <= floor:
            return
        scale = max(floor, scale * SHRINK)


def _scaled(pixels: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return pixels
    width, height = (max(1, round(side * scale)) for side in pixels.size)
    return pixels.resize((width, height), Image.Resampling.LANCZOS)
