"""A certificate authority and a signer of our own, with which every kind of forgery can be made."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from messaging import sns

NAME = "sns.amazonaws.com"
URL = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
TOPIC = "arn:aws:sns:us-east-1:000000000000:assent-inbound"


@cache
def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """A key; the same number gives the same key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Authority:
    """Somebody who issues certificates."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def authority(now: datetime, name: str = "Root", by: Authority | None = None) -> Authority:
    """A root, or an authority below another."""
    key = rsa_key(hash(name) % 1000 + 1)
    issuer = by or Authority(certificate=None, key=key)  # type: ignore[arg-type]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(by.certificate.subject if by else _name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(ca=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False
        )
        .sign(issuer.key, hashes.SHA256())
    )
    return Authority(certificate, key)


def leaf(
    by: Authority,
    now: datetime,
    *,
    name: str = NAME,
    days: tuple[int, int] = (-10, 300),
    key: Any = None,
    issuer_address: str = "",
) -> x509.Certificate:
    """A signing certificate."""
    public = (key or rsa_key()).public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(by.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(ca=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), False
        )
    )
    if issuer_address:
        where = x509.UniformResourceIdentifier(issuer_address)
        access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
    return builder.sign(by.key, hashes.SHA256())


def elliptic_key() -> ec.EllipticCurvePrivateKey:
    """A key of a kind that the service does not sign with."""
    return ec.generate_private_key(ec.SECP256R1())


def pem(*certificates: x509.Certificate) -> bytes:
    """Certificates as a file."""
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)


def der(certificate: x509.Certificate) -> bytes:
    """One certificate as authorities publish it."""
    return certificate.public_bytes(serialization.Encoding.DER)


def envelope(now: datetime, **changes: Any) -> dict[str, Any]:
    """An unsigned notification of an inbound text."""
    message = {
        "originationNumber": "+12065550123",
        "destinationNumber": "+12065550199",
        "messageBody": "STOP",
        "inboundMessageId": "inbound-1",
    }
    return {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": json.dumps(message),
        "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": "2",
        "SigningCertURL": URL,
        "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
        **changes,
    }


def confirmation(now: datetime, kind: str = "SubscriptionConfirmation", **changes: Any) -> Any:
    """An unsigned confirmation."""
    address = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription"
    return envelope(now, Type=kind, Token="t" * 64, SubscribeURL=address, **changes)


def sign(unsigned: dict[str, Any], *, key: Any = None, algorithm: Any = None) -> dict[str, Any]:
    """Sign as the service does."""
    signature = (key or rsa_key()).sign(
        sns.canonical(unsigned), padding.PKCS1v15(), algorithm or hashes.SHA256()
    )
    return {**unsigned, "Signature": base64.b64encode(signature).decode()}


def body(signed: dict[str, Any]) -> bytes:
    """As it is posted."""
    return json.dumps(signed, ensure_ascii=False).encode()
