"""What company details must satisfy together; one set for the guided steps and the one-page form.

Each check gets the answers known so far by the names of the brand's fields, tidies its own in
place, and yields what is wrong. An answer that is missing is passed over: the field says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants import domains
from tenants.company import addresses, tax_ids
from tenants.errors import InvalidInput
from tenants.form_fields import e164
from tenants.models import EntityType

# What a member says about a number whose form we do not know.
CONFIRMED = "tax_id_confirmed"
_SYMBOL = re.compile(r"[A-Z0-9]{1,8}(?:[.-][A-Z0-9]{1,4})?")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer, in a sentence for the member."""

    field: str
    message: str
    confirmable: bool = False  # A member may insist, after comparing with the document.


def settle(values: dict[str, str], *, saved_tax_id: tuple[str, str] = ("", "")) -> list[Problem]:
    """Tidy answers in place and return what is wrong with them.

    `saved_tax_id` is the number and country that were accepted before; they are not asked about
    again while both stay.
    """
    return [
        *_entity_type(values),
        *_tax_id(values, saved_tax_id),
        *_listing(values),
        *_address(values),
        *_phone(values),
        *_emails(values),
    ]


def _entity_type(values: dict[str, str]) -> Iterator[Problem]:
    """Carriers take bodies abroad as private companies only, unless they are listed."""
    american_only = (EntityType.NON_PROFIT, EntityType.GOVERNMENT)
    abroad = values.get("tax_id_country") not in ("US", "", None)
    if values.get("entity_type") in american_only and abroad:
        yield Problem(
            "entity_type",
            _("Carriers know this kind in the United States only. Choose “Private company”."),
        )


def _tax_id(values: dict[str, str], saved: tuple[str, str]) -> Iterator[Problem]:
    number, country = values.get("tax_id", ""), values.get("tax_id_country", "")
    if not number or not country:
        return
    try:
        values["tax_id"] = tax_ids.normalize(number, country=country)
    except InvalidInput as error:
        yield Problem("tax_id", error.message)
        return
    doubt = tax_ids.doubt(values["tax_id"], country=country)
    if doubt and not values.get(CONFIRMED) and (values["tax_id"], country) != saved:
        yield Problem("tax_id", doubt, confirmable=True)


def _listing(values: dict[str, str]) -> Iterator[Problem]:
    """Sending a stock symbol for any other kind gets the registration denied."""
    if values.get("entity_type") != EntityType.PUBLIC_PROFIT:
        values["stock_symbol"] = values["stock_exchange"] = ""
        return
    for name in ("stock_symbol", "stock_exchange"):
        if not values.get(name):
            yield Problem(name, _("A listed company needs this."))
    values["stock_symbol"] = values.get("stock_symbol", "").upper()
    if values["stock_symbol"] and not _SYMBOL.fullmatch(values["stock_symbol"]):
        yield Problem(
            "stock_symbol",
            _("Enter the symbol alone, in letters and digits, such as ACME or BRK.B."),
        )


def _address(values: dict[str, str]) -> Iterator[Problem]:
    country, region = values.get("country", ""), values.get("state", "")
    if not country:
        return
    wrong_region = region and addresses.region_error(region, country=country)
    if wrong_region:
        yield Problem("state", wrong_region)
        region = ""
    elif region:
        values["state"] = region = addresses.region(region, country=country)
    if values.get("postal_code"):
        values["postal_code"] = values["postal_code"].upper()
        wrong = addresses.postal_error(values["postal_code"], country=country, region=region)
        if wrong:
            yield Problem("postal_code", wrong)


def _phone(values: dict[str, str]) -> Iterator[Problem]:
    country = values.get("country") or values.get("tax_id_country")
    if not values.get("support_phone") or not country:
        return
    try:
        values["support_phone"] = e164(values["support_phone"], region=country)
    except ValidationError as error:
        yield Problem("support_phone", error.messages[0])


def _emails(values: dict[str, str]) -> Iterator[Problem]:
    """A listed company proves itself by mail to an address at its own domain."""
    if values.get("entity_type") != EntityType.PUBLIC_PROFIT:
        return
    own = domains.registrable_domain(values.get("website", ""))
    for name in ("support_email", "contact_email"):
        email = values.get(name, "")
        elsewhere = own and domains.registrable_domain(email) != own
        if email and (domains.is_free_mail(email) or (name == "contact_email" and elsewhere)):
            yield Problem(
                name,
                _("Carriers take a listed company's address at its own domain only: %(domain)s.")
                % {"domain": own or _("that of the website")},
            )
