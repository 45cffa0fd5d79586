"""allauth's forms about addresses and passwords, with labels in the portal's own words."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS = {"email": _("E-mail address"), "login": _("E-mail address")}
NEW_PASSWORD = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
}


def relabel(form: forms.BaseForm, labels: dict[str, Any]) -> None:
    """Give those of the fields that the form has these labels."""
    for name in labels.keys() & form.fields.keys():
        form.fields[name].label = labels[name]


class _Address:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, ADDRESS)  # type: ignore[arg-type]


class _NewPassword:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, NEW_PASSWORD)  # type: ignore[arg-type]


class OurLoginForm(_Address, LoginForm):
    """Address and password."""


class OurAddEmailForm(_Address, AddEmailForm):
    """One more address of an account."""


class OurResetPasswordForm(_Address, ResetPasswordForm):
    """The address that a link or code goes to."""


class OurChangePasswordForm(_NewPassword, ChangePasswordForm):
    """Another password, by whoever knows the current one."""


class OurSetPasswordForm(_NewPassword, SetPasswordForm):
    """A first password."""


class OurResetPasswordKeyForm(_NewPassword, ResetPasswordKeyForm):
    """Another password, by whoever reads the mail."""
