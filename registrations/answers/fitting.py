"""Fits what we know into a field: the form's own spelling of a choice, a length it takes. Pure."""

import re
from collections.abc import Iterable
from uuid import UUID

from registrations.answers.base import OneOf, Shorter, Value
from registrations.definitions import ATTACHMENT, SELECT, TEXT, FormField
from registrations.requirements import Answer


def answer(path: str, source: str, value: Value, field: FormField | None) -> Answer:
    """Make an answer of a value; one that the field does not offer is left out.

    Without a field, before the carrier's form was read, the first and best form of it stands.
    """
    if isinstance(value, UUID):
        return Answer(path, source, evidence_id=value if _takes(field, ATTACHMENT) else None)
    if value is None or isinstance(value, str | Shorter):
        text = _length(value, field) if isinstance(value, Shorter) else (value or "")
        return Answer(path, source, text=text.strip() if _takes(field, TEXT) else "")
    if isinstance(value, OneOf):
        return Answer(path, source, choices=_spelling(value, field))
    return Answer(path, source, choices=_offered(value, field))


def _takes(field: FormField | None, kind: str) -> bool:
    return field is None or field.type == kind


def _length(value: Shorter, field: FormField | None) -> str:
    """Return the longest that fits; where none does, the shortest, which the check tells of."""
    longest = field.max_length if field else None
    fitting = (text for text in value.texts if longest is None or len(text) <= longest)
    return next(fitting, value.texts[-1])


def _offered(choices: Iterable[str], field: FormField | None) -> tuple[str, ...]:
    """Return the choices that the form offers, spelled as it spells them."""
    if field is None:
        return tuple(choices)
    if field.type != SELECT:
        return ()
    found = (_option(choice, field.options) for choice in choices)
    return tuple(dict.fromkeys(filter(None, found)))[: field.max_choices]


def _spelling(value: OneOf, field: FormField | None) -> tuple[str, ...]:
    """Return the first spelling that the form offers."""
    if field is None:
        return value.spellings[:1]
    if field.type != SELECT:
        return ()
    found = (_option(spelling, field.options) for spelling in value.spellings)
    return tuple(filter(None, found))[:1]


def _option(wanted: str, options: Iterable[str]) -> str:
    """Return the option meant: the very same, or the same but for capitals and signs."""
    known = list(options)
    if wanted in known:
        return wanted
    bare = _bare(wanted)
    return next((option for option in known if _bare(option) == bare), "")


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
