"""The texts of one version of a program, as plain values that survive a JSON column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs below it."""

    heading: str
    paragraphs: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"heading": self.heading, "paragraphs": list(self.paragraphs)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Section":
        """Rebuild from as_dict()."""
        return cls(data["heading"], tuple(data["paragraphs"]))


@dataclass(frozen=True)
class ConsentBox:
    """One checkbox of a form, which starts unticked and covers one message kind."""

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


def page_text(sections: Sequence[Section]) -> str:
    """Return sections as plain text: heading, then paragraphs, separated by blank lines."""
    return "\n\n".join(part for s in sections for part in (s.heading, *s.paragraphs) if part)
