"""Forms of the program pages: they read what was typed; the verbs decide whether it is right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import explained, fields, phones
from consent.fields import ProgramFields
from consent.models import ProgramVersion
from consent.widgets import Boxes, Cards, Suggested
from tenants.errors import DomainError, InvalidInput
from tenants.models import Brand


class VerbForm(forms.Form):
    """A form whose verb may refuse it."""

    def refuse(self, error: DomainError) -> None:
        """Show a verb's refusal at the fields that it names, else above the form."""
        at = {name: message for name, message in error.fields.items() if name in self.fields}
        for name, message in at.items():
            self.add_error(name, message)
        if not at:
            self.add_error(None, error.message)


class StartForm(VerbForm):
    """The two questions that a program begins with."""

    use_case = forms.ChoiceField(
        label=_("What are these texts for?"),
        choices=[(code, words[0]) for code, words in explained.USE_CASES.items()],
        widget=Cards(explained.USE_CASES),
        error_messages={"required": _("Choose what the texts are for.")},
    )
    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("People see it on your pages, such as Maple Dental Reminders."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "w-30", "autocomplete": "off"}),
        error_messages={"required": _("Give the program a name.")},
    )

    def written(self, brand: Brand) -> ProgramFields:
        """Return a first writing: the answers, the brand's contacts, usual kinds and frequency."""
        use_case = self.cleaned_data["use_case"]
        kinds, frequency = explained.STARTS[use_case]
        return ProgramFields(
            name=self.cleaned_data["name"],
            use_case=use_case,
            message_kinds=kinds,
            frequency=frequency,
            support_email=brand.support_email,
            support_phone=brand.support_phone,
        )


class ProgramForm(VerbForm):
    """Everything that a version says. `seen` tells which state of it the writer had before them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("People see it on your pages, such as Maple Dental Reminders."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the program a name.")},
    )
    description = forms.CharField(
        label=_("What will people receive?"),
        help_text=_(
            "Who texts whom, about what, in one or two plain sentences. Such as: Maple Dental "
            "reminds its patients of appointments and of changes to them."
        ),
        max_length=fields.DESCRIPTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what people will receive.")},
    )
    use_case = forms.ChoiceField(
        label=_("Purpose"),
        choices=[(code, words[0]) for code, words in explained.USE_CASES.items()],
        widget=Cards(explained.USE_CASES),
        error_messages={"required": _("Choose what the program is for.")},
    )
    message_kinds = forms.MultipleChoiceField(
        label=_("Kinds of messages"),
        help_text=_("Each kind gets a box of its own, so that people choose what they want."),
        choices=[(code, words[0]) for code, words in explained.KINDS.items()],
        widget=Boxes(explained.KINDS),
        error_messages={"required": _("Choose at least one kind of message.")},
    )
    frequency = forms.CharField(
        label=_("How often will one person hear from you?"),
        help_text=_("It is shown word for word. Say the most that one person gets."),
        max_length=100,
        widget=Suggested(explained.FREQUENCIES, attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say how often, such as Up to 4 messages per month.")},
    )
    support_email = forms.CharField(
        label=_("Support e-mail"),
        max_length=100,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter an e-mail address like care@yourbusiness.com.")},
    )
    support_phone = forms.CharField(
        label=_("Support telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Enter a telephone number like (206) 555-0100.")},
    )
    opt_in_keyword = forms.CharField(
        label=_("Word to join by text"),
        help_text=_("One word, such as JOIN, that people may text to your number to sign up."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"}),
    )
    sample_messages = forms.CharField(
        label=_("Your own sample messages"),
        help_text=_(
            "One a line, up to five. Reviewers compare them with what you send. "
            "Leave it empty and we write some."
        ),
        max_length=fields.SAMPLE_COUNT * fields.SAMPLE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, region: str = "US", **kwargs: Any) -> None:
        """`region` is the country of the brand, whose telephone numbers may lack a country code."""
        super().__init__(*args, **kwargs)
        self.region = region

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once; the verb checks again, since it is the fence."""
        try:
            fields.check(fields.tidy(self.written(), region=self.region))
        except InvalidInput as error:
            for name in error.fields.keys() - self.errors.keys():
                self.add_error(name, error.fields[name])
        return self.cleaned_data

    @classmethod
    def of(cls, version: ProgramVersion) -> "ProgramForm":
        """Return the form filled with what a version says."""
        said = fields.of_version(version)
        initial: dict[str, Any] = {
            **vars(said),
            "seen": version.edit_token,
            "message_kinds": list(said.message_kinds),
            "support_phone": phones.national(said.support_phone),
            "sample_messages": "\n".join(said.sample_messages),
        }
        return cls(initial=initial)

    def written(self) -> ProgramFields:
        """Return what was typed, whether or not it is right: the preview shows gaps and all."""
        return ProgramFields(
            name=self._typed("name"),
            use_case=self._typed("use_case"),
            description=self._typed("description")[: fields.DESCRIPTION_LENGTH],
            message_kinds=tuple(self._kinds()),
            frequency=self._typed("frequency"),
            support_email=self._typed("support_email"),
            support_phone=self._typed("support_phone"),
            opt_in_keyword=self._typed("opt_in_keyword"),
            sample_messages=tuple(self._samples()),
        )

    def _typed(self, name: str) -> str:
        """Return a field as typed, no longer than it may be."""
        limit = getattr(self.fields[name], "max_length", None)
        return str(self[name].value() or "")[:limit]

    def _samples(self) -> list[str]:
        """Return the samples, one a line: one too many is enough to refuse them all."""
        lines = (line.strip() for line in self._typed("sample_messages").splitlines())
        return [line for line in lines if line][: fields.SAMPLE_COUNT + 1]

    def _kinds(self) -> list[str]:
        """Return the ticked kinds that exist, in the order of the list."""
        ticked = set(self["message_kinds"].value() or ())
        return [code for code in explained.KINDS if code in ticked]


class EvidenceForm(VerbForm):
    """A screenshot and what it shows."""

    picture = forms.FileField(
        label=_("Screenshot"),
        help_text=_("PNG, JPEG or WebP, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("The file is empty. Take the screenshot again."),
        },
    )
    caption = forms.CharField(
        label=_("Where is this, and what does it show?"),
        help_text=_("Such as: Checkout page of our shop, with the box before it is ticked."),
        max_length=200,
        error_messages={"required": _("Say where this is and what it shows.")},
    )
    is_free_of_personal_data = forms.BooleanField(
        label=_("No customer's personal data can be seen in it"),
        help_text=_("Anyone with the link can open the picture."),
        error_messages={"required": _("Check the picture for personal data first.")},
    )
