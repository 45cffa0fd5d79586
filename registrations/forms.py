"""Forms about registrations; the questions of a filing come from the carrier's definitions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Evidence, Program
from registrations import text_fields
from registrations.definitions import ATTACHMENT, REQUIRED, SELECT, TEXT, TEXT_MAX, FormField
from registrations.models import AnswerSource, Registration
from registrations.requirements import (
    SENDER_ID_MAX,
    Answer,
    Answers,
    check_answer,
    is_allowed,
    is_sender_id,
)
from registrations.types import TypeFacts, facts_of_type

LONG_TEXT = 120  # characters from which a text gets several lines
LONG_NAMES = ("Description", "Details", "Overview", "Info")
RADIOS_AT_MOST = 6


class CreateForm(forms.Form):
    """What to register, among all that the carrier offers, and for which program."""

    type = forms.ChoiceField(
        label=gettext_lazy("What do you want to register?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what to register.")},
    )
    program: "forms.ModelChoiceField[Program]" = forms.ModelChoiceField(
        label=gettext_lazy("Which program?"),
        help_text=gettext_lazy("For campaigns, numbers and sender IDs. A brand needs none."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Choose a program"),
    )

    def __init__(self, *args: Any, offered: Iterable[TypeFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(facts.type, facts.label) for facts in offered]
        self.fields["type"].choices = choices  # type: ignore[attr-defined]
        self.fields["program"].queryset = Program.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the program where the type needs one."""
        cleaned = super().clean() or {}
        if facts_of_type(cleaned.get("type") or "").needs_program and not cleaned.get("program"):
            self.add_error("program", _("Choose the program that this number is for."))
        return cleaned


def asked(fields: Iterable[FormField], answers: Answers, *, remarks: set[str]) -> list[FormField]:
    """Return the fields that a person answers: what we could not, assumed, or was denied.

    Fields that the other answers forbid are left out, unless they carry an answer to be removed or
    the answer that decides is asked for on the same page.
    """
    known = list(fields)
    found = {f.path for f in known if _is_asked(f, answers.get(f.path), answers, remarks)}
    return [f for f in known if f.path in found or (f.condition and f.condition.path in found)]


def _is_asked(field: FormField, answer: Answer | None, answers: Answers, remarks: set[str]) -> bool:
    if answer is None or not answer.is_given:
        return is_allowed(field, answers)
    by_hand = answer.source in (AnswerSource.TYPED, AnswerSource.ASSUMED)
    return by_hand or field.path in remarks


class AnswersForm(forms.Form):
    """Some fields of the carrier's form, as ordinary form fields named by their paths."""

    def __init__(
        self,
        data: Any = None,
        *,
        registration: Registration,
        questions: Iterable[FormField],
        answers: Answers,
    ) -> None:
        initial = {field.path: _initial(field, answers.get(field.path)) for field in questions}
        super().__init__(data, initial=initial)
        self.questions = {field.path: field for field in questions}
        self.answers = answers
        pictures = list(Evidence.objects.filter(program=registration.program))
        for path, question in self.questions.items():
            self.fields[path] = _field(question, pictures)

    def clean(self) -> dict[str, Any]:
        """Check each answer by the carrier's own definition of its field.

        What the other answers forbid is emptied: its question is not shown once they are saved.
        """
        cleaned = super().clean() or {}
        given = {path: _answer(self.questions[path], value) for path, value in cleaned.items()}
        together = {**self.answers, **given}
        for path, value in list(cleaned.items()):
            if not is_allowed(self.questions[path], together):
                cleaned[path] = ""
                continue
            answer = _answer(self.questions[path], value)
            found = check_answer(self.questions[path], answer) if answer.is_given else []
            if found:
                self.add_error(path, f"{found[0].message} {found[0].fix}")
        return cleaned


def _answer(question: FormField, value: Any) -> Answer:
    source = AnswerSource.TYPED.value
    if question.type == SELECT:
        choices = (value,) if isinstance(value, str) else tuple(value or ())
        return Answer(question.path, source, choices=tuple(filter(None, choices)))
    if question.type == ATTACHMENT:
        return Answer(question.path, source, evidence_id=value or None)
    return Answer(question.path, source, text=value)


def _initial(question: FormField, answer: Answer | None) -> Any:
    if answer is None:
        return None
    if question.type == SELECT:
        several = question.max_choices > 1
        return list(answer.choices) if several else next(iter(answer.choices), "")
    return answer.text or answer.evidence_id


def _field(question: FormField, pictures: list[Evidence]) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.title,
        "help_text": hint_of(question),
        "required": question.requirement == REQUIRED and question.condition is None,
    }
    if question.type == SELECT and question.options:
        return _choice(question, common)
    if question.type == ATTACHMENT:
        choices = [(str(each.pk), each.caption) for each in pictures]
        none = [("", _("No picture"))]
        return forms.ChoiceField(choices=none + choices, widget=forms.RadioSelect, **common)
    # A choice whose options the carrier does not list is typed.
    return forms.CharField(widget=_text_widget(question), **common)


def _text_widget(question: FormField) -> forms.Widget:
    """Return one line or several, with a count of the characters where the form sets a limit."""
    attributes = {}
    if question.max_length < TEXT_MAX:
        size = {"count": "{}", "most": question.max_length}
        words = _("%(count)s of %(most)s characters") % size
        attributes = {"data-count": words, "data-most": str(question.max_length)}
    if _is_long(question):
        return forms.Textarea(attrs={"rows": 4, **attributes})
    return forms.TextInput(attrs=attributes)


def _is_long(question: FormField) -> bool:
    """Does it take sentences? Where the form sets no limit of its own, its name tells."""
    if question.max_length < TEXT_MAX:
        return question.max_length > LONG_TEXT
    name = question.path.rpartition(".")[2]
    return text_fields.kind_of("", question.path) is not None or name.endswith(LONG_NAMES)


def _choice(question: FormField, common: dict[str, Any]) -> forms.Field:
    choices = [(option, option_words(question, option)) for option in question.options]
    if question.max_choices > 1:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **common
        )
    if len(choices) <= RADIOS_AT_MOST:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], **common)


def option_words(question: FormField, option: str) -> str:
    """Return an option with what the carrier says of it."""
    hint = question.option_hints.get(option, "")
    return f"{question.title_of(option)}: {hint}" if hint else question.title_of(option)


def hint_of(question: FormField) -> str:
    """Return the carrier's words on a question: what it asks, an example, a limit, a link.

    Escaped: hints of our own forms may carry markup, the carrier's may not.
    """
    link = format_html(
        '<a href="{}" target="_blank" rel="noopener">{}</a>',
        question.link,
        question.link_title or _("The carrier's guide"),
    )
    parts = [
        question.hint,
        question.long_hint if question.long_hint != question.hint else "",
        question.text_hint,
        _("For example: %(example)s") % {"example": question.example} if question.example else "",
        _limits(question),
        link if question.link.startswith("https://") else "",
    ]
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def _limits(question: FormField) -> str:
    """Say how much is taken, where that is not plain: a text's shortest length, several choices."""
    if is_sender_id(question.path):
        return _("%(low)s to %(high)s letters and digits, with at least one letter.") % {
            "low": question.min_length,
            "high": min(question.max_length, SENDER_ID_MAX),
        }
    if question.type == TEXT and question.min_length > 1:
        size = {"low": question.min_length, "high": question.max_length}
        return _("%(low)s to %(high)s characters.") % size
    if question.type == SELECT and question.max_choices > 1:
        return _("At most %(most)s.") % {"most": question.max_choices}
    if question.type == ATTACHMENT and not shows_opt_in(question.path):
        return _(
            "You choose among the pictures of your program, which reviewers open without a "
            "password. Identity papers do not belong there: ask us before you upload any."
        )
    return ""


def shows_opt_in(path: str) -> bool:
    """Is this the question for a picture of the sign-up, rather than for a document?"""
    return path.rpartition(".")[2].startswith(("optIn", "mmsFile", "termsAndConditions", "privacy"))


class SendBackForm(forms.Form):
    """Why staff return a filing; the business reads it word for word."""

    reason = forms.CharField(
        label=gettext_lazy("What must change, and where?"),
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what to change: the business reads it.")},
    )
