"""The small forms of a tenant: founding it, and its API keys."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy

from tenants.form_fields import CHOOSE, LineField
from tenants.models import ApiKeyKind, KeyScope


class TenantForm(forms.Form):
    """The one question of founding a business."""

    name = LineField(
        label=gettext_lazy("Business name"),
        max_length=100,
        width="",  # As wide as its panel, which is one of two columns.
        autocomplete="organization",
        help_text=gettext_lazy("As your customers know it, such as Maple Dental."),
    )


KEY_LIVES = {30: gettext_lazy("30 days"), 90: gettext_lazy("90 days"), 365: gettext_lazy("1 year")}


class ApiKeyForm(forms.Form):
    """A new API key. `key_id` makes a form that is sent twice make one key."""

    key_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("Which app will use it, such as Booking server."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ApiKeyKind.choices,
        initial=ApiKeyKind.TEST,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=gettext_lazy(
            "A test key reaches our practice carrier only. A live key texts real people."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=KeyScope.choices,
        initial=list(KeyScope.values),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
        help_text=gettext_lazy("Choose no more than the app needs."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long it works"),
        coerce=int,
        choices=list(KEY_LIVES.items()),
        initial=90,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=gettext_lazy(
            "We warn here before it ends, and it can be replaced without a gap."
        ),
    )


class ReplaceKeyForm(forms.Form):
    """The id that makes a form that is sent twice replace a key once."""

    key_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
