"""Where a sentence goes: behind the last words that readers see, or before the first."""

import html
import re

from consent.gsm import to_gsm
from consent.repairs.edits import Edit
from consent.repairs.job import Job
from consent.rules import TextKind

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
LEAD = re.compile(r"\s*(?:(?:\[ ?[xX]?\]|[☐☑☒□]|[-*•]|(?:Agent|Representative|Rep):)\s*)*")
_PAGE = re.compile(r"\n[ \t]*\n")


def behind(job: Job, *sentences: str) -> Edit | None:
    """Return the edit that puts sentences behind the text; None when any of them is unknown."""
    if not all(sentences):
        return None
    at = _end(job)
    added = " ".join(shown(job, each) for each in sentences)
    return Edit(at, at, _separator(job.text[:at], job.markup.is_html) + added)


def before(job: Job, words: str) -> Edit | None:
    """Return the edit that puts words before the text, behind a box or a speaker's name."""
    if not words:
        return None
    at = _begin(job)
    return Edit(at, at, shown(job, words))


def shown(job: Job, words: str) -> str:
    """Return words as the text takes them: escaped in HTML, plain letters in a short reply."""
    if job.kind in _REPLIES:
        return to_gsm(words)
    return html.escape(words, quote=False) if job.markup.is_html else words


def _separator(text: str, is_html: bool) -> str:
    """Return what stands between the text so far and a new sentence."""
    if not text.strip() or (is_html and text.endswith(">")):
        return "" if not text.strip() else " "
    if _PAGE.search(text) and not is_html:
        return "\n\n"
    if _ENDED.search(text) or _ADDRESS_LAST.search(text[-300:]):
        return " "
    return ". "


def _end(job: Job) -> int:
    """Return where the visible text ends."""
    text = job.text
    pieces = job.markup.pieces
    seen = [p for p in pieces if p.kind == "text" and text[p.start : p.end].strip()]
    if not seen:
        return len(text)
    last = seen[-1]
    end = last.start + len(text[last.start : last.end].rstrip())
    closing = _CLOSING.match(text, end) if job.markup.is_html else None
    return closing.end() if closing else end


def _begin(job: Job) -> int:
    """Return where the visible text begins."""
    for piece in job.markup.pieces:
        if piece.kind == "text" and job.text[piece.start : piece.end].strip():
            lead = LEAD.match(job.text, piece.start, piece.end)
            return lead.end() if lead else piece.start
    return 0
