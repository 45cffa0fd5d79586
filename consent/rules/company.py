"""Rules on the company's details: what carriers refuse or doubt, as the company forms found it."""

from collections.abc import Iterator
from dataclasses import replace

from consent.rules.base import Context, DecidedBy, Finding, Rule, Severity, TextKind, declare
from consent.rules.isv import BusinessFacts, Complaint

REGISTRATION = frozenset({TextKind.REGISTRATION})

BRAND_EIN_FORMAT = declare(
    Rule(
        id="BRAND-EIN-FORMAT",
        title="Tax id well formed",
        problem="The tax id does not have the form of its country's.",
        fix="Enter the number from the letter of the tax office.",
        kinds=REGISTRATION,
        prevents=("UNVERIFIED", "1103"),
        source="Carriers compare the tax id with the tax office's records",
        decided_by=DecidedBy.DATA,
    )
)

BRAND_EIN_MISMATCH = declare(
    Rule(
        id="BRAND-EIN-MISMATCH",
        title="Legal name equals tax record",
        problem="The legal name may differ from the tax record.",
        fix="Copy the name from the letter, with its ending and punctuation.",
        severity=Severity.WARNING,
        kinds=REGISTRATION,
        prevents=("UNVERIFIED", "1103", "CampaignDescriptionNotMatchingBrandName"),
        source="The registry compares legal name and tax id letter by letter",
        decided_by=DecidedBy.DATA,
    )
)

BRAND_ADDRESS = declare(
    Rule(
        id="BRAND-ADDRESS",
        title="Real address",
        problem="The address is not complete or does not exist.",
        fix="Enter the registered street address.",
        kinds=REGISTRATION,
        prevents=("30451", "BrandAddressInvalid"),
        source="US carriers check the registered address",
        decided_by=DecidedBy.DATA,
    )
)

BRAND_PHONE = declare(
    Rule(
        id="BRAND-PHONE",
        title="Contact phone is valid",
        problem="Nobody can be reached at the telephone number.",
        fix="Enter the business phone in international form.",
        kinds=REGISTRATION,
        prevents=("BrandPhoneNumberMissingOrInvalid",),
        source="US carriers call the number or look it up",
        decided_by=DecidedBy.DATA,
    )
)

_RULES = {
    each.id: each for each in (BRAND_EIN_FORMAT, BRAND_EIN_MISMATCH, BRAND_ADDRESS, BRAND_PHONE)
}
# Which rule an error at a field of the company form belongs to.
RULE_OF_FIELD = {
    "tax_id": BRAND_EIN_FORMAT.id,
    "street": BRAND_ADDRESS.id,
    "city": BRAND_ADDRESS.id,
    "state": BRAND_ADDRESS.id,
    "postal_code": BRAND_ADDRESS.id,
    "support_phone": BRAND_PHONE.id,
}
_NO_ANSWER = frozenset({"", "n/a", "na", "none", "no", "-", "--", ".", "x", "xx", "xxx", "tbd",
                        "unknown", "test", "same", "null"})  # fmt: skip


def company_findings(business: BusinessFacts, context: Context) -> Iterator[Finding]:
    """Yield what the forms found wrong with the details, each once, with the rule's codes."""
    told = set()
    for complaint in (*business.complaints, *_unanswered(business)):
        rule = _RULES.get(complaint.rule)
        if rule is None or (complaint.rule, complaint.field) in told:
            continue
        told.add((complaint.rule, complaint.field))
        found = rule.finding(
            TextKind.REGISTRATION,
            context,
            message=complaint.message,
            severity=None if complaint.is_wrong else Severity.WARNING,
            field=f"brand.{complaint.field}",
        )
        yield replace(found, fix=complaint.fix or found.fix)


def _unanswered(business: BusinessFacts) -> Iterator[Complaint]:
    """Yield address fields that hold a word which says that there is no answer."""
    for name, value in business.address.items():
        if value.strip().casefold() in _NO_ANSWER:
            yield Complaint(BRAND_ADDRESS.id, name, "The address is not complete.", is_wrong=True)
