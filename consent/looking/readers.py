"""All readers on one page: always the plain one, and the browser's two where it was answered."""

from consent.looking import browser, plain
from consent.looking.sightings import Sighting
from tenants.outbound.fetch_wire import INTERNET, Network
from tenants.outbound.fetching import OwnSite


def look(
    url: str, *, own: OwnSite | None = None, network: Network = INTERNET
) -> tuple[Sighting, ...]:
    """Look at a page as reviewers do. Calls out; at most some 70 seconds.

    A site that did not answer the plain reader is asked by a browser all the same, since some
    send programs away; an address that we will not call is called by nobody.
    """
    return (plain.look(url, own=own, network=network), *browser.look(url, own=own, network=network))
