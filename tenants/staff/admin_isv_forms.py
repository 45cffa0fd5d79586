"""The form in which staff set name, addresses, colour, logo and rules of the portal."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import pictures
from tenants.errors import DomainError
from tenants.isv import colours, logos
from tenants.models import IsvSettings

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SAVED = (
    *("name", "support_email", "sender_name", "sender_email"),
    *("accent", "open_sign_up", "requires_mfa", "two_person_review"),
)


class IsvSettingsForm(forms.ModelForm):
    """Everything is optional: an empty field leaves the environment's value."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, at most 1 MB. It is shown 32 pixels high, in place of the name, "
            "so it should contain the name. We draw it anew; nothing else of the file is kept."
        ),
    )
    removes_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    class Meta:
        model = IsvSettings
        fields = _SAVED
        help_texts = {
            "name": gettext_lazy("On every page, in mails and in people's code apps."),
            "support_email": gettext_lazy("Where people write for help."),
            "accent": gettext_lazy(
                "Links and buttons, for example #0b5cad. Dark pages use a lighter shade of it."
            ),
            "sender_email": gettext_lazy(
                "Your mail service must be allowed to send from it (SPF and DKIM), "
                "or mails end up as spam."
            ),
            "open_sign_up": gettext_lazy("No: only people with an invitation may come in."),
            "requires_mfa": gettext_lazy(
                "Everybody without one is led to set it up at their next page."
            ),
            "two_person_review": gettext_lazy(
                "The first acceptance of a filing is noted; another person’s acceptance files it."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._logo_key: str | None = None
        answers = [
            ("unknown", _("As the environment says")),
            ("true", _("Yes")),
            ("false", _("No")),
        ]
        if "open_sign_up" in self.fields:  # Whoever may only look at it gets no fields.
            self.fields["open_sign_up"].widget.choices = answers

    def clean_name(self) -> str:
        """One line, since it is also written into the headers of mails."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_sender_name(self) -> str:
        """One line, for the same reason."""
        return " ".join(self.cleaned_data["sender_name"].split())

    def clean_accent(self) -> str:
        """Refuse a colour that some people could not read, and name the nearest that they can."""
        accent = str(self.cleaned_data["accent"]).strip().lower()
        if _COLOUR.fullmatch(accent) and not colours.is_legible(accent):
            raise forms.ValidationError(
                _(
                    "White words on %(colour)s, and words of that colour on our pages, are hard "
                    "to read (contrast %(contrast).1f, at least 4.5 is needed). "
                    "The nearest colour that passes is %(nearest)s."
                ),
                params={
                    "colour": accent,
                    "contrast": colours.lowest_contrast(accent),
                    "nearest": colours.nearest_legible(accent),
                },
            )
        return accent

    def clean_logo(self) -> UploadedFile | None:
        """Draw the logo anew and keep it, so that what cannot be shown is refused here."""
        upload: UploadedFile | None = self.cleaned_data.get("logo")
        if upload is not None:
            try:
                self._logo_key = logos.keep(upload.read(pictures.MAX_LOGO_BYTES + 1))
            except DomainError as error:
                raise forms.ValidationError(error.message) from error
        return upload

    def saved_values(self) -> dict[str, Any]:
        """What the form asks to be saved, by the names of the row's columns."""
        values = {name: self.cleaned_data[name] for name in _SAVED if name in self.cleaned_data}
        if self._logo_key is not None:
            values["logo_key"] = self._logo_key
        elif self.cleaned_data.get("removes_logo"):
            values["logo_key"] = ""
        return values
