"""Which number identifies a business in each country: its name, an example, and its known forms.

The forms of most numbers are python-stdnum's, named by its modules; patterns stand here only for
registers that the library does not know. Carriers take a company's number in its country's register
(in Canada that of the corporation) or its tax number.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError


@dataclass(frozen=True)
class Register:
    """What a country's businesses are identified by."""

    label: str | Promise
    example: str
    modules: tuple[str, ...] = ()
    form: re.Pattern[str] | None = None  # of the number without separators, in capitals


def _register(label: str | Promise, example: str, modules: str = "", form: str = "") -> Register:
    return Register(label, example, tuple(modules.split()), re.compile(form) if form else None)


REGISTERS = {
    "AR": _register("CUIT", "20-05536168-2", "cuit"),
    "AT": _register(
        _("Company register number or UID"), "FN 122119m", "uid vat", r"(?:FN)?\d{1,6}[A-Z]"
    ),
    "AU": _register(_("ABN or ACN"), "51 824 753 556", "abn acn"),
    "BE": _register(_("Enterprise number"), "0403.019.261", "vat"),
    "BR": _register("CNPJ", "16.727.230/0001-97", "cnpj"),
    "CA": _register(_("Corporation number"), "123456-7", form=r"[A-Z]{0,3}\d{5,10}"),
    "CH": _register("UID", "CHE-100.155.212", "uid vat"),
    "CN": _register(_("Unified social credit code"), "91110000600037341L", "uscc"),
    "DE": _register(
        _("Handelsregister number or VAT number"),
        "HRB 12345",
        "vat stnr",
        r"HR[AB]\d{1,6}[A-Z]{0,3}",
    ),
    "DK": _register("CVR", "13 58 56 28", "cvr"),
    "ES": _register("NIF", "B-58378431", "cif nif"),
    "FI": _register(_("Business ID (Y-tunnus)"), "2077474-0", "ytunnus vat"),
    "FR": _register(_("SIREN"), "732 829 320", "siren siret tva"),
    "GB": _register(
        _("Company number (Companies House)"), "01234567", "vat", r"[A-Z]{2}\d{5}[\dA-Z]|\d{8}"
    ),
    "HK": _register(_("Business registration number"), "12345678", form=r"\d{7,8}|\d{11}"),
    "IE": _register(_("CRO number or VAT number"), "123456", "vat", r"\d{5,6}"),
    "IL": _register(_("Company number"), "516179157", "hp"),
    "IN": _register(
        _("CIN, LLPIN, GSTIN or PAN"),
        "U12345MH2010PTC123456",
        "gstin pan",
        r"[LU]\d{5}[A-Z]{2}\d{4}[A-Z]{3}\d{6}|[A-Z]{3}\d{4}",
    ),
    "IT": _register(_("Partita IVA or codice fiscale"), "00743110157", "iva codicefiscale"),
    "JP": _register(_("Corporate number"), "5-8356-7825-6246", "cn"),
    "KR": _register(_("Business registration number"), "116-82-00276", "brn"),
    "MX": _register("RFC", "GODE561231GR8", "rfc"),
    "NL": _register(_("KVK number or VAT number"), "12345678", "btw", r"\d{8}"),
    "NO": _register(_("Organization number"), "988 077 917", "orgnr mva"),
    "NZ": _register(
        _("NZBN, company number or IRD number"), "9429041500870", "ird", r"\d{6,8}|9429\d{9}"
    ),
    "PL": _register(_("NIP, KRS or REGON"), "856-734-62-15", "nip regon", r"\d{10}"),
    "PT": _register("NIPC", "501 964 843", "nif"),
    "SE": _register(_("Organization number"), "123456-7897", "orgnr vat"),
    "SG": _register("UEN", "00192200M", "uen"),
    "US": _register("EIN", "12-3456789", "ein"),
    "ZA": _register(
        _("Registration number or tax number"), "2012/123456/07", "tin", r"(?:19|20)\d{2}\d{6}\d{2}"
    ),
}
# The library's own names for the numbers of businesses, tried for every other country.
_GENERAL = _register(_("Tax or company number"), "", "businessid vat tin")


def register_of(country: str) -> Register:
    """Return what identifies businesses of a country, in general words for those without a row."""
    return REGISTERS.get(country, _GENERAL)


def knows_forms(country: str) -> bool:
    """Is there any form that a number of this country could be compared with?"""
    register = register_of(country)
    return register.form is not None or any(_validator(country, m) for m in register.modules)


def has_form(number: str, *, country: str) -> bool:
    """Is a number without separators, in capitals, written like one of its country's?"""
    register = register_of(country)
    if register.form and register.form.fullmatch(number):
        return True
    return any(fits(number, country=country, module=module) for module in register.modules)


def fits(number: str, *, country: str, module: str) -> bool:
    """Does one module of the library take the number?"""
    validate = _validator(country, module)
    if validate is None:
        return False
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def _validator(country: str, module: str) -> Callable[[str], str] | None:
    found: Callable[[str], str] | None = getattr(get_cc_module(country, module), "validate", None)
    return found
