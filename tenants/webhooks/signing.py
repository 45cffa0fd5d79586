"""Signs what we send, after the Standard Webhooks specification: HMAC-SHA256 in base64. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """Return a secret as it is shown: its prefix, and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: str) -> str:
    """Return the signature of one message; `timestamp` is that of this try, in seconds.

    The receiver computes the same from the raw body, so the body must be sent byte for byte.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(keys: Sequence[str], *, message_id: str, timestamp: int, body: str) -> dict[str, str]:
    """Return the three headers of a try; one signature for each secret that is in force."""
    signatures = [
        signature(key, message_id=message_id, timestamp=timestamp, body=body) for key in keys
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
