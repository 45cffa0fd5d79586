"""The answers of a registration as rows: what is said, where it came from, what was remarked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consent.models import Evidence
from registrations import drafting
from registrations.answers import SENSITIVE
from registrations.definitions import FormField, Section
from registrations.models import AnswerSource, FieldValue, Registration, RegistrationVersion
from registrations.requirements import Answer, is_allowed
from registrations.states import RegistrationStatus

S = RegistrationStatus


@dataclass(frozen=True)
class _Answers:
    """What the rows of one filing are made from, read once."""

    registration: Registration
    answers: dict[str, Answer]
    remarks: dict[str, FieldValue]
    pictures: dict[Any, Evidence]
    reveal: bool
    may_change: bool
    # What our own facts would say, to show beside what was typed instead.
    ours: dict[str, Answer]


def sections(registration: Registration, *, reveal: bool = False) -> list[dict[str, Any]]:
    """Return the answers by section, as rows of a summary list; tax ids masked unless revealed."""
    version = registration.current
    may_change = registration.is_editable and version.is_open
    page = _Answers(
        registration=registration,
        answers=drafting.effective(registration),
        remarks={value.path: value for value in remarks_on(version)},
        pictures={e.pk: e for e in Evidence.objects.filter(program=registration.program)},
        reveal=reveal,
        may_change=may_change,
        ours=drafting.ours_of(registration) if may_change else {},
    )
    form = drafting.form_of(registration.type) or _bare_form(page.answers)
    shown = [
        {
            "title": section.title,
            "rows": [_row(page, f) for f in section.fields if _is_shown(page, f)],
        }
        for section in form
    ]
    return [section for section in shown if section["rows"]]


def remarks_on(version: RegistrationVersion) -> Iterable[FieldValue]:
    """Return the answers with a reviewer's remark that still speaks of this round."""
    if version.registration.status == S.APPROVED:
        return []
    found: Iterable[FieldValue] = version.values.exclude(denied_reason="")
    return found


def _bare_form(answers: dict[str, Answer]) -> tuple[Section, ...]:
    """Stand in for a form that was not read yet: paths instead of questions."""
    fields = tuple(FormField(path, "TEXT", "OPTIONAL", path) for path in answers)
    return (Section("", _("Answers"), fields),)


def _is_shown(page: _Answers, field: FormField) -> bool:
    """Is a field worth a row? An empty one only if required, denied, or asked by its condition."""
    if field.path in page.answers or field.path in page.remarks:
        return True
    conditional = field.condition is not None and field.requirement == "CONDITIONAL"
    return field.requirement == "REQUIRED" or (conditional and is_allowed(field, page.answers))


def _row(page: _Answers, field: FormField) -> dict[str, Any]:
    answer, remark = page.answers.get(field.path), page.remarks.get(field.path)
    return {
        "path": field.path,
        "label": field.title,
        "value": _value(page, field, answer) if answer else "",
        "note": source_of(answer),
        "source_url": source_url(page.registration, answer),
        "instead": _instead(page, field, answer),
        "url": change_url(page.registration, field.path) if page.may_change else "",
        "denied": remark.denied_reason if remark else "",
        "feedback": remark.feedback if remark else "",
    }


def _instead(page: _Answers, field: FormField, answer: Answer | None) -> str:
    """Return what our facts would say where something else was typed, and may be put back."""
    ours = page.ours.get(field.path)
    if ours is None or answer is None or answer.source != AnswerSource.TYPED:
        return ""
    return _value(page, field, ours)


def source_url(registration: Registration, answer: Answer | None) -> str:
    """Return the page of the fact that an answer comes from; empty where it is of this filing."""
    source, program = answer.source if answer else "", registration.program
    if source == AnswerSource.BRAND:
        return reverse("tenants:brand")
    if program is not None and source == AnswerSource.PROGRAM:
        return reverse("consent:program", args=[program.pk])
    if program is not None and source == AnswerSource.EVIDENCE:
        return reverse("consent:evidence_upload", args=[program.pk])
    return ""


def _value(page: _Answers, field: FormField, answer: Answer) -> str:
    picture = page.pictures.get(answer.evidence_id)
    if picture is not None:
        link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
        return format_html(link, picture_path(picture), picture.caption)
    if answer.choices:
        return ", ".join(field.title_of(choice) for choice in answer.choices)
    return masked(answer.text) if field.path in SENSITIVE and not page.reveal else answer.text


def masked(text: str) -> str:
    """Hide a tax id but for its last three characters."""
    return "•" * max(len(text) - 3, 0) + text[-3:]


def picture_path(picture: Evidence) -> str:
    """Return where a screenshot is shown, below the address that the reader is at."""
    return reverse("consent:evidence", args=[picture.token, picture.extension])


def change_url(registration: Registration, path: str) -> str:
    """Return the page where one answer is changed."""
    return reverse("registrations:answers", args=[registration.pk]) + f"?field={path}"


def source_of(answer: Answer | None) -> str:
    """Return where an answer came from, in words; empty where there is none."""
    return str(AnswerSource(answer.source).label) if answer and answer.is_given else ""


def pictures(registration: Registration) -> list[dict[str, str]]:
    """Return the screenshots of the program, with where each is shown."""
    found = Evidence.objects.filter(program=registration.program) if registration.program else ()
    return [{"caption": each.caption, "url": picture_path(each)} for each in found]
