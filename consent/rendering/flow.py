"""The message flow of a registration: in English, how people opt in and what they read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consent.content import OptInWay
from consent.rendering.phrasebook import book
from consent.rendering.pieces import pieces
from consent.rendering.voice import Voice

# The registration forms of toll-free numbers take no more; 10DLC takes 2048.
MESSAGE_FLOW_LIMIT = 1500


@dataclass(frozen=True)
class Quotes:
    """What people read, by where they read it, and the automatic texts that follow."""

    original: Mapping[str, str]
    english: Mapping[str, str]
    """Empty where the original is in English."""
    request: str
    confirmation: str


def message_flow(voice: Voice, quotes: Quotes) -> str:
    """Return how people opt in, for the registration, within its length limit.

    `voice` speaks English. Quotes the whole call to action of each method where that fits, else
    of the first; with addresses too long for that, it names each disclosure instead, so that the
    reviewer still reads all of them. Reviewers read English, so a call to action in another
    language is quoted in both.
    """
    opening = " ".join(_openings(voice))
    asked = f' The question reads: "{_flat(quotes.request)}"' if quotes.request else ""
    confirmed = f' A confirmation text follows: "{_flat(quotes.confirmation)}"'
    for quoted in _quotations(quotes):
        for ending in (asked + confirmed, confirmed, ""):
            if len(opening + quoted + ending) <= MESSAGE_FLOW_LIMIT:
                return opening + quoted + ending
    return f"{opening} {_summary(voice)}"[:MESSAGE_FLOW_LIMIT]


def _openings(voice: Voice) -> Iterator[str]:
    """Yield one sentence on each method, where people are and what they do, then what all share."""
    content = voice.content
    methods = content.methods or (OptInWay.WEB,)
    for way in OptInWay:
        if way in methods:
            yield _OPENINGS[way].format(
                url=content.join_url,
                joining=_joining(voice),
                keyword=content.opt_in_keyword or "the keyword",
                number=f" to {voice.text_number}" if content.text_number else "",
            )
    others = voice.kinds[1:]
    if others and {OptInWay.WEB, OptInWay.POS} & set(methods):
        yield f"Separate empty boxes with the same wording cover {voice.plurals(others)}."
    if content.minimum_age:
        age = content.minimum_age
        yield f"The date of birth is asked first, and nobody under {age} can sign up."
    if content.double_opt_in:
        yield "Each number is then asked by text to reply YES, and only that opts it in."


_OPENINGS: dict[str, str] = {
    OptInWay.WEB: "End users opt in on the public web form at {url} where they enter their mobile "
    "number and tick an optional checkbox that starts empty.",
    OptInWay.POS: "At the point of sale, people enter their number on a screen and tick an "
    "optional box that starts empty; a printed card at the counter says how to sign up.",
    OptInWay.FLYER: "A printed flyer asks people to {joining}.",
    OptInWay.KEYWORD: "People text the keyword {keyword}{number} after reading the call to action.",
    OptInWay.VERBAL: "On the phone, an agent reads out a script and signs up only callers who "
    "clearly say yes.",
}


def _joining(voice: Voice) -> str:
    content = voice.content
    if voice.can_text_in:
        return (
            f"text {content.opt_in_keyword} to {voice.text_number} or sign up at {content.join_url}"
        )
    return f"sign up at {content.join_url}"


def _quotations(quotes: Quotes) -> Iterator[str]:
    """Yield what may be quoted, the most first."""
    ways = tuple(quotes.original)
    for count in (len(ways), 1) if ways else ():
        more = " The other ways carry the same disclosures." if count < len(ways) else ""
        yield "".join(_quotation(way, quotes) for way in ways[:count]) + more
    if ways and quotes.english:
        more = " The other ways carry the same disclosures." if len(ways) > 1 else ""
        yield f' {_READS[ways[0]]}, in English: "{_flat(quotes.english[ways[0]])}"{more}'
    if not ways:
        yield ""


def _quotation(way: str, quotes: Quotes) -> str:
    quoted = f' {_READS[way]}: "{_flat(quotes.original[way])}"'
    if way in quotes.english:
        quoted += f' (English translation: "{_flat(quotes.english[way])}")'
    return quoted


_READS = {
    "web": "The box reads",
    "pos": "The box on the screen reads",
    "flyer": "The flyer reads",
    "keyword": "The call to action reads",
    "verbal": "The script reads",
}


def _summary(voice: Voice) -> str:
    """Return the disclosures one by one, shorter than the full wording."""
    content = voice.content
    kept = {"frequency", "rates", "help", "stop", "condition", "terms", "privacy"}
    said = [p.text for p in pieces(content, "web", "") if p.item in kept]
    kinds = voice.plurals(voice.kinds) or book("en").replies.no_kind
    return f"They agree to receive {kinds} by text from {voice.brand}. {' '.join(said)}"


def _flat(text: str) -> str:
    """Return a text on one line, its quotation marks single so that they can stand inside."""
    return " ".join(text.split()).replace('"', "'")
