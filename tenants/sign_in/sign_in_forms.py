"""Forms of signing in with a second step, in our words and within our limits."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

DIGITS = {"class": "code", "autocomplete": "one-time-code", "inputmode": "numeric"}


class NameField(forms.CharField):
    """What a person calls a passkey."""

    def __init__(self, *, required: bool) -> None:
        super().__init__(
            label=_("Name"),
            required=required,
            max_length=100,
            help_text=_("So that you know it again, such as “Work laptop” or “Blue key”."),
            widget=forms.TextInput(attrs={"class": "w-20", "autocomplete": "off"}),
        )


class _LimitedCode(BaseAuthenticateForm):
    """Counts wrong codes over an hour and a day too: allauth counts minutes only."""

    code = forms.CharField(
        label=_("Code"),
        widget=forms.TextInput(attrs=DIGITS),
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
    )

    def clean_code(self) -> str:
        """Refuse the sixth wrong code in five minutes; a right one is not counted."""
        usage = ratelimit.consume(
            context.request,
            app="allauth.account",
            action="second_step",
            key=f"second-step-{self.user.pk}",
        )
        if not usage:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()
        usage.rollback()
        return code


class CodeForm(_LimitedCode, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_LimitedCode, ReauthenticateForm):
    """The second step once more, before something important."""


class SetUpAppForm(ActivateTOTPForm):
    """The proof that the app has the secret."""

    code = forms.CharField(label=_("Code"), widget=forms.TextInput(attrs=DIGITS))


class AddPasskeyForm(AddWebAuthnForm):
    """A name, and whether the passkey alone is enough."""

    name = NameField(required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_(
            "The device then asks for your fingerprint, face or PIN. Untick this for an older "
            "security key that knows none of them."
        ),
    )
    field_order = ("name", "passwordless", "credential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A name that is made up here would stay, and say nothing.
        self.initial["name"] = ""


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name."""

    name = NameField(required=True)
