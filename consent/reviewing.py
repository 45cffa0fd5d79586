"""Runs the rules on a program with the facts that the database holds about the two parties."""

from consent.content import NumberType, ProgramContent
from consent.rendering import RenderedTexts
from consent.rules import BusinessFacts, Finding, IsvIdentity
from consent.rules.preflight import check_program
from tenants import models as tenants
from tenants import white_label
from tenants.domains import registrable_domain
from tenants.models import Brand


def isv_identity() -> IsvIdentity:
    """Return whose data no end business may carry: as staff keep it, else our own names."""
    known = tenants.IsvIdentity.objects.first()
    if known is None:
        isv = white_label.current()
        return IsvIdentity(
            names=(isv.name,),
            domains=(registrable_domain(isv.support_email),),
            emails=(isv.support_email,),
        )
    return IsvIdentity(
        names=tuple(known.legal_names),
        tax_ids=tuple(known.tax_ids),
        domains=tuple(known.domains),
        phones=tuple(known.phones),
        emails=tuple(known.emails),
    )


def business_facts(brand: Brand) -> BusinessFacts:
    """Return what the end business entered about itself, for the comparison with the ISV."""
    return BusinessFacts(
        legal_name=brand.legal_name,
        dba=brand.dba_name,
        tax_id=brand.tax_id,
        country=brand.tax_id_country,
        website=brand.website,
        support_email=brand.support_email,
        support_phone=brand.support_phone,
        contact_email=brand.contact_email,
    )


def findings(
    content: ProgramContent,
    texts: RenderedTexts,
    *,
    brand: Brand,
    evidence_count: int,
    number_type: str = NumberType.TEN_DLC,
) -> list[Finding]:
    """Return what stands between a program and its registration, each sentence once.

    The default number type is the strictest of those that a program may be registered for.
    """
    found = check_program(
        content,
        texts,
        number_type=number_type,
        isv=isv_identity(),
        business=business_facts(brand),
        evidence_count=evidence_count,
    )
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        # Texts that share a sentence share its fault; one line says it.
        first.setdefault((finding.rule, finding.message), finding)
    return sorted(first.values(), key=lambda finding: _ORDER.index(finding.severity))


_ORDER = ("blocker", "warning", "advice")


def as_row(finding: Finding, *, text: str, url: str) -> dict[str, str]:
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
    }
