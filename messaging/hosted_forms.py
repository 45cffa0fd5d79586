"""Forms of the hosted pages: opting in, and stopping all or some kinds of texts."""

from typing import Any

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from consent.content import MessageKind
from consent.models import ProgramVersion
from messaging.age_gate import AgeGateForm
from messaging.forms import PhoneField

_NO_NUMBER = pgettext_lazy("hosted page", "Enter a mobile number, for example 206 555 0123.")


class HostedForm(forms.Form):
    """A number, and a field that people do not see and programs fill in."""

    phone = PhoneField(
        label=pgettext_lazy("hosted page", "Mobile number"),
        error_messages={"required": _NO_NUMBER, "phone": _NO_NUMBER},
    )
    reason = forms.CharField(
        label=pgettext_lazy("hosted page", "Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class JoinForm(HostedForm, AgeGateForm):
    """The hosted opt-in form: a number, and one empty box for each kind of message."""

    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("hosted page", "What you agree to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": pgettext_lazy("hosted page", "Choose from the boxes.")},
    )

    def __init__(
        self, *args: Any, boxes: list[tuple[str, str]], minimum_age: int, **options: Any
    ) -> None:
        super().__init__(*args, minimum_age=minimum_age, **options)
        self.fields["kinds"].choices = boxes  # type: ignore[attr-defined]

    @classmethod
    def of(cls, version: ProgramVersion, *args: Any, **options: Any) -> "JoinForm":
        """The form of a published version."""
        boxes = [(box.kind, box.text) for box in version.frozen_texts.cta_web]
        return cls(*args, boxes=boxes, minimum_age=version.minimum_age, **options)


class PreferencesForm(HostedForm):
    """A number, and what it wants to have no more."""

    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("hosted page", "What you want to stop"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": pgettext_lazy("hosted page", "Choose from the boxes.")},
    )
    everything = forms.BooleanField(required=False)

    def __init__(self, *args: Any, version: ProgramVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["kinds"]
        kinds.choices = [(code, kind_label(code)) for code in version.message_kinds]  # type: ignore[attr-defined]


def kind_label(code: str) -> str:
    """Return a kind of message in the language of the page; an unknown one as its code."""
    label = dict(MessageKind.choices()).get(code)
    return pgettext("hosted page", label) if label else code
