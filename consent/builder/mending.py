"""Mends a writing by the press of a button: the field at fault where there is one, else the text.

Nothing is saved here. Each change says what it did and what was there before, so that it can be
put back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import explained, overview, reviewing
from consent.builder import wordings
from consent.builder.work import Work, identity
from consent.fields import DESCRIPTION_LENGTH, SAMPLE_COUNT, ProgramFields
from consent.repairs import apply, repair_all
from consent.rules import Finding, Severity
from consent.rules.preflight import text_fields

# Fields whose words stand in composed texts: mended at their source, they are right everywhere.
_SOURCES = ("description", "frequency", "name")
# Nobody waits for a text to be mended more often than this.
_MOST_ROUNDS = 4
ACTIONS = ("repair", "repair_all", "open", "compose", "undo")


@dataclass(frozen=True)
class Outcome:
    """A writing after a press, unsaved."""

    written: ProgramFields
    announcement: str
    undo: str = ""
    """What the button that puts it back sends."""
    opened: str = ""
    """The key of the text that the person wants to write now."""


def act(work: Work, action: str, value: str) -> Outcome:
    """Return the writing after one of ACTIONS; what can no longer be done changes nothing."""
    if action == "open":
        return _open(work, value)
    if action == "compose":
        own = {key: text for key, text in work.written.own_texts.items() if key != value}
        said = _("%(text)s: as we wrote it.") % {"text": wordings.title(value)}
        return _outcome(work, replace(work.written, own_texts=own), said)
    if action == "undo":
        return _put_back(work, value)
    if action == "repair_all":
        return _mend_all(work)
    return _mend(work, value)


def _open(work: Work, key: str) -> Outcome:
    """Let the tenant write a text, beginning with the words that stand there."""
    if key not in work.composed:
        return Outcome(work.written, "")
    current = work.written.own_texts.get(key) or work.composed[key]
    own = {**work.written.own_texts, key: current}
    said = _("%(text)s: now in your own words.") % {"text": wordings.title(key)}
    return Outcome(replace(work.written, own_texts=own), said, opened=key)


def _mend(work: Work, value: str) -> Outcome:
    """Mend one finding."""
    found = next((each for each in work.found if identity(each) == value), None)
    written = None if found is None else mended(work, found)
    if found is None or written is None:
        return Outcome(work.written, _("That is mended already, or the words have changed since."))
    return _outcome(work, written, _("Put right: %(what)s") % {"what": found.message})


def mended(work: Work, finding: Finding) -> ProgramFields | None:
    """Return the fields with one finding mended, or None where only a person can."""
    if _is_gap(work, finding):
        return replace(work.written, frequency=explained.FREQUENCIES[0])
    edit = work.edit(finding)
    if edit is None or _is_ours(work, finding):
        return None
    text = text_fields(work.content, work.texts)[finding.field][1]
    key = wordings.key_of(finding.field, work.texts)
    if finding.start is not None and key not in work.written.own_texts:
        source = _at_source(work, text, edit.start, edit.end, edit.replacement)
        if source is not None:
            return source
    return _with_text(work, key, apply(edit, text))


def _is_gap(work: Work, finding: Finding) -> bool:
    """Is it only that nobody has said yet how often people are texted?"""
    return finding.rule.endswith("-FREQUENCY") and not work.written.frequency


def _is_ours(work: Work, finding: Finding) -> bool:
    """Is it an address of the hosted pages? Nobody but whoever runs the portal can mend that."""
    if finding.start is None or not finding.rule.startswith("URL-"):
        return False
    words = text_fields(work.content, work.texts)[finding.field][1][finding.start : finding.end]
    content, written = work.content, work.written
    hosted = (
        "" if written.own_terms_url else content.terms_url,
        "" if written.own_privacy_url else content.privacy_url,
        "" if written.own_join_url else content.join_url,
    )
    return any(words.rstrip(".,") == address for address in hosted if address)


def _at_source(work: Work, text: str, start: int, end: int, new: str) -> ProgramFields | None:
    """Return the fields with an edit made where the words come from, or None where no field is."""
    for name in _SOURCES:
        said = getattr(work.written, name)
        at = text.find(said) if len(said) > 3 else -1
        while at >= 0:
            if at <= start and end <= at + len(said):
                put = f"{said[: start - at]}{new}{said[end - at :]}".strip()
                fields: dict[str, Any] = {name: put}
                return replace(work.written, **fields) if put else None
            at = text.find(said, at + 1)
    return None


def _with_text(work: Work, key: str, text: str) -> ProgramFields | None:
    """Return the fields with a text reworded."""
    name, _dot, which = key.partition(".")
    if name == wordings.DESCRIPTION:
        return replace(work.written, description=text[:DESCRIPTION_LENGTH])
    if name == wordings.SAMPLES:
        samples = list(work.texts.sample_messages[:SAMPLE_COUNT])
        if int(which) >= len(samples):
            return None
        # One sample is one line of its field.
        samples[int(which)] = " ".join(text.split())
        return replace(work.written, sample_messages=tuple(filter(None, samples)))
    if key not in work.composed:
        return None
    own = {**work.written.own_texts, key: wordings.as_written(key, text)}
    return replace(work.written, own_texts=own)


def _mend_all(work: Work) -> Outcome:
    """Mend everything that can be, text after text; what a text quotes is mended before it."""
    before = len(reviewing.once(work.found))
    now = work
    for _turn in range(_MOST_ROUNDS):
        written = _one_round(now)
        if written == now.written:
            break
        now = work.with_fields(written)
    count = before - len(reviewing.once(now.found))
    if now.written == work.written:
        return Outcome(work.written, _("Nothing here can be put right by itself."))
    said = ngettext("%(count)d thing is put right.", "%(count)d things are put right.", count)
    return _outcome(work, now.written, said % {"count": max(count, 1)})


def _one_round(work: Work) -> ProgramFields:
    """Mend fields first, since every text repeats them; else every text by itself."""
    for finding in work.found:
        key = wordings.key_of(finding.field, work.texts)
        of_field = wordings.stem(key) in {wordings.DESCRIPTION} or _is_gap(work, finding)
        if of_field and (written := mended(work, finding)) not in (None, work.written):
            return written or work.written
    now = work
    for field, (kind, text) in text_fields(work.content, work.texts).items():
        mendable = [f for f in work.found if f.field == field and f.severity != Severity.ADVICE]
        key = wordings.key_of(field, work.texts)
        if not mendable or not key:
            continue
        context = reviewing.context(work.content, work.texts, kind, known=work.known)
        better, _left = repair_all(text, kind, context=context, facts=work.content)
        if better != text and (written := _with_text(now, key, better)) is not None:
            now = now.with_fields(written)
    return now.written


def _outcome(work: Work, written: ProgramFields, said: str) -> Outcome:
    """Return the change with what puts it back: the fields that differ, as they were."""
    was = {name: getattr(work.written, name) for name in vars(written)}
    differing = {name: was[name] for name in was if was[name] != getattr(written, name)}
    if not differing:
        return Outcome(written, said)
    if "own_texts" not in differing:
        said = _("%(said)s (%(fields)s)") % {
            "said": said,
            "fields": overview.field_names(list(differing)),
        }
    return Outcome(written, said, undo=json.dumps(differing, ensure_ascii=False))


def _put_back(work: Work, value: str) -> Outcome:
    """Return the writing as it was before the last press."""
    try:
        was: Any = json.loads(value)
    except ValueError:
        was = None
    if not isinstance(was, Mapping):
        return Outcome(work.written, "")
    known: dict[str, Any] = {}
    for name in (*_SOURCES, "sample_messages", "own_texts"):
        if name in was and (read := _read(name, was[name])) is not None:
            known[name] = read
    return Outcome(replace(work.written, **known), _("Put back as it was."))


def _read(name: str, said: Any) -> Any:
    """Return what a button sent of a field, or None where it is not of the field's shape."""
    if name == "own_texts":
        if not isinstance(said, Mapping) or not all(isinstance(t, str) for t in said.values()):
            return None
        return {str(key): text for key, text in said.items()}
    if name == "sample_messages":
        is_list = isinstance(said, list) and all(isinstance(each, str) for each in said)
        return tuple(said) if is_list else None
    return said if isinstance(said, str) else None
