"""What differs between two readings of a carrier's form, most serious first. Pure.

A change is plain data, `{"what", "field", "before", "after"}`, so that a revision keeps it as JSON
and pages put it into words (`form_words`).
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from registrations.definitions import (
    CONDITIONAL,
    REQUIRED,
    SELECT,
    TEXT,
    FormField,
    read_about,
    read_fields,
)
from registrations.requirements import Answers, check_answer

Change = dict[str, str]
Raw = Mapping[str, Any]


class What(StrEnum):
    """Kinds of change in the order of their seriousness."""

    REQUIRED_NEW = "required_new"
    REQUIRED_NOW = "required_now"
    ASSOCIATION = "association"
    TYPE = "type"
    GONE = "gone"
    CHOICES_GONE = "choices_gone"
    NARROWER = "narrower"
    PATTERN = "pattern"
    CONDITIONAL_NOW = "conditional_now"
    CONDITIONAL_NEW = "conditional_new"
    OPTIONAL_NEW = "optional_new"
    CHOICES_NEW = "choices_new"
    WIDER = "wider"
    OPTIONAL_NOW = "optional_now"
    WORDS = "words"


ORDER = {what.value: place for place, what in enumerate(What)}
# What can make an answer that was good fail, or a filing that was whole lack something.
SERIOUS = frozenset(list(What)[: list(What).index(What.CONDITIONAL_NEW) + 1])


def differences(registration_type: str, before: Raw, after: Raw) -> list[Change]:
    """Return what changed between two readings `{"about", "sections", "fields"}`."""
    old = {each.path: each for each in read_fields(registration_type, before["fields"])}
    new = {each.path: each for each in read_fields(registration_type, after["fields"])}
    found = [
        *_associations(before["about"], after["about"]),
        *_fields(old, new),
        *_headings(before, after),
    ]
    return sorted(found, key=lambda change: ORDER[change["what"]])


def _fields(old: Mapping[str, FormField], new: Mapping[str, FormField]) -> Iterator[Change]:
    for path, field in new.items():
        if path not in old:
            yield _change(_how_new(field), path, "", field.title)
        else:
            yield from _of_field(old[path], field)
    for path, field in old.items():
        if path not in new:
            yield _change(What.GONE, path, field.title, "")


def _how_new(field: FormField) -> What:
    return {REQUIRED: What.REQUIRED_NEW, CONDITIONAL: What.CONDITIONAL_NEW}.get(
        field.requirement, What.OPTIONAL_NEW
    )


def _of_field(old: FormField, new: FormField) -> Iterator[Change]:
    if old.type != new.type:
        yield _change(What.TYPE, new.path, old.type, new.type)
    if old.requirement != new.requirement:
        now = {REQUIRED: What.REQUIRED_NOW, CONDITIONAL: What.CONDITIONAL_NOW}
        what = now.get(new.requirement, What.OPTIONAL_NOW)
        yield _change(what, new.path, old.requirement, new.requirement)
    yield from _choices(old, new)
    yield from _sizes(old, new)
    if old.pattern != new.pattern:
        yield _change(What.PATTERN, new.path, old.pattern, new.pattern)
    if _words(old) != _words(new):
        yield _change(What.WORDS, new.path, old.title, new.title)


def _choices(old: FormField, new: FormField) -> Iterator[Change]:
    if gone := [option for option in old.options if option not in new.options]:
        yield _change(What.CHOICES_GONE, new.path, _listed(gone), "")
    if come := [option for option in new.options if option not in old.options]:
        yield _change(What.CHOICES_NEW, new.path, "", _listed(come))


def _sizes(old: FormField, new: FormField) -> Iterator[Change]:
    """Yield a change of how much a field takes: characters of a text, or choices."""
    before, after = _size(old), _size(new)
    if old.type == new.type and before != after:
        is_narrower = after[0] > before[0] or after[1] < before[1]
        what = What.NARROWER if is_narrower else What.WIDER
        yield _change(what, new.path, _span(before), _span(after))


def _size(field: FormField) -> tuple[int, int]:
    if field.type == TEXT:
        return field.min_length, field.max_length
    return (field.min_choices, field.max_choices) if field.type == SELECT else (0, 0)


def _span(size: tuple[int, int]) -> str:
    return f"{size[0]}-{size[1]}"


def _words(field: FormField) -> tuple[Any, ...]:
    return (
        field.title, field.hint, field.long_hint, field.example, field.link, field.text_hint,
        dict(field.option_titles),
    )  # fmt: skip


def _associations(before: Raw, after: Raw) -> Iterator[Change]:
    """Yield what is to be tied to a registration now, or otherwise than before."""
    old, new = (set(read_about(each).associations) for each in (before, after))
    if before and old != new:
        words = [
            _listed(sorted(f"{a.resource} {a.country} {a.when}" for a in found))
            for found in (old - new, new - old)
        ]
        yield _change(What.ASSOCIATION, "", *words)


def _headings(before: Raw, after: Raw) -> Iterator[Change]:
    old, new = ({s["SectionPath"]: s.get("DisplayHints") for s in f["sections"]}
                for f in (before, after))  # fmt: skip
    if old != new:
        yield _change(What.WORDS, "", _listed(old), _listed(new))


def _change(what: What, field: str, before: str, after: str) -> Change:
    return {"what": what.value, "field": field, "before": before, "after": after}


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)


def touching(
    changes: Iterable[Change], fields: Mapping[str, FormField], answers: Answers
) -> list[Change]:
    """Return the changes that ask something of a filing with these answers.

    A new question that our facts already answer asks nothing; neither does a limit that the
    answer keeps.
    """
    return [change for change in changes if _touches(change, fields, answers)]


def _touches(change: Change, fields: Mapping[str, FormField], answers: Answers) -> bool:
    what, path = change["what"], change["field"]
    answer = answers.get(path)
    is_given = answer is not None and answer.is_given
    if what not in SERIOUS:
        return False
    if what == What.ASSOCIATION:
        return True
    if what == What.GONE:
        return is_given
    if path not in fields:
        return False
    if answer is not None and is_given:
        return bool(check_answer(fields[path], answer))
    return fields[path].requirement == REQUIRED or what == What.CONDITIONAL_NEW
