"""Form fields that take what people write and give what is stored: lines, phones, websites."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import domains

NEEDED = gettext_lazy("Fill this in.")
CHOOSE = {"required": gettext_lazy("Choose one.")}
NOT_AN_ANSWER = frozenset({"n/a", "na", "none", "null", "test", "tbd", "todo", "xxx", "-", "."})


class LineField(forms.CharField):
    """One line of text: blanks are tidied, and "n/a" is no answer where one is needed."""

    def __init__(self, *, width: str = "w-30", autocomplete: str = "off", **kwargs: Any) -> None:
        attrs = {"class": width, "autocomplete": autocomplete}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("error_messages", {"required": NEEDED})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Turn every run of blanks into one."""
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        """Refuse fillers."""
        super().validate(value)
        if self.required and value.casefold() in NOT_AN_ANSWER:
            raise ValidationError(_("Enter the real answer; reviewers refuse “%s”.") % value)


class EmailField(forms.EmailField):
    """An e-mail address, with an example in the error."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w-30", "autocomplete": kwargs.pop("autocomplete", "email")}
        kwargs["widget"] = forms.EmailInput(attrs=attrs)
        kwargs["error_messages"] = {
            "required": NEEDED,
            "invalid": gettext_lazy("Enter an e-mail address like care@yourbusiness.com."),
        }
        super().__init__(**kwargs)


class WebsiteField(forms.URLField):
    """A website that everybody can open; https is added when no scheme was written."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["assume_scheme"] = "https"
        attrs = {"class": "w-30", "autocomplete": "url", "inputmode": "url"}
        # A text input, since a URL input would refuse what has no scheme before we can add it.
        kwargs["widget"] = forms.TextInput(attrs=attrs)
        kwargs["error_messages"] = {
            "required": NEEDED,
            "invalid": gettext_lazy("Enter a web address like yourbusiness.com."),
        }
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the address with its host in small letters and without a fragment."""
        address = super().clean(value)
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https"):
            raise ValidationError(_("Enter a web address that begins with https://."))
        if parts.username or parts.port:
            raise ValidationError(_("Leave out the password and the port; reviewers have neither."))
        if not domains.is_public_host(parts.hostname or ""):
            raise ValidationError(
                _("Reviewers cannot open this address. Enter your public website.")
            )
        path = "" if parts.path == "/" else parts.path
        return urlunsplit((parts.scheme, parts.hostname or "", path, parts.query, ""))


class PhoneField(forms.CharField):
    """A phone number as people write it; `e164()` reads it once the country is known."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w-20", "autocomplete": "tel", "inputmode": "tel"}
        kwargs["widget"] = forms.TextInput(attrs=attrs)
        kwargs["error_messages"] = {"required": NEEDED}
        super().__init__(max_length=30, **kwargs)


def e164(written: str, *, region: str) -> str:
    """Return a phone number in E.164, read as of `region` when it has no country code.

    Raises ValidationError with what to write instead.
    """
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("Enter a phone number like (206) 555-0100.")) from None
    if number.extension:
        raise ValidationError(_("Leave out the extension: the number must be reached directly."))
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("There is no such phone number. Check the digits, and the country code if any.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
