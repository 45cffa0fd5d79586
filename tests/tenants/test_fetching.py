"""Fetching what strangers name: nothing private is ever called, and no answer outgrows its limits.

Whatever the table's cases connect to is counted, and must stay at none.
"""

import gzip
import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tenants.hosting.public_addresses import is_public
from tenants.outbound import fetch_wire
from tenants.outbound.fetch_wire import Network
from tenants.outbound.fetching import FetchFailed, FetchRefused, OwnSite, fetch_public

GOOD = "93.184.216.34"
PRIVATE = (
    # The first and the last address of every block that is not the internet.
    *("0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255"),  # noqa: S104
    *("100.64.0.0", "100.127.255.255"),
    *("127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255"),
    *("172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.9", "192.0.0.192", "192.0.0.255"),
    *("192.0.2.0", "192.0.2.255", "192.88.99.0", "192.88.99.255", "192.168.0.0"),
    *("192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255"),
    *("203.0.113.0", "203.0.113.255", "224.0.0.0", "224.0.0.1", "239.255.255.255"),
    *("240.0.0.0", "255.255.255.254", "255.255.255.255", "100.100.100.200", "168.63.129.16"),
    *("::", "::1", "::2", "64:ff9b:1::", "64:ff9b:1:ffff::", "100::", "100::ffff"),
    *("2001::", "2001:0:ffff::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::"),
    *("2001:db8::", "2001:db8:ffff::1", "3fff::", "3fff:fff::1", "5f00::1", "fc00::", "fdff::1"),
    *("fd00:ec2::254", "fe80::", "fe80::1", "febf::1", "fec0::", "feff::1", "ff00::", "ff02::1"),
    *("ff0e::1", "4000::1", "1fff::1"),
    # A private IPv4 address in each of its disguises.
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1"),
    *("::10.0.0.1", "::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::", "2002:a00:1::1", "2002:c0a8:101::"),
)
PUBLIC = (
    *("1.1.1.1", "8.8.8.8", GOOD, "100.63.255.255", "100.128.0.0", "172.15.255.255"),
    *("172.32.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860::8888"),
    *("::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
)
REFUSED_URLS = (
    *("http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.1/", "http://0x7f.1/"),
    *("http://0x7f000001/", "http://2130706433/", "http://017700000001/", "http://0177.0.0.1/"),
    *("http://0/", "http://0.0.0.0/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/"),
    *(
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
    ),
    *("http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[fe80::1%25lo]/"),
    *("http://[64:ff9b::7f00:1]/", "http://localhost/", "http://LOCALHOST./", "http://ⓛocalhost/"),
    *("http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://1.2.3.0x4/"),
    *("file:///etc/passwd", "gopher://good.test/", "ftp://good.test/", "data:text/html,x"),
    *("//good.test/", "/etc/passwd", "good.test", "", "javascript:alert(1)", "unix:///run/x"),
    *("http://", "http:///", "https://:80/", "https://user@good.test/", "https://a:b@good.test/"),
    *("https://@good.test/", "https://good.test#@bad.test/\\", "https://good.test\\@bad.test/"),
    *("https://good.test:8443/", "http://good.test:443/", "https://good.test:80/"),
    *("https://good.test:22/", "https://good.test:99999/", "https://good.test:x/"),
    *("https://good.test/a\r\nHost: bad.test", "https://good.test/\x00", "https://good.test/ x"),
    *("https://good.test/\t", "\nhttps://good.test/", "https://good..test/", "https://-a.test/"),
    *("https://a-.test/", "https://.test/", "https://good.test/" + "a" * 2000),
    *("https://" + "a" * 64 + ".test/", "https://" + "a." * 130 + "test/", "https://[::1/"),
    *("https://good.test%2f.bad.test/", "https://good%2etest/", "https://bad.test／x/"),
)


@pytest.fixture(scope="module")
def listener() -> Iterator[list[int]]:
    """Counts the connections, wherever they were meant to go."""
    counted: list[int] = []
    yield counted
    assert counted == [], "something private was connected to"


def stub(listener: list[int], *addresses: str) -> Network:
    """An internet of one name, in which every connection to it would be counted."""

    def dial(address: Any, port: int, timeout: float) -> socket.socket:
        listener.append(port)
        raise OSError("not reached")

    return Network(resolve=lambda host, timeout: [ip_address(a) for a in addresses], dial=dial)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_the_internets_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_an_address_of_an_interface_of_this_machine_is_not_public() -> None:
    assert not is_public(IPv6Address("2606:4700::1111%eth0"))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_there_is_refused_without_a_connection(address, listener) -> None:
    with pytest.raises(FetchRefused, match="private") as error:
        fetch_public("https://good.test/", purpose="test", network=stub(listener, address))
    assert error.value.code == "not_public"


@pytest.mark.parametrize("addresses", [(GOOD, "10.0.0.1"), ("10.0.0.1", GOOD), (GOOD, "::1"),
                                       ("2606:4700::1111", "127.0.0.1")])  # fmt: skip
def test_one_bad_address_among_good_ones_refuses_them_all(addresses, listener) -> None:
    with pytest.raises(FetchRefused):
        fetch_public("https://good.test/", purpose="test", network=stub(listener, *addresses))


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_odd_address_is_refused_without_a_connection(url: str, listener) -> None:
    with pytest.raises(FetchRefused):
        fetch_public(url, purpose="test", network=stub(listener, "127.0.0.1"))


def test_a_name_that_nobody_has_is_told_apart_from_a_look_up_that_failed(listener) -> None:
    def broken(host: str, timeout: float) -> list[Any]:
        raise OSError("no resolver")

    with pytest.raises(FetchFailed) as unknown:
        fetch_public("https://none.test/", purpose="test", network=stub(listener))
    with pytest.raises(FetchFailed) as failed:
        fetch_public("https://none.test/", purpose="test", network=Network(resolve=broken))

    assert (unknown.value.code, failed.value.code) == ("name", "lookup")


# From here on a real server answers, which tests reach through names of their own.

Script = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A web server on this machine, in the clear and with TLS, whose answers a test scripts."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, Script] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.dialled: list[tuple[str, int]] = []
        self.names = {"good.test": [GOOD], "other.test": ["1.1.1.1"], "evil.test": ["127.0.0.1"]}
        self.asked: list[str] = []
        certificate, trust = certified("good.test", "other.test", folder=folder)
        self.ports = {80: self._serve(None), 443: self._serve(certificate)}
        self.tls = ssl.create_default_context(cadata=trust)

    def _serve(self, certificate: Path | None) -> int:
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.seen.append((self.command, self.path, dict(self.headers)))
                site.pages[self.path](self)

            do_HEAD = do_GET

            def log_message(self, *_args: Any) -> None:
                return

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *_args: None  # type: ignore[method-assign]
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return int(server.server_address[1])

    @property
    def network(self) -> Network:
        """The internet with this site in it; each public address leads here."""

        def resolve(host: str, timeout: float) -> list[Any]:
            self.asked.append(host)
            return [ip_address(address) for address in self.names.get(host, [])]

        def dial(address: Any, port: int, timeout: float) -> socket.socket:
            self.dialled.append((str(address), port))
            return socket.create_connection(("127.0.0.1", self.ports[port]), timeout=timeout)

        return Network(resolve=resolve, dial=dial, tls=self.tls)

    def fetch(self, url: str, **limits: Any) -> Any:
        """Fetch as the portal does."""
        return fetch_public(url, purpose="test", network=self.network, **limits)


def certified(*names: str, folder: Path) -> tuple[Path, str]:
    """Return a file with a key and a certificate for these names, and whom to trust for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    trust = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "site.pem"
    path.write_bytes(private + trust)
    return path, trust.decode()


@pytest.fixture(scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


@pytest.fixture
def site(_site: Site) -> Site:
    """The server, with nothing on it yet."""
    for kept in (_site.pages, _site.seen, _site.dialled, _site.asked):
        kept.clear()
    return _site


def says(body: bytes, status: int = 200, **headers: str) -> Script:
    """A page with this body."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def leads(to: str, status: int = 302) -> Script:
    """A redirect."""
    return says(b"", status, Location=to)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_is_fetched_from_the_address_that_was_checked(site: Site, scheme: str) -> None:
    site.pages["/a?b=c"] = says(b"hello", X_Test="1")

    page = site.fetch(f"{scheme}://Good.test/a?b=c")

    assert (page.status, page.body, page.headers["x-test"]) == (200, b"hello", "1")
    assert (page.final_url, page.is_cut) == (f"{scheme}://good.test/a?b=c", False)
    assert site.asked == ["good.test"]
    assert site.dialled == [(GOOD, 443 if scheme == "https" else 80)]
    assert site.seen[0][2]["Host"] == "good.test"


def test_a_name_that_turns_private_after_the_check_is_not_asked_again(site: Site) -> None:
    answers = [[IPv4Address(GOOD)], [IPv4Address("127.0.0.1")]]
    site.pages["/"] = says(b"hello")
    network = Network(
        resolve=lambda host, timeout: answers.pop(0), dial=site.network.dial, tls=site.tls
    )

    page = fetch_public("https://good.test/", purpose="test", network=network)

    assert (page.body, len(answers)) == (b"hello", 1)
    assert site.dialled == [(GOOD, 443)]


def test_nothing_of_ours_goes_along(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.pages["/"] = says(b"one", Set_Cookie="a=b")
    site.fetch("https://good.test/")
    site.fetch("https://good.test/")

    headers = site.seen[1][2]
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert "test" in headers["User-Agent"]


def test_a_certificate_of_another_name_or_of_nobody_we_trust_is_refused(site: Site) -> None:
    site.names["third.test"] = [GOOD]
    site.pages["/"] = says(b"hello")
    stranger = Network(resolve=site.network.resolve, dial=site.network.dial)

    with pytest.raises(FetchFailed) as other_name:
        site.fetch("https://third.test/")
    with pytest.raises(FetchFailed) as untrusted:
        fetch_public("https://good.test/", purpose="test", network=stranger)

    assert (other_name.value.code, untrusted.value.code) == ("certificate", "certificate")
    assert site.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_each_is_checked(site: Site, status: int) -> None:
    site.pages["/"] = leads("https://other.test/next", status)
    site.pages["/next"] = leads("../last", status)
    site.pages["/last"] = says(b"here")

    page = site.fetch("http://good.test/")

    assert page.body == b"here"
    assert page.chain == (
        *("http://good.test/", "https://other.test/next", "https://other.test/last"),
    )
    assert site.asked == ["good.test", "other.test", "other.test"]


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://evil.test/", "not_public"),
        ("https://evil.test/", "not_public"),
        ("http://127.0.0.1/", "not_public"),
        ("http://[::1]/", "not_public"),
        ("http://169.254.169.254/latest/", "not_public"),
        ("http://2130706433/", "address_odd"),
        ("//evil.test/", "not_public"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://good.test/", "scheme"),
        ("ftp://good.test/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("https://good.test:22/", "port"),
        ("https://a:b@good.test/", "user_info"),
    ],
)
def test_a_redirect_into_the_private_or_odd_is_refused(site: Site, to: str, code: str) -> None:
    site.pages["/"] = leads(to)

    with pytest.raises(FetchRefused) as error:
        site.fetch("http://good.test/")

    assert error.value.code == code
    assert len(site.dialled) == 1


def test_a_redirect_from_https_to_http_is_refused(site: Site) -> None:
    site.pages["/"] = leads("http://good.test/plain")

    with pytest.raises(FetchRefused) as error:
        site.fetch("https://good.test/")

    assert error.value.code == "downgrade"


def test_five_redirects_are_followed_and_no_sixth(site: Site) -> None:
    for number in range(6):
        site.pages[f"/{number}"] = leads(f"/{number + 1}")
    site.pages["/6"] = says(b"here")

    assert site.fetch("https://good.test/1").body == b"here"
    with pytest.raises(FetchFailed) as error:
        site.fetch("https://good.test/0")
    assert error.value.code == "redirects"


def test_a_redirect_to_itself_ends(site: Site) -> None:
    site.pages["/"] = leads("/")

    with pytest.raises(FetchFailed):
        site.fetch("https://good.test/")

    assert len(site.seen) == 6


def test_a_long_page_is_cut(site: Site) -> None:
    site.pages["/"] = says(b"x" * 5000)

    page = site.fetch("https://good.test/", max_bytes=1000)

    assert (len(page.body), page.is_cut) == (1000, True)
    assert not site.fetch("https://good.test/", max_bytes=5000).is_cut


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(site: Site) -> None:
    site.pages["/"] = says(gzip.compress(b"hello " * 9), Content_Encoding="gzip")
    site.pages["/bomb"] = says(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    site.pages["/odd"] = says(b"hello", Content_Encoding="br")
    site.pages["/false"] = says(b"hello", Content_Encoding="gzip")

    assert site.fetch("https://good.test/").body == b"hello " * 9
    bomb = site.fetch("https://good.test/bomb", max_bytes=1000)
    assert (len(bomb.body), bomb.is_cut) == (1000, True)
    for path, code in (("odd", "encoding"), ("false", "answer")):
        with pytest.raises(FetchFailed) as error:
            site.fetch(f"https://good.test/{path}")
        assert error.value.code == code


def drips(first: bytes, then: bytes) -> Script:
    """Sends something now, and then a little every 50 ms without end."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while True:
            handler.wfile.write(then)
            handler.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HT", b""),
    ],
    ids=["body", "header", "chunks", "continue", "silence"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_slow_drip_ends_at_the_deadline(site: Site, scheme, first, then) -> None:
    site.pages["/"] = drips(first, then)
    began = time.monotonic()

    with pytest.raises(FetchFailed) as error:
        site.fetch(f"{scheme}://good.test/", total=0.6)

    assert error.value.code == "timeout"
    assert time.monotonic() - began < 2


def test_redirects_share_one_deadline(site: Site) -> None:
    def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        leads("/")(handler)

    site.pages["/"] = slow
    began = time.monotonic()

    with pytest.raises(FetchFailed) as error:
        site.fetch("https://good.test/", total=0.8)

    assert error.value.code == "timeout"
    assert time.monotonic() - began < 2


def test_endless_headers_end(site: Site) -> None:
    many = "".join(f"X-{n}: {'y' * 500}\r\n" for n in range(90))
    site.pages["/"] = drips(f"HTTP/1.1 200 OK\r\n{many}".encode(), b"X: y\r\n")

    with pytest.raises(FetchFailed) as error:
        site.fetch("https://good.test/", total=5)

    assert error.value.code == "headers"


@pytest.mark.parametrize(
    "answer", [b"220 mail.test ESMTP\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01", b""]
)
def test_what_is_no_web_server_is_said_so(site: Site, answer: bytes) -> None:
    def speak(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)

    site.pages["/"] = speak

    with pytest.raises(FetchFailed) as error:
        site.fetch("https://good.test/")

    assert error.value.code in ("answer", "connection")


def test_a_head_request_brings_no_body(site: Site) -> None:
    site.pages["/"] = says(b"hello")

    page = site.fetch("https://good.test/", method="HEAD")

    assert (page.status, page.body, site.seen[0][0]) == (200, b"", "HEAD")


def test_a_site_that_refuses_the_connection_is_told(site: Site) -> None:
    def closed(address: Any, port: int, timeout: float) -> socket.socket:
        raise ConnectionRefusedError

    network = Network(resolve=site.network.resolve, dial=closed)
    with pytest.raises(FetchFailed) as error:
        fetch_public("https://good.test/", purpose="test", network=network)

    assert error.value.code == "connection"


def test_a_second_address_is_tried_where_the_first_does_not_answer(site: Site) -> None:
    site.pages["/"] = says(b"hello")
    open_door = site.network.dial

    def dial(address: Any, port: int, timeout: float) -> socket.socket:
        if str(address) == GOOD:
            raise TimeoutError
        return open_door(address, port, timeout)

    network = Network(
        resolve=lambda host, timeout: [IPv6Address("2606:4700::1111"), IPv4Address(GOOD)],
        dial=dial,
        tls=site.tls,
    )

    assert fetch_public("https://good.test/", purpose="test", network=network).status == 200
    assert site.dialled == [("2606:4700::1111", 443)]


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(PRIVATE) + len(REFUSED_URLS) >= 120


def test_the_resolver_asks_dns_for_both_kinds_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []

    class Stub:
        def resolve(self, name: str, kind: str, **_options: Any) -> Any:
            asked.append((name, kind))
            return type("Answer", (), {"rrset": None})()

    monkeypatch.setattr(fetch_wire.dns.resolver, "Resolver", Stub)

    assert fetch_wire.resolve("good.test", 1) == []
    assert asked == [("good.test.", "A"), ("good.test.", "AAAA")]


OWN = OwnSite(frozenset({"http://127.0.0.1:8000", "http://texts.good.test:8000"}),
              IPv4Address("127.0.0.1"))  # fmt: skip
NOT_OWN = (
    *("http://127.0.0.1/", "http://127.0.0.1:8001/", "https://127.0.0.1:8000/"),
    *("http://127.0.0.2:8000/", "http://localhost:8000/", "http://[::1]:8000/"),
    *("http://127.0.0.1:8000@evil.test/", "http://user@127.0.0.1:8000/", "http://127.1:8000/"),
    *("http://127.0.0.1:8000.evil.test/", "http://127.0.0.1.:8000/", "http://0x7f.0.0.1:8000/"),
    *("http://169.254.169.254/", "http://169.254.169.254:8000/", "http://10.0.0.1:8000/"),
    *("http://evil.texts.good.test:8000/", "http://texts.good.test:22/", "http://2130706433:8000/"),
)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/a", "http://texts.good.test:8000/a"])
def test_our_own_site_is_reached_at_its_private_address_and_never_looked_up(
    site: Site, url: str
) -> None:
    site.pages["/a"] = says(b"ours")
    site.ports[8000] = site.ports[80]

    page = site.fetch(url, own=OWN)

    assert (page.body, page.final_url) == (b"ours", url)
    assert (site.asked, site.dialled) == ([], [("127.0.0.1", 8000)])
    assert site.seen[0][2]["Host"] == url.split("/")[2]


@pytest.mark.parametrize("url", NOT_OWN)
def test_nothing_else_that_is_private_passes_for_our_own_site(url: str, listener) -> None:
    with pytest.raises(FetchRefused):
        fetch_public(url, purpose="test", own=OWN, network=stub(listener, "127.0.0.1"))


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:8001/", "http://169.254.169.254/", "//evil.test/"]
)
def test_our_own_site_cannot_send_us_elsewhere_in_our_network(site: Site, to: str) -> None:
    site.pages["/"] = leads(to)
    site.ports[8000] = site.ports[80]

    with pytest.raises(FetchRefused):
        site.fetch("http://127.0.0.1:8000/", own=OWN)

    assert site.dialled == [("127.0.0.1", 8000)]


def test_a_stranger_cannot_send_us_to_our_own_site(site: Site) -> None:
    site.pages["/"] = leads("http://127.0.0.1:8000/")

    with pytest.raises(FetchRefused):
        site.fetch("https://good.test/")


def test_a_browser_asks_with_its_own_headers_and_the_rest_stay_ours(site: Site) -> None:
    site.pages["/"] = says(b"hello")

    site.fetch("https://good.test/", headers={"Accept": "image/*", "User-Agent": "Browser"})

    headers = site.seen[0][2]
    assert (headers["Accept"], headers["User-Agent"]) == ("image/*", "Browser")
    assert (headers["Accept-Encoding"], headers["Connection"]) == ("identity", "close")
