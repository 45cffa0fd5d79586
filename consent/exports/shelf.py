"""Which exports a version offers: one for each way in which its people opt in, and its texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consent.content import OptInWay
from consent.exports import plain
from consent.exports.agent_card import agent_card
from consent.exports.cards import counter_card, flyer
from consent.exports.edition import Edition
from consent.exports.sheets import missing

PDF, TEXT, JSON = "application/pdf", "text/plain; charset=utf-8", "application/json"


@dataclass(frozen=True)
class Export:
    """One file that can be downloaded."""

    code: str
    label: Any
    ending: str
    content_type: str
    make: Callable[[Edition], bytes | str]
    source: str = ""
    """The text that it prints; nothing is offered where that is empty."""


def _printed(code: str, label: Any, make: Any, size: str, source: str) -> Export:
    return Export(code, label, "pdf", PDF, lambda edition: make(edition, size), source)


EXPORTS: tuple[Export, ...] = (
    _printed("flyer-letter", _("Flyer, Letter"), flyer, "letter", "cta_flyer"),
    _printed("flyer-a4", _("Flyer, A4"), flyer, "a4", "cta_flyer"),
    _printed("counter-half-letter", _("Counter card, half Letter"), counter_card, "half-letter",
             "cta_counter"),
    _printed("counter-a5", _("Counter card, A5"), counter_card, "a5", "cta_counter"),
    _printed("agent-letter", _("Agent's card, Letter"), agent_card, "letter", "verbal_script"),
    _printed("agent-a4", _("Agent's card, A4"), agent_card, "a4", "verbal_script"),
    Export("texts", _("Every text, plain"), "txt", TEXT, plain.plain),
    Export("version", _("Everything, for programs"), "json", JSON, plain.as_json),
)  # fmt: skip
# A script exists for every program, whether or not anybody reads it out.
_WAYS = {"verbal_script": OptInWay.VERBAL}


def offered(edition: Edition) -> list[Export]:
    """Return what can be made of a version."""
    return [each for each in EXPORTS if _is_offered(each, edition)]


def find(code: str, edition: Edition) -> Export | None:
    """Return an export that the version offers, by its code."""
    return next((each for each in offered(edition) if each.code == code), None)


def unprintable(edition: Edition) -> list[str]:
    """Return the signs that printed matter of this version would show as boxes."""
    sources = {each.source for each in offered(edition) if each.source}
    texts: Iterable[str] = (getattr(edition.texts, source) for source in sorted(sources))
    names = (edition.content.brand_name, edition.content.program_name)
    return missing(" ".join([*texts, *names]))


def _is_offered(each: Export, edition: Edition) -> bool:
    if not each.source:
        return True
    way = _WAYS.get(each.source)
    is_used = way is None or way in edition.content.methods
    return is_used and bool(getattr(edition.texts, each.source))
