"""Runs the rules on a program with the facts that the database holds about the two parties."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from consent.content import NumberType, ProgramContent
from consent.rendering import RenderedTexts
from consent.rules import BusinessFacts, Context, Decision, Finding, IsvIdentity
from consent.rules.company import RULE_OF_FIELD
from consent.rules.isv import Complaint
from consent.rules.live import LiveFacts
from consent.rules.preflight import check_program, context_of, for_text
from tenants.company import brand_checks, brand_doubts, websites
from tenants.models import Brand, RegistrantDecision
from tenants.registrant import registrants
from tenants.states import ExceptionStatus


def business_facts(brand: Brand) -> BusinessFacts:
    """Return what is known of the end business: its details, its decision, its website."""
    decision, look = registrants.current(), websites.finished(brand)
    return BusinessFacts(
        **asdict(registrants.details_of(brand)),
        decision=decision_of(decision),
        excepted=registrants.excepted_fields(brand, decision),
        website_problem=websites.problem_of(look),
        website_shows_brand=websites.shows_brand(look),
        complaints=complaints_of(brand),
        address={"street": brand.street, "city": brand.city},
    )


def complaints_of(brand: Brand) -> tuple[Complaint, ...]:
    """Return what the company's forms would say of its details: first what is wrong.

    Details that came in by another way than the forms, or were taken under older rules, are
    held against the same checks.
    """
    values = {name: getattr(brand, name) for name in _CHECKED}
    wrong = brand_checks.settle(values, saved_tax_id=(brand.tax_id, brand.tax_id_country))
    return (
        *(
            Complaint(RULE_OF_FIELD[each.field], each.field, each.message, is_wrong=True)
            for each in wrong
            if each.field in RULE_OF_FIELD
        ),
        *(
            Complaint(each.rule, each.field, each.message, each.fix)
            for each in brand_doubts.doubts(brand)
        ),
    )


_CHECKED = (
    "tax_id", "tax_id_country", "entity_type", "state", "postal_code", "country", "website",
    "support_phone", "support_email", "contact_email",
)  # fmt: skip


def decision_of(decision: RegistrantDecision | None) -> Decision:
    """Return how far it is decided whose data is registered."""
    if decision is None:
        return Decision.MISSING
    if registrants.is_settled(decision):
        return Decision.SETTLED
    return _OPEN_DECISIONS[decision.exception_status]


_OPEN_DECISIONS: dict[str, Decision] = {
    ExceptionStatus.NONE: Decision.REASON_MISSING,
    ExceptionStatus.WAITING: Decision.WAITING,
    ExceptionStatus.REFUSED: Decision.REFUSED,
}


@dataclass(frozen=True)
class Parties:
    """What is known of the two parties: the ISV, and the end business."""

    isv: IsvIdentity
    business: BusinessFacts


def parties(brand: Brand) -> Parties:
    """Return what the database holds of the two parties, to be asked once for many texts."""
    return Parties(registrants.isv_identity(), business_facts(brand))


def context(
    content: ProgramContent,
    texts: RenderedTexts,
    kind: str,
    *,
    known: Parties,
    number_type: str = NumberType.TEN_DLC,
) -> Context:
    """Return what the rules know beside one text of a program."""
    whole = context_of(content, number_type, known.isv, known.business)
    return for_text(whole, kind, texts)


def every_finding(
    content: ProgramContent,
    texts: RenderedTexts,
    *,
    known: Parties,
    evidence_count: int,
    number_type: str = NumberType.TEN_DLC,
    live: Sequence[LiveFacts] = (),
) -> list[Finding]:
    """Return what is wrong with each text, also where another text has the same fault.

    The default number type is the strictest of those that a program may be registered for.
    """
    return check_program(
        content,
        texts,
        number_type=number_type,
        isv=known.isv,
        business=known.business,
        evidence_count=evidence_count,
        live=live,
    )


def findings(
    content: ProgramContent,
    texts: RenderedTexts,
    *,
    brand: Brand,
    evidence_count: int,
    number_type: str = NumberType.TEN_DLC,
) -> list[Finding]:
    """Return what stands between a program and its registration, each sentence once."""
    found = every_finding(
        content,
        texts,
        known=parties(brand),
        evidence_count=evidence_count,
        number_type=number_type,
    )
    return once(found)


def once(found: Iterable[Finding]) -> list[Finding]:
    """Return each sentence once, the worst first; texts that share words share their fault."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        first.setdefault((finding.rule, finding.message), finding)
    return sorted(first.values(), key=lambda finding: _ORDER.index(finding.severity))


_ORDER = ("blocker", "warning", "advice")


def as_row(finding: Finding, *, text: str, url: str) -> dict[str, Any]:
    """Return a finding as the pages' list takes it: with the words of its text that are at fault.

    `text` is empty where the finding is about data rather than words.
    """
    quoted = "" if finding.start is None else text[finding.start : finding.end]
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "fix": finding.fix,
        "quote": quoted,
        "url": url,
        "prevents": finding.prevents,
        "rule_url": f"{reverse('consent:rules')}#{finding.rule}",
    }
