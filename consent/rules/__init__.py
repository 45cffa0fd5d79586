"""The compliance rules: each declared once in the module of its family, applied by `lint`.

Pure: no database, no settings, no clock, no network.
"""

from functools import lru_cache

from consent.rules import (  # noqa: F401 - importing a family declares its rules.
    addresses,
    boxes,
    bundling,
    call_to_action,
    circumstances,
    company,
    content,
    filing,
    live,
    message_flow,
    placeholders,
    printed,
    privacy,
    registration,
    replies,
    runtime,
    samples,
    terms,
    up_to_date,
    use_cases,
    verbal,
    voluntary,
)
from consent.rules.base import (
    MISSING,
    Check,
    Context,
    Finding,
    Hit,
    Rule,
    Severity,
    TextKind,
    registry,
)
from consent.rules.isv import BusinessFacts, Decision, IsvIdentity
from consent.rules.subject import Subject

__all__ = [
    "BusinessFacts",
    "Context",
    "Decision",
    "Finding",
    "IsvIdentity",
    "Rule",
    "Severity",
    "Subject",
    "TextKind",
    "catalogue",
    "examine",
    "lint",
]


# Call to action first, as reviewers read; a rule's family is the first word of its id.
_FAMILIES = (
    "CTA", "TEXT", "URL", "VERBAL", "PRINT", "KEYWORD", "INTERNAL", "TERMS", "PRIVACY", "SAMPLE",
    "OPTIN", "OPTOUT", "OTP", "HELP", "FLOW", "DESC", "CONTENT", "PERSONAL", "ISV", "BRAND",
    "WEBSITE", "EMAIL", "TFN", "POLITICAL", "RT",
)  # fmt: skip


def catalogue() -> tuple[Rule, ...]:
    """Return every rule, text and data rules alike, in the order of the families."""
    return tuple(sorted(registry(), key=lambda each: _FAMILIES.index(each.family)))


def lint(kind: str, text: str, *, context: Context) -> list[Finding]:
    """Return what is wrong with one text, in the order of the catalogue, then of the text.

    `kind` is a code of TextKind; an unknown one raises ValueError. Characters behind the
    20,000th are not read.
    """
    return examine(kind, text, context=context)[1]


def examine(kind: str, text: str, *, context: Context) -> tuple[Subject, list[Finding]]:
    """Return the findings of lint() with the text as the rules have read it."""
    subject = Subject(TextKind(kind), text, context)
    findings: list[Finding] = []
    applicable = _applicable(subject.kind, context.number_type, context.use_case)
    for each, check, missing in applicable:
        hits = list(check(subject))
        if len(hits) > 1:
            hits.sort(key=_position)
        for hit in hits:
            findings.append(missing if hit is MISSING else _finding(each, subject, hit))
    return subject, findings


def _position(hit: Hit) -> int:
    """Return where a hit stands; what is missing comes first."""
    return -1 if hit.start is None else hit.start


@lru_cache(maxsize=1024)
def _applicable(
    kind: str, number_type: str, use_case: str
) -> tuple[tuple[Rule, Check, Finding], ...]:
    """Return the rules that read this kind of text in this context.

    Each with its check and with the finding that what it looks for is missing.
    """
    context = Context(number_type=number_type, use_case=use_case)
    return tuple(
        (each, each.check, each.finding(kind, context))
        for each in catalogue()
        if each.check is not None and each.applies(kind, context)
    )


def _finding(each: Rule, subject: Subject, hit: Hit) -> Finding:
    """Return a finding whose span counts characters of the original text."""
    span = None
    if hit.start is not None and hit.end is not None:
        span = (hit.start, hit.end) if hit.raw else subject.text.span(hit.start, hit.end)
    return each.finding(
        subject.kind,
        subject.context,
        message=hit.message,
        severity=hit.severity,
        code=hit.code,
        span=span,
    )
