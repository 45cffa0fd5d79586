"""What a program would look like to the people who read it: texts, web form, script, checklist."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent import reviewing
from consent.content import ProgramContent
from consent.rendering import RenderedTexts
from consent.rules import Context, Finding, Severity, TextKind, lint
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


@dataclass(frozen=True)
class Item:
    """One line of the checklist."""

    label: str
    is_found: bool
    rule: str


@dataclass(frozen=True)
class Preview:
    """Everything that the preview shows."""

    content: ProgramContent
    texts: RenderedTexts
    checklist: tuple[Item, ...]
    findings: tuple[dict[str, Any], ...]

    @property
    def bubbles(self) -> list[dict[str, Any]]:
        """The three replies as a phone shows them, with what brings each about."""
        return [
            {"label": _("After they sign up"), "text": self.texts.optin_confirmation},
            {"text": "HELP", "mine": True},
            {"text": self.texts.help_reply},
            {"text": "STOP", "mine": True},
            {"text": self.texts.optout_confirmation},
        ]

    @property
    def boxes(self) -> list[dict[str, str]]:
        """The web form's boxes, all unticked."""
        return [{"label": box.text} for box in self.texts.cta_web]

    @property
    def script(self) -> list[dict[str, str]]:
        """The verbal script line by line, with who speaks it."""
        return [_spoken(line) for line in self.texts.verbal_script.split("\n")]

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
    findings: Sequence[Finding] = (),
    *,
    edit_url: str = "",
) -> Preview:
    """Return the preview of a content, which may have gaps, and of the texts made from it."""
    fields = text_fields(content, texts)
    return Preview(
        content=content,
        texts=texts,
        checklist=checklist(content, texts),
        findings=tuple(_shown(finding, fields, edit_url) for finding in findings),
    )


def checklist(content: ProgramContent, texts: RenderedTexts) -> tuple[Item, ...]:
    """Return the seven items; one is found only where every box of the form shows it."""
    context = Context(brand_names=content.names, use_case=content.use_case)
    broken = {
        finding.rule
        for box in texts.cta_web
        for finding in lint(TextKind.WEB, box.text, context=context)
    }
    has_boxes = bool(texts.cta_web)
    return tuple(
        Item(str(label), has_boxes and not rules & broken, min(rules)) for label, rules in SEVEN
    )


def _shown(
    finding: Finding, fields: Mapping[str, tuple[str, str]], edit_url: str
) -> dict[str, str]:
    """Return a finding as the page's list of findings takes it, with the words at fault."""
    text = fields[finding.field][1] if finding.field in fields else ""
    return reviewing.as_row(finding, text=text, url=_mended_at(finding, edit_url))


def _mended_at(finding: Finding, edit_url: str) -> str:
    """Return the address of the control that mends a finding, or nothing where none does alone."""
    if finding.field.startswith("brand."):
        return reverse("tenants:brand")
    if finding.field == "registrant":
        return reverse("tenants:registrant")
    by_field = (anchor for start, anchor in _ANCHOR_OF_FIELD if finding.field.startswith(start))
    anchor = next(by_field, _ANCHOR_OF_TOPIC.get(finding.rule.partition("-")[2], ""))
    return f"{edit_url}#{anchor}" if anchor else ""


_SPEAKER = re.compile(r"^(Agent|Customer)(, after an? (yes|no))?: ")


def _spoken(line: str) -> dict[str, str]:
    """Split a line of the script into who says it, when, and what."""
    found = _SPEAKER.match(line)
    if found is None:
        return {"who": "note", "when": "", "text": line.strip("[]")}
    when = {"yes": _("after a yes"), "no": _("after a no")}.get(found[3] or "", "")
    return {"who": found[1].lower(), "when": when, "text": line[found.end() :]}
