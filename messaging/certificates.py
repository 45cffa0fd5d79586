"""The certificates with which the notification service signs: which address, whose authority.

An address must match one pattern from end to end, so that no two parsers can read it differently.
What was fetched is trusted only if its chain ends at a root that boto3 trusts too; in the embedded
run the simulator's own authority is accepted for the simulator's own address.
"""

import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import urllib3
from botocore.httpsession import get_cert_path
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import AuthorityInformationAccessOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from django.conf import settings

FILE = r"/SimpleNotificationService-[A-Za-z0-9]{8,64}\.pem"
REAL = re.compile(rf"https://sns\.(?P<region>[a-z0-9-]{{1,40}})\.amazonaws\.com(?:\.cn)?{FILE}")
# The service's file holds the leaf alone; its authority says where the next certificate is.
ISSUER = re.compile(r"http://[a-z0-9.-]{1,60}\.amazontrust\.com/[A-Za-z0-9._-]{1,60}\.cer")
MAX_BYTES = 16 * 1024
MAX_DEPTH = 3
FETCH_SECONDS = 5.0
NEGATIVE_SECONDS = 60.0
# Fetches that may fail in a minute: well-formed addresses can be made up without end.
FAILURES_PER_MINUTE = 20
KEPT = 50


class Forged(Exception):
    """Proven not to be from the service."""


class CannotTell(Exception):
    """Our own trouble: the sender should try again."""


@dataclass(frozen=True)
class Source:
    """A permitted address with the roots and the names that belong to it."""

    url: str
    anchors: Path
    names: tuple[str, ...]
    is_real: bool


@dataclass(frozen=True)
class Signer:
    """A checked certificate: its key, and when it counts."""

    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime


def source(url: str, topic_arn: str) -> Source:
    """Return where a certificate may come from, or raise Forged."""
    endpoint = settings.CARRIER_ENDPOINT_URL
    if settings.EMBEDDED and endpoint and re.fullmatch(re.escape(endpoint) + FILE, url):
        anchors = Path(settings.DATA_DIR) / "simulator" / "ca.pem"
        return Source(url, anchors, ("sns.amazonaws.com",), is_real=False)
    match = REAL.fullmatch(url)
    region = topic_arn.split(":")[3]
    if match is None or match["region"] != region:
        raise Forged("certificate_address")
    host = urlsplit(url).hostname or ""
    return Source(url, Path(_roots()), ("sns.amazonaws.com", host), is_real=True)


def _roots() -> str:
    """The file of public roots that boto3 itself trusts."""
    return str(get_cert_path(True))


class Certificates:
    """Fetches and checks certificates, and remembers both what was good and what was not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._good: dict[str, Signer] = {}
        self._bad: dict[str, tuple[float, Exception]] = {}

    def signer(self, where: Source, *, now: datetime) -> Signer:
        """Return the checked certificate of an address. Raises Forged or CannotTell."""
        signer = self._good.get(where.url)
        if signer is None:
            self._refuse_known_bad(where.url)
            try:
                signer = check(fetch(where.url), where, now=now)
            except (Forged, CannotTell) as error:
                self._remember_bad(where.url, error)
                raise
            with self._lock:
                self._good = {**dict(list(self._good.items())[-KEPT:]), where.url: signer}
        if not signer.valid_from <= now <= signer.valid_until:
            raise Forged("certificate_expired")
        return signer

    def forget(self) -> None:
        """Start afresh."""
        with self._lock:
            self._good, self._bad = {}, {}

    def _refuse_known_bad(self, url: str) -> None:
        with self._lock:
            recent = time.monotonic() - NEGATIVE_SECONDS
            self._bad = {u: entry for u, entry in self._bad.items() if entry[0] > recent}
            known = self._bad.get(url)
            if known is None and len(self._bad) >= FAILURES_PER_MINUTE:
                raise CannotTell("too_many_certificates")
        if known:
            raise type(known[1])(*known[1].args)

    def _remember_bad(self, url: str, error: Exception) -> None:
        with self._lock:
            self._bad[url] = (time.monotonic(), error)


def fetch(url: str) -> bytes:
    """Return what stands at an address: no redirects, 16 KiB, a few seconds in all."""
    pool = urllib3.PoolManager(
        num_pools=1, cert_reqs="CERT_REQUIRED", ca_certs=_roots(), retries=False
    )
    deadline = time.monotonic() + FETCH_SECONDS
    body = b""
    try:
        answer = pool.request(
            "GET",
            url,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=3.0, read=3.0),
            headers={"Accept-Encoding": "identity"},
        )
        if answer.status != 200:
            raise CannotTell("certificate_not_fetched")
        while chunk := answer.read1(4096):
            body += chunk
            if len(body) > MAX_BYTES or time.monotonic() > deadline:
                raise CannotTell("certificate_not_fetched")
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise CannotTell("certificate_not_fetched") from error
    finally:
        pool.clear()
    return body


def check(pem: bytes, where: Source, *, now: datetime) -> Signer:
    """Check chain, dates and name of a fetched certificate. Raises Forged or CannotTell."""
    try:
        chain = x509.load_pem_x509_certificates(pem)
        anchors = x509.load_pem_x509_certificates(where.anchors.read_bytes())
    except ValueError as error:
        raise Forged("certificate_unreadable") from error
    except OSError as error:
        raise CannotTell("no_trusted_roots") from error
    leaf = chain[0]
    if where.is_real:
        chain = _completed(chain, anchors)
    if not any(_holds(chain, anchors, name, now) for name in where.names):
        raise Forged("certificate_chain")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        raise Forged("certificate_key")
    return Signer(key, leaf.not_valid_before_utc, leaf.not_valid_after_utc)


def _holds(
    chain: list[x509.Certificate], anchors: list[x509.Certificate], name: str, now: datetime
) -> bool:
    policy = PolicyBuilder().store(Store(anchors)).time(now.astimezone(UTC).replace(tzinfo=None))
    try:
        policy.build_server_verifier(x509.DNSName(name)).verify(chain[0], chain[1:])
    except VerificationError:
        return False
    return True


def _completed(
    chain: list[x509.Certificate], anchors: list[x509.Certificate]
) -> list[x509.Certificate]:
    """Fetch the authorities between the leaf and a root, where the file leaves them out."""
    known = {certificate.subject for certificate in anchors}
    for _ in range(MAX_DEPTH):
        last = chain[-1]
        address = _issuer_address(last)
        if last.issuer in known or address is None:
            break
        try:
            chain = [*chain, x509.load_der_x509_certificate(fetch(address))]
        except ValueError as error:
            raise CannotTell("authority_unreadable") from error
    return chain


def _issuer_address(certificate: x509.Certificate) -> str | None:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return None
    for entry in access.value:
        is_issuer = entry.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        address = getattr(entry.access_location, "value", "")
        if is_issuer and isinstance(address, str) and ISSUER.fullmatch(address):
            return address
    return None


certificates = Certificates()
