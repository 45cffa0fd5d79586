"""The questions about a company: every field once, worded for the country that is asked about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.company import addresses, countries, tax_registers
from tenants.form_fields import CHOOSE, EmailField, LineField, PhoneField, WebsiteField
from tenants.models import EntityType, Vertical

# Exchanges by the names of the carrier's 10DLC brand form.
EXCHANGES = (
    "NASDAQ NYSE AMEX AMX ASX B3 BME BSE FRA ICEX JPX JSE KRX LON NSE OMX SEHK SGX SSE STO SWX "
    "SZSE TSX TWSE VSE OTHER"
)


def _with_blank(choices: Any) -> list[tuple[str, Any]]:
    return [("", "—"), *choices]


class BrandFields(forms.Form):
    """All questions, in the order of the one-page form."""

    legal_name = LineField(
        label=gettext_lazy("Legal name"),
        max_length=100,
        autocomplete="organization",
        help_text=gettext_lazy(
            "Exactly as on the letter of the tax office, with its commas and full stops: "
            "Maple Dental, LLC"
        ),
    )
    entity_type = forms.ChoiceField(
        label=gettext_lazy("Kind of organization"),
        choices=_with_blank(EntityType.choices),
        widget=forms.Select(attrs={"class": "w-30"}),
        error_messages=CHOOSE,
    )
    tax_id_country = forms.ChoiceField(
        label=gettext_lazy("Country where the business is registered"),
        choices=countries.choices,
        initial=countries.HOME,
        widget=forms.Select(attrs={"class": "w-30"}),
        error_messages=CHOOSE,
    )
    tax_id = LineField(label=gettext_lazy("Tax number"), max_length=30, width="w-20")
    tax_id_confirmed = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "I have compared it with the official document; it is right as it stands"
        ),
    )
    stock_symbol = LineField(
        label=gettext_lazy("Stock symbol"), max_length=10, required=False, width="w-10"
    )
    stock_exchange = forms.ChoiceField(
        label=gettext_lazy("Stock exchange"),
        choices=_with_blank((name, name) for name in EXCHANGES.split()),
        required=False,
    )
    dba_name = LineField(
        label=gettext_lazy("Brand name"),
        max_length=100,
        required=False,
        autocomplete="organization",
        help_text=gettext_lazy(
            "The name on your sign and in your texts, if it is not the legal name (DBA)."
        ),
    )
    website = WebsiteField(
        label=gettext_lazy("Website"),
        max_length=100,
        help_text=gettext_lazy("Open to everybody and showing your name: mapledental.com"),
    )
    vertical = forms.ChoiceField(
        label=gettext_lazy("Industry"),
        choices=_with_blank(Vertical.choices),
        widget=forms.Select(attrs={"class": "w-30"}),
        error_messages=CHOOSE,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=countries.choices,
        initial=countries.HOME,
        error_messages=CHOOSE,
        widget=forms.Select(attrs={"class": "w-30", "autocomplete": "country"}),
    )
    street = LineField(
        label=gettext_lazy("Street and number"), max_length=100, autocomplete="street-address"
    )
    city = LineField(label=gettext_lazy("City"), max_length=100, autocomplete="address-level2")
    state = LineField(
        label=gettext_lazy("State or region"),
        max_length=50,
        width="w-20",
        autocomplete="address-level1",
    )
    postal_code = LineField(
        label=gettext_lazy("Postal code"), max_length=20, width="w-10", autocomplete="postal-code"
    )
    support_email = EmailField(
        label=gettext_lazy("Support e-mail"),
        max_length=100,
        help_text=gettext_lazy("At your own domain: care@mapledental.com"),
    )
    support_phone = PhoneField(
        label=gettext_lazy("Support phone"),
        help_text=gettext_lazy("With the country code if it is another country's: (206) 555-0100"),
    )
    contact_first_name = LineField(
        label=gettext_lazy("Contact’s first name"),
        max_length=50,
        width="w-20",
        autocomplete="given-name",
    )
    contact_last_name = LineField(
        label=gettext_lazy("Contact’s last name"),
        max_length=50,
        width="w-20",
        autocomplete="family-name",
    )
    contact_email = EmailField(
        label=gettext_lazy("Contact’s e-mail"),
        max_length=100,
        help_text=gettext_lazy("A person's own address; the carriers' check is mailed to it."),
    )


def word_tax_id(field: forms.Field, country: str) -> None:
    """Call the number what its country calls it, with an example."""
    register = tax_registers.register_of(country)
    field.label = str(register.label)
    if not register.example:
        field.help_text = _("As in the official register. Blanks and dashes do not matter.")
        return
    field.help_text = _("Such as %(example)s. Blanks and dashes do not matter.") % {
        "example": register.example
    }
    if country == "CA":
        field.help_text += " " + _("Not the business number (BN), which is looked up elsewhere.")


def word_address(fields: dict[str, forms.Field], country: str, *, choose_region: bool) -> None:
    """Call the parts of an address what their country calls them, and offer its regions.

    The one-page form keeps a line for the region, since its country may be changed on the same
    page; the guided step, which knows the country, offers a choice.
    """
    parts = addresses.parts(country)
    fields["city"].label = str(parts.city_label)
    fields["state"].label = str(parts.region_label)
    fields["postal_code"].label = str(parts.postal_label)
    if parts.postal_example:
        fields["postal_code"].help_text = _("Such as %(example)s.") % {
            "example": parts.postal_example
        }
    if not parts.has_postal_code:
        fields["postal_code"].help_text = _(
            "Carriers ask for one everywhere; where there are none they are given %(code)s."
        ) % {"code": addresses.NO_POSTAL_CODE}
    if not parts.has_region:
        fields["state"].help_text = _(
            "The county, province or region. The post does not need it, but carriers ask for it."
        )
    if parts.regions and choose_region:
        fields["state"] = forms.ChoiceField(
            label=str(parts.region_label),
            choices=_with_blank(parts.regions),
            widget=forms.Select(attrs={"class": "w-30", "autocomplete": "address-level1"}),
            error_messages=CHOOSE,
        )
    elif parts.regions:
        stored, name = parts.regions[0]
        fields["state"].help_text = _("Such as %(example)s.") % {
            "example": stored if stored == name else f"{stored} ({name})"
        }
