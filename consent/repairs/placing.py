"""Where a sentence goes: behind the last words that readers see, or before the first."""

import html
import re

from consent.repairs.edits import Edit
from consent.repairs.job import Job
from consent.replies import to_gsm
from consent.rules import TextKind, markup

# A letter outside of the GSM alphabet would more than halve the room in these.
_REPLIES = frozenset(
    {TextKind.OPTOUT_CONFIRMATION, TextKind.OPTIN_CONFIRMATION, TextKind.HELP_REPLY}
)
# Closing tags of words, behind which a new sentence belongs rather than inside of them.
_CLOSING = re.compile(
    r"(?:\s*</(?:a|abbr|b|cite|code|em|font|i|ins|q|small|span|strong|sub|sup|u)\s*>)+",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;•¿¡][\"')\]”’»]*$")
_ADDRESS_LAST = re.compile(r"(?:https?://|www\.|@)\S+$|\b[\w-]+(?:\.[\w-]+)+/\S*$", re.IGNORECASE)
# A mark, a box or a speaker at the front stays at the front.
_LEAD = re.compile(r"\s*(?:(?:\[ ?[xX]?\]|[☐☑☒□]|[-*•]|(?:Agent|Representative|Rep):)\s*)*")
_PAGE = re.compile(r"\n[ \t]*\n")


def behind(job: Job, *sentences: str) -> Edit | None:
    """Return the edit that puts sentences behind the text; None when any of them is unknown."""
    if not all(sentences):
        return None
    at, is_html = _end(job.text)
    shown = " ".join(_shown(job, each, is_html) for each in sentences)
    return Edit(at, at, _separator(job.text[:at], is_html) + shown)


def before(job: Job, words: str) -> Edit | None:
    """Return the edit that puts words before the text, behind a box or a speaker's name."""
    if not words:
        return None
    at, is_html = _begin(job.text)
    return Edit(at, at, _shown(job, words, is_html))


def _shown(job: Job, words: str, is_html: bool) -> str:
    """Return words as the text takes them: escaped in HTML, plain letters in a short reply."""
    if job.kind in _REPLIES:
        return to_gsm(words)
    return html.escape(words, quote=False) if is_html else words


def _separator(text: str, is_html: bool) -> str:
    """Return what stands between the text so far and a new sentence."""
    if not text.strip() or (is_html and text.endswith(">")):
        return "" if not text.strip() else " "
    if _PAGE.search(text) and not is_html:
        return "\n\n"
    if _ENDED.search(text) or _ADDRESS_LAST.search(text[-300:]):
        return " "
    return ". "


def _end(text: str) -> tuple[int, bool]:
    """Return where the visible text ends, and whether it is HTML."""
    read = markup.read(text)
    shown = [p for p in read.pieces if p.kind == "text" and text[p.start : p.end].strip()]
    if not shown:
        return len(text), read.is_html
    last = shown[-1]
    end = last.start + len(text[last.start : last.end].rstrip())
    closing = _CLOSING.match(text, end) if read.is_html else None
    return (closing.end() if closing else end), read.is_html


def _begin(text: str) -> tuple[int, bool]:
    """Return where the visible text begins, and whether it is HTML."""
    read = markup.read(text)
    for piece in read.pieces:
        if piece.kind == "text" and text[piece.start : piece.end].strip():
            lead = _LEAD.match(text, piece.start, piece.end)
            return (lead.end() if lead else piece.start), read.is_html
    return 0, read.is_html
