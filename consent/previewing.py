"""What a program would look like to the people who read it: texts, places, script, checklist."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent import phones, reviewing
from consent.builder import qr, wordings
from consent.builder.places import Place, Shown, bubbles, lines, places
from consent.content import ProgramContent
from consent.rendering import RenderedTexts
from consent.rules import Context, Finding, Severity, lint
from consent.rules.base import CALL_TO_ACTION
from consent.rules.preflight import text_fields

# Agents who read aloud to a customer manage about this many words a minute.
WORDS_PER_MINUTE = 150
# What every call to action must show, with the rules that decide whether it does.
SEVEN: tuple[tuple[Promise, frozenset[str]], ...] = (
    (gettext_lazy("Who sends the texts"), frozenset({"CTA-BRAND"})),
    (gettext_lazy("How often"), frozenset({"CTA-FREQUENCY"})),
    (gettext_lazy("Where to get help"), frozenset({"CTA-HELP"})),
    (gettext_lazy("How to stop"), frozenset({"CTA-STOP"})),
    (
        gettext_lazy("“Message and data rates may apply”, word for word"),
        frozenset({"CTA-RATES", "CTA-RATES-VERBATIM"}),
    ),
    (gettext_lazy("Link to the terms"), frozenset({"CTA-TERMS"})),
    (gettext_lazy("Link to the privacy policy"), frozenset({"CTA-PRIVACY"})),
)
# Where in the builder a finding is mended, by the field at fault, else by what the rule is about.
_ANCHOR_OF_FIELD = (
    ("program.description", "id_description"),
    ("texts.sample_messages", "id_sample_messages"),
)
_ANCHOR_OF_TOPIC = {
    "FREQUENCY": "id_frequency",
    "HELP": "id_support_phone",
    "CONTACT": "id_support_email",
    "PURPOSE": "id_message_kinds",
}
# Returns what a repair button sends for a finding, empty where only a person can mend it.
Mend = Callable[[Finding], str]


@dataclass(frozen=True)
class Item:
    """One line of the checklist."""

    label: str
    is_found: bool
    rule: str
    places: tuple[str, ...] = ()
    """Where it is missing, if it is not missing everywhere."""


@dataclass(frozen=True)
class Preview:
    """Everything that the preview shows."""

    content: ProgramContent
    texts: RenderedTexts
    checklist: tuple[Item, ...]
    findings: tuple[dict[str, Any], ...]
    """Each sentence once, the worst first."""
    places: tuple[Place, ...] = field(default=())
    elsewhere: tuple[dict[str, Any], ...] = field(default=())
    """What is found in no text: about the company, the evidence, the set of samples."""

    def place(self, slug: str) -> Place | None:
        """Return one of the places, or None where the program has it not."""
        return next((each for each in self.places if each.slug == slug), None)

    @property
    def bubbles(self) -> list[dict[str, Any]]:
        """The automatic texts as a phone shows them, with what brings each about."""
        phone = self.place("texts")
        return phone.bubbles if phone else []

    @property
    def qr(self) -> SafeString:
        """The code that leads to the sign-up form, as inline SVG."""
        address = self.content.join_url
        return qr.svg(address, _("QR code of %(address)s") % {"address": address})

    @property
    def number_shown(self) -> str:
        """The number that texts come from, as people read it; empty while it is not known."""
        return phones.national(self.content.text_number)

    @property
    def conversation(self) -> list[dict[str, Any]]:
        """What follows when somebody texts the word."""
        asked = {"text": self.content.opt_in_keyword or _("the word"), "mine": True}
        joined = ("optin_request", "optin_confirmation")
        phone = self.place("texts")
        shown = [each for each in phone.shown if each.key in joined] if phone else []
        return [asked, *(bubble for each in shown for bubble in bubbles(each, labelled=False))]

    @property
    def boxes(self) -> list[dict[str, str]]:
        """The web form's boxes, all unticked."""
        return [{"label": box.text} for box in self.texts.cta_web]

    @property
    def script(self) -> list[dict[str, Any]]:
        """The verbal script line by line, with who speaks it."""
        return list(lines(Shown("verbal_script", self.texts.verbal_script)))

    @property
    def reading_seconds(self) -> int:
        """How long an agent takes to read the script out, to the next five seconds."""
        words = sum(len(line["text"].split()) for line in self.script if line["who"] == "agent")
        return math.ceil(words * 60 / WORDS_PER_MINUTE / 5) * 5

    @property
    def missing_count(self) -> int:
        """How many of the seven items nobody would see."""
        return sum(not item.is_found for item in self.checklist)

    @property
    def blocker_count(self) -> int:
        """How many findings stop a registration."""
        return sum(finding["severity"] == Severity.BLOCKER for finding in self.findings)

    @property
    def mendable_count(self) -> int:
        """How many findings one press mends."""
        return sum(bool(row.get("repair")) for place in self.places for row in place.rows)

    @property
    def verdict(self) -> str:
        """The look of the whole: lacks, must or whole."""
        if self.missing_count:
            return "lacks"
        return "must" if self.blocker_count else "whole"

    @property
    def announcement(self) -> str:
        """One sentence for those who cannot see the preview change."""
        if self.missing_count:
            return _("%(missing)d of %(all)d required items still missing.") % {
                "missing": self.missing_count,
                "all": len(self.checklist),
            }
        if self.blocker_count:
            return ngettext(
                "All required items are there. %(count)d thing must be fixed.",
                "All required items are there. %(count)d things must be fixed.",
                self.blocker_count,
            ) % {"count": self.blocker_count}
        return _("All %(all)d required items are there.") % {"all": len(self.checklist)}


def preview(
    content: ProgramContent,
    texts: RenderedTexts,
    findings: Sequence[Finding] | None = None,
    *,
    edit_url: str = "",
    mend: Mend = lambda _finding: "",
    english: RenderedTexts | None = None,
) -> Preview:
    """Return the preview of a content, which may have gaps, and of the texts made from it.

    Without `findings`, only the calls to action are read, for the checklist.
    """
    fields = text_fields(content, texts)

    def row(finding: Finding, key: str = "", number: int = 0) -> dict[str, Any]:
        """Return a finding as the page's list of findings takes it, with the words at fault."""
        text = fields[finding.field][1] if finding.field in fields else ""
        url = _mended_at(finding, key, content, edit_url)
        return {
            **reviewing.as_row(finding, text=text, url=url),
            "number": number if finding.start is not None else 0,
            "repair": mend(finding),
        }

    found = findings or ()
    return Preview(
        content=content,
        texts=texts,
        checklist=checklist(content, texts, findings),
        findings=tuple(row(finding) for finding in reviewing.once(found)),
        places=places(content, texts, found, row, english),
        elsewhere=tuple(
            row(finding)
            for finding in reviewing.once(found)
            if not wordings.key_of(finding.field, texts)
        ),
    )


def checklist(
    content: ProgramContent, texts: RenderedTexts, findings: Sequence[Finding] | None = None
) -> tuple[Item, ...]:
    """Return the seven items; one is found only where every call to action shows it."""
    calls = {f: t for f, t in text_fields(content, texts).items() if t[0] in CALL_TO_ACTION}
    if findings is None:
        context = Context(brand_names=content.names, use_case=content.use_case)
        findings = [
            replace(finding, field=name)
            for name, (kind, text) in calls.items()
            for finding in lint(kind, text, context=context)
        ]
    broken: dict[str, list[str]] = {}
    for finding in findings:
        if finding.kind in CALL_TO_ACTION:
            place = wordings.place_of(wordings.key_of(finding.field, texts))
            broken.setdefault(finding.rule, []).append(place)
    asks = bool(calls) and bool(content.message_kinds)
    return tuple(_item(str(label), rules, broken, asks) for label, rules in SEVEN)


def _item(
    label: str, rules: frozenset[str], broken: Mapping[str, Sequence[str]], asks: bool
) -> Item:
    """Return one line: whether it is found in every call to action, else where it is not."""
    lacking = [place for rule in sorted(rules) for place in broken.get(rule, ())]
    places = tuple(dict.fromkeys(filter(None, lacking)))
    return Item(label, asks and not lacking, min(rules), places)


def _mended_at(finding: Finding, key: str, content: ProgramContent, edit_url: str) -> str:
    """Return the address of the control that mends a finding, or nothing where none does alone."""
    if finding.field.startswith("brand."):
        return reverse("tenants:brand")
    if finding.field == "registrant":
        return reverse("tenants:registrant")
    if key in content.own_texts:
        return f"{edit_url}#id_own.{key}"
    by_field = (anchor for start, anchor in _ANCHOR_OF_FIELD if finding.field.startswith(start))
    anchor = next(by_field, _ANCHOR_OF_TOPIC.get(finding.rule.partition("-")[2], ""))
    return f"{edit_url}#{anchor}" if anchor else ""
