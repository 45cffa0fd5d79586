"""Shows and compares telephone numbers, with the numbering plans of the phonenumbers library."""

import phonenumbers


def national(number: str) -> str:
    """Return an E.164 number as people of its country write it; other input comes back as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def e164(number: str, *, region: str = "US") -> str:
    """Return a number in E.164, reading it as of `region` when it has no country code.

    Returns an empty string for what cannot be a telephone number.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
