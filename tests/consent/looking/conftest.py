"""A web site on this machine that stands for the internet, and what is written on its pages."""

import pytest

from tests.tenants.test_fetching import Site

AGREE = (
    "I agree to receive appointment reminders by text message from Maple Dental. Up to 4 messages"
    " per month. Message and data rates may apply. Reply HELP for help, STOP to opt out."
)


def html(body: str, head: str = "") -> bytes:
    """A whole page."""
    return (
        f"<!doctype html><html lang=en><head><title>Maple Dental</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


@pytest.fixture(scope="package")
def _internet(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("internet"))


@pytest.fixture
def site(_internet: Site) -> Site:
    """The internet with one site in it, with nothing on it yet."""
    for kept in (_internet.pages, _internet.seen, _internet.dialled, _internet.asked):
        kept.clear()
    return _internet
