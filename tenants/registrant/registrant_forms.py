"""The forms of who is registered: three questions, the reason for an exception, staff's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.form_fields import CHOOSE
from tenants.isv.white_label import current as white_label
from tenants.models import Answer, RegistrantDecision
from tenants.registrant.registrants import REASON_MAX, Answers


def _question(label: Any, hint: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class RegistrantForm(forms.Form):
    """Three plain questions; the platform is called by its name in them."""

    runs_opt_in = _question(
        _("Does %(isv)s itself ask every recipient for consent?"),
        _("On its own page or in its own app, and it keeps the records. You do not ask anybody."),
    )
    writes_messages = _question(
        _("Does %(isv)s alone write the texts?"),
        _("They are fixed, and nobody at your business can change a word."),
    )
    is_named = _question(
        _("Is %(isv)s named as the sender in each text?"),
        _("A recipient reads its name, not yours, and knows the text comes from it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label) % {"isv": white_label().name}

    def answers(self) -> Answers:
        """Return the checked answers."""
        return Answers(**self.cleaned_data)

    @classmethod
    def labelled(cls, decision: RegistrantDecision) -> list[dict[str, str]]:
        """Return the questions with the answers of a decision, for reading."""
        return [
            {
                "label": str(field.label),
                "value": str(Answer(getattr(decision, name)).label),
            }
            for name, field in cls().fields.items()
        ]


def _few_sentences(label: Any, hint: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=REASON_MAX,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why in a few sentences.")},
    )


class ExceptionForm(forms.Form):
    """Why the platform is registered, or why data that look like its own are the business's."""

    reason = _few_sentences(
        _("Reason"),
        _("Such as: we have shared the name since 1998, and the tax letter shows it."),
    )


class RemarkForm(forms.Form):
    """What staff tell the business with their answer."""

    remark = _few_sentences(
        _("Remark"), _("The business reads it. Needed for a refusal."), required=False
    )
