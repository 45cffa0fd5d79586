"""The forms of the team's pages: invite, give a role, hand the business over."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tenants.form_fields import CHOOSE, EmailField
from tenants.models import Membership, Role
from tenants.permissions import ROLE_MEANINGS

# One box, in which the name stands above what it means.
WORDS = '<span><b>{}</b><br><span class="soft">{}</span></span>'


def explained_roles() -> list[tuple[str, SafeString]]:
    """Every role with what it may do."""
    return [(str(role), format_html(WORDS, role.label, ROLE_MEANINGS[role])) for role in Role]


def _role_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Role"),
        choices=explained_roles,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        **kwargs,
    )


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation can be accepted with this address only."),
        autocomplete="off",
    )
    role = _role_field()


class RoleForm(forms.Form):
    """Another role for a member."""

    role = _role_field()


class TransferForm(forms.Form):
    """Who becomes owner, and what one is afterwards."""

    heir = forms.ChoiceField(
        label=_("New owner"), error_messages=CHOOSE, widget=forms.Select(attrs={"class": "w-30"})
    )
    own_role = forms.ChoiceField(
        label=_("Your role from then on"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [
            (str(member.pk), f"{member.user.email} · {member.get_role_display()}")
            for member in members
        ]
        self._fill("heir", [("", _("Choose")), *people])
        self._fill("own_role", [each for each in explained_roles() if each[0] != Role.OWNER])

    def _fill(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices
