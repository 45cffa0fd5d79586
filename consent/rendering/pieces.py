"""The calls to action, joined from pieces: one disclosure a piece, so that each can be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from consent.content import ProgramContent
from consent.rendering import pages, scripts
from consent.rendering.voice import Voice, sentence

# What is printed has a line for each piece; what is shown on a screen is one paragraph.
SEPARATORS = {
    "web": " ", "pos": " ", "counter": "\n", "flyer": "\n", "keyword": " ", "verbal": "\n",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One part of a text, by what it discloses."""

    item: str
    text: str


def pieces(content: ProgramContent, way: str, kind: str = "") -> tuple[Piece, ...]:
    """Return the parts of a composed text in their order.

    `way` is web, pos, counter, flyer, keyword or verbal, or one of the pages terms and privacy;
    `kind` picks the box of a form. Raises KeyError for another way.
    """
    voice = Voice(content)
    made = _WAYS[way](voice, kind)
    return tuple(Piece(item, text) for item, text in made if text)


def join(content: ProgramContent, way: str, kind: str = "") -> str:
    """Return the composed call to action."""
    return SEPARATORS[way].join(piece.text for piece in pieces(content, way, kind))


Made = Iterator[tuple[str, str]]


def _web(voice: Voice, kind: str) -> Made:
    template = voice.book.calls.web_consent
    yield "consent", template.format(texts=voice.texts([kind]), brand=voice.brand)
    yield from _disclosures(voice)


def _pos(voice: Voice, kind: str) -> Made:
    template = voice.book.calls.pos_consent
    yield "consent", template.format(texts=voice.texts([kind]), brand=voice.brand)
    yield from _disclosures(voice)


def _printed(voice: Voice, _kind: str) -> Made:
    calls, content = voice.book.calls, voice.content
    if voice.can_text_in:
        how = calls.join_by_keyword_or_form if content.join_url else calls.join_by_keyword
    else:
        how = calls.join_by_form
    yield "join", _how(voice, how)
    yield from _joining(voice)


def _keyword(voice: Voice, _kind: str) -> Made:
    calls = voice.book.calls
    yield "join", _how(voice, calls.join_by_keyword if voice.can_text_in else calls.join_by_form)
    yield from _joining(voice, calls.keyword_consent if voice.can_text_in else "")


def _how(voice: Voice, template: str) -> str:
    return template.format(
        keyword=voice.content.opt_in_keyword,
        number=voice.text_number,
        url=voice.content.join_url,
    )


def _joining(voice: Voice, consent: str = "") -> Made:
    """Yield what follows the instruction to join: what one agrees to by it, and the rest."""
    calls = voice.book.calls
    yield (
        "consent",
        (consent or calls.joining_consent).format(
            texts=voice.texts(voice.joint_kinds),
            brand=voice.brand,
            keyword=voice.content.opt_in_keyword,
        ),
    )
    if voice.other_kinds:
        kinds = voice.plurals(voice.other_kinds)
        yield "others", calls.other_kinds.format(kinds=kinds, url=voice.content.join_url)
    yield from _disclosures(voice)


def _disclosures(voice: Voice) -> Made:
    """Yield what every call to action discloses, however it is shown."""
    calls, content = voice.book.calls, voice.content
    yield "frequency", sentence(voice.frequency)
    yield "rates", calls.rates
    yield "help", _help(voice)
    yield "stop", calls.stop
    yield "condition", calls.condition_staff if voice.is_for_staff else calls.condition
    if content.double_opt_in:
        yield "double", calls.double
    if content.minimum_age:
        yield "age", calls.age.format(age=content.minimum_age)
    yield "terms", calls.terms.format(url=content.terms_url)
    yield "privacy", calls.privacy.format(url=content.privacy_url)


def _help(voice: Voice) -> str:
    """Return how to reach a person: the telephone where there is one, else e-mail."""
    calls = voice.book.calls
    if voice.phone:
        return calls.help.format(contact=calls.call.format(phone=voice.phone))
    if voice.content.support_email:
        return calls.help.format(contact=calls.email.format(email=voice.content.support_email))
    return calls.help_alone


_WAYS = {
    "web": _web,
    "pos": _pos,
    "counter": _printed,
    "flyer": _printed,
    "keyword": _keyword,
    "verbal": lambda voice, _kind: scripts.pieces(voice),
    "terms": lambda voice, _kind: pages.pieces(voice, "terms"),
    "privacy": lambda voice, _kind: pages.pieces(voice, "privacy"),
}
