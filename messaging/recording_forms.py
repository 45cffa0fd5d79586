"""Forms in which members write down what people told them: a yes to texts, or a no."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.content import MessageKind
from consent.models import OptMethod, ProgramVersion
from messaging import recording
from messaging.age_gate import AgeGateForm
from messaging.forms import PhoneField
from messaging.recording import Taken

# Later nobody remembers, and a wish that old is no longer fresh.
OLDEST = timedelta(days=30)
# Clocks differ.
AHEAD = timedelta(minutes=5)
_FORMAT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """When it happened: not in the future, not long ago."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(
            format=_FORMAT, attrs={"type": "datetime-local", "class": "w-20"}
        )
        super().__init__(widget=widget, initial=timezone.now, **options)

    def clean(self, value: Any) -> datetime | None:
        """Refuse what cannot be."""
        moment: datetime | None = super().clean(value)
        now = timezone.now()
        if moment is None:
            return None
        if moment > now + AHEAD:
            raise forms.ValidationError(_("This is in the future."))
        if moment < now - OLDEST:
            raise forms.ValidationError(
                _("This is more than 30 days ago. Ask the person once more.")
            )
        return min(moment, now)


class RecordForm(AgeGateForm):
    """What an agent writes down after reading the script out."""

    phone = PhoneField(label=gettext_lazy("Their mobile number"))
    method = forms.ChoiceField(label=gettext_lazy("How they agreed"), widget=forms.RadioSelect)
    agent = forms.CharField(
        label=gettext_lazy("Who asked them"),
        help_text=gettext_lazy("The person who read the script out or took the form."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "w-30"}),
    )
    call_reference = forms.CharField(
        label=gettext_lazy("Call, receipt or form number"),
        help_text=gettext_lazy("By which you find the recording or the paper again."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "w-20", "autocomplete": "off"}),
    )
    occurred_at = MomentField(
        label=gettext_lazy("When they agreed"), help_text=gettext_lazy("In UTC.")
    )

    def __init__(self, *args: Any, version: ProgramVersion, **options: Any) -> None:
        super().__init__(*args, minimum_age=version.minimum_age, **options)
        methods = recording.shown(version.frozen_texts)
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (method, OptMethod(method).label) for method in methods
        ]
        if len(methods) == 1:
            self.initial.setdefault("method", next(iter(methods)))
        self.kinds = list(version.message_kinds)
        for kind in self.kinds:
            self.fields[_answer(kind)] = _yes_or_no(kind)

    def answers(self) -> list[forms.BoundField]:
        """Return the questions about each kind of message."""
        return [self[_answer(kind)] for kind in self.kinds]

    @property
    def agreed(self) -> list[str]:
        """The kinds that the person said yes to."""
        return [kind for kind in self.kinds if self.cleaned_data[_answer(kind)] == "yes"]

    def clean(self) -> dict[str, Any]:
        """A person who agreed to nothing has not opted in."""
        cleaned = super().clean()
        answers = [cleaned.get(_answer(kind)) for kind in self.kinds]
        if answers and all(answer == "no" for answer in answers):
            self.add_error(
                None, _("They agreed to nothing, so there is nothing to record. Do not text them.")
            )
        return cleaned

    def taken(self) -> Taken:
        """Return how it was taken down."""
        return Taken(
            method=OptMethod(self.cleaned_data["method"]),
            agent=self.cleaned_data["agent"],
            call_reference=self.cleaned_data["call_reference"],
            occurred_at=self.cleaned_data["occurred_at"],
            minimum_age=self.minimum_age,
        )


def _answer(kind: str) -> str:
    return f"kind_{kind}"


def _yes_or_no(kind: str) -> forms.ChoiceField:
    label = dict(MessageKind.choices()).get(kind, kind)
    return forms.ChoiceField(
        label=label,
        choices=[("yes", _("They said yes")), ("no", _("They said no"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what they answered.")},
    )


class Channel(TextChoices):
    """How somebody asked a person of the business to stop."""

    PHONE = "phone", gettext_lazy("By telephone")
    EMAIL = "email", gettext_lazy("By e-mail")
    IN_PERSON = "in_person", gettext_lazy("In person")
    LETTER = "letter", gettext_lazy("By letter")
    OTHER = "other", gettext_lazy("Otherwise")


class OptOutForm(forms.Form):
    """What a member writes down when somebody asks for no more texts."""

    phone = PhoneField(label=gettext_lazy("Their mobile number"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How they asked"), choices=Channel.choices, widget=forms.RadioSelect
    )
    occurred_at = MomentField(
        label=gettext_lazy("When they asked"), help_text=gettext_lazy("In UTC.")
    )
    note = forms.CharField(
        label=gettext_lazy("What they said"),
        help_text=gettext_lazy("For example: asked Mara on the phone to stop the reminders."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, number: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if number:
            # Known from the page that one came from.
            del self.fields["phone"]
        self.number = number

    @property
    def recipient(self) -> str:
        """Whose texts stop."""
        return self.number or str(self.cleaned_data["phone"])
