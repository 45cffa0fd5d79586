"""Reads phone numbers that people and apps hand in."""

import phonenumbers


def read_number(text: str, *, region: str | None = None) -> str:
    """Return the number in E.164, or an empty string where it cannot be a telephone number.

    Without a region only the international form is read. An extension cannot be texted, and
    letters are more often a slip than a vanity number.
    """
    if any(character.isalpha() for character in text) or len(text) > 30:
        return ""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if parsed.extension or not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
