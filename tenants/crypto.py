"""Secrets at rest: tax ids and second-factor seeds, encrypted with keys kept outside the database.

`FIELD_KEYS` lists Fernet keys, newest first: all decrypt, the first encrypts, which is how a key
is rotated. Losing the keys is losing the values.
"""

import functools
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@functools.cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(value: str) -> str:
    """Return the value as an encrypted, authenticated token."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(value.encode()).decode()


def decrypt(token: str) -> str:
    """Return the value of a token; raise ImproperlyConfigured when no configured key fits it."""
    try:
        return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A stored secret was encrypted with a key that FIELD_KEYS does not list."
        ) from None


class EncryptedTextField(models.TextField):
    """Text that is clear in Python and cipher text in the database; it cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in; an empty value stays empty."""
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out."""
        return decrypt(value) if value else value
