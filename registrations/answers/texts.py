"""The longer answers, composed from a published program. Pure."""

import re
from collections.abc import Sequence

from consent.content import Language, OptInWay, ProgramContent
from consent.rendering import english
from consent.rendering.phrasebook import book
from consent.rendering.voice import sentence
from consent.rules import contacts
from consent.rules.normalise import Text
from registrations.answers.base import Company, Entry, Shorter, Words, program

TEXT_MAX = 2048
DESCRIPTION_MIN = 40
_CONFIRMATION = re.compile(r"\s+A confirmation text follows:.*", re.DOTALL)


def samples(count: int) -> tuple[Entry, ...]:
    """Return the lines of a table for so many sample messages."""
    return tuple(
        program(
            f"messageSamples.messageSample{index + 1}",
            lambda words, index=index: sample(words, index),  # type: ignore[misc]
        )
        for index in range(count)
    )


def sample(words: Words, index: int) -> Shorter:
    """Return a sample with its English beside it or, where that is too long, as it is sent."""
    return Shorter((filed_sample(words, index), nth(words.texts.sample_messages, index)))


def filed_sample(words: Words, index: int) -> str:
    """Return a sample as recipients get it, with its English beside it where it is in another.

    Reviewers of 10DLC campaigns refuse what they cannot read. The replies to HELP and STOP and the
    confirmation are filed as they are sent, since their fields hold one text only, and the message
    flow is in English anyway. Nobody here can translate the tenant's own samples; the rules ask
    for an English translation of those.
    """
    own = nth(words.texts.sample_messages, index)
    translated = english(words.content)
    if not own or translated is None or words.content.sample_messages:
        return own
    return f"{own} (English translation: {nth(translated.sample_messages, index)})"


def nth(items: Sequence[str], index: int) -> str:
    """Return one of several, or an empty text past their end."""
    return items[index] if index < len(items) else ""


def tax_id(company: Company) -> str:
    """Return the tax id as the carrier wants it: an EIN with a dash is refused."""
    return re.sub(r"[^0-9A-Za-z]", "", company.tax_id)


def description(words: Words) -> str:
    """Return who texts whom about what: the program's own words where they say it by themselves.

    Otherwise, and before words in another language, a sentence in English stands that does, which
    also makes up the shortest length.
    """
    content = words.content
    own = sentence(content.description)
    says_who = content.brand_name.casefold() in own.casefold() and len(own) >= DESCRIPTION_MIN
    if says_who and content.language == Language.ENGLISH:
        return own[:TEXT_MAX]
    return f"{_opening(content)} {own}"[:TEXT_MAX]


def described(words: Words) -> Shorter:
    """Return the description, and the sentence that opens it for fields that take less."""
    return Shorter((description(words), _opening(words.content)))


def _opening(content: ProgramContent) -> str:
    return f"{content.brand_name} sends {_kinds(content)} by text message to people who opted in."


def _kinds(content: ProgramContent) -> str:
    words_of = book(Language.ENGLISH)
    return words_of.listed([words_of.kind(kind).plural for kind in content.message_kinds]) or (
        "texts"
    )


def opt_in_flow(words: Words) -> Shorter:
    """Return how people opt in: with all that is quoted, without the confirmation, or in short."""
    whole = words.texts.message_flow
    return Shorter((whole, _CONFIRMATION.sub("", whole), _short_flow(words.content)))


def _short_flow(content: ProgramContent) -> str:
    """Return how people opt in within 500 characters, which sender ID forms take."""
    way = next((way for way in OptInWay if way in content.methods), OptInWay.WEB)
    where = _WAYS[way].format(url=content.join_url, keyword=content.opt_in_keyword)
    return (
        f"End users opt in {where}, agreeing to receive {_kinds(content)} from "
        f"{content.brand_name}. They are told how often, that rates may apply, to text HELP for "
        f"help and STOP to opt out. Terms: {content.terms_url} Privacy: {content.privacy_url}"
    )


_WAYS: dict[str, str] = {
    OptInWay.WEB: "at {url} by entering their number and ticking an optional box that starts empty",
    OptInWay.POS: "at the till by entering their number and ticking an optional box",
    OptInWay.FLYER: "by texting {keyword} as a printed notice invites them to",
    OptInWay.KEYWORD: "by texting {keyword}",
    OptInWay.VERBAL: "by saying yes to a script that is read to them",
}


def links(words: Words) -> list[str]:
    """Return the addresses in the sample messages, as they are written there."""
    texts = map(Text, words.texts.sample_messages)
    return [
        text.original[slice(*_span(text, url))] for text in texts for url in contacts.urls(text)
    ]


def _span(text: Text, url: contacts.Url) -> tuple[int, int]:
    return text.span(url.start, url.end)


def has_phone(words: Words) -> bool:
    """Is there a phone number in any sample message?"""
    return any(contacts.phones(Text(sample)) for sample in words.texts.sample_messages)


def opt_in_type(content: ProgramContent) -> str:
    """Return the one category that the toll-free form takes: that of the first way chosen.

    A form on a screen stands before the rest, since its page can be opened.
    """
    return next((_OPT_IN_TYPES[way] for way in OptInWay if way in content.methods), "DIGITAL_FORM")


_OPT_IN_TYPES: dict[str, str] = {
    OptInWay.WEB: "DIGITAL_FORM",
    OptInWay.POS: "DIGITAL_FORM",
    OptInWay.FLYER: "PAPER_FORM",
    OptInWay.KEYWORD: "TEXT",
    OptInWay.VERBAL: "VERBAL",
}
