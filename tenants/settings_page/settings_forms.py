"""The forms of a business's settings page, one for each thing that is changed on its own."""

from django import forms
from django.utils.translation import gettext_lazy

from tenants.form_fields import LineField


class NameForm(forms.Form):
    """What the portal calls the business; not the legal name, which reviewers see."""

    name = LineField(
        label=gettext_lazy("Business name"),
        max_length=100,
        autocomplete="organization",
        help_text=gettext_lazy(
            "What you see at the top of these pages. Your legal and trade names, which people and "
            "reviewers see, are under Company."
        ),
    )


class SignInForm(forms.Form):
    """Whether everybody must have a second step."""

    requires_mfa = forms.BooleanField(
        label=gettext_lazy("Everybody here must sign in with a second step"),
        required=False,
        help_text=gettext_lazy(
            "Whoever has none is led to set one up before their next page: a passkey, or codes "
            "from an app on their phone."
        ),
    )


class VisitsForm(forms.Form):
    """Whether the ISV's staff may look at the pages."""

    allows_visits = forms.BooleanField(
        label=gettext_lazy("Staff may look at our pages"),
        required=False,
        help_text=gettext_lazy(
            "They see what a viewer sees and can change nothing. Each visit is in your history, "
            "with its reason."
        ),
    )


class DomainForm(forms.Form):
    """The host that hosted pages should have."""

    host = LineField(
        label=gettext_lazy("Your domain"),
        max_length=245,
        help_text=gettext_lazy(
            "One that your business owns, with a name before it that is not yet in use, "
            "such as texts.example.com."
        ),
    )
