"""Forms of the program pages: they read what was typed; the verbs decide whether it is right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class VerbForm(forms.Form):
    """A form whose verb may refuse it."""

    def refuse(self, error: DomainError) -> None:
        """Show a verb's refusal at the fields that it names, else above the form."""
        at = {name: message for name, message in error.fields.items() if name in self.fields}
        for name, message in at.items():
            self.add_error(name, message)
        if not at:
            self.add_error(None, error.message)


class EvidenceForm(VerbForm):
    """A screenshot and what it shows."""

    picture = forms.FileField(
        label=_("Screenshot"),
        help_text=_("PNG, JPEG or WebP, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("The file is empty. Take the screenshot again."),
        },
    )
    caption = forms.CharField(
        label=_("Where is this, and what does it show?"),
        help_text=_("Such as: Checkout page of our shop, with the box before it is ticked."),
        max_length=200,
        error_messages={"required": _("Say where this is and what it shows.")},
    )
    is_free_of_personal_data = forms.BooleanField(
        label=_("No customer's personal data can be seen in it"),
        help_text=_("Anyone with the link can open the picture."),
        error_messages={"required": _("Check the picture for personal data first.")},
    )
