"""Pictures and files that only pretend to be pictures, built byte by byte."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, PngImagePlugin

GPS = 0x8825
ORIENTATION = 0x0112
MAKER_NOTE = b"47.6205 N, 122.3493 W"


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    body = io.BytesIO()
    image.save(body, format, **options)
    return body.getvalue()


def plain(width: int = 64, height: int = 48) -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def noise(width: int, height: int) -> Image.Image:
    """A picture that no format makes small."""
    return Image.effect_noise((width, height), 120).convert("RGB")


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (
        png_chunk(b"IHDR", head),
        png_chunk(b"IDAT", zlib.compress(b"\0" * 64)),
        png_chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def moving(format: str) -> bytes:
    """Three frames."""
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "lime", "blue")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], duration=50)


def text_bomb() -> bytes:
    """A PNG whose comment unfolds to a hundred megabytes."""
    comment = b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9)
    picture = saved(plain(), "PNG")
    return picture[:33] + png_chunk(b"zTXt", comment) + picture[33:]


def with_location(format: str) -> bytes:
    """A photo that says where it was taken, in every place that the format has."""
    exif = Image.Exif()
    exif[0x010E] = MAKER_NOTE.decode()
    exif[GPS] = {1: "N", 2: (47.0, 37.0, 13.8), 3: "W", 4: (122.0, 20.0, 57.5)}
    options: dict[str, Any] = {"exif": exif}
    if format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Location", MAKER_NOTE.decode())
        options["pnginfo"] = info
    if format in {"JPEG", "WEBP"}:
        options["xmp"] = b"<x:xmpmeta>" + MAKER_NOTE + b"</x:xmpmeta>"
    if format != "WEBP":
        options["icc_profile"] = b"profile " + MAKER_NOTE
    return saved(plain(), format, **options)


def turned() -> bytes:
    """A photo taken sideways: its pixels lie, its orientation says how to turn them."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    return saved(plain(64, 48), "JPEG", exif=exif, quality=95)


def motion_photo() -> bytes:
    """A phone's JPEG with a second picture appended, which Pillow calls MPO."""
    return saved(plain(), "MPO", save_all=True, append_images=[plain(32, 24)])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"

# Name → file. None of them may be stored.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "svg.png": lambda: SVG,
    "page.jpg": lambda: HTML,
    "page-with-png-start.png": lambda: b"\x89PNG\r\n\x1a\n" + HTML,
    "page-with-jpeg-start.jpg": lambda: b"\xff\xd8\xff\xe0" + HTML,
    "page-with-webp-start.webp": lambda: b"RIFF\x40\0\0\0WEBPVP8 " + HTML,
    "moving.gif": lambda: moving("GIF"),
    "still.gif": lambda: saved(plain(), "GIF"),
    "scan.tiff": lambda: saved(plain(), "TIFF"),
    "old.bmp": lambda: saved(plain(), "BMP"),
    "icon.ico": lambda: saved(plain(), "ICO"),
    "portable.ppm": lambda: saved(plain(), "PPM"),
    "paper.pdf": lambda: saved(plain(), "PDF"),
    "postscript.eps": lambda: saved(plain(), "EPS"),
    "bomb-50000.png": lambda: png_header(50_000, 50_000),
    "bomb-long.png": lambda: png_header(12_001, 10),
    "bomb-pixels.png": lambda: png_header(8_000, 5_001),
    "bomb-2-31.png": lambda: png_header(2**31 - 1, 1),
    "bomb-nothing.png": lambda: png_header(0, 0),
    "bomb-comment.png": text_bomb,
    "moving.png": lambda: moving("PNG"),
    "moving.webp": lambda: moving("WEBP"),
    "half.png": lambda: saved(noise(64, 64), "PNG")[:3000],
    "half.jpg": lambda: saved(noise(64, 64), "JPEG")[:900],
    "half.webp": lambda: saved(noise(64, 64), "WEBP")[:900],
    "wrong-checksum.png": lambda: saved(plain(), "PNG").replace(b"IDAT", b"IDAU"),
    "one-byte.png": lambda: b"\x89",
    "zip.png": lambda: b"PK\x03\x04" + b"\0" * 60,
    "program.png": lambda: b"MZ" + b"\0" * 200,
    "text.png": lambda: "Ünïcode".encode() * 40,
}
