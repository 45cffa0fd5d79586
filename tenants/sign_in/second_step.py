"""Who must sign in with a second step, whether this session did, and help when one is lost."""

import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenants import access
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.isv import white_label
from tenants.models import Tenant, TenantEvent, User
from tenants.scoping import tenant_scope

# Recovery codes stand in for a step that is lost; they are none by themselves.
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Staff, who see every business, prove it anew each working day.
STAFF_PROOF = timedelta(hours=12)


class Asker(models.TextChoices):
    """Whose rule it is."""

    STAFF = "staff", _("Staff")
    PORTAL = "portal", _("The portal")
    BUSINESS = "business", _("A business")


@dataclass(frozen=True)
class Demand:
    """A rule that this person falls under; `name` is the business's, where it is one's."""

    asker: Asker
    name: str = ""


def demand_on(user: User, *tenants: Tenant) -> Demand | None:
    """Return the rule that makes a second step a must for this person, in these businesses."""
    if user.is_staff and settings.STAFF_MFA:
        return Demand(Asker.STAFF)
    if white_label.current().requires_mfa:
        return Demand(Asker.PORTAL)
    asking = next((tenant for tenant in tenants if tenant.requires_mfa), None)
    return Demand(Asker.BUSINESS, asking.name) if asking else None


def demand_anywhere(user: User) -> Demand | None:
    """Return the rule of any of the person's businesses, or of more."""
    return demand_on(user, *(each.tenant for each in access.memberships_of(user)))


def steps_of(user: User) -> "models.QuerySet[Authenticator]":
    """Return the apps and passkeys that this person has set up."""
    return Authenticator.objects.filter(user=user, type__in=STEPS)


def is_proved(request: HttpRequest) -> bool:
    """Was the second step used in this session; by staff, within their working day?"""
    user = request.user
    if not isinstance(user, User):
        return False
    uses = [r["at"] for r in get_authentication_records(request, user) if r["method"] == "mfa"]
    if not uses:
        return False
    return not user.is_staff or time.time() - max(uses) < STAFF_PROOF.total_seconds()


def is_last_of_a_must(authenticator: Authenticator) -> bool:
    """Would removing it leave somebody without a step who must have one?"""
    user = authenticator.user
    others = steps_of(user).exclude(pk=authenticator.pk)
    return not others.exists() and demand_anywhere(user) is not None


@transaction.atomic
def reset(user: User, *, actor: Actor, reason: str) -> None:
    """Remove a lost second step with its recovery codes, and sign the person out everywhere.

    The person is told by mail, since whoever talks staff into this could be somebody else; each
    of their businesses has it in its history. The password stays as it is.
    """
    if not reason.strip():
        raise InvalidInput("Say why, and how you know that it is them.", code="reason_missing")
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    for membership in access.memberships_of(user):
        with tenant_scope(membership.tenant_id):
            TenantEvent.record(
                TenantEvent.Kind.SECOND_STEP_RESET,
                actor=actor,
                data={"person": user.email, "reason": reason},
            )
    transaction.on_commit(lambda: _tell(user), robust=True)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign a person out everywhere, except in the session of this key; return how many ended."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def _tell(user: User) -> None:
    portal = white_label.current()
    context = {"ISV_NAME": portal.name, "ISV_SUPPORT_EMAIL": portal.support_email}
    body = render_to_string("account/email/second_step_reset_message.txt", context)
    send_mail(_now("Your second step was taken off"), body, portal.sender, [user.email])
