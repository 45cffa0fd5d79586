"""INV-7: only what the service has really signed for one of our topics gets in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from cryptography.hazmat.primitives import hashes
from django.db import InterfaceError, InternalError, OperationalError
from django.test import Client
from django.utils import timezone

from messaging import certificates, hooks, sns
from messaging.certificates import CannotTell, Certificates, Forged
from messaging.models import CarrierCallback
from messaging.sns import Malformed
from tests.messaging import signer
from tests.messaging.signer import URL, body, confirmation, envelope, sign

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROOT = signer.authority(NOW)
HOST = "https://sns.us-east-1.amazonaws.com"
FILE = "/SimpleNotificationService-0123456789abcdef.pem"


class Web:
    """What stands at which address; every fetch is counted."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Exception] = {URL: signer.pem(signer.leaf(ROOT, NOW))}
        self.fetched: list[str] = []

    def fetch(self, url: str) -> bytes:
        """Stand in for the network."""
        self.fetched.append(url)
        page = self.pages.get(url, CannotTell("certificate_not_fetched"))
        if isinstance(page, Exception):
            raise page
        return page


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Web:
    """A network with one certificate in it, and one root that is trusted."""
    made = Web()
    roots = tmp_path / "roots.pem"
    roots.write_bytes(signer.pem(ROOT.certificate))
    monkeypatch.setattr(certificates, "fetch", made.fetch)
    monkeypatch.setattr(certificates, "_roots", lambda: str(roots))
    return made


def verify(raw: bytes, now: datetime = NOW) -> sns.Notification:
    """Check with an empty memory."""
    return sns.verify(raw, now=now, known=Certificates())


GENUINE: dict[str, Callable[[], dict[str, Any]]] = {
    "a notification": lambda: envelope(NOW),
    "with a subject": lambda: envelope(NOW, Subject="Hello"),
    "with line feeds": lambda: envelope(NOW, Message="one\ntwo\r\nthree"),
    "not in English": lambda: envelope(NOW, Message="déjà vu 🍁"),
    "with attributes, which are unsigned": lambda: envelope(NOW, MessageAttributes={"a": {}}),
    "days late, as a STOP may be": lambda: envelope(NOW - timedelta(days=20)),
    "a subscription": lambda: confirmation(NOW),
    "an end of a subscription": lambda: confirmation(NOW, "UnsubscribeConfirmation"),
    "a subscription half an hour ago": lambda: confirmation(NOW - timedelta(minutes=30)),
}


@pytest.mark.parametrize("case", GENUINE)
def test_what_the_service_signed_gets_in(web: Web, case: str) -> None:
    unsigned = GENUINE[case]()

    found = verify(body(sign(unsigned)))

    assert (found.type, found.message_id) == (unsigned["Type"], unsigned["MessageId"])
    assert json.loads(found.payload)["Message"] == unsigned["Message"]


SIGNED = sign(envelope(NOW, Subject="Hello"))
CONFIRMED = sign(confirmation(NOW))

FORGERIES: dict[str, dict[str, Any]] = {
    **{
        f"{name} changed": {**SIGNED, name: SIGNED[name] + "x"}
        for name in ("Message", "MessageId", "Subject")
    },
    "timestamp changed": {**SIGNED, "Timestamp": "2026-11-24T12:00:01.000Z"},
    "subject taken out": {k: v for k, v in SIGNED.items() if k != "Subject"},
    "subject put in": {**sign(envelope(NOW)), "Subject": ""},
    "token changed": {**CONFIRMED, "Token": "x"},
    "subscribe address changed": {**CONFIRMED, "SubscribeURL": "https://evil.example/"},
    "type swapped": {**CONFIRMED, "Type": "UnsubscribeConfirmation"},
    "our other topic": {**SIGNED, "TopicArn": SIGNED["TopicArn"].replace("inbound", "events")},
    "somebody's topic": sign(envelope(NOW, TopicArn=signer.TOPIC.replace("0000", "1111"))),
    "topic of another region": sign(envelope(NOW, TopicArn=signer.TOPIC.replace("east", "west"))),
    "topic with a space": sign(envelope(NOW, TopicArn=f"{signer.TOPIC} ")),
    "version 1": sign(envelope(NOW, SignatureVersion="1"), algorithm=hashes.SHA1()),  # noqa: S303
    "version 1 called 2": sign(envelope(NOW), algorithm=hashes.SHA1()),  # noqa: S303
    "version 3": sign(envelope(NOW, SignatureVersion="3")),
    "another key": sign(envelope(NOW), key=signer.rsa_key(99)),
    "empty signature": {**SIGNED, "Signature": ""},
    "signature not base64": {**SIGNED, "Signature": "***"},
    "signature with spaces": {**SIGNED, "Signature": SIGNED["Signature"] + " "},
    "signature cut": {**SIGNED, "Signature": SIGNED["Signature"][:-8]},
    "confirmation too old": sign(confirmation(NOW - timedelta(minutes=61))),
    "confirmation from the future": sign(confirmation(NOW + timedelta(minutes=6))),
}


@pytest.mark.parametrize("case", FORGERIES)
def test_a_forgery_is_proven_false(web: Web, case: str) -> None:
    with pytest.raises(Forged):
        verify(body(FORGERIES[case]))


ADDRESSES = {
    "http": URL.replace("https", "http"),
    "a bucket": f"https://assent.s3.amazonaws.com{FILE}",
    "a bucket named sns": f"https://sns.s3.us-east-1.amazonaws.com{FILE}",
    "another host": f"https://sns.evil.com{FILE}",
    "host as prefix": f"{HOST}.evil.com{FILE}",
    "host as suffix": f"https://evil-sns.us-east-1.amazonaws.com{FILE}",
    "another region": f"https://sns.eu-west-1.amazonaws.com{FILE}",
    "no region": f"https://sns.amazonaws.com{FILE}",
    "user": f"https://sns.us-east-1.amazonaws.com@evil.com{FILE}",
    "user before": f"https://evil.com@sns.us-east-1.amazonaws.com{FILE}",
    "port": f"{HOST}:8443{FILE}",
    "upper case": f"https://SNS.us-east-1.amazonaws.com{FILE}",
    "escaped dot": f"https://sns%2eus-east-1.amazonaws.com{FILE}",
    "backslash": f"https://evil.com\\@sns.us-east-1.amazonaws.com{FILE}",
    "traversal": f"{HOST}/a/..{FILE}",
    "subfolder": f"{HOST}/a{FILE}",
    "query": f"{URL}?x=1",
    "fragment": f"{URL}#x",
    "other file": f"{HOST}/other.pem",
    "not a pem": URL.replace(".pem", ".txt"),
    "IPv6": f"https://[::1]{FILE}",
    "line feed": f"{URL}\n",
    "leading space": f" {URL}",
    "wide dot": URL.replace(".us", "\uff0eus"),
    "empty": "",
    "data": "data:application/x-pem-file,x",
    "loopback": f"http://127.0.0.1:8091{FILE}",
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_a_certificate_from_anywhere_else_is_not_even_fetched(web: Web, case: str) -> None:
    with pytest.raises(Forged, match="certificate_address"):
        verify(body(sign(envelope(NOW, SigningCertURL=ADDRESSES[case]))))

    assert web.fetched == []


EVIL = signer.authority(NOW, "Evil")
CERTIFICATES: dict[str, Callable[[], bytes]] = {
    "expired": lambda: signer.pem(signer.leaf(ROOT, NOW, days=(-90, -1))),
    "not yet valid": lambda: signer.pem(signer.leaf(ROOT, NOW, days=(1, 90))),
    "of another authority": lambda: signer.pem(signer.leaf(EVIL, NOW)),
    "with its own authority beside it": lambda: signer.pem(
        signer.leaf(EVIL, NOW), EVIL.certificate
    ),
    "of another name": lambda: signer.pem(signer.leaf(ROOT, NOW, name="www.example.com")),
    "of a similar name": lambda: signer.pem(signer.leaf(ROOT, NOW, name="xsns.amazonaws.com")),
    "of another region": lambda: signer.pem(
        signer.leaf(ROOT, NOW, name="sns.eu-west-1.amazonaws.com")
    ),
    "wrong leaf before the right one": lambda: signer.pem(
        signer.leaf(EVIL, NOW), signer.leaf(ROOT, NOW)
    ),
    "the authority itself": lambda: signer.pem(ROOT.certificate),
    "elliptic": lambda: signer.pem(signer.leaf(ROOT, NOW, key=signer.elliptic_key())),
    "no certificate": lambda: b"hello",
    "nothing": lambda: b"",
    "broken": lambda: signer.pem(signer.leaf(ROOT, NOW))[:-200],
}


@pytest.mark.parametrize("case", CERTIFICATES)
def test_a_certificate_that_does_not_hold_proves_a_forgery(web: Web, case: str) -> None:
    web.pages[URL] = CERTIFICATES[case]()

    with pytest.raises(Forged):
        verify(body(sign(envelope(NOW))))


def test_the_regional_name_holds_too(web: Web) -> None:
    name = "sns.us-east-1.amazonaws.com"
    web.pages[URL] = signer.pem(signer.leaf(ROOT, NOW, name=name))

    assert verify(body(sign(envelope(NOW))))


MIDDLE = signer.authority(NOW, "Middle", by=ROOT)
AUTHORITY = "http://crt.r2m01.amazontrust.com/r2m01.cer"


def test_an_authority_in_between_may_stand_in_the_file(web: Web) -> None:
    web.pages[URL] = signer.pem(signer.leaf(MIDDLE, NOW), MIDDLE.certificate)

    assert verify(body(sign(envelope(NOW))))


def test_an_authority_in_between_is_fetched_where_the_leaf_says(web: Web) -> None:
    web.pages[URL] = signer.pem(signer.leaf(MIDDLE, NOW, issuer_address=AUTHORITY))
    web.pages[AUTHORITY] = signer.der(MIDDLE.certificate)

    assert verify(body(sign(envelope(NOW))))
    assert web.fetched == [URL, AUTHORITY]


@pytest.mark.parametrize(
    "address",
    ["http://evil.example/a.cer", "http://127.0.0.1/a.cer", "http://amazontrust.com.evil/a.cer"],
)
def test_an_authority_elsewhere_is_not_fetched(web: Web, address: str) -> None:
    web.pages[URL] = signer.pem(signer.leaf(MIDDLE, NOW, issuer_address=address))

    with pytest.raises(Forged):
        verify(body(sign(envelope(NOW))))
    assert web.fetched == [URL]


def test_an_authority_that_cannot_be_fetched_is_our_trouble(web: Web) -> None:
    web.pages[URL] = signer.pem(signer.leaf(MIDDLE, NOW, issuer_address=AUTHORITY))

    with pytest.raises(CannotTell):
        verify(body(sign(envelope(NOW))))


SHAPES: dict[str, bytes] = {
    "no JSON": b"{",
    "nothing": b"",
    "a list": b"[]",
    "a text": b'"x"',
    "not UTF-8": b'{"Type": "\xff"}',
    "nested without end": b"[" * 100_000,
    "no type": body({k: v for k, v in SIGNED.items() if k != "Type"}),
    "unknown type": body({**SIGNED, "Type": "Greeting"}),
    "type is a list": body({**SIGNED, "Type": ["Notification"]}),
    **{
        f"no {name}": body({k: v for k, v in SIGNED.items() if k != name})
        for name in ("Message", "MessageId", "TopicArn", "Timestamp", "Signature", "SigningCertURL")
    },
    **{
        f"{name} is a list": body({**SIGNED, name: [SIGNED[name]]})
        for name in ("Message", "MessageId", "Subject", "Signature", "SigningCertURL")
    },
    "message is an object": body({**SIGNED, "Message": {"a": 1}}),
    "no token": body({k: v for k, v in CONFIRMED.items() if k != "Token"}),
    "timestamp of no form": body({**SIGNED, "Timestamp": "yesterday"}),
    "timestamp of no day": body({**SIGNED, "Timestamp": "2026-02-31T00:00:00Z"}),
    "timestamp without zone": body({**SIGNED, "Timestamp": "2026-11-24T12:00:00"}),
    "half a surrogate pair": body(SIGNED).replace(b"Hello", b"\\ud800"),
    "NUL in the id": body(SIGNED).replace(b"22b8", b"\\u0000"),
    "an id without end": body({**SIGNED, "MessageId": "x" * 5000}),
    "an empty id": body({**SIGNED, "MessageId": ""}),
}


@pytest.mark.parametrize("case", SHAPES)
def test_what_is_no_notification_is_malformed(web: Web, case: str) -> None:
    with pytest.raises(Malformed):
        verify(SHAPES[case])

    assert web.fetched == []


def test_a_good_certificate_is_fetched_once(web: Web) -> None:
    known = Certificates()
    for number in range(3):
        raw = body(sign(envelope(NOW, MessageId=f"id-{number}")))
        sns.verify(raw, now=NOW, known=known)

    assert web.fetched == [URL]


def test_a_remembered_certificate_still_expires(web: Web) -> None:
    known = Certificates()
    sns.verify(body(SIGNED), now=NOW, known=known)

    with pytest.raises(Forged, match="expired"):
        sns.verify(body(SIGNED), now=NOW + timedelta(days=400), known=known)


def test_a_bad_address_is_asked_once_a_minute(web: Web) -> None:
    known, raw = Certificates(), body(sign(envelope(NOW, SigningCertURL=URL.replace("0", "9"))))
    for _ in range(3):
        with pytest.raises(CannotTell):
            sns.verify(raw, now=NOW, known=known)

    assert len(web.fetched) == 1


def test_invented_addresses_cannot_make_us_fetch_without_end(web: Web) -> None:
    known = Certificates()
    for number in range(60):
        url = f"{HOST}/SimpleNotificationService-{number:08}.pem"
        with pytest.raises(CannotTell):
            sns.verify(body(sign(envelope(NOW, SigningCertURL=url))), now=NOW, known=known)

    assert len(web.fetched) == certificates.FAILURES_PER_MINUTE


@pytest.fixture
def hook(web: Web, db: None) -> Callable[..., int]:
    """Post to the hook; return the status."""

    def post(raw: bytes, **headers: str) -> int:
        answer = Client().post("/hooks/sns/", raw, "text/plain; charset=UTF-8", headers=headers)
        return answer.status_code

    return post


def genuine(**changes: Any) -> bytes:
    """A notification as of now."""
    return body(sign(envelope(timezone.now(), **changes)))


def test_a_genuine_notification_is_stored_as_it_came(hook: Callable[..., int]) -> None:
    raw = genuine()

    assert hook(raw) == 200
    assert CarrierCallback.objects.get().payload.encode() == raw


def test_the_same_notification_twice_is_stored_once_and_welcome(hook: Callable[..., int]) -> None:
    raw = genuine()

    assert [hook(raw), hook(raw)] == [200, 200]
    assert CarrierCallback.objects.count() == 1


def test_headers_are_unsigned_and_not_looked_at(hook: Callable[..., int]) -> None:
    headers = {"x-amz-sns-message-type": "SubscriptionConfirmation", "x-amz-sns-topic-arn": "other"}

    assert hook(genuine(), **headers) == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [(body(FORGERIES["another key"]), 403), (b"{", 400), (b"x" * 300_000, 413)],
    ids=["forged", "malformed", "too large"],
)
def test_what_is_refused_is_not_stored(hook: Callable[..., int], raw: bytes, status: int) -> None:
    assert hook(raw) == status
    assert CarrierCallback.objects.count() == 0


def test_our_own_trouble_asks_the_sender_to_try_again(hook: Callable[..., int], web: Web) -> None:
    web.pages[URL] = CannotTell("certificate_not_fetched")

    assert hook(genuine()) == 503


def test_the_hook_takes_posts_only(client: Client) -> None:
    assert client.get("/hooks/sns/").status_code == 405


@pytest.mark.parametrize(("is_embedded", "endpoint"), [(False, "on"), (True, "")])
def test_the_simulators_certificates_count_in_the_embedded_run_only(
    web: Web, settings: Any, is_embedded: bool, endpoint: str
) -> None:
    settings.EMBEDDED = is_embedded
    settings.CARRIER_ENDPOINT_URL = "http://127.0.0.1:8091" if endpoint else ""

    with pytest.raises(Forged):
        verify(body(sign(envelope(NOW, SigningCertURL=ADDRESSES["loopback"]))))


@pytest.mark.parametrize("error", [InterfaceError, OperationalError, InternalError])
def test_a_database_that_is_away_or_read_only_asks_the_sender_to_try_again(
    hook: Callable[..., int], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(hooks, "store", Mock(side_effect=error))

    assert hook(genuine()) == 503
