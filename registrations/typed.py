"""What the rules say of answers that a person typed over ours: the same as of our own.

A program's texts are checked where they are written. What is typed into the carrier's form never
passes there, so it is read here, as it would be sent, with its span in the answer itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from consent import reviewing
from consent.rendering import RenderedTexts
from consent.rules import Context, Finding, TextKind, lint
from consent.rules.preflight import context_of, for_text, text_fields
from consent.rules.registration import email_findings, name_findings
from registrations import text_fields as kinds
from registrations.answers import COMPANY_FIELDS
from registrations.models import AnswerSource, Registration
from registrations.requirements import Answer, Answers
from tenants.registrant import registrants


@dataclass(frozen=True)
class TypedText:
    """One text of the filing that a person typed, with what the rules know beside it."""

    path: str
    kind: TextKind
    text: str
    context: Context


def texts(registration: Registration, answers: Answers) -> dict[str, TypedText]:
    """Return every text that was typed over ours, by its field."""
    typed = {path: a for path, a in answers.items() if _is_typed(a) and a.text}
    known = {path: kinds.kind_of(registration.type, path) for path in typed}
    if not any(known.values()):
        return {}
    as_sent = _texts_as_sent(registration, answers)
    base = _context(registration)
    return {
        path: TypedText(
            path,
            kind,
            typed[path].text,
            base if as_sent is None else for_text(base, kind, as_sent),
        )
        for path, kind in known.items()
        if kind is not None
    }


def findings(registration: Registration, answers: Answers) -> Iterator[Finding]:
    """Yield what the rules find in typed texts and in typed details of the company."""
    found = texts(registration, answers)
    for each in found.values():
        for finding in lint(each.kind, each.text, context=each.context):
            yield replace(finding, field=each.path)
    yield from _names(registration, found)
    yield from _company(registration, answers)


def _is_typed(answer: Answer) -> bool:
    return answer.source == AnswerSource.TYPED


def _context(registration: Registration) -> Context:
    """Return what the rules know of the program; of the company alone where there is none."""
    isv, business = registrants.isv_identity(), reviewing.business_facts(registration.brand)
    published = registration.program.published if registration.program else None
    if published is not None:
        return context_of(published.frozen_content, registration.number_type, isv, business)
    names = tuple(name for name in (business.dba_name, business.legal_name) if name)
    return Context(brand_names=names, number_type=registration.number_type, isv=isv)


def _texts_as_sent(registration: Registration, answers: Answers) -> RenderedTexts | None:
    """Return the program's texts with the samples of the filing, which judge one another."""
    published = registration.program.published if registration.program else None
    if published is None:
        return None
    samples = tuple(
        answer.text
        for path, answer in answers.items()
        if kinds.kind_of(registration.type, path) == TextKind.SAMPLE_MESSAGE and answer.text
    )
    return replace(published.frozen_texts, sample_messages=samples)


def _names(registration: Registration, found: Mapping[str, TypedText]) -> Iterator[Finding]:
    """Yield typed texts that do not carry the name that the program's texts carry."""
    published = registration.program.published if registration.program else None
    if not found or published is None:
        return
    named = {
        field: text
        for field, text in text_fields(published.frozen_content, published.frozen_texts).items()
        if field != "program.description"
    }
    named |= {
        path: (each.kind, each.text)
        for path, each in found.items()
        if each.kind != TextKind.DESCRIPTION
    }
    for finding in name_findings(named, _context(registration)):
        if finding.field in found:
            yield finding


def _company(registration: Registration, answers: Answers) -> Iterator[Finding]:
    """Yield typed e-mail addresses that are not at the domain of the website as it is sent."""
    paths = {
        name: path
        for path, name in COMPANY_FIELDS.items()
        if path in answers and _is_typed(answers[path]) and answers[path].text
    }
    wanted = {name: path for name, path in paths.items() if name in ("website", *_EMAILS)}
    if not wanted:
        return
    details: dict[str, Any] = {name: answers[path].text for name, path in wanted.items()}
    business = replace(reviewing.business_facts(registration.brand), **details)
    context = Context(number_type=registration.number_type)
    for finding in email_findings(business, context):
        name = finding.field.removeprefix("brand.")
        if name in wanted:
            yield replace(finding, field=wanted[name])


_EMAILS = ("support_email", "contact_email")
