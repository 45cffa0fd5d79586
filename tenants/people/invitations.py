"""Verbs about invitations: invite, send again, withdraw, accept.

The mail and the secret in it are made by the sweep (`invitation_mails.py`, beside this). Locks are
always taken in the order tenant, invitation, so that no two of these verbs can wait for each other.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import access
from tenants.company import setup
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Invitation, Membership, Role, Tenant, TenantEvent, TenantStatus, User
from tenants.scoping import tenant_scope
from tenants.states import INVITATION_TRANSITIONS, InvitationStatus

LIFE = timedelta(days=7)
OPEN_PER_TENANT = 50
# Withdrawing and inviting anew must not make our sender a tool for filling mailboxes.
INVITED_PER_DAY = 200
INVITED_PER_DAY_AND_ADDRESS = 5
MAILS_PER_INVITATION = 5
MAIL_PAUSE = timedelta(minutes=1)
# Nobody joins a business that is on its way out.
GOING = (TenantStatus.CLOSED, TenantStatus.ERASED)


@transaction.atomic
def invite(
    *,
    email: str,
    role: str,
    tenant: Tenant | None,
    actor: Actor,
    invited_by: User | None,
    business_name: str = "",
    details: Mapping[str, str] | None = None,
) -> Invitation:
    """Offer a place in a tenant's team, or, without a tenant, to found the business named.

    The mail follows within seconds. Whether the address has an account makes no difference. Raises
    DomainError: email_invalid, already_member, already_invited, too_many_invitations.
    """
    address = _checked_address(email)
    if tenant is not None:
        tenant = _locked_tenant(tenant.pk)
        _refuse_needless(tenant, address)
    _end_expired(tenant, address, actor)
    fields = {
        "tenant": tenant,
        "email": address,
        "role": Role(role),
        "business_name": "" if tenant else business_name,
        "details_json": json.dumps(dict(details)) if details else "",
        "invited_by": invited_by,
        "expires_at": timezone.now() + LIFE,
    }
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(**fields)
    except IntegrityError as error:
        if "invitation_once" not in str(error):
            raise
        raise DomainError(
            _("An invitation to this address is waiting for an answer already."),
            code="already_invited",
        ) from None
    _record(invitation, TenantEvent.Kind.MEMBER_INVITED, actor, role=invitation.role)
    return invitation


@transaction.atomic
def resend(invitation_id: uuid.UUID, *, tenant: Tenant | None, actor: Actor) -> Invitation:
    """Have a new mail with a new link and seven new days sent; the old link is useless at once.

    Raises DomainError: too_many_mails, mailed_just_now, transition_not_allowed.
    """
    invitation = _locked(invitation_id, tenant)
    if invitation.status != InvitationStatus.PENDING:
        raise TransitionNotAllowed(_("This invitation is no longer waiting for an answer."))
    if invitation.times_mailed >= MAILS_PER_INVITATION:
        raise DomainError(
            _("It has been sent %d times. Ask the person to look for it, also among the spam.")
            % MAILS_PER_INVITATION,
            code="too_many_mails",
        )
    now = timezone.now()
    is_on_its_way = invitation.mailed_at is None and not invitation.mail_error
    if is_on_its_way or (invitation.mailed_at and now - invitation.mailed_at < MAIL_PAUSE):
        raise DomainError(
            _("It was sent a moment ago. Wait a minute before you send it again."),
            code="mailed_just_now",
        )
    invitation.digest = invitation.mailed_at = invitation.mail_lease_until = None
    invitation.mail_error = ""
    invitation.expires_at = now + LIFE
    invitation.save()
    _record(invitation, TenantEvent.Kind.INVITATION_RESENT, actor)
    return invitation


@transaction.atomic
def revoke(invitation_id: uuid.UUID, *, tenant: Tenant | None, actor: Actor) -> Invitation:
    """Withdraw an invitation: its link is useless at once. Withdrawing twice changes nothing."""
    invitation = _locked(invitation_id, tenant)
    if invitation.status != InvitationStatus.REVOKED:
        _withdraw(invitation, actor)
    return invitation


def revoke_sent_by(user: User, *, tenant: Tenant, actor: Actor) -> None:
    """Withdraw what somebody sent who may invite no longer, lest they come back by it.

    The caller holds the tenant's lock.
    """
    sent = Invitation.objects.select_for_update().filter(
        tenant=tenant, invited_by=user, status=InvitationStatus.PENDING
    )
    for invitation in sent:
        _withdraw(invitation, actor)


def open_by_token(token: str) -> Invitation | None:
    """Return the invitation that this link can still accept; whatever else it is, None."""
    return open_by_digest(access.digest(token))


def open_by_digest(digest: str) -> Invitation | None:
    """Return the invitation whose link has this hash, while it can still be accepted."""
    invitation = _with_people().filter(digest=digest).first()
    return invitation if invitation and _can_be_accepted(invitation) else None


def was_accepted_by(token: str, user: Any) -> bool:
    """Did this person accept the invitation of this link? They may press it again."""
    accepted = Invitation.objects.filter(
        digest=access.digest(token), status=InvitationStatus.ACCEPTED
    )
    return user.is_authenticated and accepted.filter(accepted_by=user).exists()


def is_for(invitation: Invitation, user: Any) -> bool:
    """Is the invited address one that this person has verified?"""
    return invitation.email.lower() in _verified_addresses(user)


def open_by_id(invitation_id: uuid.UUID | str) -> Invitation | None:
    """Return an invitation that can still be accepted, for whoever proved the link or address."""
    invitation = _with_people().filter(pk=invitation_id).first()
    return invitation if invitation and _can_be_accepted(invitation) else None


def open_for(user: Any) -> Sequence[Invitation]:
    """Return the invitations to the verified addresses of a person that they can still accept."""
    addresses = _verified_addresses(user)
    if not addresses:
        return []
    # Stored addresses are in small letters; allauth's are too.
    waiting = _with_people().filter(
        email__in=addresses, status=InvitationStatus.PENDING, expires_at__gt=timezone.now()
    )
    return [invitation for invitation in waiting if _can_be_accepted(invitation)]


def accept(token: str, *, user: User) -> Membership:
    """Take the place that a link offers; for the same person a second time changes nothing.

    Raises DomainError: invitation_over for every link that cannot be accepted, other_address,
    too_many_tenants.
    """
    found = Invitation.objects.filter(digest=access.digest(token)).values_list("pk", flat=True)
    return accept_by_id(found.first() or uuid.uuid4(), user=user)


@transaction.atomic
def accept_by_id(invitation_id: uuid.UUID, *, user: User) -> Membership:
    """Take the place that an invitation offers to one of the person's verified addresses."""
    unlocked = Invitation.objects.filter(pk=invitation_id).first()
    if unlocked is None:
        raise _over()
    if unlocked.tenant_id:
        _locked_tenant(unlocked.tenant_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.status == InvitationStatus.ACCEPTED and invitation.accepted_by_id == user.pk:
        place = Membership.objects.filter(tenant=invitation.tenant_id, user=user).first()
        if place:
            return place
    if not _can_be_accepted(invitation):
        raise _over()
    if not is_for(invitation, user):
        raise DomainError(_("This invitation is for another e-mail address."), code="other_address")
    return _take_place(invitation, user)


def _take_place(invitation: Invitation, user: User) -> Membership:
    founds = invitation.tenant is None
    tenant = invitation.tenant or access.create_tenant(name=invitation.business_name, owner=user)
    place, is_new = Membership.objects.get_or_create(
        tenant=tenant, user=user, defaults={"role": invitation.role}
    )
    _move(invitation, InvitationStatus.ACCEPTED, tenant=tenant, accepted_by=user)
    if is_new or founds:
        _record(invitation, TenantEvent.Kind.MEMBER_JOINED, Actor.member(user), role=place.role)
    if founds:
        with tenant_scope(tenant.pk):
            setup.prefill(invitation.details)
    return place


def _move(invitation: Invitation, to: InvitationStatus, **fields: Any) -> None:
    """End an invitation whose row is locked; the caller writes the event of its own."""
    if to not in INVITATION_TRANSITIONS[invitation.status]:
        raise TransitionNotAllowed(_("This invitation is no longer waiting for an answer."))
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.status = to
    invitation.ended_at = timezone.now()
    invitation.save()


def _withdraw(invitation: Invitation, actor: Actor) -> None:
    _move(invitation, InvitationStatus.REVOKED)
    _record(invitation, TenantEvent.Kind.INVITATION_REVOKED, actor)


def _record(
    invitation: Invitation, kind: TenantEvent.Kind, actor: Actor, **data: str | None
) -> None:
    """Write the event into the history of the tenant, where there is one yet."""
    if invitation.tenant_id:
        with tenant_scope(invitation.tenant_id):
            TenantEvent.record(kind, actor=actor, data={"email": invitation.email, **data})


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > 254:
        raise InvalidInput(_("This is not an e-mail address."), code="email_invalid")
    return address


def _refuse_needless(tenant: Tenant, address: str) -> None:
    """Refuse an invitation of a member, and more of them than a team can need."""
    if tenant.status in GOING:
        raise DomainError(_("The business is closed."), code="tenant_closed")
    member_addresses = EmailAddress.objects.filter(
        user__memberships__tenant=tenant, verified=True, email__iexact=address
    )
    if member_addresses.exists():
        raise DomainError(_("This person belongs to the team already."), code="already_member")
    now = timezone.now()
    sent = Invitation.objects.filter(tenant=tenant)
    waiting = sent.filter(status=InvitationStatus.PENDING, expires_at__gt=now)
    lately = sent.filter(created_at__gt=now - timedelta(days=1))
    if (
        waiting.count() >= OPEN_PER_TENANT
        or lately.count() >= INVITED_PER_DAY
        or lately.filter(email=address).count() >= INVITED_PER_DAY_AND_ADDRESS
    ):
        raise DomainError(
            _("Too many invitations. Withdraw one that is waiting, or go on tomorrow."),
            code="too_many_invitations",
        )


def _end_expired(tenant: Tenant | None, address: str, actor: Actor) -> None:
    """Withdraw an earlier invitation whose time is over, so that a new one can take its place."""
    expired = Invitation.objects.select_for_update().filter(
        tenant=tenant,
        email=address,
        status=InvitationStatus.PENDING,
        expires_at__lte=timezone.now(),
    )
    for invitation in expired:
        _withdraw(invitation, actor)


def _locked(invitation_id: uuid.UUID, tenant: Tenant | None) -> Invitation:
    if tenant is not None:
        _locked_tenant(tenant.pk)
    return Invitation.objects.select_for_update().get(pk=invitation_id, tenant=tenant)


def _locked_tenant(tenant_id: uuid.UUID) -> Tenant:
    return Tenant.objects.select_for_update(no_key=True).get(pk=tenant_id)


def _with_people() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("tenant", "invited_by")


def _can_be_accepted(invitation: Invitation) -> bool:
    tenant = invitation.tenant
    return invitation.is_open and (tenant is None or tenant.status not in GOING)


def _verified_addresses(user: Any) -> set[str]:
    if not user.is_authenticated:
        return set()
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in proven.values_list("email", flat=True)}


def _over() -> DomainError:
    """The same words whatever the reason, so that links cannot be told apart."""
    return DomainError(_("This invitation no longer works."), code="invitation_over")
