"""Tells what a file is by its content, refuses what hides something, and draws the rest anew."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consent.drawing import fitting, limits, papers, pictures
from tenants.pictures import Picture, UnusablePicture

# Readers of archives look for this in the last 64 KB; readers of PDFs for a start in the first.
_ARCHIVE_END, _ARCHIVE_REACH, _PAPER_REACH = b"PK\x05\x06", 66_000, 1024
_MARKUP = re.compile(rb"<script[\s>]|<html[\s>]|<!doctype html|<svg[\s>]|<\?php", re.IGNORECASE)


@dataclass(frozen=True)
class Opened:
    """A file drawn anew: for everybody, and as the carrier takes it, None where not legible."""

    public: Picture
    fitted: Picture | None


def opened(data: bytes) -> Opened:
    """Draw a file anew. Raises UnusablePicture with a sentence for whoever sent it."""
    if data.startswith(papers.START):
        _refuse_archive(data)
        return Opened(*papers.redrawn(data))
    refuse_disguise(data)
    return opened_picture(data)


def opened_picture(data: bytes) -> Opened:
    """Draw a picture anew, one of our own above all, of which nothing need be suspected."""
    pixels = pictures.pixels_of(data)
    public = pictures.public_copy(pixels, is_light=len(data) <= 4 * pictures.PUBLIC_BYTES)
    if len(public.body) <= limits.CARRIER_BYTES:
        return Opened(public, public)
    return Opened(public, fitting.fitted(pixels))


def refuse_disguise(data: bytes) -> None:
    """Refuse a picture that is a page, a paper or an archive as well.

    Its copy would be harmless, since only pixels are drawn. But nobody makes such a file by
    mistake, and the original is kept.
    """
    hides = papers.START in data[:_PAPER_REACH] or _MARKUP.search(data)
    if hides:
        raise UnusablePicture(
            _("The file holds something else besides a picture. Save the picture anew.")
        )
    _refuse_archive(data)


def _refuse_archive(data: bytes) -> None:
    if _ARCHIVE_END in data[-_ARCHIVE_REACH:]:
        raise UnusablePicture(_("The file holds an archive. Save the picture alone."))
