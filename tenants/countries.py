"""Countries by ISO code, named in the reader's language, and the states of the US.

The names come with the phonenumbers library, which is kept current and is needed anyway.
"""

import re

import phonenumbers
from django.utils.translation import get_language
from phonenumbers.geodata.locale import LOCALE_DATA

HOME = "US"
# A pointer to another language's name in the library's table, which names each thing once.
_POINTER = "*"

US_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "Virgin Islands",
}  # fmt: skip

# Postal codes whose form carriers check, with the example that the error shows.
_POSTAL_CODES = {
    "US": (re.compile(r"\d{5}(?:-\d{4})?"), "98109"),
    "CA": (re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"), "V6B 1A1"),
    "GB": (re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"), "SW1A 1AA"),
    "DE": (re.compile(r"\d{5}"), "10115"),
    "FR": (re.compile(r"\d{5}"), "75001"),
    "AU": (re.compile(r"\d{4}"), "2000"),
}


def name(code: str) -> str:
    """Return a country's name in the active language, else in English, else its code."""
    names = LOCALE_DATA.get(code, {})
    language = (get_language() or "en").partition("-")[0]
    found = names.get(language) or names.get("en") or code
    return names.get(found[1:], code) if found.startswith(_POINTER) else found


def choices() -> list[tuple[str, str]]:
    """Return (code, name) of every country, the US first and the others by name."""
    codes = sorted(phonenumbers.SUPPORTED_REGIONS & LOCALE_DATA.keys() - {HOME}, key=name)
    return [("", "—"), *((code, name(code)) for code in (HOME, *codes))]


def us_state(written: str) -> str:
    """Return the two-letter code of a US state written as a code or by name, else ''."""
    wanted = " ".join(written.replace(".", "").split()).casefold()
    for code, state in US_STATES.items():
        if wanted in (code.casefold(), state.casefold()):
            return code
    return ""


def postal_example(code: str, *, country: str) -> str:
    """Return an example when a postal code in capitals has not its country's form, else ''."""
    form, example = _POSTAL_CODES.get(country, (None, ""))
    return "" if form is None or form.fullmatch(code) else example
