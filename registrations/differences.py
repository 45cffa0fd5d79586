"""What differs between two rounds of a registration, field by field and word by word.

Reads only. Tax ids are compared as they are and shown masked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consent.differences import difference, folded
from consent.models import Evidence
from registrations import drafting
from registrations.answers import SENSITIVE
from registrations.definitions import FormField
from registrations.models import AnswerSource, RegistrationVersion
from registrations.presenting.shown import masked, picture_path
from registrations.requirements import Answer, Answers

Side = RegistrationVersion | Answers


class Change(TextChoices):
    """How an answer differs from the one before."""

    CHANGED = "changed", _("Changed")
    ADDED = "added", _("New")
    REMOVED = "removed", _("Taken out")
    SAME = "same", _("Unchanged")


@dataclass(frozen=True)
class FieldDifference:
    """One field of two rounds, ready to be shown: secrets are masked already."""

    path: str
    label: str
    section: str
    change: Change
    before: str = ""
    after: str = ""
    # One run of words: {text, change}, where change is "added", "removed" or "".
    pieces: list[dict[str, str]] = field(default_factory=list)
    # {caption, url}; None where the answer is no picture.
    picture_before: dict[str, str] | None = None
    picture_after: dict[str, str] | None = None
    denied: str = ""
    source_before: str = ""
    source_after: str = ""

    @property
    def is_changed(self) -> bool:
        """Does the field say something else than before?"""
        return self.change != Change.SAME

    @property
    def has_picture(self) -> bool:
        """Is either answer a picture, to be laid beside the other?"""
        return bool(self.picture_before or self.picture_after)

    @property
    def moved_source(self) -> bool:
        """Does the same answer come from elsewhere now, say from a person's own typing?"""
        return self.source_before != self.source_after


def between(
    before: Side, after: Side, *, version: RegistrationVersion | None = None
) -> list[FieldDifference]:
    """Return every field that either side answers, in the form's order.

    A side is a round, or the answers as they would be sent; where neither is a round, `version`
    says which registration they belong to. A denied round's remarks stand at its fields.
    """
    known = next((s for s in (before, after) if isinstance(s, RegistrationVersion)), version)
    if known is None:
        raise ValueError("Neither side nor `version` tells whose answers these are.")
    old, new = answers_of(before), answers_of(after)
    shelf = _Shelf.of(known, old, new, denied=_denials(before))
    paths = dict.fromkeys([*(p for p in shelf.fields if p in old or p in new), *old, *new])
    return [shelf.compared(path, old.get(path), new.get(path)) for path in paths]


def changed(found: Iterable[FieldDifference]) -> list[FieldDifference]:
    """Return those that say something else than before."""
    return [each for each in found if each.is_changed]


def answers_of(side: Side) -> dict[str, Answer]:
    """Return the given answers of a round as they were sent, or would be sent now."""
    if not isinstance(side, RegistrationVersion):
        return {path: answer for path, answer in side.items() if answer.is_given}
    registration = side.registration
    if registration.is_editable and side.is_open and side.pk == registration.current.pk:
        return answers_of(drafting.effective(registration))
    return answers_of({value.path: value.answer for value in side.values.all()})


def _denials(side: Side) -> dict[str, str]:
    if not isinstance(side, RegistrationVersion):
        return {}
    return dict(side.values.exclude(denied_reason="").values_list("path", "denied_reason"))


@dataclass(frozen=True)
class _Shelf:
    """What two sets of answers are told apart with, read once."""

    fields: Mapping[str, FormField]
    titles: Mapping[str, str]
    pictures: Mapping[UUID, Evidence]
    denied: Mapping[str, str]

    @classmethod
    def of(
        cls, version: RegistrationVersion, old: Answers, new: Answers, *, denied: dict[str, str]
    ) -> "_Shelf":
        """Read the form and the pictures that either side names."""
        form = drafting.form_of(version.registration.type)
        named = {a.evidence_id for side in (old, new) for a in side.values() if a.evidence_id}
        return cls(
            {f.path: f for f in drafting.fields_of(form)},
            {f.path: str(section.title) for section in form for f in section.fields},
            {each.pk: each for each in Evidence.objects.filter(pk__in=named)},
            denied,
        )

    def compared(self, path: str, old: Answer | None, new: Answer | None) -> FieldDifference:
        """Return how one field differs."""
        known, change = self.fields.get(path), _change(old, new)
        before, after = self._words(path, old), self._words(path, new)
        return FieldDifference(
            path,
            known.title if known else path,
            self.titles.get(path, ""),
            change,
            before,
            after,
            _pieces(path, before, after, old, new),
            self._picture(old),
            self._picture(new),
            self.denied.get(path, ""),
            _source(old),
            _source(new),
        )

    def _words(self, path: str, answer: Answer | None) -> str:
        if answer is None:
            return ""
        if answer.choices:
            known = self.fields.get(path)
            return ", ".join(known.title_of(c) if known else c for c in answer.choices)
        if picture := self._picture(answer):
            return picture["caption"]
        return masked(answer.text) if path in SENSITIVE else answer.text

    def _picture(self, answer: Answer | None) -> dict[str, str] | None:
        if answer is None or answer.evidence_id is None:
            return None
        found = self.pictures.get(answer.evidence_id)
        if found is None:
            return {"caption": str(_("A picture that is no longer kept")), "url": ""}
        return {"caption": found.caption, "url": picture_path(found)}


def _change(old: Answer | None, new: Answer | None) -> Change:
    if old is None or new is None:
        return Change.ADDED if old is None else Change.REMOVED
    return Change.SAME if _content(old) == _content(new) else Change.CHANGED


def _content(answer: Answer) -> tuple[Any, ...]:
    """Return what an answer says; choices say the same in any order."""
    return answer.text, frozenset(answer.choices), answer.evidence_id


def _pieces(
    path: str, before: str, after: str, old: Answer | None, new: Answer | None
) -> list[dict[str, str]]:
    """Return the words as one run; what is masked or chosen is replaced as a whole."""
    if _change(old, new) == Change.SAME:
        return [{"text": before, "change": ""}]
    whole = path in SENSITIVE or any(a and (a.choices or a.evidence_id) for a in (old, new))
    if not whole:
        return folded(difference(before, after))
    run = [{"text": before, "change": "removed"}, {"text": after, "change": "added"}]
    return [piece for piece in run if piece["text"]]


def _source(answer: Answer | None) -> str:
    return str(AnswerSource(answer.source).label) if answer else ""
