"""allauth's hooks about the second step, in our words and under our rules."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext, gettext_lazy

from tenants.adapters import EncryptedMFAAdapter
from tenants.isv import white_label
from tenants.sign_in import second_step


class SecondStepAdapter(EncryptedMFAAdapter):
    """Keeps the last second step of whoever must have one, and names things."""

    error_messages = {
        **EncryptedMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not match. Try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "You must sign in with a second step, and this is your last one. Set another up first."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second step of whoever must have one."""
        return not second_step.is_last_of_a_must(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Name a passkey that got no name by its number."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the portal in the browser's own window."""
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": white_label.current().name,
        }
