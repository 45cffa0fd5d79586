"""Signed tokens of the public form: which wording was shown, and when; used once.

They stand in for a session and its CSRF cookie, which hosted pages do not have. A page that is
opened and posted from elsewhere gains nothing: there is no login whose power it could borrow.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.cache import cache

SALT = "messaging.join"
# People need longer than this to read the form, and programs usually do not take it.
SOONEST_SECONDS = 2
LATEST = timedelta(hours=2)


class TooSoon(Exception):
    """Posted faster than a person can read."""


class TooLate(Exception):
    """Open for too long, or not one of our tokens: the form must be shown again."""


@dataclass(frozen=True)
class Token:
    """What a valid token says."""

    version_id: uuid.UUID
    nonce: str

    def use(self) -> bool:
        """Mark it as used; False when it was used before (a double click, or a replay)."""
        key = f"join-token:{self.nonce}"
        return bool(cache.add(key, 1, timeout=int(LATEST.total_seconds())))


def issue(version_id: uuid.UUID) -> str:
    """Return a token for a form that is being shown."""
    return signing.dumps({"v": str(version_id), "n": secrets.token_urlsafe(12)}, salt=SALT)


def read(text: str) -> Token:
    """Return what a posted token says. Raises TooSoon or TooLate."""
    try:
        data = signing.loads(text, salt=SALT, max_age=LATEST)
        token = Token(uuid.UUID(data["v"]), str(data["n"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise TooLate from error
    try:
        signing.loads(text, salt=SALT, max_age=SOONEST_SECONDS)
    except signing.SignatureExpired:
        return token
    raise TooSoon
