"""Checks that a notification is from one of our topics: shape, topic, version, address, signature.

In that order, cheapest first; the `x-amz-sns-*` headers are unsigned and are not looked at. A
topic of somebody else's with a genuine signature is an attack too.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from django.conf import settings
from django.utils.dateparse import parse_datetime

from messaging.certificates import Certificates, Forged, certificates, source

NOTIFICATION = "Notification"
CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")
# The members that are signed, in the order of the canonical text; Subject only when it is there.
SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    **dict.fromkeys(
        CONFIRMATIONS,
        ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}
OPTIONAL = frozenset({"Subject"})
PAST, AHEAD = timedelta(hours=1), timedelta(minutes=5)


class Malformed(Exception):
    """Not a notification at all."""


@dataclass(frozen=True)
class Notification:
    """A genuine notification; `payload` is the envelope as it came."""

    type: str
    topic_arn: str
    message_id: str
    sent_at: datetime
    payload: str


def verify(body: bytes, *, now: datetime, known: Certificates = certificates) -> Notification:
    """Return the notification. Raises Malformed, Forged, or CannotTell (our trouble: try again)."""
    envelope = _envelope(body)
    if envelope["TopicArn"] not in (settings.SNS_INBOUND_TOPIC_ARN, settings.SNS_EVENTS_TOPIC_ARN):
        raise Forged("topic")
    # Version 1 is SHA-1; the topic's attribute SignatureVersion must be set to 2.
    if envelope["SignatureVersion"] != "2":
        raise Forged("signature_version")
    where = source(envelope["SigningCertURL"], envelope["TopicArn"])
    signature = _signature(envelope["Signature"])
    signer = known.signer(where, now=now)
    try:
        signer.key.verify(signature, canonical(envelope), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise Forged("signature") from error
    sent_at = _time(envelope["Timestamp"])
    # Only confirmations have an age: a late STOP must never be refused for it.
    if envelope["Type"] in CONFIRMATIONS and not now - PAST <= sent_at <= now + AHEAD:
        raise Forged("timestamp")
    return Notification(
        type=envelope["Type"],
        topic_arn=envelope["TopicArn"],
        message_id=envelope["MessageId"],
        sent_at=sent_at,
        payload=body.decode(),
    )


def canonical(envelope: dict[str, Any]) -> bytes:
    """Return the bytes that are signed: name and value, each followed by a line feed."""
    names = [name for name in SIGNED[envelope["Type"]] if name in envelope]
    return "".join(f"{name}\n{envelope[name]}\n" for name in names).encode()


def _envelope(body: bytes) -> dict[str, Any]:
    """Read the JSON and check that everything needed is there and text."""
    try:
        text = body.decode()
        envelope = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error
    kind = envelope.get("Type") if isinstance(envelope, dict) else None
    if not isinstance(kind, str) or kind not in SIGNED:
        raise Malformed("type")
    signed = SIGNED[kind]
    needed = {*signed, "SignatureVersion", "Signature", "SigningCertURL"} - OPTIONAL
    present = needed | (OPTIONAL & envelope.keys() & set(signed))
    for name in present:
        if not isinstance(envelope.get(name), str):
            raise Malformed(name)
    if not 0 < len(envelope["MessageId"]) <= 100 or _unstorable(envelope, text):
        raise Malformed("characters")
    _time(envelope["Timestamp"])
    return envelope


def _unstorable(envelope: dict[str, Any], text: str) -> bool:
    """Halves of surrogate pairs can be neither signed nor stored, and NUL cannot be stored."""
    ours = "".join(value for value in envelope.values() if isinstance(value, str))
    halves = any("\ud800" <= character <= "\udfff" for character in ours)
    return halves or "\0" in text or "\0" in envelope["MessageId"]


def _signature(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Forged("signature_encoding") from error


def _time(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError as error:
        raise Malformed("timestamp") from error
    if moment is None or moment.tzinfo is None:
        raise Malformed("timestamp")
    return moment
