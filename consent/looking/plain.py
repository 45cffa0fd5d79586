"""The reader without script: one fetch, and the words that the markup itself shows."""

from consent.looking import markup
from consent.looking.sightings import Reader, Sighting
from tenants.outbound.fetch_wire import INTERNET, Network
from tenants.outbound.fetching import FetchFailed, FetchRefused, OwnSite, Page, fetch_public

PURPOSE = "page check"
# A page that we could not look up may be there all the same.
OUR_FAULT = frozenset({"lookup"})


def look(url: str, *, own: OwnSite | None = None, network: Network = INTERNET) -> Sighting:
    """Read a page as a program does, logged out and without cookies. Calls out.

    `own` is our own site where it is private; `network` is for tests only.
    """
    try:
        page = fetch_public(url, purpose=PURPOSE, own=own, network=network)
    except (FetchRefused, FetchFailed) as error:
        return Sighting(
            Reader.PLAIN, url, problem=error.message, is_our_fault=error.code in OUR_FAULT
        )
    return _read(url, page)


def _read(url: str, page: Page) -> Sighting:
    content_type = page.headers.get("content-type", "text/html")
    is_text = "html" in content_type.lower() or content_type.lower().startswith("text/plain")
    words = markup.read(
        page.body if is_text else b"", content_type=content_type, url=page.final_url
    )
    return Sighting(
        Reader.PLAIN,
        url,
        final_url=page.final_url,
        chain=page.chain,
        status=page.status,
        content_type=content_type,
        title=words.title,
        text=words.text,
        has_password=words.has_password,
        has_form=words.has_form,
        frames=words.frames,
        requests=len(page.chain),
    )
