"""Rules on the data of a registration: the ISV's data in it, and one name everywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from consent.content import NumberType
from consent.rules.base import Context, DecidedBy, Finding, Rule, Severity, TextKind, declare
from consent.rules.company import company_findings
from consent.rules.isv import BusinessFacts, Decision, IsvIdentity
from consent.rules.live import WEBSITE_BRAND_MATCH, WEBSITE_REACHABLE
from consent.rules.subject import Subject
from tenants.domains import is_free_mail, registrable_domain
from tenants.registrant.isv_data import How, find_matches

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
        decided_by=DecidedBy.DATA,
    )
)

ISV_DECISION = declare(
    Rule(
        id="ISV-DECISION",
        title="Who is registered was decided and recorded",
        problem="Nobody has said yet whose data the registration carries.",
        fix="Answer the three questions on who is registered.",
        kinds=REGISTRATION,
        prevents=("BrandIdentifiedAsResellerOrIvr", "547"),
        source="AWS: the ISV is registered only if it alone runs the opt-in and writes the texts",
        decided_by=DecidedBy.DATA,
    )
)

EMAIL_DOMAIN_MISMATCH = declare(
    Rule(
        id="EMAIL-DOMAIN-MISMATCH",
        title="Contact e-mail is on the brand's domain",
        problem="The e-mail address is at another domain than the website.",
        fix="Use an address at your own domain.",
        severity=Severity.WARNING,
        severity_by_number_type={NumberType.TOLL_FREE: Severity.BLOCKER},
        kinds=REGISTRATION,
        prevents=("1101", "BrandEmailIssues"),
        source="Toll-free reviewers demand an address at the business's official domain",
        decided_by=DecidedBy.DATA,
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
        decided_by=DecidedBy.DATA,
    )
)


def business_findings(
    isv: IsvIdentity, business: BusinessFacts, context: Context
) -> Iterator[Finding]:
    """Yield what speaks against the end business's data: who is registered, ISV data, details."""
    yield from decision_findings(business, context)
    yield from isv_findings(isv, business, context)
    yield from website_findings(business, context)
    yield from email_findings(business, context)
    yield from company_findings(business, context)


def email_findings(business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield a finding for each address that is not at the website's domain.

    An address at a public mail provider could be anybody's; at another domain of the same
    business it is no more than a warning for any number.
    """
    own = registrable_domain(business.website) if business.website else ""
    for name in ("support_email", "contact_email"):
        email = str(getattr(business, name))
        domain = registrable_domain(email) if "@" in email else ""
        if own and domain and domain != own:
            public = is_free_mail(email)
            found = EMAIL_DOMAIN_MISMATCH.finding(
                TextKind.REGISTRATION,
                context,
                field=f"brand.{name}",
                severity=None if public else Severity.WARNING,
                message=f"{email} is at a public mail provider." if public else "",
            )
            yield replace(found, fix=f"Use an address at {own}.")


def decision_findings(business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield a finding while it is open whose data the registration carries."""
    if business.decision is not Decision.SETTLED:
        message, fix = _UNDECIDED[business.decision]
        found = ISV_DECISION.finding(
            TextKind.REGISTRATION, context, field="registrant", message=message
        )
        yield replace(found, fix=fix)


def isv_findings(isv: IsvIdentity, business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield a finding for each field of the business that carries the ISV's identity.

    Nothing is reported of a value that an approved exception lets pass.
    """
    for match in find_matches(isv, business):
        if match.field in business.excepted:
            continue
        message, fix = _KIND_OF_MATCH[match.how]
        found = ISV_INFO_DETECTED.finding(
            TextKind.REGISTRATION,
            context,
            field=f"brand.{match.field}",
            # A tax id is never written out, not even in a list of what is wrong.
            message=message.format(
                value="The tax id" if match.field == "tax_id" else match.value,
                what=_WHAT[match.field],
            ),
        )
        yield replace(found, fix=fix)


def website_findings(business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield what was seen amiss when the website was last looked at."""
    if business.website_problem:
        yield WEBSITE_REACHABLE.finding(
            TextKind.REGISTRATION,
            context,
            field="brand.website",
            message=business.website_problem,
        )
    elif not business.website_shows_brand:
        yield WEBSITE_BRAND_MATCH.finding(TextKind.REGISTRATION, context, field="brand.website")


_WHAT = {
    "legal_name": "name",
    "dba_name": "name",
    "tax_id": "tax id",
    "website": "website",
    "support_email": "e-mail address",
    "contact_email": "e-mail address",
    "support_phone": "telephone number",
    "contact_phone": "telephone number",
}
_KIND_OF_MATCH = {
    How.EXACT: (
        "{value} is the software vendor's {what}, not the end business's.",
        "Enter the details of the business that sends the messages.",
    ),
    How.NEAR: (
        "{value} looks almost like the software vendor's {what}.",
        "Enter the business's own. If it is its own and only looks alike, ask for an exception.",
    ),
}
_UNDECIDED = {
    Decision.MISSING: (
        "Nobody has said yet whose data the registration carries.",
        "Answer the three questions on who is registered.",
    ),
    Decision.REASON_MISSING: (
        "The software vendor is to be registered, and nobody has said why.",
        "Give the reason, so that our staff can decide.",
    ),
    Decision.WAITING: (
        "The software vendor is to be registered, and our staff have not decided on it yet.",
        "Wait for our answer, or register the end business instead.",
    ),
    Decision.REFUSED: (
        "Our staff refused that the software vendor is registered.",
        "Register the end business, or ask again with another reason.",
    ),
}


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
