"""Rules on the boxes of a form: empty until the person ticks them, and free to be left empty."""

import re
from collections.abc import Iterator

from consent.rules.base import Hit, TextKind, rule
from consent.rules.markup import Tag
from consent.rules.subject import Subject

SCREEN = frozenset({TextKind.WEB, TextKind.POS})

_TEXTS = re.compile(
    r"\b(?:sms|mms|txts?|text(?:s|ing)?|messages?|alerts|mensajes?|textos?|alertas)\b", re.I
)
# How far behind (or before) a box its words are looked for.
_LABEL = 400
_TICKED = re.compile(r"\[ ?[x✓✔√☑] ?\]|[☑☒✅✔]", re.IGNORECASE)
_SIGN = re.compile(r"\[ ?[x✓✔√☑]|[☑☒✅✔]")
# No box is said to be ticked without one of these.
_CHECKED = ("checked", "check the box if", "pre-check", "precheck", "uncheck", "auto-check", "tick",
            "selected", "default", "opted", "marcad", "desmarq", "coch", "activad", "filled",
            "populat", "enabled", "auto-checking", "seleccionad")  # fmt: skip
_TICKED_WORDS = re.compile(
    r"\b(?:pre-?|already |automatically |auto-)(?:checked|ticked|selected|ticking|checking)\b"
    r"|\b(?:checked|ticked|selected|opted[- ]in) by default\b"
    r"|\b(?:checked|ticked|selected|enabled|on) (?:automatically|when the page"
    r" loads|on page load)\b"
    r"|\b(?:pre-?)(?:filled|populated|enabled) (?:check ?box|box|consent|opt[- ]?in)\b"
    r"|\bleave (?:this |the )?(?:box )?(?:checked|ticked)\b|\b(?:box|checkbox) is (?:already )?"
    r"(?:checked|ticked)(?! by (?:you|the))\b"
    r"|\bif you (?:do not|don't|would rather not|prefer not)[^.!?]{0,50}\buncheck\b"
    r"|\bto (?:opt[- ]out|decline),? (?:please )?uncheck\b"
    r"|\b(?:pre-?)?(?:marcada|seleccionada|activada) (?:por defecto|de antemano|previamente"
    r"|automaticamente)\b|\bpre-?(?:marcada|seleccionada)\b|\bdesmarque\b"
    r"|\bpre-?coche(?:e|es)?\b|\bcochee? par defaut\b|\bdecochez\b"
    r"|\bdefaults? to (?:checked|ticked|selected|opt(?:ed)?[- ]in|yes|on)\b"
    r"|\buncheck (?:this |the )?(?:box )?(?:if you (?:do not|don't)|to (?:opt[- ]out|stop|decline))"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|isn't|aren't|non|without|nor|ni|pas|nunca|jamais|un)|n't)"
    r"(?: [a-z]+){0,3} ?-?$"
)


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
    folded = subject.text.folded
    drawn = _SIGN.search(folded) and _TEXTS.search(folded)
    for found in _TICKED.finditer(folded) if drawn else ():
        if _TEXTS.search(folded[found.end() : found.end() + _LABEL]):
            yield Hit(*found.span())
    said = any(map(folded.__contains__, _CHECKED))
    for found in _TICKED_WORDS.finditer(subject.masked) if said else ():
        if not _DENIED.search(subject.masked, max(found.start() - 30, 0), found.start()):
            yield Hit(*found.span())


def _is_ticked(box: Tag) -> bool:
    names = {name.lower(): value.lower() for name, value in box.attributes.items()}
    checked = "checked" in names or "defaultchecked" in names
    return (checked and names.get("checked") != "{false}") or names.get("aria-checked") == "true"


_AFTER_SENTENCE = re.compile(
    r"(?:\[ ?\]|[☐□]) ?\*"
    r"|(?:sms|mms|txts?|texts?|text messages?|messages?|alerts|mensajes)[^.!?*]{0,120}[.!]? ?\*"
    r"(?=\s*$|\s)"
)
_REQUIRED_WORD = re.compile(
    r"[(\[](?:required|mandatory|obligatorio|obligatoria|requerido|requis|obligatoire)[)\]]"
    r"|(?<!\*)\*+ ?(?:this (?:field|box) is )?required\b|\b(?:box|field|consent|opt[- ]?in|casilla"
    r"|consentimiento|case|consentement|checkbox)[^.!?]{0,30}\b(?:is|are|must be|es|est)"
    r" (?:a )?(?:required|mandatory|compulsory|checked to|ticked to|obligatori[oa]|obligatoire"
    r"|requis)\b"
    r"|\b(?:must|have to|need to|required to|debe|doit|devez) (?:check|tick|mark|select|marcar"
    r"|cocher) (?:this|the|la|esta|cette)\b"
)
_NOT_REQUIRED = re.compile(
    r"\b(?:not|isn't|never|non|no es|pas) (?:a )?(?:be )?(?:required|mandatory|obligator)"
)
# "texts.* Msg" marks the sentence before it, "texts. *Msg" the one after.
_FOOTNOTE = re.compile(r"(?:^|[.!?] )\*+ ?(?!required|this field)[a-z]|[.!?]\*(?=[a-z])")
_PHONE_FIELD = re.compile(
    r"\b(?:phone|mobile|cell|telephone|telefono|celular|email|name)[^.!?]{0,25}$"
)
_SOMEWHERE = re.compile(r"\*|requi|mandator|compulsor|must|have to|need to|obligat|debe|do[iv]")


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
    if not _SOMEWHERE.search(folded):
        return
    for found in _REQUIRED_WORD.finditer(folded):
        near = folded[max(found.start() - 160, 0) : found.end() + 40]
        denied = _DENIED.search(folded, max(found.end() - 22, 0), found.end() - 9)
        # "Mobile number (required)" is no mark of the consent.
        of_field = _PHONE_FIELD.search(folded, max(found.start() - 40, 0), found.start())
        if _TEXTS.search(near) and not (denied or of_field or _NOT_REQUIRED.search(near)):
            yield Hit(*found.span())
            return
    if "*" in folded and not _FOOTNOTE.search(folded):
        for found in _AFTER_SENTENCE.finditer(folded):
            if "**" not in folded[found.end() - 2 : found.end() + 1]:
                yield Hit(found.end() - 1, found.end())
                return
