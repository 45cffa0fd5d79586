"""Reads telephone numbers as people write them, by the plans of phonenumbers. Pure."""

import phonenumbers


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
