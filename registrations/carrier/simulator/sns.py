"""The notification service's signature: a certificate authority of our own, and the envelope.

Signature version 2: SHA-256 with RSA (PKCS #1 v1.5) over the names and values of six members,
each followed by a line feed. The certificate is issued once for each state directory; whoever
verifies must trust `ca.pem` in it.
"""

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .store import Document

SUBJECT = "sns.amazonaws.com"
SIGNED_MEMBERS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CA_DAYS = 3650
LEAF_DAYS = 365
RENEW_DAYS = 30


def canonical_text(envelope: Document) -> bytes:
    """Return the bytes that are signed for a notification; Subject only when it is there."""
    present = [name for name in SIGNED_MEMBERS if name in envelope]
    return "".join(f"{name}\n{envelope[name]}\n" for name in present).encode()


class Signer:
    """Signs envelopes with a certificate kept in the state directory."""

    def __init__(self, directory: Path, public_url: str) -> None:
        self._key, self._certificate = _load_or_issue(directory)
        self._public_url = public_url.rstrip("/")
        fingerprint = self._certificate.fingerprint(hashes.SHA256()).hex()
        self.path = f"/SimpleNotificationService-{fingerprint[:32]}.pem"

    @property
    def certificate_pem(self) -> bytes:
        """The signing certificate, as it is served at `path`."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def envelope(self, notification: Document) -> Document:
        """Return a signed envelope; the same notification gives the same one each time."""
        envelope = {
            "Type": "Notification",
            "MessageId": notification["MessageId"],
            "TopicArn": notification["TopicArn"],
            "Message": notification["Message"],
            "Timestamp": _timestamp(notification["DueAt"]),
            "SignatureVersion": "2",
        }
        signature = self._key.sign(canonical_text(envelope), padding.PKCS1v15(), hashes.SHA256())
        topic = f"{notification['TopicArn']}:00000000-0000-0000-0000-000000000000"
        return {
            **envelope,
            "Signature": base64.b64encode(signature).decode(),
            "SigningCertURL": f"{self._public_url}{self.path}",
            "UnsubscribeURL": f"{self._public_url}/?Action=Unsubscribe&SubscriptionArn={topic}",
        }


def headers(envelope: Document) -> dict[str, str]:
    """Return the HTTP headers that go with an envelope."""
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
        "x-amz-sns-message-type": envelope["Type"],
        "x-amz-sns-message-id": envelope["MessageId"],
        "x-amz-sns-topic-arn": envelope["TopicArn"],
        "x-amz-sns-subscription-arn": f"{envelope['TopicArn']}:simulator",
    }


def body(envelope: Document) -> bytes:
    """Return the HTTP body of an envelope."""
    return json.dumps(envelope, indent=2, ensure_ascii=False).encode()


def _timestamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _load_or_issue(directory: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Return the signing key and certificate; both are made anew shortly before they expire."""
    ca_file, key_file, leaf_file = (
        directory / name for name in ("ca.pem", "signing.key", "signing.pem")
    )
    if ca_file.exists() and key_file.exists() and leaf_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        leaf = x509.load_pem_x509_certificate(leaf_file.read_bytes())
        fresh = leaf.not_valid_after_utc - datetime.now(UTC) > timedelta(days=RENEW_DAYS)
        if fresh and isinstance(key, rsa.RSAPrivateKey):
            return key, leaf
    ca_key, ca = _issue_ca()
    key, leaf = _issue_leaf(ca_key, ca)
    _write(ca_file, ca.public_bytes(serialization.Encoding.PEM))
    _write(leaf_file, leaf.public_bytes(serialization.Encoding.PEM))
    _write(
        key_file,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    return key, leaf


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _builder(subject: x509.Name, issuer: x509.Name, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _issue_ca() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Make a certificate authority; its key is forgotten once it has signed the certificate."""
    key = _new_key()
    name = _name("Carrier simulator CA")
    certificate = (
        _builder(name, name, CA_DAYS)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _issue_leaf(
    ca_key: rsa.RSAPrivateKey, ca: x509.Certificate
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = _new_key()
    names = x509.SubjectAlternativeName([x509.DNSName(SUBJECT)])
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    certificate = (
        _builder(_name(SUBJECT), ca.subject, LEAF_DAYS)
        .public_key(key.public_key())
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(authority, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    return key, certificate


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one step."""
    fresh = path.with_suffix(f"{path.suffix}.new")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as handle:
        handle.write(data)
    fresh.replace(path)
