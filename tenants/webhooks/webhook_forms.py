"""The forms of webhooks."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy

from tenants.form_fields import LineField
from tenants.webhooks.types import EVENT_TYPES


class EndpointForm(forms.Form):
    """Where an app listens, and to what. `endpoint_id` makes a form sent twice add one."""

    endpoint_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    url = LineField(
        label=gettext_lazy("Address"),
        max_length=500,
        width="",
        help_text=gettext_lazy(
            "Where your app takes events, such as https://app.example.com/hooks. Only https."
        ),
    )
    description = LineField(
        label=gettext_lazy("Name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For you to tell it from others, such as Booking server."),
    )
    event_types = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=[(code, code) for code in EVENT_TYPES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
        help_text=gettext_lazy("What each means stands on the page of webhooks."),
    )


class SwitchOnForm(forms.Form):
    """Whether what happened meanwhile is sent now."""

    with_backlog = forms.BooleanField(
        label=gettext_lazy("Send what was missed"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Events of the last 30 days that it has not taken yet."),
    )
