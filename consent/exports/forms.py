"""The question where the form of a business's own site is sent to."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

HOSTED, OWN = "hosted", "own"


class SnippetForm(forms.Form):
    """Where the form goes, and whether it brings a style along."""

    target = forms.ChoiceField(
        label=_("Where is the form sent to?"),
        choices=[
            (HOSTED, _("To the hosted form, where people confirm: it keeps the proof")),
            (OWN, _("To your own server, which then tells us over the API")),
        ],
        widget=forms.RadioSelect,
        initial=HOSTED,
    )
    action = forms.CharField(
        label=_("Address at your own server"),
        help_text=_("Such as https://www.yourbusiness.com/texts"),
        max_length=300,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    is_styled = forms.BooleanField(label=_("With a plain style"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """An own server needs an address, and a safe one: numbers are sent there."""
        found = self.cleaned_data
        if found.get("target") == OWN:
            try:
                URLValidator(schemes=["https"])(found.get("action", ""))
            except forms.ValidationError:
                self.add_error("action", _("Enter an address that begins with https://."))
        return found
