"""Rules on the boxes of a form: empty until the person ticks them, and free to be left empty."""

import re
from collections.abc import Iterator

from consent.rules.base import Hit, TextKind, rule
from consent.rules.markup import Tag
from consent.rules.subject import Subject

SCREEN = frozenset({TextKind.WEB, TextKind.POS})

_TEXTS = re.compile(r"\b(?:sms|mms|txts?|text(?:s|ing)?|messages?|alerts|mensajes|textos)\b", re.I)
# How far behind (or before) a box its words are looked for.
_LABEL = 400
_TICKED = re.compile(r"\[ ?[x✓✔√☑] ?\]|[☑☒✅✔]", re.IGNORECASE)
_TICKED_WORDS = re.compile(
    r"\b(?:pre-?|already |automatically |auto-)(?:checked|ticked|selected|ticking|checking)\b"
    r"|\b(?:checked|ticked|selected|opted[- ]in) by default\b"
    r"|\bdefaults? to (?:checked|ticked|selected|opt(?:ed)?[- ]in|yes|on)\b"
    r"|\buncheck (?:this |the )?(?:box )?(?:if you (?:do not|don't)|to (?:opt[- ]out|stop|decline))"
)
_DENIED = re.compile(r"(?:\b(?:not|never|no|isn't|aren't|non|without)|n't)(?: [a-z]+){0,2} ?-?$")


def _checkboxes(subject: Subject) -> Iterator[Tag]:
    """Yield the boxes that are about texts: by their name, their words, or as the only one."""
    boxes = [t for t in subject.text.inputs if t.attributes.get("type", "").lower() == "checkbox"]
    for index, box in enumerate(boxes):
        end = boxes[index + 1].start if index + 1 < len(boxes) else box.end + _LABEL
        own = " ".join(box.attributes.get(key, "") for key in ("name", "id", "value", "aria-label"))
        words = own.replace("_", " ").replace("-", " ") + subject.original[box.end : end]
        if len(boxes) == 1 or _TEXTS.search(words):
            yield box


@rule(
    "CTA-CHECKBOX-UNCHECKED",
    "SMS box starts empty",
    problem="The box for texts is ticked before the person has touched it.",
    fix="Leave the box empty until the person ticks it.",
    kinds=SCREEN,
    prevents=("30475",),
    source="AWS: the check box must not be pre-selected; short-code carriers",
)
def box_starts_empty(subject: Subject) -> Iterator[Hit]:
    """Find boxes that are ticked in HTML, drawn ticked, or said to be ticked."""
    for box in _checkboxes(subject):
        if _is_ticked(box):
            yield Hit(box.start, box.end, raw=True)
    for found in _TICKED.finditer(subject.text.folded):
        if _TEXTS.search(subject.text.folded[found.end() : found.end() + _LABEL]):
            yield Hit(*found.span())
    for found in _TICKED_WORDS.finditer(subject.masked):
        if not _DENIED.search(subject.masked, max(found.start() - 30, 0), found.start()):
            yield Hit(*found.span())


def _is_ticked(box: Tag) -> bool:
    names = {name.lower(): value.lower() for name, value in box.attributes.items()}
    checked = "checked" in names or "defaultchecked" in names
    return (checked and names.get("checked") != "{false}") or names.get("aria-checked") == "true"


_AFTER_SENTENCE = re.compile(
    r"(?:\[ ?\]|[☐□]) ?\*"
    r"|(?:sms|mms|txts?|texts?|text messages?|messages?|alerts)[^.!?*]{0,120}[.!]? ?\*(?=\s*$|\s)"
)
_REQUIRED_WORD = re.compile(
    r"\(required\)|(?<!\*)\*+ ?(?:this (?:field|box) is )?required\b"
    r"|\b(?:box|field|consent|opt[- ]?in|"
    r"checkbox)[^.!?]{0,30}\b(?:is|are) (?:required|mandatory|compulsory)\b"
)
_FOOTNOTE = re.compile(r"(?:^|[.!?] ?)\*++ ?(?!required)[a-z]")


@rule(
    "CTA-CHECKBOX-OPTIONAL",
    "SMS box is not required",
    problem="The box for texts must be ticked to go on.",
    fix="Remove the required mark from the SMS box, or make the phone field optional.",
    kinds=SCREEN,
    prevents=("CallToActionConsentNotOptional",),
    source="AWS: consent must be optional; toll-free reviewers",
)
def box_is_optional(subject: Subject) -> Iterator[Hit]:
    """Find required boxes, required marks, and a required number with no box at all."""
    for box in _checkboxes(subject):
        if _is_required(box):
            yield Hit(box.start, box.end, raw=True)
    yield from _required_number(subject)
    yield from _required_mark(subject)


def _is_required(tag: Tag) -> bool:
    names = {name.lower(): value.lower() for name, value in tag.attributes.items()}
    return "required" in names or names.get("aria-required") == "true"


def _required_number(subject: Subject) -> Iterator[Hit]:
    """A number that must be given agrees to texts by itself when no box asks."""
    if any(tag.attributes.get("type", "").lower() == "checkbox" for tag in subject.text.inputs):
        return
    for tag in subject.text.inputs:
        if tag.attributes.get("type", "").lower() == "tel" and _is_required(tag):
            yield Hit(tag.start, tag.end, raw=True)


def _required_mark(subject: Subject) -> Iterator[Hit]:
    """Find an asterisk at the consent, unless it points to a footnote, and "(required)"."""
    folded = subject.masked
    for found in _REQUIRED_WORD.finditer(folded):
        near = folded[max(found.start() - 160, 0) : found.end() + 40]
        denied = _DENIED.search(folded, max(found.end() - 22, 0), found.end() - 9)
        if _TEXTS.search(near) and not denied and "not required" not in near:
            yield Hit(*found.span())
            return
    if not _FOOTNOTE.search(folded):
        for found in _AFTER_SENTENCE.finditer(folded):
            yield Hit(found.end() - 1, found.end())
            return
