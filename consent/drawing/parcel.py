"""How the process that opens files hands over what it drew: a line of JSON, then the bytes."""

import json
from dataclasses import asdict
from typing import Any

from consent.drawing.opening import Opened
from tenants.pictures import Picture, UnusablePicture

_TYPES = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


class Garbled(Exception):
    """The answer is not what `packed` makes: the process was ended, or taken over."""


def packed(found: Opened) -> bytes:
    """Return what was drawn as bytes."""
    is_same = found.fitted is found.public
    head = {
        "public": _head(found.public),
        "fitted": _head(found.fitted) if found.fitted and not is_same else None,
        "is_same": is_same,
    }
    bodies = [found.public.body, found.fitted.body if found.fitted and not is_same else b""]
    return json.dumps(head).encode() + b"\n" + b"".join(bodies)


def packed_refusal(message: str) -> bytes:
    """Return why nothing was drawn as bytes."""
    return json.dumps({"refused": message}).encode() + b"\n"


def unpacked(answer: bytes) -> Opened:
    """Read an answer, trusting nothing of it. Raises UnusablePicture, or Garbled."""
    first, _, rest = answer.partition(b"\n")
    try:
        head = json.loads(first)
        if "refused" in head:
            raise UnusablePicture(str(head["refused"]))
        public, rest = _picture(head["public"], rest)
        if head["is_same"]:
            return Opened(public, public)
        fitted = _picture(head["fitted"], rest)[0] if head["fitted"] else None
    except (ValueError, KeyError, TypeError) as error:
        raise Garbled(str(error)) from error
    return Opened(public, fitted)


def _head(picture: Picture) -> dict[str, Any]:
    known = asdict(picture)
    return {**known, "body": len(picture.body)}


def _picture(head: dict[str, Any], rest: bytes) -> tuple[Picture, bytes]:
    size = int(head["body"])
    if _TYPES.get(head["content_type"]) != head["extension"] or not 0 < size <= len(rest):
        raise Garbled("a picture that does not fit its description")
    described = str(head["content_type"]), str(head["extension"])
    return Picture(rest[:size], *described, int(head["width"]), int(head["height"])), rest[size:]
