"""The reader without script: the words that the markup shows, and none that it hides."""

import time
from typing import Any

import pytest

from consent.looking import markup, plain
from tenants.outbound.fetch_wire import Network
from tests.consent.looking.conftest import AGREE, html
from tests.tenants.test_fetching import Site, leads, says

HTML: dict[str, Any] = {"Content-Type": "text/html; charset=utf-8"}


def words(body: str) -> markup.Words:
    """What is read of a page with this body."""
    return markup.read(html(body), content_type="text/html", url="https://good.test/a/")


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        "<p style='display:none'>{}</p>",
        "<div style='DISPLAY : none !important'><p><b>{}</b></p></div>",
        "<p style='visibility: hidden'>{}</p>",
        "<p style='opacity: 0'>{}</p>",
        "<p style='font-size:0'>{}</p>",
        "<p style='position:absolute; left:-9999px'>{}</p>",
        "<script>document.write('{}')</script>",
        "<style>{}</style>",
        "<template><p>{}</p></template>",
        "<dialog><p>{}</p></dialog>",
        "<iframe src=/x>{}</iframe>",
        "<!-- {} -->",
        "<p title='{}'></p>",
        "<input type=hidden value='{}'>",
    ],
)
def test_what_the_markup_hides_is_not_read(hidden: str) -> None:
    found = words(f"<p>Before</p>{hidden.format('secret')}<p>After</p>")

    assert found.text == "Before\nAfter"


@pytest.mark.parametrize(
    "shown",
    [
        "<noscript><p>{}</p></noscript>",
        "<p>{}",
        "<p hidden>x<p>{}</p>",
        "<ul><li hidden>x<li>{}</ul>",
        "<p style='opacity:0.5'>{}</p>",
        "<p style='left:-10px'>{}</p>",
        "<table><tr><td hidden>x<td>{}</table>",
        "<dialog open><p>{}</p></dialog>",
        "<label><input type=checkbox hidden>{}</label>",
        "</div></p>{}",
    ],
)
def test_what_the_markup_shows_is_read(shown: str) -> None:
    assert "Hello there" in words(shown.format("Hello &#116;here")).text


def test_links_frames_and_fields_are_noted() -> None:
    found = words(
        "<a href='../terms'>Terms</a> <a href='#x'>Top</a> <a href='https://b.test/'>https://b.test/"
        "</a><iframe src='/widget'></iframe><input type=password><input name=mobile_number>"
    )

    assert "Terms (https://good.test/terms)" in found.text
    assert found.text.count("https://b.test/") == 1
    assert found.frames == ("https://good.test/widget",)
    assert (found.has_password, found.has_form) == (True, True)


@pytest.mark.parametrize("piece", ["<a ", "<!", "<!--", "<div>", "</", "<p hidden>", "&#"])
def test_a_page_made_to_keep_a_worker_busy_is_given_up_within_seconds(piece: str) -> None:
    began = time.monotonic()

    words(piece * (1_500_000 // len(piece)))

    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00<", b"<a href=", b"\x00" * 99, b"<a href='http://['>x</a>"]
)
def test_broken_pages_are_read_as_far_as_they_go(body: bytes) -> None:
    found = markup.read(body, content_type="text/html; charset=klingon", url="https://good.test/")

    assert "\x00" not in found.text


def test_a_page_is_fetched_and_read(site: Site) -> None:
    site.pages["/old"] = leads("/new")
    site.pages["/new"] = says(html(f"<p>{AGREE}</p>"), **HTML)

    seen = plain.look("https://good.test/old", network=site.network)

    assert (seen.status, seen.final_url) == (200, "https://good.test/new")
    assert seen.chain == ("https://good.test/old", "https://good.test/new")
    assert AGREE in seen.text


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/", "https://evil.test/", "http://127.0.0.1/"]
)
def test_a_page_that_leads_into_a_private_network_is_not_read(site: Site, to: str) -> None:
    site.pages["/"] = leads(to)

    seen = plain.look("http://good.test/", network=site.network)

    assert "private network" in seen.problem
    assert (seen.text, seen.is_our_fault) == ("", False)


def test_a_huge_page_is_read_in_part(site: Site) -> None:
    site.pages["/"] = says(html(f"<p>{AGREE}</p>" + "<p>teeth</p>" * 500_000), **HTML)

    seen = plain.look("https://good.test/", network=site.network)

    assert AGREE in seen.text
    assert len(seen.text) <= markup.TEXT_MAX


def test_a_file_is_no_page(site: Site) -> None:
    site.pages["/"] = says(b"%PDF-1.7 STOP", Content_Type="application/pdf")

    seen = plain.look("https://good.test/", network=site.network)

    assert (seen.text, seen.is_readable) == ("", False)


def test_a_site_that_we_cannot_look_up_is_not_blamed() -> None:
    def broken(host: str, timeout: float) -> list[str]:
        raise OSError("no resolver")

    seen = plain.look("https://good.test/", network=Network(resolve=broken))  # type: ignore[arg-type]

    assert seen.is_our_fault
