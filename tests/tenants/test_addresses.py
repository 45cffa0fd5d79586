"""Addresses by country: the words for their parts, their regions, and what fits together."""

import pytest

from tenants.company import addresses


@pytest.mark.parametrize(
    ("country", "region", "city", "postal"),
    [
        ("US", "State", "City", "ZIP code"),
        ("CA", "Province", "City", "Postal code"),
        ("GB", "State or region", "Post town", "Postal code"),
        ("IE", "County", "City", "Eircode"),
        ("IN", "State", "City", "PIN code"),
        ("AU", "State", "Suburb or town", "Postal code"),
        ("JP", "Prefecture", "City", "Postal code"),
        ("XX", "State or region", "City", "Postal code"),
        ("", "State or region", "City", "Postal code"),
    ],
)
def test_the_parts_are_called_as_in_their_country(
    country: str, region: str, city: str, postal: str
) -> None:
    parts = addresses.parts(country)
    assert (parts.region_label, parts.city_label, parts.postal_label) == (region, city, postal)


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("WA", "US", "WA"),
        ("wa", "US", "WA"),
        (" washington ", "US", "WA"),
        ("D.C.", "US", "DC"),
        ("Ontario", "US", ""),
        ("", "US", ""),
        ("british columbia", "CA", "BC"),
        ("Québec", "CA", "QC"),
        ("東京都", "JP", "Tokyo"),
        ("tokyo", "JP", "Tokyo"),
        ("Kent", "GB", "Kent"),
        ("Anything", "XX", "Anything"),
    ],
)
def test_a_region_is_read_by_code_or_name(written: str, country: str, stored: str) -> None:
    assert addresses.region(written, country=country) == stored


def test_each_region_is_offered_once_and_in_latin_letters() -> None:
    for country, count in (("US", 62), ("CA", 13), ("JP", 47)):
        regions = addresses.parts(country).regions
        assert len(regions) == len({stored for stored, _name in regions}) == count
        assert all(stored.isascii() for stored, _name in regions)


@pytest.mark.parametrize(
    ("code", "country", "region", "sentence"),
    [
        ("98109", "US", "WA", ""),
        ("98109-1234", "US", "WA", ""),
        ("9810", "US", "WA", "Enter a postal code like 95014."),
        ("78701", "US", "WA", "This postal code is not in Washington. Check both."),
        ("V6B 1A1", "CA", "BC", ""),
        ("V6B1A1", "CA", "BC", ""),
        ("V6B 1A1", "CA", "ON", "This postal code is not in Ontario. Check both."),
        ("12345", "CA", "BC", "Enter a postal code like H3Z 2Y7."),
        ("SW1A 1AA", "GB", "London", ""),
        ("75001", "FR", "Île-de-France", ""),
        ("00000", "HK", "Kowloon", ""),
        ("WHATEVER", "XX", "", ""),
    ],
)
def test_a_postal_code_is_compared_with_country_and_region(
    code: str, country: str, region: str, sentence: str
) -> None:
    assert addresses.postal_error(code, country=country, region=region) == sentence


def test_a_region_that_does_not_exist_gets_an_example() -> None:
    sentence = "There is no such region in this country. Write it like AL (Alabama)."
    assert addresses.region_error("Ontario", country="US") == sentence
    assert addresses.region_error("Washington", country="US") == ""
