"""Tax numbers: is this one, how is it stored, and what looks doubtful about it.

The forms of the numbers are python-stdnum's. Only US numbers are refused for their form: carriers
check them against the tax office, while for other countries they take several registers' numbers,
not all of which the library knows, so there the member is warned and decides.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError
from stdnum.us import ein
from stdnum.util import clean

from tenants.errors import InvalidInput

# The carrier's form takes at most 21 characters; none of the known numbers has fewer than 5.
SHORTEST, LONGEST = 5, 21
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")
# The registers that carriers take, by the library's names for them.
_REGISTERS = ("businessid", "vat", "tin", "siren", "siret", "acn")
# Registers that the library does not know: the British one of companies.
_FORMS = {"GB": re.compile(r"[A-Z]{2}\d{6}|\d{8}")}


def normalize(written: str, *, country: str) -> str:
    """Return a tax number as it is stored: no blanks or separators, letters in capitals.

    Raises InvalidInput with a sentence for the member. US numbers become nine digits, since the
    carrier refuses a dash.
    """
    if country == "US":
        return _us(clean(written, " ").strip())
    number = clean(written, " -./").upper()
    if not re.fullmatch(rf"[A-Z0-9]{{{SHORTEST},{LONGEST}}}", number):
        raise InvalidInput(
            _("A tax number has %(shortest)d to %(longest)d letters and digits.")
            % {"shortest": SHORTEST, "longest": LONGEST},
            code="tax_id_invalid",
        )
    return number


def _us(written: str) -> str:
    """Check an EIN as the tax office writes it, and say what exactly is wrong."""
    if _SOCIAL_SECURITY.fullmatch(written):
        problem = _("This is written like a social security number. Enter the EIN of the business.")
    elif not re.fullmatch(r"\d{2}-?\d{7}", written):
        problem = _("An EIN has nine digits, such as 12-3456789.")
    elif len(set(written.replace("-", ""))) == 1 or not ein.is_valid(written):
        problem = _("No EIN begins like this. Copy it from the letter of the tax office.")
    else:
        return written.replace("-", "")
    raise InvalidInput(problem, code="tax_id_invalid")


def doubt(number: str, *, country: str) -> str:
    """Return a sentence when a stored number of another country looks wrong, else ''."""
    if country == "US":
        return ""
    if country == "CA":
        # Carriers look Canadian companies up by the corporation number.
        return (
            _(
                "This looks like a business number (BN). Canadian companies are looked up by their "
                "corporation number."
            )
            if _fits(number, "CA", "vat")
            else ""
        )
    form = _FORMS.get(country)
    if form and form.fullmatch(number):
        return ""
    known = [name for name in _REGISTERS if get_cc_module(country, name)]
    if not known or any(_fits(number, country, name) for name in known):
        return ""
    return _("This does not have the form of a tax or company number of its country.")


def _fits(number: str, country: str, register: str) -> bool:
    """Does a country's register write its numbers like this?"""
    module = get_cc_module(country, register)
    validate: Callable[[str], str] | None = getattr(module, "validate", None)
    if validate is None:
        return False
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def mask(number: str) -> str:
    """Hide all but the last three characters."""
    return "•" * max(len(number) - 3, 0) + number[-3:]
