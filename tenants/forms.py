"""The small forms of a tenant: founding it, and its API keys."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy

from tenants.form_fields import CHOOSE, LineField
from tenants.models import ApiKeyKind


class TenantForm(forms.Form):
    """The one question of founding a business."""

    name = LineField(
        label=gettext_lazy("Business name"),
        max_length=100,
        width="",  # As wide as its panel, which is one of two columns.
        autocomplete="organization",
        help_text=gettext_lazy("As your customers know it, such as Maple Dental."),
    )


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
