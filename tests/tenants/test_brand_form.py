"""The company details' form: what it takes, what it makes of it, and the exact sentences."""

from typing import Any

import pytest

from tenants.company.brand_form import BrandForm
from tenants.models import Brand, Tenant
from tests.builders import make_brand
from tests.tenants.brand_data import answers


def errors_of(saved: Brand | None = None, **fields: Any) -> dict[str, list[str]]:
    """The errors of a form that is right but for these fields."""
    form = BrandForm(answers(**fields), saved=saved)
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def values_of(**fields: Any) -> dict[str, str]:
    """What a right form hands to the verb."""
    form = BrandForm(answers(**fields), saved=None)
    assert form.is_valid(), form.errors
    return form.values()


def test_right_answers_become_what_is_stored() -> None:
    assert values_of() == {
        "legal_name": "Maple Dental, LLC",
        "dba_name": "",
        "entity_type": "PRIVATE_PROFIT",
        "tax_id": "911144442",
        "tax_id_country": "US",
        "stock_symbol": "",
        "stock_exchange": "",
        "street": "410 Terry Avenue North",
        "city": "Seattle",
        "state": "WA",
        "postal_code": "98109",
        "country": "US",
        "website": "https://mapledental.example",
        "vertical": "HEALTHCARE",
        "support_email": "care@mapledental.example",
        "support_phone": "+12065550100",
        "contact_first_name": "Mara",
        "contact_last_name": "Lind",
        "contact_email": "mara@mapledental.example",
    }


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("legal_name", "  Maple   Dental ", "Maple Dental"),
        ("website", "mapledental.example", "https://mapledental.example"),
        ("website", "http://mapledental.example/", "http://mapledental.example"),
        ("website", "https://MapleDental.example/about#team", "https://mapledental.example/about"),
        ("support_phone", "(206) 555-0100", "+12065550100"),
        ("support_phone", "+44 20 7183 8750", "+442071838750"),
        ("state", "washington", "WA"),
        ("stock_symbol", "MAPL", ""),
    ],
)
def test_answers_are_tidied(field: str, written: str, stored: str) -> None:
    assert values_of(**{field: written})[field] == stored


SITE = "Reviewers cannot open this address. Enter your public website."
EMAIL = "Enter an e-mail address like care@yourbusiness.com."


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("legal_name", "", "Fill this in."),
        ("legal_name", "N/A", "Enter the real answer; reviewers refuse “N/A”."),
        ("entity_type", "", "Choose one."),
        ("vertical", "", "Choose one."),
        ("tax_id", "", "Fill this in."),
        (
            "tax_id",
            "123-45-6789",
            "This is written like a social security number. Enter the EIN of the business.",
        ),
        ("tax_id", "12-34", "An EIN has nine digits, such as 12-3456789."),
        ("street", "-", "Enter the real answer; reviewers refuse “-”."),
        (
            "state",
            "Ontario",
            "There is no such region in this country. Write it like AL (Alabama).",
        ),
        ("postal_code", "78701", "This postal code is not in Washington. Check both."),
        ("postal_code", "9810", "Enter a postal code like 95014."),
        ("website", "not a site", "Enter a web address like yourbusiness.com."),
        ("website", "javascript:alert(1)", "Enter a web address like yourbusiness.com."),
        ("website", "ftp://mapledental.example", "Enter a web address that begins with https://."),
        (
            "website",
            "http://localhost:8000",
            "Leave out the password and the port; reviewers have neither.",
        ),
        ("website", "http://localhost", SITE),
        ("website", "http://169.254.169.254/latest", SITE),
        ("website", "http://[::1]/", SITE),
        ("website", "https://crm.internal", SITE),
        (
            "website",
            "https://a:b@mapledental.example",
            "Leave out the password and the port; reviewers have neither.",
        ),
        ("support_email", "", "Fill this in."),
        ("support_email", "care", EMAIL),
        ("contact_email", "mara@", EMAIL),
        ("support_phone", "", "Fill this in."),
        ("support_phone", "call us", "Enter a phone number like (206) 555-0100."),
        (
            "support_phone",
            "123",
            "There is no such phone number. Check the digits, and the country code if any.",
        ),
        (
            "support_phone",
            "(206) 555-0100 ext. 7",
            "Leave out the extension: the number must be reached directly.",
        ),
    ],
)
def test_a_wrong_answer_gets_its_sentence(field: str, written: str, sentence: str) -> None:
    assert errors_of(None, **{field: written}) == {field: [sentence]}


def test_a_listed_company_needs_its_listing() -> None:
    needed = ["A listed company needs this."]
    assert errors_of(entity_type="PUBLIC_PROFIT") == {
        "stock_symbol": needed,
        "stock_exchange": needed,
    }
    listed = {"entity_type": "PUBLIC_PROFIT", "stock_symbol": "mapl", "stock_exchange": "NYSE"}
    assert values_of(**listed)["stock_symbol"] == "MAPL"


def test_a_charity_abroad_is_told_what_carriers_call_it() -> None:
    errors = errors_of(entity_type="NON_PROFIT", tax_id_country="CA", tax_id="1234567")
    assert errors == {
        "entity_type": [
            "Carriers know this kind in the United States only. Choose “Private company”."
        ]
    }


def test_a_business_abroad_has_its_own_forms() -> None:
    abroad = {
        "tax_id_country": "CA",
        "tax_id": "1234567",
        "country": "CA",
        "state": "British Columbia",
        "postal_code": "v6b 1a1",
        "support_phone": "604 555 0100",
    }
    stored = values_of(**abroad)
    assert stored["postal_code"] == "V6B 1A1"
    assert stored["support_phone"] == "+16045550100"


def test_the_saved_tax_number_is_shown_by_its_end_and_kept(in_tenant: Tenant) -> None:
    brand = make_brand(tax_id="911144442")
    assert "911144442" not in str(BrandForm(saved=brand))
    form = BrandForm(answers(tax_id="••••••442", revision=1), saved=brand)
    assert form.is_valid(), form.errors
    assert form.values()["tax_id"] == "911144442"


def test_half_of_a_tax_number_is_refused(in_tenant: Tenant) -> None:
    errors = errors_of(make_brand(tax_id="911144442"), tax_id="••••••443")
    assert errors == {"tax_id": ["To change the tax number, enter all of it."]}


def test_a_number_of_unknown_form_needs_a_look_at_the_document() -> None:
    abroad = {"tax_id_country": "GB", "tax_id": "1234567"}
    refused = BrandForm(answers(**abroad), saved=None)
    assert refused.errors["tax_id"] == [
        "This is not written like a number of its country, such as 01234567."
    ]
    assert "tax_id_confirmed" in [field.name for field in refused.shown()]
    insisting = BrandForm(answers(**abroad, tax_id_confirmed="on"), saved=None)
    assert insisting.is_valid(), insisting.errors
    assert insisting.confirmed() == ["tax_id"]


def test_no_confirmation_helps_a_wrong_us_number() -> None:
    form = BrandForm(answers(tax_id="12-34", tax_id_confirmed="on"), saved=None)
    assert form.errors["tax_id"] == ["An EIN has nine digits, such as 12-3456789."]


def test_nothing_is_confirmed_where_nothing_is_asked() -> None:
    assert "tax_id_confirmed" not in [field.name for field in BrandForm(saved=None).shown()]


def test_a_saved_number_of_unknown_form_is_not_asked_about_again(in_tenant: Tenant) -> None:
    brand = make_brand(tax_id="1234567", tax_id_country="GB")
    same = answers(tax_id_country="GB", tax_id="••••567", revision=1)
    assert BrandForm(same, saved=brand).is_valid()
    assert not BrandForm({**same, "tax_id": "7654321"}, saved=brand).is_valid()


@pytest.mark.parametrize(
    ("field", "written"),
    [("support_email", "maple@gmail.com"), ("contact_email", "jo@other.example")],
)
def test_a_listed_company_writes_from_its_own_domain(field: str, written: str) -> None:
    listed = {"entity_type": "PUBLIC_PROFIT", "stock_symbol": "MAPL", "stock_exchange": "NYSE"}
    errors = errors_of(None, **{**listed, field: written})
    assert list(errors) == [field]
    assert errors[field][0].endswith("at its own domain only: mapledental.example.")


@pytest.mark.parametrize("symbol", ["NYSE:MAPL!", "$MAPL", "MA PL"])
def test_a_stock_symbol_stands_alone(symbol: str) -> None:
    listed = {"entity_type": "PUBLIC_PROFIT", "stock_symbol": symbol, "stock_exchange": "NYSE"}
    assert list(errors_of(None, **listed)) == ["stock_symbol"]


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("US", ("EIN", "State", "ZIP code")),
        ("GB", ("Company number (Companies House)", "State or region", "Postal code")),
        ("IE", ("CRO number or VAT number", "County", "Eircode")),
    ],
)
def test_the_labels_follow_the_country(country: str, labels: tuple[str, str, str]) -> None:
    form = BrandForm(answers(country=country, tax_id_country=country), saved=None)
    found = tuple(str(form.fields[name].label) for name in ("tax_id", "state", "postal_code"))
    assert found == labels
