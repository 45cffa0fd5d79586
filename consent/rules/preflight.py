"""Checks a whole program before submission: every text by its kind, then the data rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from consent.content import ProgramContent
from consent.rendering import ConsentBox, RenderedTexts
from consent.rules import lint
from consent.rules.base import Context, Finding, Severity, TextKind
from consent.rules.call_to_action import CTA_EVIDENCE
from consent.rules.filing import FilingFacts, filing_findings
from consent.rules.isv import BusinessFacts, IsvIdentity
from consent.rules.live import LiveFacts, LivePage, live_findings
from consent.rules.registration import business_findings, name_findings
from consent.rules.samples import SAMPLE_COUNT, enough
from consent.rules.subject import Subject
from consent.rules.up_to_date import current_findings
from tenants.domains import registrable_domain

# A reviewer can open a public web form, so a picture of it only helps; the rest they cannot see.
_OPEN_METHODS = frozenset({"web", "keyword"})
NO_FILING = FilingFacts()


def check_program(
    content: ProgramContent,
    texts: RenderedTexts,
    *,
    number_type: str,
    isv: IsvIdentity,
    business: BusinessFacts,
    evidence_count: int,
    opt_in_methods: Sequence[str] = (),
    filing: FilingFacts = NO_FILING,
    live: Sequence[LiveFacts] = (),
    english: RenderedTexts | None = None,
) -> list[Finding]:
    """Return everything that stands between a program and its registration, in a fixed order.

    `field` of a finding is the dotted path of the text or fact at fault, such as
    texts.cta_web.0, program.description or brand.website. `opt_in_methods` are web, keyword,
    pos, flyer, verbal, or login for a form behind one (the program's own methods when not
    given); all but the first two need evidence. `live` is what was last seen of the pages.
    `english` is the translation that reviewers get beside texts in another language.
    """
    context = context_of(content, number_type, isv, business)
    fields = text_fields(content, texts)
    found = [
        replace(finding, field=field)
        for field, (kind, text) in fields.items()
        for finding in _judged(kind, text, for_text(context, kind, texts))
        if finding.rule != "FLOW-ENGLISH" or not _is_translated(field, content, english)
    ]
    found += _evidence(context, evidence_count, opt_in_methods or content.methods)
    if not enough(texts.sample_messages, number_type):
        found.append(
            SAMPLE_COUNT.finding(TextKind.REGISTRATION, context, field="texts.sample_messages")
        )
    found += business_findings(isv, business, context)
    found += filing_findings(content, texts.sample_messages, filing, context)
    found += _live(live, content, context)
    named = {field: text for field, text in fields.items() if field != "program.description"}
    found += name_findings(named, context)
    return found


@lru_cache(maxsize=256)
def _judged(kind: str, text: str, context: Context) -> tuple[Finding, ...]:
    """Return the findings of one text; a builder asks again with most texts unchanged."""
    return tuple(lint(kind, text, context=context))


def _is_translated(field: str, content: ProgramContent, english: RenderedTexts | None) -> bool:
    """Return whether reviewers get a text's English; nobody translates the tenant's own samples."""
    is_own = bool(content.sample_messages) and field.startswith("texts.sample_messages.")
    return english is not None and not is_own


def text_fields(content: ProgramContent, texts: RenderedTexts) -> Mapping[str, tuple[str, str]]:
    """Return every text by its dotted field, as (kind, text).

    A method that was not chosen has no text, and nothing is said of it.
    """
    fields: dict[str, tuple[str, str]] = {
        **_boxes("cta_web", TextKind.WEB, texts.cta_web),
        **_boxes("cta_pos", TextKind.POS, texts.cta_pos),
        "texts.cta_counter": (TextKind.POS, texts.cta_counter),
        "texts.cta_flyer": (TextKind.FLYER, texts.cta_flyer),
        "texts.cta_keyword": (TextKind.KEYWORD, texts.cta_keyword),
        "texts.verbal_script": (TextKind.VERBAL, texts.verbal_script),
        "texts.terms": (TextKind.TERMS, texts.terms_text),
        "texts.privacy": (TextKind.PRIVACY, texts.privacy_text),
    }
    for index, sample in enumerate(texts.sample_messages):
        fields[f"texts.sample_messages.{index}"] = (TextKind.SAMPLE_MESSAGE, sample)
    fields["texts.optin_confirmation"] = (TextKind.OPTIN_CONFIRMATION, texts.optin_confirmation)
    fields["texts.help_reply"] = (TextKind.HELP_REPLY, texts.help_reply)
    fields["texts.optout_confirmation"] = (
        TextKind.OPTOUT_CONFIRMATION,
        texts.optout_confirmation,
    )
    fields["texts.message_flow"] = (TextKind.MESSAGE_FLOW, texts.message_flow)
    fields["program.description"] = (TextKind.DESCRIPTION, content.description)
    return {field: text for field, text in fields.items() if text[1] or field in _ALWAYS}


# A program cannot do without these, so an empty one is judged too.
_ALWAYS = frozenset({
    "texts.terms", "texts.privacy", "texts.optin_confirmation", "texts.help_reply",
    "texts.optout_confirmation", "texts.message_flow", "program.description",
})  # fmt: skip


def _boxes(name: str, kind: TextKind, boxes: Sequence[ConsentBox]) -> dict[str, tuple[str, str]]:
    """Return the boxes of one form by their dotted fields."""
    return {f"texts.{name}.{index}": (kind, box.text) for index, box in enumerate(boxes)}


def context_of(
    content: ProgramContent, number_type: str, isv: IsvIdentity, business: BusinessFacts
) -> Context:
    """Return what the rules may know of a program."""
    declared = (content.website, content.terms_url, content.privacy_url, content.join_url)
    known_names = (*content.names, business.legal_name, business.dba_name)
    return Context(
        brand_names=tuple(dict.fromkeys(name for name in known_names if name.strip())),
        number_type=number_type,
        use_case=content.use_case,
        domains=tuple(dict.fromkeys(registrable_domain(url) for url in declared if url)),
        support_email=content.support_email,
        isv=isv,
    )


def for_text(context: Context, kind: str, texts: RenderedTexts) -> Context:
    """Add what a text's neighbours decide: opt-out in another sample, a passing call to action."""
    if kind == TextKind.SAMPLE_MESSAGE:
        subjects = (Subject(kind, sample, context) for sample in texts.sample_messages)
        return replace(context, samples_have_opt_out=any(s.stop for s in subjects))
    if kind == TextKind.MESSAGE_FLOW:
        return replace(context, linked_call_to_action=_asks_properly(context, texts))
    return context


def _asks_properly(context: Context, texts: RenderedTexts) -> bool:
    """Return whether a program has a call to action, and none that reviewers would refuse."""
    asked = {
        **_boxes("cta_web", TextKind.WEB, texts.cta_web),
        **_boxes("cta_pos", TextKind.POS, texts.cta_pos),
        "counter": (TextKind.POS, texts.cta_counter),
        "flyer": (TextKind.FLYER, texts.cta_flyer),
        "keyword": (TextKind.KEYWORD, texts.cta_keyword),
        "verbal": (TextKind.VERBAL, texts.verbal_script),
    }
    given = [(kind, text) for kind, text in asked.values() if text]
    return bool(given) and not any(
        finding.is_blocker for kind, text in given for finding in lint(kind, text, context=context)
    )


def _evidence(
    context: Context, evidence_count: int, opt_in_methods: Sequence[str]
) -> Iterator[Finding]:
    """Yield a finding when nothing shows an opt-in that reviewers cannot open."""
    if evidence_count:
        return
    hidden = sorted(set(opt_in_methods) - _OPEN_METHODS)
    yield CTA_EVIDENCE.finding(
        TextKind.REGISTRATION,
        context,
        severity=Severity.BLOCKER if hidden else Severity.WARNING,
        field="program.evidence",
    )


_PAGE_FIELDS: dict[str, str] = {
    LivePage.JOIN: "program.join_url",
    LivePage.TERMS: "program.terms_url",
    LivePage.PRIVACY: "program.privacy_url",
    LivePage.WEBSITE: "brand.website",
}


def _live(
    live: Sequence[LiveFacts], content: ProgramContent, context: Context
) -> Iterator[Finding]:
    """Yield what was seen amiss on the pages themselves."""
    for facts in live:
        field = _PAGE_FIELDS[facts.page]
        yield from live_findings(facts, context, field=field)
        yield from current_findings(facts, content, context, field=field)
