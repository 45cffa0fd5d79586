"""Tax numbers: normalised, refused with the right sentence, or doubted."""

import pytest

from tenants.company import tax_ids
from tenants.company.tax_registers import REGISTERS, Register
from tenants.errors import InvalidInput

SSN = "This is written like a social security number. Enter the EIN of the business."
NINE = "An EIN has nine digits, such as 12-3456789."
PREFIX = "No EIN begins like this. Copy it from the letter of the tax office."
LENGTH = "A tax number has 5 to 21 letters and digits."


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("12-3456789", "US", "123456789"),
        (" 12 3456789 ", "US", "123456789"),
        ("12–3456789", "US", "123456789"),
        ("911144442", "US", "911144442"),
        ("1234567", "CA", "1234567"),
        ("sc 123456", "GB", "SC123456"),
        ("732 829 320", "FR", "732829320"),
        ("DE 136.695.976", "DE", "DE136695976"),
        ("51 824 753 556", "AU", "51824753556"),
    ],
)
def test_a_number_is_stored_without_separators(written: str, country: str, stored: str) -> None:
    assert tax_ids.normalize(written, country=country) == stored


@pytest.mark.parametrize(
    ("written", "country", "sentence"),
    [
        ("123-45-6789", "US", SSN),
        ("12345678", "US", NINE),
        ("1234567890", "US", NINE),
        ("AB-1234567", "US", NINE),
        ("00-0000000", "US", PREFIX),
        ("11-1111111", "US", PREFIX),
        ("07-1144442", "US", PREFIX),
        ("1234", "CA", LENGTH),
        ("1" * 22, "DE", LENGTH),
        ("12345;DROP", "DE", LENGTH),
    ],
)
def test_what_cannot_be_one_is_refused(written: str, country: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as error:
        tax_ids.normalize(written, country=country)
    assert error.value.message == sentence


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("911144442", "US"),
        ("1234567", "CA"),
        ("12345678", "GB"),
        ("GB980780684", "GB"),
        ("732829320", "FR"),
        ("DE136695976", "DE"),
        ("51824753556", "AU"),
        ("004085616", "AU"),
        ("U12345MH2010PTC123456", "IN"),
        ("HRB12345B", "DE"),
        ("73282932000074", "FR"),
        ("SC123456", "GB"),
        ("ANYTHING1", "BS"),
    ],
)
def test_a_sound_number_is_not_doubted(number: str, country: str) -> None:
    assert tax_ids.doubt(number, country=country) == ""


@pytest.mark.parametrize(
    ("number", "country", "words"),
    [
        ("123026635RC0001", "CA", "business number (BN)"),
        ("DE136695970", "DE", "such as HRB 12345."),
        ("99999", "FR", "such as 732 829 320."),
        ("1234567", "GB", "such as 01234567."),
        ("51824753550", "AU", "such as 51 824 753 556."),
        ("U12345MH2010", "IN", "such as U12345MH2010PTC123456."),
        ("12345", "EE", "does not have the form"),
    ],
)
def test_a_number_that_looks_wrong_is_doubted(number: str, country: str, words: str) -> None:
    assert words in tax_ids.doubt(number, country=country)


@pytest.mark.parametrize(("number", "masked"), [("911144442", "••••••442"), ("12", "12")])
def test_only_the_end_is_shown(number: str, masked: str) -> None:
    assert tax_ids.mask(number) == masked


@pytest.mark.parametrize(("country", "register"), REGISTERS.items())
def test_the_example_of_every_country_has_its_own_form(country: str, register: Register) -> None:
    number = tax_ids.normalize(register.example, country=country)
    assert tax_ids.doubt(number, country=country) == ""
