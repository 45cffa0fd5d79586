"""Turns what the readers saw into what is kept of a look: facts, and pictures that members see."""

import contextlib
import logging
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from consent.looking import comparing
from consent.looking.comparing import Attested
from consent.looking.sightings import Picture, Reader, Sighting
from consent.rules import TextKind

logger = logging.getLogger(__name__)
# Of the words that were read so much is kept, for the rules that compare facts.
TEXT_KEPT = 20_000
# A page with fewer words and a password field is a login and not a page with a login on it.
_LOGIN_WORDS = 120
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|account/login|users/sign_in)\b", re.IGNORECASE)
# The pictures that one reader's row names.
PICTURES = ("page", "zoom")
_REACHABLE = {
    TextKind.WEB: "CTA-LIVE-LINK",
    TextKind.TERMS: "TERMS-REACHABLE",
    TextKind.PRIVACY: "PRIVACY-REACHABLE",
}


@dataclass(frozen=True)
class Report:
    """What one look found, ready to be written down."""

    readers: tuple[dict[str, Any], ...]
    vanished: tuple[str, ...]
    problem: str = ""

    @property
    def keys(self) -> list[str]:
        """The keys of the pictures."""
        return keys(self.readers)


def report(sightings: Sequence[Sighting], wanted: Attested) -> Report:
    """Compare what was seen with what was attested, and keep the pictures."""
    rows = tuple(_row(each, wanted) for each in sightings)
    return Report(rows, tuple(sorted(_vanished(rows, wanted))), _problem(rows))


def keys(readers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the keys of the pictures of one look."""
    return [row[name]["key"] for row in readers for name in PICTURES if row.get(name)]


def delete_pictures(found: Iterable[str]) -> None:
    """Take pictures away; one that cannot be reached stays, and is not worth a failure."""
    for key in found:
        with contextlib.suppress(OSError, BotoCoreError, ClientError):
            storages["default"].delete(key)


def _row(seen: Sighting, wanted: Attested) -> dict[str, Any]:
    # The title says what a page is, before whatever menu it begins with.
    text = f"{seen.title}\n{seen.text}" if seen.text else ""
    visible = comparing.seen(wanted, text) if seen.is_readable else frozenset[str]()
    behind = comparing.seen(wanted, f"{text}\n{seen.covered}") if seen.covered else visible
    row = {
        "reader": str(seen.reader),
        "problem": seen.problem,
        "is_our_fault": seen.is_our_fault,
        "final_url": seen.final_url,
        "hops": max(0, len(seen.chain) - 1),
        "status": seen.status,
        "content_type": seen.content_type[:100],
        "title": seen.title,
        "words": seen.words,
        "seen": sorted(visible),
        "covered": sorted(behind - visible),
        "missing": sorted(wanted.wanted - behind) if seen.is_readable else sorted(wanted.wanted),
        "has_login": _has_login(seen),
        "has_wall": bool(behind - visible),
        "has_form": seen.has_form,
        "frames": list(seen.frames),
        "requests": seen.requests,
        "blocked": seen.blocked,
        "page": _kept(seen.page),
        "zoom": _kept(seen.zoom),
    }
    if seen.is_readable:
        row["sentences"] = [
            {"text": each.text, "state": each.state, "nearest": each.nearest}
            for each in comparing.sentences(wanted, f"{seen.text}\n{seen.covered}")
        ]
    if seen.reader in (Reader.PLAIN, Reader.DESKTOP):
        row["text"] = seen.text[:TEXT_KEPT]
    return row


def _has_login(seen: Sighting) -> bool:
    """Does a login stand in the place of the page?"""
    if seen.status == 401:
        return True
    was_sent = bool(_LOGIN.search(seen.final_url)) and not _LOGIN.search(seen.url)
    return seen.has_password and (was_sent or seen.words < _LOGIN_WORDS)


def _is_judged(row: Mapping[str, Any]) -> bool:
    """Could this reader say anything of the page itself?"""
    return not row["is_our_fault"] and "pdf" not in row["content_type"]


def _is_open(row: Mapping[str, Any]) -> bool:
    return bool(not row["problem"] and row["status"] == 200 and not row["has_login"])


def _vanished(rows: Sequence[Mapping[str, Any]], wanted: Attested) -> frozenset[str]:
    """Return what no reader saw: nothing where nobody could look, the page where it is shut."""
    judged = [row for row in rows if _is_judged(row)]
    if not judged:
        return frozenset()
    opened = [row for row in judged if _is_open(row)]
    if not opened:
        return frozenset({_REACHABLE[wanted.kind]})
    return frozenset.intersection(*(frozenset(row["missing"]) for row in opened)) | wanted.lacking


def _problem(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say why nothing could be read; empty where some reader could."""
    if any(_is_open(row) for row in rows):
        return ""
    for row in rows:
        if row["has_login"]:
            return _("The page asks for a login, which reviewers do not have.")
        if row["status"] and row["status"] != 200:
            return _("The page answers with error %(status)d.") % {"status": row["status"]}
        if row["problem"]:
            return str(row["problem"])[:300]
    return ""


def _kept(picture: Picture | None) -> dict[str, Any] | None:
    """Store a picture where only members get it; one that cannot be stored is left out."""
    if picture is None:
        return None
    try:
        key = storages["default"].save(f"looks/{uuid.uuid4()}.png", ContentFile(picture.body))
    except (OSError, BotoCoreError, ClientError) as error:
        logger.warning("the picture of a look was not kept: %s", type(error).__name__)
        return None
    return {"key": key, "width": picture.width, "height": picture.height}
