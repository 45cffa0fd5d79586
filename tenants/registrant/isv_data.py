"""Finds the ISV's own data in an end business's company details, equal or merely alike. Pure.

Registrations that carry the platform's data instead of the end business's are refused by the
reviewers of every number type. What is equal once written alike is EXACT; what a slip of the pen
or a disguise could have made of it is NEAR. Two businesses that share a common word are neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tenants import names
from tenants.domains import FREE_MAIL, registrable_domain
from tenants.phones import e164
from tenants.registrant import likeness


class How(StrEnum):
    """How much a value is the ISV's."""

    EXACT = "exact"
    NEAR = "near"


@dataclass(frozen=True)
class IsvIdentity:
    """The identity of the ISV that runs the portal, which no end business may carry."""

    names: tuple[str, ...] = ()
    tax_ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Registrable domains, such as "isv.example"; subdomains count as the same."""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class BusinessDetails:
    """What the end business entered about itself; empty strings where it entered nothing."""

    legal_name: str = ""
    dba_name: str = ""
    tax_id: str = ""
    country: str = "US"
    website: str = ""
    support_email: str = ""
    support_phone: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Match:
    """One value of the end business that is, or looks like, the ISV's."""

    field: str
    """Name of the field in the company details."""
    value: str
    theirs: str
    """The ISV's value that it was compared with."""
    how: How


def find_matches(isv: IsvIdentity, business: BusinessDetails) -> list[Match]:
    """Return at most one match for each field, in the order of the company details."""
    return [
        *_of(_NAMES, business, isv.names, _name),
        *_of(("tax_id",), business, isv.tax_ids, _tax_id),
        *_of(("website",), business, _own_domains(isv), _website),
        *_of(_EMAILS, business, (*isv.emails, *_own_domains(isv)), _email),
        *_phones(isv, business),
    ]


_NAMES = ("legal_name", "dba_name")
_EMAILS = ("support_email", "contact_email")
_PHONES = ("support_phone", "contact_phone")


def _of(
    fields: tuple[str, ...],
    business: BusinessDetails,
    theirs: tuple[str, ...],
    compare: "likeness.Compare",
) -> Iterator[Match]:
    for field in fields:
        match = _best(field, getattr(business, field), theirs, compare)
        if match is not None:
            yield match


def _best(
    field: str, value: str, theirs: tuple[str, ...], compare: "likeness.Compare"
) -> Match | None:
    """Return the closest match of a value: an equal one before one that is merely alike."""
    if not value.strip():
        return None
    found = [(compare(value, other), other) for other in theirs if other.strip()]
    for how in How:
        for nearness, other in found:
            if nearness == how:
                return Match(field, value, other, how)
    return None


def _name(mine: str, theirs: str) -> str:
    if names.same(mine, theirs):
        return How.EXACT
    return How.NEAR if likeness.names_alike(mine, theirs) else ""


def _tax_id(mine: str, theirs: str) -> str:
    one, other = likeness.bare(mine), likeness.bare(theirs)
    if one and likeness.without_country(one) == likeness.without_country(other):
        return How.EXACT
    return How.NEAR if likeness.one_slip(one, other, least=8) else ""


def _website(mine: str, theirs: str) -> str:
    own = registrable_domain(mine)
    if own and own == theirs:
        return How.EXACT
    return How.NEAR if likeness.domains_alike(own, theirs) else ""


def _email(mine: str, theirs: str) -> str:
    """Compare an address with one of the ISV's, or with a domain of the ISV's."""
    if "@" not in mine:
        return ""
    if "@" not in theirs:
        return _website(mine, theirs)
    if mine.strip().casefold() == theirs.strip().casefold():
        return How.EXACT
    return How.NEAR if likeness.mailboxes_alike(mine, theirs) else ""


def _phones(isv: IsvIdentity, business: BusinessDetails) -> Iterator[Match]:
    """Compare numbers in E.164, those of the business read as of its country."""
    theirs = tuple(filter(None, (e164(number) for number in isv.phones)))

    def compare(mine: str, other: str) -> str:
        number = e164(mine, region=business.country or "US")
        if number == other:
            return How.EXACT
        return How.NEAR if likeness.one_slip(number, other, least=9) else ""

    yield from _of(_PHONES, business, theirs, compare)


def _own_domains(isv: IsvIdentity) -> tuple[str, ...]:
    """Return the domains that only the ISV owns."""
    owned = [registrable_domain(domain) for domain in isv.domains]
    owned += [registrable_domain(email) for email in isv.emails if "@" in email]
    return tuple(dict.fromkeys(each for each in owned if each and each not in FREE_MAIL))
