"""Renders every text that reviewers compare from one ProgramContent, always the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent import pages, phones, replies, scripts
from consent.content import ProgramContent
from consent.pages import Section
from consent.wording import listed, sentence, wording

RATES = "Message and data rates may apply."
NOT_A_CONDITION = "Consent is not a condition of purchase."
# The registration forms of toll-free numbers take no more; 10DLC takes 2048.
MESSAGE_FLOW_LIMIT = 1500

__all__ = ["ConsentBox", "RenderedTexts", "Section", "page_text", "render"]


@dataclass(frozen=True)
class ConsentBox:
    """One checkbox of the web form, which starts unticked and covers one message kind."""

    kind: str
    text: str


@dataclass(frozen=True)
class RenderedTexts:
    """All texts of one version; frozen into its row when it is published."""

    cta_web_intro: str
    cta_web: tuple[ConsentBox, ...]
    verbal_script: str
    terms: tuple[Section, ...]
    privacy: tuple[Section, ...]
    sample_messages: tuple[str, ...]
    optin_confirmation: str
    help_reply: str
    optout_confirmation: str
    message_flow: str
    cta_pos: tuple[ConsentBox, ...] = ()
    """The boxes on the screen at a till; empty where nobody is asked there."""
    cta_counter: str = ""
    """The printed card beside the till."""
    cta_flyer: str = ""
    cta_keyword: str = ""
    optin_request: str = ""
    """The question of a double opt-in, which only YES answers."""

    @property
    def terms_text(self) -> str:
        """Return the terms page as plain text, headings on their own lines."""
        return page_text(self.terms)

    @property
    def privacy_text(self) -> str:
        """Return the privacy page as plain text, headings on their own lines."""
        return page_text(self.privacy)

    @property
    def cta_web_text(self) -> str:
        """Return the web call to action as plain text, one empty box a line."""
        boxes = [f"[ ] {box.text}" for box in self.cta_web]
        return "\n\n".join([self.cta_web_intro, *boxes])

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, for a database column or an API answer."""
        return {
            **{name: getattr(self, name) for name in (*_PLAIN, *_LATER)},
            "cta_web": [{"kind": box.kind, "text": box.text} for box in self.cta_web],
            "cta_pos": [{"kind": box.kind, "text": box.text} for box in self.cta_pos],
            "terms": [section.as_dict() for section in self.terms],
            "privacy": [section.as_dict() for section in self.privacy],
            "sample_messages": list(self.sample_messages),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "RenderedTexts":
        """Rebuild from as_dict(). Raises KeyError when a text is missing."""
        return cls(
            **{name: data[name] for name in _PLAIN},
            # Versions that were published before these existed have none.
            **{name: data.get(name, "") for name in _LATER},
            cta_pos=tuple(ConsentBox(box["kind"], box["text"]) for box in data.get("cta_pos", ())),
            cta_web=tuple(ConsentBox(box["kind"], box["text"]) for box in data["cta_web"]),
            terms=tuple(map(Section.from_dict, data["terms"])),
            privacy=tuple(map(Section.from_dict, data["privacy"])),
            sample_messages=tuple(data["sample_messages"]),
        )


_PLAIN = (
    "cta_web_intro",
    "verbal_script",
    "optin_confirmation",
    "help_reply",
    "optout_confirmation",
    "message_flow",
)
_LATER = ("cta_counter", "cta_flyer", "cta_keyword", "optin_request")


def render(content: ProgramContent) -> RenderedTexts:
    """Return every text of a program; equal contents give equal texts."""
    boxes = tuple(
        ConsentBox(kind, _box_text(content, kind)) for kind in dict.fromkeys(content.message_kinds)
    )
    confirmation = replies.optin_confirmation(content)
    return RenderedTexts(
        cta_web_intro=_intro(content),
        cta_web=boxes,
        verbal_script=scripts.verbal_script(content),
        terms=pages.terms(content),
        privacy=pages.privacy(content),
        sample_messages=content.sample_messages or _samples(content),
        optin_confirmation=confirmation,
        help_reply=replies.help_reply(content),
        optout_confirmation=replies.optout_confirmation(content),
        message_flow=_message_flow(content, boxes, confirmation),
    )


def page_text(sections: Sequence[Section]) -> str:
    """Return sections as plain text: heading, then paragraphs, separated by blank lines."""
    return "\n\n".join(part for s in sections for part in (s.heading, *s.paragraphs))


def _intro(content: ProgramContent) -> str:
    """Return the sentence above the boxes."""
    return (
        f"Choose which text messages you want from {content.brand_name}. "
        "Each box is optional, and you can send this form without ticking any."
    )


def _box_text(content: ProgramContent, kind: str) -> str:
    """Return one complete consent sentence with all disclosures, so that it stands alone."""
    return " ".join(
        (
            f"By checking this box, I agree to receive {wording(kind).adjective} text messages "
            f"from {content.brand_name} at the number provided.",
            sentence(content.frequency),
            RATES,
            f"Text HELP or {_support(content)} for support.",
            "Text STOP to opt out of future messages.",
            NOT_A_CONDITION,
            f"Terms & Conditions: {content.terms_url}",
            f"Privacy Policy: {content.privacy_url}",
        )
    )


def _support(content: ProgramContent) -> str:
    """Return the way to reach a person: the telephone where there is one, else e-mail."""
    if content.support_phone:
        return f"call {phones.national(content.support_phone)}"
    return f"email {content.support_email}"


def _samples(content: ProgramContent) -> tuple[str, ...]:
    """Return two samples of each kind: first one of every kind, since forms take only a few."""
    kinds = tuple(dict.fromkeys(content.message_kinds))
    return tuple(
        f"{content.brand_name}: {wording(kind).samples[turn]} Reply STOP to opt out."
        for turn in (0, 1)
        for kind in kinds
    )


def _message_flow(content: ProgramContent, boxes: Sequence[ConsentBox], confirmation: str) -> str:
    """Return how people opt in, for the registration, within its length limit.

    Quotes the whole call to action where it fits; with addresses too long for that, it names
    each disclosure instead, so that the reviewer still reads all of them.
    """
    opening = (
        f"End users opt in on the public web form at {content.join_url} where they enter their "
        "mobile number and tick an optional checkbox that starts empty."
    )
    others = [wording(box.kind).plural for box in boxes[1:]]
    more = f" Separate empty boxes with the same wording cover {listed(others)}." if others else ""
    quoted = f' The box reads: "{boxes[0].text}"' if boxes else ""
    ending = f' A confirmation text follows: "{confirmation}"'
    for text in (opening + quoted + more + ending, opening + quoted + more):
        if len(text) <= MESSAGE_FLOW_LIMIT:
            return text
    return f"{opening} {_summary(content, boxes)}"[:MESSAGE_FLOW_LIMIT]


def _summary(content: ProgramContent, boxes: Sequence[ConsentBox]) -> str:
    """Return the disclosures one by one, shorter than the full wording of the boxes."""
    kinds = listed([wording(box.kind).plural for box in boxes])
    return (
        f"They agree to receive {kinds} by text from {content.brand_name}. "
        f"{sentence(content.frequency)} {RATES} Text HELP or {_support(content)} for support. "
        f"Text STOP to opt out. {NOT_A_CONDITION} Terms & Conditions: {content.terms_url} "
        f"Privacy Policy: {content.privacy_url}"
    )
