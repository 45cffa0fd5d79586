"""The form that settles what was missing on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.forms import VerbForm
from consent.looking.drift import NOTE_LENGTH


class SettleForm(VerbForm):
    """Why nothing more is to be done."""

    note = forms.CharField(
        label=_("Why is it settled?"),
        help_text=_("Such as: The words stand in the picture above the form."),
        max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs={"class": "w-30"}),
        error_messages={"required": _("Say why it is settled.")},
    )
