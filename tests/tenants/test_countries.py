"""Countries: named in the reader's language, the US first."""

from django.utils import translation

from tenants.company import countries


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
