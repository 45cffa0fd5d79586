"""Countries by ISO code, named in the reader's language.

The names come with the phonenumbers library, which is kept current and is needed anyway.
"""

import phonenumbers
from django.utils.translation import get_language
from phonenumbers.geodata.locale import LOCALE_DATA

HOME = "US"
# A pointer to another language's name in the library's table, which names each thing once.
_POINTER = "*"


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
