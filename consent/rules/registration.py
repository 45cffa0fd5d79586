"""Rules on the data of a registration: the ISV's data in it, and one name everywhere."""

from collections.abc import Iterator, Mapping

from consent import names, phones
from consent.rules.base import Context, Finding, Rule, TextKind, declare
from consent.rules.isv import BusinessFacts, IsvIdentity
from consent.rules.subject import Subject
from tenants.domains import FREE_MAIL, registrable_domain

REGISTRATION = frozenset({TextKind.REGISTRATION})

ISV_INFO_DETECTED = declare(
    Rule(
        id="ISV-INFO-DETECTED",
        title="End-business fields must not hold the ISV's data",
        problem="This is the software vendor's own data, not the end business's.",
        fix="Enter the details of the business that sends the messages.",
        kinds=REGISTRATION,
        prevents=("BrandIdentifiedAsResellerOrIvr", "1005", "547"),
        source="AWS: registrations need the end business's information, not the ISV's",
    )
)

BRAND_NAME_CONSISTENT = declare(
    Rule(
        id="BRAND-NAME-CONSISTENT",
        title="One name everywhere",
        problem="The texts do not all name the same business.",
        fix="Use the same name, or declare the DBA.",
        kinds=REGISTRATION,
        prevents=("603", "BrandCampaignMismatch"),
        source="US carriers compare brand, website, call to action and samples",
    )
)


def isv_findings(isv: IsvIdentity, business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield a finding for each field of the business that carries the ISV's identity.

    Names are compared without case, punctuation and legal suffixes, addresses by the domain
    somebody owns, telephones in E.164. Nothing is reported once it was decided and recorded
    that the ISV itself is the sender.
    """
    if business.is_isv:
        return
    for field, value, what in _matches(isv, business):
        yield ISV_INFO_DETECTED.finding(
            TextKind.REGISTRATION,
            context,
            field=field,
            message=f"{value} is the software vendor's {what}, not the end business's.",
        )


def _matches(isv: IsvIdentity, business: BusinessFacts) -> Iterator[tuple[str, str, str]]:
    """Yield (dotted field, value, what it is) for every equality."""
    for field, value in (("brand.legal_name", business.legal_name), ("brand.dba", business.dba)):
        if any(names.same(value, name) for name in isv.names):
            yield field, value, "name"
    tax_ids = {_bare(tax_id) for tax_id in isv.tax_ids}
    if _bare(business.tax_id) and _bare(business.tax_id) in tax_ids:
        yield "brand.tax_id", business.tax_id, "tax id"
    domains = _isv_domains(isv)
    if business.website and registrable_domain(business.website) in domains:
        yield "brand.website", business.website, "website"
    addresses = {email.strip().casefold() for email in isv.emails}
    for field, value in (
        ("brand.support_email", business.support_email),
        ("brand.contact_email", business.contact_email),
    ):
        owned = "@" in value and registrable_domain(value) in domains
        if owned or (value and value.strip().casefold() in addresses):
            yield field, value, "e-mail address"
    numbers = {phones.e164(number) for number in isv.phones} - {""}
    region = business.country or "US"
    for field, value in (
        ("brand.support_phone", business.support_phone),
        ("brand.contact_phone", business.contact_phone),
    ):
        if value and phones.e164(value, region=region) in numbers:
            yield field, value, "telephone number"


def _isv_domains(isv: IsvIdentity) -> frozenset[str]:
    """Return the domains that only the ISV owns."""
    owned = {registrable_domain(domain) for domain in isv.domains}
    owned |= {registrable_domain(email) for email in isv.emails if "@" in email}
    return frozenset(owned - FREE_MAIL - {""})


def _bare(tax_id: str) -> str:
    """Return a tax id without the punctuation it is written with."""
    return "".join(c for c in tax_id.casefold() if c.isalnum())


def isv_named_alone(subject: Subject, isv: IsvIdentity) -> bool:
    """Return whether a text names the ISV but not the business that sends the messages."""
    if subject.brand_spans or not isv.names:
        return False
    other = Subject(subject.kind, subject.original, Context(brand_names=isv.names))
    return bool(other.brand_spans)


def name_findings(texts: Mapping[str, tuple[str, str]], context: Context) -> Iterator[Finding]:
    """Yield findings for texts without the sender's name, or with the ISV's in its place.

    `texts` maps a dotted field to (kind, text).
    """
    subjects = {f: Subject(kind, text, context) for f, (kind, text) in texts.items()}
    for field, subject in subjects.items():
        if context.isv is not None and isv_named_alone(subject, context.isv):
            yield ISV_INFO_DETECTED.finding(
                TextKind.REGISTRATION,
                context,
                field=field,
                message="This text names the software vendor, not the business that sends the "
                "messages.",
            )
    named = any(subject.brand_spans for subject in subjects.values())
    for field, subject in subjects.items():
        if named and not subject.names_brand:
            yield BRAND_NAME_CONSISTENT.finding(
                TextKind.REGISTRATION,
                context,
                field=field,
                message="This text does not carry the name that the other texts carry.",
            )
