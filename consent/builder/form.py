"""The builder's forms: they read what was typed; the verbs decide whether it is right."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import explained, fields, phones
from consent.content import Language
from consent.fields import ProgramFields
from consent.forms import VerbForm
from consent.models import ProgramVersion
from consent.widgets import Boxes, Cards, Suggested
from tenants.errors import InvalidInput
from tenants.models import Brand

# What stands before a text's key in the name of its control.
OWN = "own."


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


def _own_page(label: Any, help_text: Any = "") -> forms.CharField:
    """Return the field for the address of a page that the tenant runs itself."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )


class ProgramForm(VerbForm):
    """Everything that a version says. `seen` tells which state of it the writer had before them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("People see it on your pages, such as Maple Dental Reminders."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the program a name.")},
    )
    description = forms.CharField(
        label=_("What people will receive"),
        help_text=_(
            "Say who sends what to whom, in a sentence or two. Such as: Maple Dental texts its "
            "patients reminders of their appointments, and changes to them."
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
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        help_text=_("STOP and HELP stay as they are. Reviewers get an English rendering beside."),
        choices=Language.choices(),
        initial=Language.ENGLISH.value,
        widget=forms.Select(attrs={"class": "w-20"}),
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
    methods = forms.MultipleChoiceField(
        label=_("Where are people asked?"),
        help_text=_("Choose every place. Each gets its own words, and its own preview."),
        choices=[(code, words[0]) for code, words in explained.METHODS.items()],
        widget=Boxes(explained.METHODS),
        error_messages={"required": _("Choose at least one place where people are asked.")},
    )
    opt_in_keyword = forms.CharField(
        label=_("Word to join by text"),
        help_text=_("One word, such as JOIN."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text_number = forms.CharField(
        label=_("Number they text it to"),
        help_text=_("Your short code or number, once you have it."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
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
    double_opt_in = forms.BooleanField(
        label=_("Ask twice: people confirm by answering YES"),
        help_text=_("Nobody can sign up somebody else's number. Fewer people finish."),
        required=False,
    )
    minimum_age = forms.IntegerField(
        label=_("Youngest age"),
        help_text=_("For alcohol, tobacco, gambling and the like. Leave it empty for none."),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-5", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Enter an age in whole years, such as 21.")},
    )
    own_terms_url = _own_page(_("Your own terms page"))
    own_privacy_url = _own_page(_("Your own privacy policy"))
    own_join_url = _own_page(
        _("Your own sign-up form"), _("We look at your pages as reviewers do, and tell you.")
    )

    def __init__(
        self,
        *args: Any,
        region: str = "US",
        own_texts: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`region` is the country of the brand, whose telephone numbers may lack a country code.

        `own_texts` are the tenant's own wordings of a form that nobody sent yet.
        """
        super().__init__(*args, **kwargs)
        self.region = region
        self._own = dict(own_texts or {})

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once; the verb checks again, since it is the fence."""
        try:
            fields.check(fields.tidy(self.written(), region=self.region))
        except InvalidInput as error:
            for name in error.fields.keys() - self.errors.keys():
                self.add_error(name if name in self.fields else None, error.fields[name])
        return self.cleaned_data

    @classmethod
    def of(cls, version: ProgramVersion) -> "ProgramForm":
        """Return the form filled with what a version says."""
        return cls.filled(fields.of_version(version), seen=version.edit_token)

    @classmethod
    def filled(cls, said: ProgramFields, *, seen: str, region: str = "US") -> "ProgramForm":
        """Return the form filled with a writing that is not saved."""
        initial: dict[str, Any] = {
            **vars(said),
            "seen": seen,
            "message_kinds": list(said.message_kinds),
            "methods": list(said.methods),
            "support_phone": phones.national(said.support_phone),
            "text_number": phones.national(said.text_number),
            "minimum_age": said.minimum_age or "",
            "sample_messages": "\n".join(said.sample_messages),
        }
        return cls(initial=initial, region=region, own_texts=said.own_texts)

    def written(self) -> ProgramFields:
        """Return what was typed, whether or not it is right: the preview shows gaps and all."""
        return ProgramFields(
            name=self._typed("name"),
            use_case=self._typed("use_case"),
            description=self._typed("description")[: fields.DESCRIPTION_LENGTH],
            message_kinds=self._ticked("message_kinds", explained.KINDS),
            frequency=self._typed("frequency"),
            support_email=self._typed("support_email"),
            support_phone=self._typed("support_phone"),
            opt_in_keyword=self._typed("opt_in_keyword"),
            sample_messages=tuple(self._samples()),
            language=self._typed("language") or Language.ENGLISH,
            methods=self._ticked("methods", explained.METHODS),
            double_opt_in=bool(self["double_opt_in"].value()),
            minimum_age=self._age(),
            text_number=self._typed("text_number"),
            own_texts=self.own_texts,
            own_terms_url=self._typed("own_terms_url"),
            own_privacy_url=self._typed("own_privacy_url"),
            own_join_url=self._typed("own_join_url"),
        )

    @property
    def own_texts(self) -> dict[str, str]:
        """Return the texts that are open for the tenant's own words, by text key."""
        if not self.is_bound:
            return self._own
        names = [name for name in self.data if name.startswith(OWN)][: fields.OWN_TEXT_COUNT]
        return {
            name.removeprefix(OWN): str(self.data[name])[: fields.OWN_TEXT_LENGTH] for name in names
        }

    def _typed(self, name: str) -> str:
        """Return a field as typed, no longer than it may be."""
        limit = getattr(self.fields[name], "max_length", None)
        return str(self[name].value() or "")[:limit]

    def _samples(self) -> list[str]:
        """Return the samples, one a line: one too many is enough to refuse them all."""
        lines = (line.strip() for line in self._typed("sample_messages").splitlines())
        return [line for line in lines if line][: fields.SAMPLE_COUNT + 1]

    def _ticked(self, name: str, known: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ticked codes that exist, in the order of the list."""
        ticked = set(self[name].value() or ())
        return tuple(code for code in known if code in ticked)

    def _age(self) -> int:
        """Return the age in years; 0 for none, and for what is no number, which the field says."""
        typed = self._typed("minimum_age").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
