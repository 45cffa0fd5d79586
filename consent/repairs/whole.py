"""The text of a kind composed anew, for what cannot be mended sentence by sentence."""

from collections.abc import Iterator
from dataclasses import replace

from consent.content import Language, UseCase
from consent.gsm import to_gsm
from consent.rendering import RenderedTexts, render
from consent.repairs.edits import Edit
from consent.repairs.job import Job
from consent.rules import TextKind, lint


def whole(job: Job) -> Edit | None:
    """Return the edit that replaces the whole text by a composed one without blockers, or None."""
    for text in _candidates(job):
        if text.strip() and text != job.text and not _blocked(text, job):
            return Edit(0, len(job.text), text)
    return None


def _blocked(text: str, job: Job) -> bool:
    return any(each.is_blocker for each in lint(job.kind, text, context=job.context))


def _candidates(job: Job) -> Iterator[str]:
    """Yield what could stand there, best first."""
    if job.kind == TextKind.OPTOUT_CONFIRMATION:
        yield to_gsm(job.text)
    if job.facts is not None:
        for language in dict.fromkeys((job.language, job.facts.language, Language.ENGLISH)):
            facts = replace(
                job.facts, own_texts={}, sample_messages=(), language=language, methods=_METHODS
            )
            yield from _rendered(job, render(facts))
    if job.kind == TextKind.OPTOUT_CONFIRMATION and job.brand:
        is_otp = job.context.use_case == UseCase.OTP
        template = job.words.otp_optout if is_otp else job.words.optout
        yield to_gsm(template.format(brand=job.brand))
    yield _composed(job)


_METHODS = ("web", "pos", "flyer", "keyword", "verbal")
_PLAIN: dict[str, str] = {
    TextKind.VERBAL: "verbal_script",
    TextKind.TERMS: "terms_text",
    TextKind.PRIVACY: "privacy_text",
    TextKind.OPTIN_CONFIRMATION: "optin_confirmation",
    TextKind.OPTOUT_CONFIRMATION: "optout_confirmation",
    TextKind.HELP_REPLY: "help_reply",
    TextKind.MESSAGE_FLOW: "message_flow",
    TextKind.FLYER: "cta_flyer",
    TextKind.KEYWORD: "cta_keyword",
}


def _rendered(job: Job, texts: RenderedTexts) -> Iterator[str]:
    """Yield the rendered texts of this kind."""
    if job.kind in _PLAIN:
        yield str(getattr(texts, _PLAIN[job.kind], ""))
    elif job.kind == TextKind.SAMPLE_MESSAGE:
        yield from texts.sample_messages
    elif job.kind in {TextKind.WEB, TextKind.POS}:
        boxes = getattr(texts, "cta_pos", ()) if job.kind == TextKind.POS else texts.cta_web
        yield from (box.text for box in boxes)
        yield "\n\n".join(f"[ ] {box.text}" for box in boxes)
    if job.kind == TextKind.POS:
        yield str(getattr(texts, "cta_counter", ""))


def _composed(job: Job) -> str:
    """Return a call to action or description put together from the sentences of repairs."""
    empty = Job(job.kind, "", job.context, job.facts)
    words = empty.words
    if job.kind == TextKind.DESCRIPTION:
        sends = f"{job.brand} sends {empty.kind_words()} by text message to customers who opted in."
        return sends if job.brand else ""
    return " ".join(
        filter(
            None,
            (
                f"{empty.keyword_instruction} {empty.consent}".strip(), empty.frequency,
                words.rates, empty.help, words.stop, words.not_a_condition, empty.links,
            ),
        )
    ) if job.facts else ""  # fmt: skip
