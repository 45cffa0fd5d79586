"""The tenant's own wording: which texts can be worded, and how one reads as plain text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from consent.content import OptInWay, ProgramContent
from consent.rendering.texts import ConsentBox, RenderedTexts, Section

_HEADING = re.compile(r"^#{1,6}\s+(?P<heading>.+?)\s*#*$")


def text_keys(content: ProgramContent) -> tuple[str, ...]:
    """Return the keys of the texts that a program has and that can be worded, in their order."""
    kinds = tuple(dict.fromkeys(content.message_kinds))
    of_method: dict[str, tuple[str, ...]] = {
        OptInWay.WEB: ("cta_web_intro", *(f"cta_web.{kind}" for kind in kinds)),
        OptInWay.POS: (*(f"cta_pos.{kind}" for kind in kinds), "cta_counter"),
        OptInWay.FLYER: ("cta_flyer",),
        OptInWay.KEYWORD: ("cta_keyword",),
        OptInWay.VERBAL: ("verbal_script",),
    }
    chosen = (key for way in OptInWay if way in content.methods for key in of_method[way])
    request = ("optin_request",) if content.double_opt_in else ()
    return (*chosen, *request, *_EVERY)


_EVERY = ("optin_confirmation", "help_reply", "optout_confirmation", "terms", "privacy")


def text_of(texts: RenderedTexts, key: str) -> str:
    """Return one text by its key as it would be written into a box; pages with "# " headings.

    Empty for a box of a kind that the texts do not have. Raises AttributeError for no key at all.
    """
    name, _, kind = key.partition(".")
    value = getattr(texts, name)
    if kind:
        return next((box.text for box in value if box.kind == kind), "")
    if name in {"terms", "privacy"}:
        return written(value)
    return str(value)


def written(sections: tuple[Section, ...]) -> str:
    """Return sections as one writes them: "# " before a heading, blank lines between."""
    parts = (
        part
        for section in sections
        for part in (f"# {section.heading}" if section.heading else "", *section.paragraphs)
        if part
    )
    return "\n\n".join(parts)


def sections(text: str) -> tuple[Section, ...]:
    """Return a page that somebody wrote: a line that begins with "#" begins a section.

    What stands before the first heading becomes a section without one.
    """
    found: list[tuple[str, list[str]]] = []
    for block in re.split(r"\n[ \t]*\n|(?=^#)", text, flags=re.MULTILINE):
        first, _, rest = block.strip().partition("\n")
        heading = _HEADING.match(first)
        if heading:
            found.append((heading["heading"], []))
        elif not found and first:
            found.append(("", []))
        body = " ".join((rest if heading else block).split())
        if body:
            found[-1][1].append(body)
    return tuple(Section(heading, tuple(paragraphs)) for heading, paragraphs in found)


def worded(content: ProgramContent, composed: RenderedTexts) -> RenderedTexts:
    """Return the composed texts with the tenant's own in their place."""
    own = {key: text for key, text in content.own_texts.items() if text.strip()}
    changed: dict[str, Any] = {
        key: sections(own[key]) if key in {"terms", "privacy"} else own[key]
        for key in text_keys(content)
        if key in own and "." not in key
    }
    return replace(
        composed,
        **changed,
        cta_web=_own_boxes("cta_web", composed.cta_web, own),
        cta_pos=_own_boxes("cta_pos", composed.cta_pos, own),
    )


def _own_boxes(
    name: str, boxes: Sequence[ConsentBox], own: Mapping[str, str]
) -> tuple[ConsentBox, ...]:
    return tuple(replace(box, text=own.get(f"{name}.{box.kind}", box.text)) for box in boxes)
