"""Compares what a reader can read with what was attested, disclosure by disclosure. Pure.

A disclosure is there when the rule that would miss it is silent. Markup, order, blanks and
whatever else stands on the page make no difference; pixels are never compared.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from consent.content import ProgramContent
from consent.rendering import RenderedTexts
from consent.rules import Context, Finding, TextKind, lint
from consent.rules.live import LivePage
from tenants.domains import registrable_domain

# Longer pages are read in overlapping pieces, since the linter reads no further than 20,000.
_PIECE, _OVERLAP, _PIECES_MAX = 18_000, 2_000, 6
# From this likeness on, of 100, a sentence is taken for another wording of ours.
_ALIKE = 62
_SENTENCE_MIN = 12
KINDS: dict[str, TextKind] = {
    LivePage.JOIN: TextKind.WEB,
    LivePage.TERMS: TextKind.TERMS,
    LivePage.PRIVACY: TextKind.PRIVACY,
}
# A text in which no disclosure is.
_NOTHING = "Welcome"


@dataclass(frozen=True)
class Attested:
    """What a page must say, by the record that reviewers approve."""

    kind: TextKind
    texts: tuple[str, ...]
    context: Context
    wanted: frozenset[str]
    """Ids of the rules whose disclosure the texts carry."""
    lacking: frozenset[str]
    """Ids of the rules that miss what a registration needs in the attested texts themselves."""


@dataclass(frozen=True)
class Sentence:
    """One attested sentence, and what the page has of it."""

    text: str
    state: str
    """same, changed or missing."""
    nearest: str = ""
    """The page's words that come nearest, where they are not the same."""


def attested(page: str, content: ProgramContent, texts: RenderedTexts) -> Attested:
    """Return what a page of a program must say."""
    kind = KINDS[page]
    said = {
        LivePage.JOIN: tuple(box.text for box in texts.cta_web),
        LivePage.TERMS: (texts.terms_text,),
        LivePage.PRIVACY: (texts.privacy_text,),
    }[LivePage(page)]
    said = tuple(text for text in said if text.strip())
    context = context_of(content)
    asked = missing(kind, _NOTHING, context)
    carried = [asked - missing(kind, text, context) for text in said]
    wanted = frozenset[str]().union(*carried)
    return Attested(kind, said, context, wanted, _lacking(kind, said, context) & asked - wanted)


def _lacking(kind: TextKind, said: Sequence[str], context: Context) -> frozenset[str]:
    """Return what stops a registration because none of the texts says it."""
    findings = ([f for f in lint(kind, text, context=context) if f.is_blocker] for text in said)
    missed = [_missing(found) for found in findings]
    return frozenset.intersection(*missed) if missed else frozenset()


def context_of(content: ProgramContent) -> Context:
    """Return what the rules may know of a program."""
    urls = (content.website, content.terms_url, content.privacy_url, content.join_url)
    return Context(
        brand_names=content.names,
        use_case=content.use_case,
        domains=tuple(dict.fromkeys(registrable_domain(url) for url in urls if url)),
        support_email=content.support_email,
    )


def missing(kind: TextKind, text: str, context: Context) -> frozenset[str]:
    """Return the rules that miss their disclosure in a text of any length."""
    pieces = [_missing(lint(kind, piece, context=context)) for piece in _pieces(text)]
    return frozenset.intersection(*pieces)


def _missing(findings: Sequence[Finding]) -> frozenset[str]:
    # A finding with a span is about words that are there.
    return frozenset(finding.rule for finding in findings if finding.start is None)


def _pieces(text: str) -> Iterator[str]:
    for number in range(_PIECES_MAX):
        start = number * (_PIECE - _OVERLAP)
        if number and start >= len(text) - _OVERLAP:
            return
        yield text[start : start + _PIECE]


def seen(wanted: Attested, text: str) -> frozenset[str]:
    """Return the rules whose attested disclosure is in a text that somebody can read."""
    if not text.strip():
        return frozenset()
    return wanted.wanted - missing(wanted.kind, text, wanted.context)


def sentences(wanted: Attested, text: str) -> list[Sentence]:
    """Return each attested sentence with whether the page says it, or says it differently."""
    page = _key(text)
    theirs = [each for each in split(text) if len(each) >= _SENTENCE_MIN]
    keys = [_key(each) for each in theirs]
    found: dict[str, Sentence] = {}
    for said in (sentence for each in wanted.texts for sentence in split(each)):
        found.setdefault(_key(said), _compared(said, page, theirs, keys))
    return list(found.values())


def _compared(said: str, page: str, theirs: Sequence[str], keys: Sequence[str]) -> Sentence:
    key = _key(said)
    if key in page:
        return Sentence(said, "same")
    best = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if best is None:
        return Sentence(said, "missing")
    return Sentence(said, "changed", theirs[best[2]][:400])


def carriers(wanted: Attested, rule: str) -> str:
    """Return the attested words that carry a disclosure, to be put back as they were, if any do."""
    if rule not in wanted.wanted:
        return ""
    for text in wanted.texts:
        parts = split(text)
        alone = [part for part in parts if rule not in missing(wanted.kind, part, wanted.context)]
        if alone:
            return alone[0]
        for index in range(len(parts)):
            rest = " ".join(parts[:index] + parts[index + 1 :])
            if rule in missing(wanted.kind, rest, wanted.context):
                return parts[index]
    return ""


def split(text: str) -> list[str]:
    """Return the sentences of a text; a line is one at least."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    parts = (part for line in lines for part in re.split(r"(?<=[.!?])\s+(?=[^\W_\d]|[\"“(])", line))
    return [part.strip() for part in parts if part.strip()]


def _key(text: str) -> str:
    """Return letters and digits alone, so that blanks, quotes and case make no difference."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return f" {' '.join(words)} "
