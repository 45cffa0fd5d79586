"""What is allowed in company details but often gets a registration refused. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberType

from tenants import domains
from tenants.company import name_diff, tax_ids
from tenants.models import Brand, EntityType

_POST_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b|\bpost(?:al)? box\b|\bpostfach\b", re.IGNORECASE)
# North American numbers set aside for films and examples; carriers know them.
_FICTIONAL = re.compile(r"\+1\d{3}55501\d\d")
_UNUSUAL_IN_A_NAME = re.compile(r"[^\w\s&,.'’()/-]")
# Calls to these cost more than an ordinary call, or reach no person.
_COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PAGER)


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again; shaped like a finding of the pre-flight check."""

    rule: str
    field: str
    message: str
    fix: str
    severity: str = "WARNING"
    pieces: tuple[name_diff.Piece, ...] = ()  # Two names, letter by letter.

    @property
    def url(self) -> str:
        """The place of the field on the page; empty for those who cannot edit it."""
        return self.field and f"#id_{self.field}"


def doubts(brand: Brand, names: Mapping[str, str] | None = None) -> list[Doubt]:
    """Return what a member should look at again before handing a registration in.

    `names` are those that the business has elsewhere, by what that place is called in a sentence.
    """
    return [
        *_name(brand),
        *_consistent(brand, {**(names or {}), _("the brand name"): brand.dba_name}),
        *_tax_id(brand),
        *_address(brand),
        *_website(brand),
        *_contacts(brand),
    ]


def _name(brand: Brand) -> Iterator[Doubt]:
    rule, field = "BRAND-EIN-MISMATCH", "legal_name"
    odd = "".join(sorted(set(_UNUSUAL_IN_A_NAME.findall(brand.legal_name))))
    if odd:
        yield Doubt(
            rule,
            field,
            _("The legal name has signs that tax records rarely have: %(signs)s") % {"signs": odd},
            _("Copy the name letter by letter from the letter of the tax office."),
        )
    private = brand.entity_type in (EntityType.PRIVATE_PROFIT, EntityType.PUBLIC_PROFIT)
    if private and not name_diff.COMPANY_ENDING.search(brand.legal_name):
        yield Doubt(
            rule,
            field,
            _("The legal name has no ending such as LLC or Inc."),
            _("If the letter of the tax office has one, add it, with its commas and full stops."),
        )


def _consistent(brand: Brand, names: Mapping[str, str]) -> Iterator[Doubt]:
    """Point out names that are meant as one but differ in a letter or a comma."""
    told = set()
    for place, name in names.items():
        pieces = name_diff.difference(brand.legal_name, name)
        if not pieces or name in told:
            continue
        told.add(name)
        differing = name_diff.in_words(pieces, first=_("the legal name"), second=place)
        yield Doubt(
            "BRAND-NAME-CONSISTENT",
            "legal_name",
            _("The legal name and %(place)s are almost the same. %(differing)s")
            % {"place": place, "differing": differing},
            _("If both are meant to be the same, write them in the same way."),
            pieces=pieces,
        )


def _tax_id(brand: Brand) -> Iterator[Doubt]:
    sentence = tax_ids.doubt(brand.tax_id, country=brand.tax_id_country)
    if sentence:
        yield Doubt(
            "BRAND-EIN-FORMAT",
            "tax_id",
            sentence,
            _("Compare it with the letter of the tax office or the register of companies."),
        )


def _address(brand: Brand) -> Iterator[Doubt]:
    if _POST_BOX.search(brand.street):
        yield Doubt(
            "BRAND-ADDRESS",
            "street",
            _("A post box is not where a business is."),
            _("Enter the registered street address."),
        )


def _website(brand: Brand) -> Iterator[Doubt]:
    if brand.website.startswith("http://"):
        yield Doubt(
            "WEBSITE-REACHABLE",
            "website",
            _("The website is given without encryption (http)."),
            _("Give its https address; reviewers' browsers warn about the other."),
        )


def _contacts(brand: Brand) -> Iterator[Doubt]:
    for field in ("support_email", "contact_email"):
        yield from _email(brand, field)
    if _FICTIONAL.fullmatch(brand.support_phone):
        yield Doubt(
            "BRAND-PHONE",
            "support_phone",
            _("Numbers with 555-01 are set aside for examples and reach nobody."),
            _("Enter the phone number at which your customers reach you."),
        )
    elif phonenumbers.number_type(phonenumbers.parse(brand.support_phone)) in _COSTLY:
        yield Doubt(
            "BRAND-PHONE",
            "support_phone",
            _("Calling this number costs more than an ordinary call."),
            _("Enter an ordinary number; people must be able to ask for help at no extra cost."),
        )


def _email(brand: Brand, field: str) -> Iterator[Doubt]:
    email, own = getattr(brand, field), domains.registrable_domain(brand.website)
    fix = _("Use an address at %(domain)s.") % {"domain": own}
    if domains.is_free_mail(email):
        sentence = _(
            "%(email)s is at a public mail provider, where anybody can have an address; "
            "carriers refuse it for toll-free numbers."
        )
        yield Doubt("EMAIL-DOMAIN-MISMATCH", field, sentence % {"email": email}, fix)
    elif domains.registrable_domain(email) != own:
        sentence = _("%(email)s is at another domain than your website.")
        yield Doubt("EMAIL-DOMAIN-MISMATCH", field, sentence % {"email": email}, fix)
