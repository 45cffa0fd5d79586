"""Marks the words at fault inside a text, each with the number of what is said about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Mark:
    """Some characters of a text, and the number and severity of the finding about them."""

    start: int
    end: int
    number: int
    severity: str


def marked(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> SafeString:
    """Return a part of a text as HTML, its faulty words in `mark`, numbered.

    Everything is escaped. Where two findings share words, those that begin first have them.
    """
    stop = len(text) if end is None else end
    pieces: list[SafeString] = []
    at = start
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        begin, until = max(mark.start, at), min(mark.end, stop)
        if begin >= until:
            continue
        pieces += [escape(text[at:begin]), _mark(text[begin:until], mark)]
        at = until
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, escape(text[at:stop])]))


def _mark(words: str, mark: Mark) -> SafeString:
    return format_html(
        '<mark class="{}">{}<sup aria-hidden="true">{}</sup></mark>',
        mark.severity,
        words,
        mark.number,
    )
