"""The sign-up form: free for everybody, or with the address fixed that an invitation has proven."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context

from tenants.account_forms import ADDRESS, relabel
from tenants.people import invited


class SignUpForm(SignupForm):
    """allauth's form; whoever comes by an invitation cannot change the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, ADDRESS)
        address = invited.address_for_sign_up(context.request)
        if address:
            # A disabled field takes its value from here, whatever is posted.
            self.initial["email"] = address
            self.fields["email"].initial = address
            self.fields["email"].disabled = True
            self.fields["email"].help_text = ""
