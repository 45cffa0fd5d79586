"""Forms of the staff pages."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from tenants import domains
from tenants.form_fields import e164
from tenants.models import IsvIdentity


class ReasonForm(forms.Form):
    """Why staff take a step with a business."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("Recorded in the history of the business, which its members read."),
    )


class LinesField(SimpleArrayField):
    """A list written one a line, since company names contain commas."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4, "cols": 60})
        kwargs["help_text"] = _("One a line.")
        super().__init__(forms.CharField(max_length=100), delimiter="\n", required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Drop blanks and empty lines."""
        lines = [line.strip() for line in (value or "").splitlines()]
        return list(super().clean("\n".join(line for line in lines if line)))


class IsvIdentityForm(forms.ModelForm):
    """The ISV's own names, numbers and addresses."""

    legal_names = LinesField(label=_("Legal and trade names"))
    tax_ids = LinesField(label=_("Tax numbers"))
    domains = LinesField(label=_("Domains"))
    phones = LinesField(label=_("Phone numbers"))
    emails = LinesField(label=_("E-mail addresses"))

    class Meta:
        model = IsvIdentity
        fields = ("legal_names", "tax_ids", "domains", "phones", "emails")

    def clean_domains(self) -> list[str]:
        """Keep the domain that somebody owns, however the address was written."""
        return [domains.registrable_domain(domain) for domain in self.cleaned_data["domains"]]

    def clean_phones(self) -> list[str]:
        """Keep E.164, which is how businesses' numbers are stored."""
        return [e164(phone, region="US") for phone in self.cleaned_data["phones"]]

    def clean_tax_ids(self) -> list[str]:
        """Keep letters and digits, as businesses' numbers are stored."""
        return ["".join(filter(str.isalnum, number)) for number in self.cleaned_data["tax_ids"]]
