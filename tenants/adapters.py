"""allauth's hooks: who may sign up, and second-factor seeds encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants import crypto
from tenants.isv import white_label
from tenants.people import invited

# The page that opens says it already.
SAID_BY_THE_PAGE = (
    "account/messages/logged_in.txt",
    "account/messages/email_confirmation_sent.txt",
)


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up when the ISV brings its end businesses in by invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_code": _("This is not the code. Take it from the newest mail."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """True while the ISV lets anybody found a business, and for whoever is invited."""
        return white_label.current().open_sign_up or bool(invited.address_for_sign_up(request))

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """True for the address whose invitation was opened here: its mails are read here."""
        address = invited.address_for_sign_up(request)
        return address is not None and address == email.lower()

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """Hand over that address once, if its invitation still stands."""
        address = invited.address_for_sign_up(request)
        request.session.pop(invited.PROVEN, None)
        return address

    def get_from_email(self) -> str:
        """Mails come from the ISV."""
        return white_label.current().sender

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Give subjects, which are rendered without a request, the names that pages have."""
        isv = white_label.current()
        names = {"ISV_NAME": isv.name, "ISV_SUPPORT_EMAIL": isv.support_email}
        return super().render_mail(template_prefix, email, {**names, **context}, headers)

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
        """Say nothing twice."""
        if message_template not in SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **kwargs)


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Stores TOTP seeds and recovery-code seeds as cipher text, which allauth leaves to us."""

    def get_totp_issuer(self) -> str:
        """The name beside the codes in the person's app."""
        return white_label.current().name

    def encrypt(self, text: str) -> str:
        """Encrypt a seed before it is stored."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored seed."""
        return crypto.decrypt(encrypted_text)
