"""Forms of the messaging pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.content import MessageKind
from consent.models import Program
from messaging.numbers import read_number
from messaging.states import MessageStatus


class PhoneField(forms.CharField):
    """A phone number in any usual notation; US and Canadian ones need no country code."""

    default_error_messages = {
        "required": _("Enter a mobile number, for example 206 555 0123."),
        "phone": _("Enter a mobile number, for example 206 555 0123."),
    }

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "w-20", "inputmode": "tel", "autocomplete": "tel", "type": "tel"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> str:
        """Return E.164."""
        text = super().clean(value)
        number = read_number(text, region="US") if text else ""
        if text and not number:
            raise forms.ValidationError(self.error_messages["phone"], code="phone")
        return number


class TryOutForm(forms.Form):
    """One text, to see that everything works."""

    field_order = ("program", "message_kind", "to", "body")

    message_kind = forms.ChoiceField(label=_("Kind of message"), choices=())
    to = PhoneField(
        label=_("Mobile number"),
        help_text=_("It must have opted in to the program, for example by your own opt-in form."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the text.")},
        help_text=_("Begin with the name of your business."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Made with the form, since programs are visible in their tenant's scope only.
        programs = Program.objects.all()
        self.fields["program"] = forms.ModelChoiceField(
            programs, label=_("Program"), empty_label=_("Choose a program")
        )
        if len(programs) == 1:
            self.initial.setdefault("program", programs[0].pk)
        sent = {kind for program in programs for kind in _kinds(program)}
        kinds = self.fields["message_kind"]
        kinds.choices = [each for each in MessageKind.choices() if each[0] in sent]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


def _kinds(program: Program) -> list[str]:
    version = program.published
    return list(version.message_kinds) if version else []


class MessageFilter(forms.Form):
    """Narrows the list of texts."""

    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *MessageStatus.choices]
    )


class NumberSearch(forms.Form):
    """Finds one person; posted, because numbers do not belong into addresses."""

    number = forms.CharField(
        label=_("Phone number, or its last four digits"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "w-20", "inputmode": "tel", "autocomplete": "off"}),
    )
