"""The form of the company details, checked for what gets registrations refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import brands, countries, tax_ids
from tenants.errors import InvalidInput
from tenants.form_fields import CHOOSE, EmailField, LineField, PhoneField, WebsiteField, e164
from tenants.models import Brand, EntityType, Vertical

# Exchanges by the names of the carrier's 10DLC brand form.
EXCHANGES = (
    "NASDAQ NYSE AMEX AMX ASX B3 BME BSE FRA ICEX JPX JSE KRX LON NSE OMX SEHK SGX SSE STO SWX "
    "SZSE TSX TWSE VSE OTHER"
)


def _with_blank(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", "—"), *choices]


class BrandForm(forms.Form):
    """Company details, checked for what gets registrations refused."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
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
        label=gettext_lazy("Country of the tax number"),
        choices=countries.choices,
        initial=countries.HOME,
        widget=forms.Select(attrs={"class": "w-30"}),
        error_messages=CHOOSE,
    )
    tax_id = LineField(
        label=gettext_lazy("Tax number"),
        max_length=30,
        width="w-20",
        help_text=gettext_lazy(
            "In the US the EIN, such as 12-3456789. In Canada the corporation number. Elsewhere "
            "the tax or company number. Blanks and dashes do not matter."
        ),
    )
    stock_symbol = LineField(
        label=gettext_lazy("Stock symbol"), max_length=10, required=False, width="w-10"
    )
    stock_exchange = forms.ChoiceField(
        label=gettext_lazy("Stock exchange"),
        choices=_with_blank([(name, name) for name in EXCHANGES.split()]),
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
        help_text=gettext_lazy("In the US, such as WA."),
    )
    postal_code = LineField(
        label=gettext_lazy("Postal code"),
        max_length=20,
        width="w-10",
        autocomplete="postal-code",
        help_text=gettext_lazy("In the US, such as 98109."),
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

    def __init__(self, data: Any = None, *, saved: Brand | None, **kwargs: Any) -> None:
        """Show what is saved, the tax number by its end only."""
        self.saved = saved
        if saved is not None:
            kwargs["initial"] = {name: getattr(saved, name) for name in brands.FIELDS}
            kwargs["initial"]["tax_id"] = saved.masked_tax_id
        kwargs.setdefault("initial", {})["revision"] = saved.revision if saved else 0
        super().__init__(data, **kwargs)

    def clean_tax_id(self) -> str:
        """Keep the saved number when its masked form came back; `clean` checks every number."""
        written: str = self.cleaned_data["tax_id"]
        if self.saved is not None and written == self.saved.masked_tax_id:
            return self.saved.tax_id
        if "•" in written:
            raise ValidationError(_("To change the tax number, enter all of it."))
        return written

    def clean(self) -> dict[str, Any]:
        """Check what depends on the countries and on the kind of organization."""
        data = self.cleaned_data
        self._clean_tax_id(data)
        self._clean_entity_type(data)
        self._clean_stock(data)
        self._clean_address(data)
        if data.get("support_phone") and data.get("country"):
            try:
                data["support_phone"] = e164(data["support_phone"], region=data["country"])
            except ValidationError as error:
                self.add_error("support_phone", error)
        return data

    def values(self) -> dict[str, str]:
        """Return the checked details as `save_brand` takes them."""
        return {name: self.cleaned_data[name] for name in brands.FIELDS}

    def _clean_tax_id(self, data: dict[str, Any]) -> None:
        if not data.get("tax_id") or not data.get("tax_id_country"):
            return
        try:
            data["tax_id"] = tax_ids.normalize(data["tax_id"], country=data["tax_id_country"])
        except InvalidInput as error:
            self.add_error("tax_id", error.message)

    def _clean_entity_type(self, data: dict[str, Any]) -> None:
        """Carriers take bodies abroad as private companies only, unless they are listed."""
        american_only = (EntityType.NON_PROFIT, EntityType.GOVERNMENT)
        if data.get("entity_type") in american_only and data.get("tax_id_country", "US") != "US":
            self.add_error(
                "entity_type",
                _("Carriers know this kind in the United States only. Choose “Private company”."),
            )

    def _clean_stock(self, data: dict[str, Any]) -> None:
        """Sending a stock symbol for any other kind gets the registration denied."""
        if data.get("entity_type") != EntityType.PUBLIC_PROFIT:
            data["stock_symbol"] = data["stock_exchange"] = ""
            return
        for name in ("stock_symbol", "stock_exchange"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("A listed company needs this."))
        data["stock_symbol"] = data.get("stock_symbol", "").upper()

    def _clean_address(self, data: dict[str, Any]) -> None:
        country = data.get("country", "")
        if country == "US" and data.get("state"):
            data["state"] = countries.us_state(data["state"])
            if not data["state"]:
                self.add_error("state", _("Enter a US state, such as WA or Washington."))
        if country and data.get("postal_code"):
            data["postal_code"] = data["postal_code"].upper()
            example = countries.postal_example(data["postal_code"], country=country)
            if example:
                self.add_error(
                    "postal_code",
                    _("Enter a postal code like %(example)s.") % {"example": example},
                )
