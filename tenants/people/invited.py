"""What a browser has proven by opening the link of an invitation, kept in its session.

The session keeps the link's hash and never the link's secret. Whoever opened the link reads the
mails of the address, which therefore counts as verified when they make an account with it.
"""

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from tenants.models import Invitation
from tenants.people import invitations

OPENED = "invitation_opened"
# allauth's own key for an address that was proven before sign-up.
PROVEN = "account_verified_email"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Note that this browser has opened the invitation's link."""
    request.session[OPENED] = invitation.digest


def opened(request: HttpRequest) -> Invitation | None:
    """Return the invitation whose link was opened here, while it can be accepted by that link."""
    kept = request.session.get(OPENED)
    return invitations.open_by_digest(kept) if kept else None


def begin_sign_up(request: HttpRequest, invitation: Invitation) -> None:
    """Let this browser make an account with the invited address, and with no other."""
    request.session[PROVEN] = invitation.email


def address_for_sign_up(request: HttpRequest) -> str | None:
    """Return the invited address that an account is to be made with here, as long as it may be."""
    if not request.session.get(PROVEN):
        return None
    invitation = opened(request)
    return invitation.email if invitation and invitation.email == request.session[PROVEN] else None


def has_account(invitation: Invitation) -> bool:
    """Is there an account with the invited address? For whoever opened the link only."""
    return bool(EmailAddress.objects.filter(email__iexact=invitation.email).exists())
