"""Shows telephone numbers, with the numbering plans of the phonenumbers library."""

from functools import lru_cache

import phonenumbers

from tenants.phones import e164

__all__ = ["e164", "national"]


# A page shows the same few numbers in text after text, and each costs a tenth of a millisecond.
@lru_cache(maxsize=1024)
def national(number: str) -> str:
    """Return an E.164 number as people of its country write it; other input comes back as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
