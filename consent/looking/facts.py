"""What the newest looks say of a program's pages, in the form in which the rules judge it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from consent.looking import looks, places
from consent.looking.sightings import Reader
from consent.models import PageLook, Program, ProgramVersion
from consent.rules.live import LiveFacts


def live(program: Program) -> tuple[LiveFacts, ...]:
    """Return what was last seen of each page of a published program, as it is today.

    Nothing of a page whose address or wording changed since, and of one that nobody could judge.
    """
    version = program.published
    if version is None:
        return ()
    found = (_newest(version, page) for page in places.PAGES)
    return tuple(facts for look in found if look and (facts := facts_of(look)))


def _newest(version: ProgramVersion, page: str) -> PageLook | None:
    look = looks.newest(version.program, page, is_done=True)
    if look is None or look.url != places.url(version, page):
        return None
    is_since = version.published_at is not None and look.created_at >= version.published_at
    return look if is_since else None


def facts_of(look: PageLook) -> LiveFacts | None:
    """Return what one look saw, by the browser where it showed the page, else without script."""
    judged = [row for row in look.readers if not row["is_our_fault"]]
    if not judged:
        return None
    rows = {row["reader"]: row for row in judged}
    on_desktop = rows.get(Reader.DESKTOP)
    row = on_desktop if on_desktop and not on_desktop["problem"] else rows.get(Reader.PLAIN)
    return _facts(look, row or judged[0])


def _facts(look: PageLook, row: dict[str, Any]) -> LiveFacts:
    seen = frozenset(row["seen"])
    return LiveFacts(
        page=look.page,
        url=_as_deployed(look.url),
        final_url=_as_deployed(row["final_url"]),
        status=row["status"],
        problem=row["problem"],
        content_type=row["content_type"] or "text/html",
        title=row["title"],
        words=row["words"],
        text=row.get("text", ""),
        has_login=row["has_login"],
        has_cookie_wall=row["has_wall"],
        has_form=row["has_form"],
        disclosures=seen,
        wanted=seen | frozenset(row["missing"]) | frozenset(row["covered"]),
    )


def _as_deployed(url: str) -> str:
    """Return an address of our own as it would be deployed: a run on a laptop has no https."""
    own = urlsplit(settings.PUBLIC_URL)
    if not settings.EMBEDDED or own.scheme != "http" or urlsplit(url).port != own.port:
        return url
    return f"https{url.removeprefix('http')}" if url.startswith("http:") else url
