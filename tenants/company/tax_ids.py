"""Tax numbers: is this one, how is it stored, and what looks doubtful about it.

US numbers are strictly refused for a wrong form, since carriers compare them with the tax office's
records. Elsewhere a number of a form that we do not know is doubted.
"""

import re

from django.utils.translation import gettext as _
from stdnum.us import ein
from stdnum.util import clean

from tenants.company import tax_registers
from tenants.errors import InvalidInput

# The carrier's form takes at most 21 characters; none of the known numbers has fewer than 5.
SHORTEST, LONGEST = 5, 21
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")


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
    """Return a sentence when a stored number has not the form of its country's, else ''.

    Forms refuse such a number until the member has compared it with the official document, since
    carriers take several registers' numbers, not all of which are known here.
    """
    if country == "CA" and tax_registers.fits(number, country="CA", module="bn"):
        # Carriers look Canadian companies up by the corporation number.
        return _(
            "This looks like a business number (BN). Canadian companies are looked up by their "
            "corporation number."
        )
    known = country != "US" and tax_registers.knows_forms(country)
    if not known or tax_registers.has_form(number, country=country):
        return ""
    register = tax_registers.register_of(country)
    if not register.example:
        return _("This does not have the form of a tax or company number of its country.")
    return _("This is not written like a number of its country, such as %(example)s.") % {
        "example": register.example
    }


def mask(number: str) -> str:
    """Hide all but the last three characters."""
    return "•" * max(len(number) - 3, 0) + number[-3:]
