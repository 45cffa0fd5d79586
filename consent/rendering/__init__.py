"""Renders every text that reviewers compare from one ProgramContent, always the same way.

Pure: no database, no settings, no clock, no network.
"""

from dataclasses import replace

from consent.content import Language, OptInWay, ProgramContent
from consent.rendering import flow, own, pages, replies
from consent.rendering.flow import MESSAGE_FLOW_LIMIT
from consent.rendering.own import text_keys, text_of
from consent.rendering.phrasebook import book
from consent.rendering.pieces import Piece, join, pieces
from consent.rendering.scripts import ScriptLine
from consent.rendering.scripts import lines as script_lines
from consent.rendering.texts import ConsentBox, RenderedTexts, Section, page_text
from consent.rendering.voice import Voice

__all__ = [
    "MESSAGE_FLOW_LIMIT",
    "ConsentBox",
    "Piece",
    "RenderedTexts",
    "ScriptLine",
    "Section",
    "composed",
    "english",
    "joint_kinds",
    "own_wording_untranslated",
    "page_text",
    "pieces",
    "render",
    "script_lines",
    "text_keys",
    "text_of",
]


def render(content: ProgramContent) -> RenderedTexts:
    """Return every text of a program; equal contents give equal texts.

    The tenant's own wording stands in place of what would be composed. Texts of methods that
    were not chosen are empty. The message flow is in English whatever the program speaks, since
    reviewers read it.
    """
    texts = own.worded(content, _composed(content))
    return replace(texts, message_flow=_message_flow(content, texts))


def composed(content: ProgramContent) -> RenderedTexts:
    """Return the texts as they read without the tenant's own wording and samples."""
    return render(replace(content, own_texts={}, sample_messages=()))


def english(content: ProgramContent) -> RenderedTexts | None:
    """Return what reviewers compare in English; None for a program that speaks it already.

    Nobody can translate the tenant's own wording here: the composed English text stands for it,
    and `own_wording_untranslated` says where.
    """
    if book(content.language).code == Language.ENGLISH:
        return None
    texts = composed(replace(content, language=Language.ENGLISH))
    return replace(texts, message_flow=render(content).message_flow)


def own_wording_untranslated(content: ProgramContent) -> tuple[str, ...]:
    """Return the keys whose English rendering is not what the tenant wrote, in their order."""
    if book(content.language).code == Language.ENGLISH:
        return ()
    keys = tuple(key for key in text_keys(content) if content.own_texts.get(key, "").strip())
    return (*keys, "sample_messages") if content.sample_messages else keys


def joint_kinds(content: ProgramContent) -> tuple[str, ...]:
    """Return the kinds that one agrees to by texting the keyword or signing up from print.

    Offers and donation requests never come along with notices; they have boxes on the form.
    """
    return Voice(content).joint_kinds


def _composed(content: ProgramContent) -> RenderedTexts:
    """Return every text but the message flow, as composed."""
    voice = Voice(content)
    return RenderedTexts(
        cta_web_intro=_intro(voice) if voice.has(OptInWay.WEB) else "",
        cta_web=_boxes(voice, OptInWay.WEB),
        cta_pos=_boxes(voice, OptInWay.POS),
        cta_counter=join(content, "counter") if voice.has(OptInWay.POS) else "",
        cta_flyer=join(content, "flyer") if voice.has(OptInWay.FLYER) else "",
        cta_keyword=join(content, "keyword") if voice.has(OptInWay.KEYWORD) else "",
        verbal_script=join(content, "verbal") if voice.has(OptInWay.VERBAL) else "",
        terms=pages.terms(voice),
        privacy=pages.privacy(voice),
        sample_messages=content.sample_messages or replies.samples(voice),
        optin_request=replies.optin_request(voice) if content.double_opt_in else "",
        optin_confirmation=replies.optin_confirmation(voice),
        help_reply=replies.help_reply(voice),
        optout_confirmation=replies.optout_confirmation(voice),
        message_flow="",
    )


def _intro(voice: Voice) -> str:
    """Return the sentences above the boxes."""
    calls, age = voice.book.calls, voice.content.minimum_age
    first = f"{calls.age_intro.format(age=age)} " if age else ""
    return first + calls.web_intro.format(brand=voice.brand)


def _boxes(voice: Voice, way: OptInWay) -> tuple[ConsentBox, ...]:
    """Return one complete consent for each kind, with all disclosures, so that it stands alone."""
    if not voice.has(way):
        return ()
    return tuple(ConsentBox(kind, join(voice.content, way, kind)) for kind in voice.kinds)


def _message_flow(content: ProgramContent, texts: RenderedTexts) -> str:
    """Return the flow with what people read, in English too where that is another language."""
    spoken = replace(content, language=Language.ENGLISH, own_texts={})
    translated = book(content.language).code != Language.ENGLISH
    quotes = flow.Quotes(
        original=_read(texts),
        english=_read(_composed(spoken)) if translated else {},
        request=texts.optin_request,
        confirmation=texts.optin_confirmation,
    )
    return flow.message_flow(Voice(spoken), quotes)


def _read(texts: RenderedTexts) -> dict[str, str]:
    """Return what people read where they agree: one box of a form, the rest whole."""
    read = {
        "web": texts.cta_web[0].text if texts.cta_web else "",
        "pos": texts.cta_pos[0].text if texts.cta_pos else "",
        "flyer": texts.cta_flyer,
        "keyword": texts.cta_keyword,
        "verbal": texts.verbal_script,
    }
    return {way: text for way, text in read.items() if text}
