"""Countries and states: named in the reader's language, the US first."""

import pytest
from django.utils import translation

from tenants import countries


def test_every_country_has_a_name_and_the_us_is_first() -> None:
    found = countries.choices()
    assert found[0] == ("", "—")
    assert found[1] == ("US", "United States")
    assert len(found) > 200
    assert all(name and not name.startswith("*") for _, name in found)


def test_names_follow_the_language() -> None:
    with translation.override("fr"):
        assert countries.name("DE") == "Allemagne"
    assert countries.name("DE") == "Germany"
    assert countries.name("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("written", "code"),
    [("WA", "WA"), ("wa", "WA"), (" washington ", "WA"), ("D.C.", "DC"), ("Ontario", ""), ("", "")],
)
def test_a_us_state_is_read_by_code_or_name(written: str, code: str) -> None:
    assert countries.us_state(written) == code


@pytest.mark.parametrize(
    ("code", "country", "example"),
    [
        ("98109", "US", ""),
        ("98109-1234", "US", ""),
        ("9810", "US", "98109"),
        ("V6B 1A1", "CA", ""),
        ("V6B1A1", "CA", ""),
        ("12345", "CA", "V6B 1A1"),
        ("SW1A 1AA", "GB", ""),
        ("WHATEVER", "BS", ""),
    ],
)
def test_a_postal_code_of_another_form_gets_an_example(
    code: str, country: str, example: str
) -> None:
    assert countries.postal_example(code, country=country) == example
