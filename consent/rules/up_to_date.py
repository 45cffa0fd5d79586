"""The rule that published pages say what the program says now."""

import re
from collections.abc import Iterator

from consent.content import ProgramContent
from consent.rules.base import Context, DecidedBy, Finding, Rule, Severity, TextKind, declare
from consent.rules.live import LiveFacts, LivePage
from consent.rules.subject import Subject

PRIVACY_CURRENT = declare(
    Rule(
        id="PRIVACY-CURRENT",
        title="Terms and privacy match the program",
        problem="The published page does not match the program.",
        fix="Publish a new version of the page.",
        severity=Severity.WARNING,
        kinds=frozenset({TextKind.TERMS, TextKind.PRIVACY}),
        source="AWS: disclosures must be up to date and accurate",
        decided_by=DecidedBy.LIVE,
    )
)

_KIND: dict[str, TextKind] = {LivePage.TERMS: TextKind.TERMS, LivePage.PRIVACY: TextKind.PRIVACY}
_VERSION = re.compile(
    r"\b(?:last (?:updated?|modified|revised|changed)|updated?(?: on)?|effective(?: date| as of)?"
    r"|revised|as of|version|in force since|ultima actualizacion|actualizado|vigente desde"
    r"|derniere mise a jour|mis a jour|en vigueur)\b[^.!?]{0,30}\d"
)


def current_findings(
    facts: LiveFacts, content: ProgramContent, context: Context, *, field: str = ""
) -> Iterator[Finding]:
    """Yield what a page that was looked at says otherwise than the program.

    Only facts that the page states are compared: a policy need not give a frequency, but must
    not give another one. A page that could not be read is left to the reachability rules.
    """
    kind = _KIND.get(facts.page)
    if kind is None or facts.status != 200 or not facts.text.strip():
        return
    subject = Subject(kind, facts.text, context)
    for message in _differences(subject, content):
        yield PRIVACY_CURRENT.finding(kind, context, message=message, field=field)


def _differences(subject: Subject, content: ProgramContent) -> Iterator[str]:
    if not subject.names_brand:
        yield f"The page does not name {content.brand_name}."
    if not _gives_support(subject, content):
        yield "The page gives another support address or number than the program."
    if subject.kind == TextKind.TERMS and _other_frequency(subject, content):
        yield "The page gives another message frequency than the program."
    if not _VERSION.search(subject.masked):
        yield "The page does not say of when it is."


def _gives_support(subject: Subject, content: ProgramContent) -> bool:
    """Return whether the page's contacts, if it gives any, have one of the program's."""
    folded = subject.text.folded
    given = {folded[start:end] for start, end in subject.emails}
    numbers = {_digits(folded[start:end]) for start, end in subject.phones}
    if not given and not numbers:
        return True
    known = content.support_email.casefold() in given
    return known or _digits(content.support_phone) in numbers


def _digits(number: str) -> str:
    """Return the last ten digits, which identify a number of North America however written."""
    return re.sub(r"\D", "", number)[-10:]


def _other_frequency(subject: Subject, content: ProgramContent) -> bool:
    """Return whether the page states a frequency, and not the program's."""
    span = subject.frequency
    if span is None or not content.frequency.strip():
        return False
    stated = _frequency_key(subject.masked[slice(*span)])
    return stated != _frequency_key(content.frequency.casefold())


_COUNT = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice)\b"
)


def _frequency_key(phrase: str) -> tuple[str, ...]:
    """Return what a phrase says: that it varies, or its counts and its period."""
    period = re.search(r"\b(?:day|week|month|year)", phrase)
    counts = tuple(found[0] for found in _COUNT.finditer(phrase))
    if re.search(r"\b(?:var|depend)", phrase) and not counts:
        return ("varies",)
    return (*counts, period[0] if period else "")
