"""The readers with a browser: what they can read, and that nothing private is ever reached."""

import io
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from consent.looking import browser, chromium, crossing
from consent.looking.sightings import Reader, Sighting
from tests.browser import MISSING
from tests.consent.looking.conftest import AGREE, html
from tests.tenants.test_fetching import GOOD, Site, leads, says

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
]
URL = "https://good.test/join"
HTML: dict[str, Any] = {"Content-Type": "text/html; charset=utf-8"}
FORM = (
    "<main><form><input type=tel name=phone>"
    f"<label><input type=checkbox> {AGREE}</label></form></main>"
)


def look(
    site: Site, body: str = "", *, reader: Reader = Reader.DESKTOP, head: str = ""
) -> Sighting:
    """Open a page with this body at the site."""
    if body:
        site.pages["/join"] = says(html(body, head), **HTML)
    return browser.look(URL, readers=[reader], network=site.network)[0]


class Doors:
    """Every door of this machine that a page might knock at, counting who does."""

    def __init__(self) -> None:
        self.knocks: list[str] = []
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.tcp_port, self.udp_port = self.tcp.getsockname()[1], self.udp.getsockname()[1]
        for wait in (self._tcp, self._udp):
            threading.Thread(target=wait, daemon=True).start()

    def _tcp(self) -> None:
        while True:
            try:
                self.tcp.accept()[0].close()
            except OSError:
                return
            self.knocks.append("tcp")

    def _udp(self) -> None:
        while True:
            try:
                self.udp.recvfrom(1)
            except OSError:
                return
            self.knocks.append("udp")


@pytest.fixture
def doors() -> Iterator[Doors]:
    """Doors that must stay shut."""
    made = Doors()
    yield made
    made.tcp.close()
    made.udp.close()
    assert made.knocks == []


@pytest.mark.parametrize("reader", [Reader.DESKTOP, Reader.PHONE])
def test_a_page_is_read_and_its_pictures_are_taken(site: Site, reader: Reader) -> None:
    seen = look(site, FORM + "<div style='height:3000px'></div>", reader=reader)

    assert (seen.problem, seen.status, seen.final_url) == ("", 200, URL)
    assert AGREE in seen.text
    assert (seen.has_form, seen.has_password, seen.covered) == (True, False, "")
    width = browser.SCREENS[reader].width
    assert seen.page is not None
    assert seen.page.width == width
    assert seen.page.height > 3000
    assert seen.zoom is not None
    with Image.open(io.BytesIO(seen.zoom.body)) as image:
        assert image.format == "PNG"


HIDDEN = {
    "a style sheet": "<p class=gone>{}</p>",
    "display": "<p style='display:none'>{}</p>",
    "visibility": "<p style='visibility:hidden'>{}</p>",
    "opacity": "<p style='opacity:0'>{}</p>",
    "off the screen": "<p style='position:absolute;left:-9999px'>{}</p>",
    "no height": "<div style='height:0;overflow:hidden'><p>{}</p></div>",
    "clipped": ("<p style='position:absolute;width:1px;overflow:hidden;clip:rect(0 0 0 0)'>{}</p>"),
    "tiny": "<p style='font-size:1px'>{}</p>",
    "transparent": "<p style='color:transparent'>{}</p>",
    "closed details": "<details><summary>More</summary><p>{}</p></details>",
    "the hidden attribute": "<p hidden>{}</p>",
    "a template": "<template><p>{}</p></template>",
    "a comment": "<!-- {} -->",
}


def test_words_that_nobody_can_see_are_not_read(site: Site) -> None:
    hidden = "".join(markup.format(f"secret {way}") for way, markup in HIDDEN.items())

    seen = look(site, f"<p>Welcome.</p>{hidden}", head="<style>.gone{display:none}</style>")

    assert "Welcome." in seen.text
    assert [way for way in HIDDEN if f"secret {way}" in seen.text + seen.covered] == []


def test_words_that_only_a_script_writes_are_read_by_a_browser(site: Site) -> None:
    seen = look(site, f"<p id=x></p><script>x.textContent = {AGREE!r}</script>")

    assert AGREE in seen.text


WALL = (
    "<div style='position:fixed;inset:0;background:#fff'><h2>We value your privacy</h2>"
    "<p>Accept cookies to go on.</p><button>Accept all</button></div>"
)


@pytest.mark.parametrize("filler", ["", "<div style='height:4000px'></div>"])
@pytest.mark.parametrize("style", ["", "<style>body{overflow:hidden}</style>"])
def test_a_cookie_wall_is_left_up_and_what_it_covers_is_told(
    site: Site, filler: str, style: str
) -> None:
    seen = look(site, FORM + filler + WALL + f"<p>{AGREE}</p>", head=style)

    assert "STOP" in seen.covered
    assert "STOP" not in seen.text
    assert "cookies" in seen.cover


def test_a_modal_dialog_covers_what_is_behind_it(site: Site) -> None:
    style = "width:100%;height:100%;max-width:none;max-height:none"
    dialog = f"<dialog id=d style='{style}'>Cookies?</dialog>"
    seen = look(site, FORM + dialog + "<script>d.showModal()</script>")

    assert "STOP" in seen.covered


def test_a_bar_at_the_foot_covers_nothing_for_good(site: Site) -> None:
    style = "position:fixed;bottom:0;width:100%;height:200px;background:#fff"
    bar = f"<div style='{style}'>Cookies?</div>"
    seen = look(
        site, f"<div style='height:800px'></div><p>{AGREE}</p><div style='height:900px'></div>{bar}"
    )

    assert AGREE in seen.text
    assert seen.covered == ""


def test_links_are_read_with_where_they_lead(site: Site) -> None:
    seen = look(site, "<p>See our <a href='/terms'>terms <b>of use</b></a>.</p>")

    assert "terms of use (https://good.test/terms)" in seen.text


ATTEMPTS = {
    "an event source": "<script>new EventSource('http://127.0.0.1:{tcp}/')</script>",
    "an image": "<img src='http://127.0.0.1:{tcp}/'>",
    "an image at another port": "<img src='http://good.test:{tcp}/'>",
    "an image at the metadata address": "<img src='http://169.254.169.254/latest/meta-data/'>",
    "an image of a name that leads here": "<img src='https://evil.test/'>",
    "a redirected image": "<img src='https://good.test/away'>",
    "a frame": "<iframe src='http://127.0.0.1:{tcp}/'></iframe>",
    "a fetch": "<script>fetch('http://127.0.0.1:{tcp}/', {{mode: 'no-cors'}})</script>",
    "a post": "<script>fetch('/join', {{method: 'POST', body: 'x'}})</script>",
    "a beacon": "<script>navigator.sendBeacon('http://127.0.0.1:{tcp}/', 'x')</script>",
    "a socket": "<script>new WebSocket('ws://127.0.0.1:{tcp}/')</script>",
}
# Ways that lead the page itself away, of which one page can have but one.
LEADING = {
    "a form": "<form id=f method=post action='http://127.0.0.1:{tcp}/'></form><script>f.submit()</script>",
    "a style sheet": "<link rel=stylesheet href='http://127.0.0.1:{tcp}/'>",
    "a meta refresh": "<meta http-equiv=refresh content='0;url=http://169.254.169.254/latest/'>",
    "a script that leads away": "<script>location = 'http://127.0.0.1:{tcp}/'</script>",
}
# Ways out that are no requests, so that there is nothing to count but the doors.
SILENT = {
    "a file": "<img src='file:///etc/passwd'>",
    "a peer connection": (
        "<iframe id=i></iframe><script>for (const w of [window, i.contentWindow]) {{ try {{"
        " const c = new w.RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}});"
        " c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o));"
        " }} catch (e) {{}} }}</script>"
    ),
    "web transport": (
        "<script>try {{ new WebTransport('https://127.0.0.1:{udp}/') }} catch (e) {{}}</script>"
    ),
    "a preconnect": "<link rel=preconnect href='http://127.0.0.1:{tcp}/'>",
    "a prefetch": "<link rel=prefetch href='http://127.0.0.1:{tcp}/'>",
    "a popup": "<script>window.open('http://127.0.0.1:{tcp}/')</script>",
    "a worker": (
        "<script>const b = new Blob([`fetch('http://127.0.0.1:{tcp}/').catch(() => 0)`]);"
        "new Worker(URL.createObjectURL(b))</script>"
    ),
    "a service worker": "<script>navigator.serviceWorker?.register('/sw.js')</script>",
    "speculation": (
        '<script type=speculationrules>{{"prerender":[{{"source":"list","urls":'
        '["http://127.0.0.1:{tcp}/"]}}]}}</script>'
    ),
}


def test_a_page_reaches_nothing_private_and_every_try_is_counted(site: Site, doors: Doors) -> None:
    site.pages["/away"] = leads(f"http://127.0.0.1:{doors.tcp_port}/")
    tries = "".join(ATTEMPTS.values()).format(tcp=doors.tcp_port, udp=doors.udp_port)

    seen = look(site, f"<p>{AGREE}</p>{tries}")

    assert AGREE in seen.text
    assert seen.blocked >= len(ATTEMPTS)
    assert {address for address, _ in site.dialled} <= {GOOD}
    assert {command for command, _, _ in site.seen} == {"GET"}


@pytest.mark.parametrize("way", LEADING)
def test_a_page_that_leads_away_into_a_private_network_stays_where_it_is(
    site: Site, doors: Doors, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "LOAD_SECONDS", 2)

    seen = look(site, f"<p>{AGREE}</p>" + LEADING[way].format(tcp=doors.tcp_port))

    assert AGREE in seen.text
    assert (seen.final_url, seen.blocked) == (URL, 1)
    assert {address for address, _ in site.dialled} <= {GOOD}


def test_a_page_reaches_nothing_private_by_a_back_door(site: Site, doors: Doors) -> None:
    tries = "".join(SILENT.values()).format(tcp=doors.tcp_port, udp=doors.udp_port)

    seen = look(site, f"<p>{AGREE}</p>{tries}")

    assert AGREE in seen.text
    assert {address for address, _ in site.dialled} <= {GOOD}


def test_a_name_that_turns_private_between_two_requests_is_refused(site: Site) -> None:
    site.pages["/join"] = says(html("<p>Hello</p><img src='https://turns.test/x.png'>"), **HTML)
    site.names["turns.test"] = ["127.0.0.1"]

    seen = look(site)

    assert (seen.blocked, seen.text) == (1, "Hello")
    assert "turns.test" in site.asked


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "https://evil.test/"]
)
def test_a_page_that_moved_into_a_private_network_is_refused(site: Site, to: str) -> None:
    site.pages["/join"] = leads(to)

    seen = look(site)

    assert "private network" in seen.problem or "not secure" in seen.problem
    assert (seen.text, seen.page) == ("", None)


def test_a_page_that_moved_is_read_where_it_is(site: Site) -> None:
    site.pages["/join"] = leads("https://other.test/deep/page")
    site.pages["/deep/page"] = says(html("<p>Here.</p><a href='terms'>Terms</a>"), **HTML)

    seen = look(site)

    assert (seen.final_url, seen.status) == ("https://other.test/deep/page", 200)
    assert "https://other.test/deep/terms" in seen.text


def test_no_cookie_is_taken_or_sent(site: Site) -> None:
    site.pages["/join"] = says(html("<p>Hello</p><img src=/a.png>"), Set_Cookie="a=b", **HTML)
    site.pages["/a.png"] = says(b"", Content_Type="image/png")
    look(site)

    look(site)

    assert not any("Cookie" in headers for _, _, headers in site.seen)
    assert all("Assent/1.0" in headers["User-Agent"] for _, _, headers in site.seen)


def test_an_error_page_is_told_from_a_page(site: Site) -> None:
    site.pages["/join"] = says(html("<p>Not found</p>"), 404, **HTML)

    seen = look(site)

    assert (seen.status, seen.is_readable) == (404, False)


def test_a_page_that_never_ends_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "READER_SECONDS", 3)

    seen = look(site, "<p>Hello</p><script>while (true) {}</script>")

    assert seen.problem
    assert seen.text == ""


def test_a_page_that_asks_for_too_much_gets_no_more(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossing, "MAX_REQUESTS", 5)
    site.pages.update({f"/{n}.png": says(b"", Content_Type="image/png") for n in range(20)})

    seen = look(site, f"<p>{AGREE}</p>" + "".join(f"<img src=/{n}.png>" for n in range(20)))

    assert (seen.requests, seen.blocked) == (5, 16)
    assert AGREE in seen.text


def test_without_a_browser_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "async_playwright", None)

    found = browser.look(URL)

    assert [each.reader for each in found] == ["desktop", "phone"]
    assert all("No browser" in each.problem and each.is_our_fault for each in found)


def test_a_browser_that_cannot_start_is_told_and_not_blamed_on_the_page(settings) -> None:
    settings.BROWSER_PATH = "/bin/false"

    found = browser.look(URL, readers=[Reader.PHONE])

    assert "could not be started" in found[0].problem
    assert found[0].is_our_fault


def test_the_browser_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    started = {}
    launch = chromium.async_playwright

    class Spy:
        async def __aenter__(self):
            self.inner = launch()
            made = await self.inner.__aenter__()
            start = made.chromium.launch

            async def noted(**options):
                started.update(options)
                return await start(**options)

            monkeypatch.setattr(made.chromium, "launch", noted)
            return made

        async def __aexit__(self, *error):
            return await self.inner.__aexit__(*error)

    monkeypatch.setattr(chromium, "async_playwright", Spy)
    look(site, "<p>Hello</p>")

    assert set(started["env"]) <= {"PATH", "HOME", "LANG"}
