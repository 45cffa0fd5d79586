"""allauth's hooks: who may sign up, and second-factor seeds encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from tenants import crypto


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up when the ISV brings its end businesses in by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """True while OPEN_SIGN_UP is on."""
        return bool(settings.OPEN_SIGN_UP)

    def is_safe_url(self, url: str | None) -> bool:
        """An address that no parser can read is none to go on to, rather than an error."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say nothing on signing in: the page that opens says it."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Stores TOTP seeds and recovery-code seeds as cipher text, which allauth leaves to us."""

    def encrypt(self, text: str) -> str:
        """Encrypt a seed before it is stored."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored seed."""
        return crypto.decrypt(encrypted_text)
