"""Where people meet a program's texts: each place with its texts, marked, and what is found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consent.builder import wordings
from consent.builder.marking import Mark, marked
from consent.content import OptInWay, ProgramContent
from consent.rendering import RenderedTexts, script_lines
from consent.rules import Finding, Severity

# Makes a finding of a text, whose number on the page is given, into a row of the page's list.
Row = Callable[[Finding, str, int], dict[str, Any]]


@dataclass(frozen=True)
class Shown:
    """One text as the preview shows it."""

    key: str
    text: str
    marks: tuple[Mark, ...] = ()
    is_own: bool = False
    headings: frozenset[str] = frozenset()
    """Of a page: which of its parts are headings."""
    english: str = ""
    """How the same text reads in English, for reviewers; empty where it is English."""

    @property
    def name(self) -> str:
        """The name of the text."""
        return wordings.title(self.key)

    @property
    def html(self) -> SafeString:
        """The text with the words at fault marked."""
        return marked(self.text, self.marks)

    @property
    def may_be_own(self) -> bool:
        """May the tenant write it itself?"""
        return wordings.may_be_own(self.key)

    def part(self, start: int, end: int) -> SafeString:
        """Return some of the text, marked."""
        return marked(self.text, self.marks, start, end)


@dataclass(frozen=True)
class Place:
    """One place with its texts and what is found in them."""

    slug: str
    name: str
    shown: tuple[Shown, ...]
    rows: tuple[dict[str, Any], ...] = field(default=())

    @property
    def must_count(self) -> int:
        """How many findings stop a registration."""
        return sum(row["severity"] == Severity.BLOCKER for row in self.rows)

    @property
    def intro(self) -> Shown | None:
        """What stands above the boxes."""
        return next((each for each in self.shown if each.key.endswith("_intro")), None)

    @property
    def boxes(self) -> list[Shown]:
        """The boxes, all unticked."""
        return [each for each in self.shown if wordings.stem(each.key) in wordings.BOXES]

    @property
    def card(self) -> Shown | None:
        """What is printed, said or invited: the one text beside any boxes."""
        whole = (each for each in self.shown if each not in self.boxes and each is not self.intro)
        return next(whole, None)

    @property
    def bubbles(self) -> list[dict[str, Any]]:
        """The texts as a phone shows them, with what brings each about."""
        return [bubble for each in self.shown for bubble in bubbles(each)]

    @property
    def samples(self) -> list[Shown]:
        """The sample messages."""
        return [each for each in self.shown if wordings.stem(each.key) == wordings.SAMPLES]

    @property
    def script(self) -> list[dict[str, Any]]:
        """The script line by line, with who speaks it."""
        return [] if self.card is None else list(lines(self.card))

    @property
    def pages(self) -> list[tuple[Shown, list[tuple[bool, SafeString]]]]:
        """Each page with its headings (true) and paragraphs."""
        return [(each, list(_paragraphs(each))) for each in self.shown]

    @property
    def has_english(self) -> bool:
        """Does it speak another language than its reviewers?"""
        return any(each.english for each in self.shown)


def places(
    content: ProgramContent,
    texts: RenderedTexts,
    found: Sequence[Finding],
    row: Row,
    translated: RenderedTexts | None = None,
) -> tuple[Place, ...]:
    """Return the places that a program has, in the order in which people meet them."""
    every = wordings.by_key(texts, description=content.description)
    english = wordings.by_key(translated) if translated else {}
    of_text: dict[str, list[Finding]] = {}
    for finding in found:
        of_text.setdefault(wordings.key_of(finding.field, texts), []).append(finding)
    headings = frozenset(section.heading for section in (*texts.terms, *texts.privacy))

    def shown(key: str, text: str, marks: Sequence[Mark]) -> Shown:
        own = key in content.own_texts
        return Shown(key, text, tuple(marks), own, headings, english.get(key, ""))

    built = []
    for slug, (name, stems) in wordings.PLACES.items():
        if slug in OptInWay.codes() and slug not in content.methods:
            continue
        picked = wordings.pick(every, stems)
        missing = {key: "" for key in of_text if wordings.stem(key) in stems and key not in picked}
        built.append(_place(slug, str(name), {**picked, **missing}, of_text, row, shown))
    return tuple(built)


def _place(
    slug: str,
    name: str,
    texts: Mapping[str, str],
    of_text: Mapping[str, Sequence[Finding]],
    row: Row,
    shown: Callable[[str, str, Sequence[Mark]], Shown],
) -> Place:
    """Number what is found in one place, mark it, and gather it below."""
    every: list[Shown] = []
    rows: list[dict[str, Any]] = []
    for key, text in texts.items():
        marks = []
        for finding in of_text.get(key, ()):
            rows.append({**row(finding, key, len(rows) + 1), "about": _about(key, texts)})
            if finding.start is not None and finding.end is not None:
                severity = str(finding.severity)
                marks.append(Mark(finding.start, finding.end, len(rows), severity))
        if text:
            every.append(shown(key, text, marks))
    return Place(slug, name, tuple(every), tuple(rows))


def _about(key: str, texts: Mapping[str, str]) -> str:
    """Return which text a finding is about, where the place has several."""
    return wordings.title(key) if len(texts) > 1 else ""


def bubbles(each: Shown, *, labelled: bool = True) -> Iterator[dict[str, Any]]:
    """Yield a text with what the person texted before it, and what brings it about."""
    said = {"help_reply": "HELP", "optout_confirmation": "STOP"}.get(each.key)
    if wordings.stem(each.key) == wordings.SAMPLES:
        return
    if said:
        yield {"text": said, "mine": True}
    label = {
        "optin_request": _("When they ask to sign up"),
        "optin_confirmation": _("After they sign up"),
    }.get(each.key, "")
    yield {"text": each.text, "html": each.html, "label": label if labelled else ""}
    if each.key == "optin_request":
        yield {"text": "YES", "mine": True}


def lines(script: Shown) -> Iterator[dict[str, Any]]:
    """Yield each line of a script with who says it, when, and what, its faulty words marked."""
    said = {"": "", "yes": _("after a yes"), "no": _("after a no")}
    start = 0
    for line in script.text.split("\n"):
        for spoken in script_lines(line):
            begin = start + line.rindex(spoken.text) if spoken.text in line else start
            yield {
                "who": spoken.who,
                "when": said.get(spoken.when, spoken.when),
                "text": spoken.text,
                "html": script.part(begin, begin + len(spoken.text)),
            }
        start += len(line) + 1


def _paragraphs(page: Shown) -> Iterator[tuple[bool, SafeString]]:
    """Yield the parts of a page, whether each is a heading, and its words."""
    start = 0
    for part in page.text.split("\n\n"):
        yield part in page.headings, page.part(start, start + len(part))
        start += len(part) + 2
