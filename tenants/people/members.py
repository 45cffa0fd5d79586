"""Verbs about the people of a team: change a role, remove, leave, hand the business over.

Each locks the tenant's row first, so that what they count, owners above all, holds until they are
done; and asks under that lock whether whoever acts still may, since a page may be an hour old.
"""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor, ActorKind
from tenants.models import Membership, Role, Tenant, TenantEvent, User
from tenants.people import invitations
from tenants.permissions import Action, demand
from tenants.scoping import tenant_scope


@transaction.atomic
def change_role(membership_id: uuid.UUID, *, tenant: Tenant, role: str, actor: Actor) -> Membership:
    """Give a member another role, from their next request on.

    Raises DomainError: last_owner, not_permitted; Membership.DoesNotExist for who has left.
    """
    _lock(tenant)
    _demand_right(tenant, actor)
    place = _place(membership_id, tenant)
    _give(place, Role(role), actor)
    return place


@transaction.atomic
def remove_member(membership_id: uuid.UUID, *, tenant: Tenant, actor: Actor) -> Membership:
    """Take a member out of the team: their next request is refused.

    Keys that they made keep working, since apps depend on them; invitations that they sent and
    nobody accepted are withdrawn. Raises DomainError: is_yourself, last_owner, not_permitted.
    """
    _lock(tenant)
    _demand_right(tenant, actor)
    place = _place(membership_id, tenant)
    if actor.kind == ActorKind.MEMBER and actor.id == str(place.user_id):
        raise DomainError(_("To go yourself, leave the team."), code="is_yourself")
    _take_out(place, TenantEvent.Kind.MEMBER_REMOVED, actor)
    return place


@transaction.atomic
def leave(*, tenant: Tenant, user: User) -> None:
    """Leave a team; one who has left already is left in peace. Raises DomainError: last_owner."""
    _lock(tenant)
    place = Membership.objects.filter(tenant=tenant, user=user).select_related("user").first()
    if place:
        _take_out(place, TenantEvent.Kind.MEMBER_LEFT, Actor.member(user))


@transaction.atomic
def transfer_ownership(
    membership_id: uuid.UUID, *, tenant: Tenant, owner: User, own_role: str
) -> Membership:
    """Make somebody else owner and oneself what was chosen, in one step.

    Raises DomainError: not_permitted, is_yourself, role_unknown.
    """
    _lock(tenant)
    actor = Actor.member(owner)
    _demand_right(tenant, actor)
    heir = _place(membership_id, tenant)
    if heir.user_id == owner.pk:
        raise DomainError(_("Choose somebody else."), code="is_yourself")
    if own_role not in Role.values:
        raise InvalidInput(_("There is no such role."), code="role_unknown")
    # In this order, so that there is an owner at every moment.
    _give(heir, Role.OWNER, actor)
    _give(Membership.objects.get(tenant=tenant, user=owner), Role(own_role), actor)
    return heir


def _give(place: Membership, role: Role, actor: Actor) -> None:
    before = place.role
    if before == role:
        return
    if before == Role.OWNER:
        _demand_another_owner(place)
        # Whoever may no longer invite must not have a door left open.
        invitations.revoke_sent_by(place.user, tenant=place.tenant, actor=actor)
    place.role = role
    place.save(update_fields=["role"])
    _record(place, TenantEvent.Kind.ROLE_CHANGED, actor, changed={"role": [before, str(role)]})


def _take_out(place: Membership, kind: TenantEvent.Kind, actor: Actor) -> None:
    if place.role == Role.OWNER:
        _demand_another_owner(place)
    invitations.revoke_sent_by(place.user, tenant=place.tenant, actor=actor)
    Membership.objects.filter(pk=place.pk).delete()
    _record(place, kind, actor, changed={"role": [place.role, ""]})


def _demand_another_owner(place: Membership) -> None:
    """Keep what the database's trigger would refuse at commit, in words that help."""
    owners = Membership.objects.filter(tenant=place.tenant_id, role=Role.OWNER)
    if not owners.exclude(pk=place.pk).exists():
        raise DomainError(
            _("A business keeps at least one owner. Make somebody else owner first."),
            code="last_owner",
        )


def _demand_right(tenant: Tenant, actor: Actor) -> None:
    """Refuse a member whose role does not let them manage people, as of now."""
    if actor.kind == ActorKind.MEMBER:
        own = Membership.objects.filter(tenant=tenant, user_id=actor.id).first()
        demand(own, Action.MANAGE_PEOPLE)


def _lock(tenant: Tenant) -> None:
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)


def _place(membership_id: uuid.UUID, tenant: Tenant) -> Membership:
    places = Membership.objects.select_related("user", "tenant")
    return places.get(pk=membership_id, tenant=tenant)


def _record(
    place: Membership, kind: TenantEvent.Kind, actor: Actor, **data: dict[str, list[str]]
) -> None:
    with tenant_scope(place.tenant_id):
        TenantEvent.record(kind, actor=actor, data={"email": place.user.email, **data})
