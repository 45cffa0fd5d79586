"""Forms about registrations; the questions of a filing come from the carrier's definitions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Evidence, Program
from registrations.definitions import ATTACHMENT, SELECT, FormField
from registrations.models import AnswerSource, Registration, RegistrationType
from registrations.requirements import Answer, Answers, check_answer, is_allowed
from registrations.types import facts_of_type

LONG_TEXT = 120  # characters from which a text gets several lines
RADIOS_AT_MOST = 6


class CreateForm(forms.Form):
    """What to register, and for which program."""

    type = forms.ChoiceField(
        label=gettext_lazy("What do you want to register?"),
        choices=RegistrationType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what to register.")},
    )
    program: "forms.ModelChoiceField[Program]" = forms.ModelChoiceField(
        label=gettext_lazy("Which program?"),
        help_text=gettext_lazy("For a campaign or a toll-free number. A brand needs none."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Choose a program"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the program where the type needs one."""
        cleaned = super().clean() or {}
        if facts_of_type(cleaned.get("type") or "").needs_program and not cleaned.get("program"):
            self.add_error("program", _("Choose the program that this number is for."))
        return cleaned


def asked(fields: Iterable[FormField], answers: Answers, *, remarks: set[str]) -> list[FormField]:
    """Return the fields that a person answers: what we could not, assumed, or was denied.

    Fields that the other answers forbid are left out, unless they carry an answer to be removed.
    """
    return [
        field for field in fields if _is_asked(field, answers.get(field.path), answers, remarks)
    ]


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
        pictures = list(Evidence.objects.filter(program=registration.program))
        for path, question in self.questions.items():
            self.fields[path] = _field(question, pictures)

    def clean(self) -> dict[str, Any]:
        """Check each answer by the carrier's own definition of its field."""
        cleaned = super().clean() or {}
        for path, value in list(cleaned.items()):
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
        "help_text": _hint(question),
        "required": question.requirement == "REQUIRED",
    }
    if question.type == SELECT:
        return _choice(question, common)
    if question.type == ATTACHMENT:
        choices = [(str(each.pk), each.caption) for each in pictures]
        none = [("", _("No picture"))]
        return forms.ChoiceField(choices=none + choices, widget=forms.RadioSelect, **common)
    long = question.max_length > LONG_TEXT
    widget: forms.Widget = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput()
    return forms.CharField(widget=widget, **common)


def _choice(question: FormField, common: dict[str, Any]) -> forms.Field:
    choices = [(option, question.title_of(option)) for option in question.options]
    if question.max_choices > 1:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **common
        )
    if len(choices) <= RADIOS_AT_MOST:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], **common)


def _hint(question: FormField) -> str:
    """Return the carrier's hint, escaped: hints of our own forms may carry markup, its may not."""
    example = _("For example: %(example)s") % {"example": question.example}
    return escape(f"{question.hint} {example}".strip() if question.example else question.hint)


class SendBackForm(forms.Form):
    """Why staff return a filing; the business reads it word for word."""

    reason = forms.CharField(
        label=gettext_lazy("What must change, and where?"),
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what to change: the business reads it.")},
    )
