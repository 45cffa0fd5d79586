"""Roles, leaving and handing over: always an owner, always in the history, always at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants import access
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import ApiKeyKind, Invitation, Membership, Role, Tenant, TenantEvent, User
from tenants.people import members
from tenants.scoping import tenant_scope
from tenants.states import InvitationStatus
from tests.builders import make_tenant, make_user
from tests.committed import in_threads
from tests.tenants.invited_people import invite


def refusal(act: Callable[[], Any]) -> str:
    """The code of the error that this raises."""
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def place_of(user: User, tenant: Tenant) -> Membership:
    """The person's place."""
    return Membership.objects.get(user=user, tenant=tenant)


def add(tenant: Tenant, email: str, role: str) -> User:
    """One more member."""
    user = make_user(email)
    Membership.objects.create(tenant=tenant, user=user, role=role)
    return user


def last_event(tenant: Tenant) -> TenantEvent:
    """What was written last into the tenant's history."""
    with tenant_scope(tenant.pk):
        event: TenantEvent = TenantEvent.objects.order_by("-at")[0]
    return event


def test_a_new_role_is_kept_with_what_it_was(alice, bob, tenant) -> None:
    place = place_of(bob, tenant)
    members.change_role(place.pk, tenant=tenant, role=Role.EDITOR, actor=Actor.member(alice))

    assert place_of(bob, tenant).role == Role.EDITOR
    event = last_event(tenant)
    assert (event.kind, event.actor_label) == ("member.role_changed", alice.email)
    assert event.data == {"email": bob.email, "changed": {"role": ["viewer", "editor"]}}


def test_the_same_role_again_writes_nothing(alice, bob, tenant) -> None:
    place = place_of(bob, tenant)
    members.change_role(place.pk, tenant=tenant, role=Role.VIEWER, actor=Actor.member(alice))

    with tenant_scope(tenant.pk):
        assert not TenantEvent.objects.exists()


def test_the_last_owner_stays_owner(alice, bob, tenant) -> None:
    mine, actor = place_of(alice, tenant), Actor.member(alice)

    assert refusal(lambda: members.leave(tenant=tenant, user=alice)) == "last_owner"
    assert (
        refusal(lambda: members.change_role(mine.pk, tenant=tenant, role="viewer", actor=actor))
        == "last_owner"
    )
    staff = Actor.system("staff")
    assert refusal(lambda: members.remove_member(mine.pk, tenant=tenant, actor=staff)) == (
        "last_owner"
    )
    assert place_of(alice, tenant).role == Role.OWNER


def test_an_owner_leaves_when_there_is_another(alice, tenant) -> None:
    add(tenant, "olga@maple.example", Role.OWNER)
    members.leave(tenant=tenant, user=alice)

    assert not Membership.objects.filter(user=alice, tenant=tenant).exists()
    assert last_event(tenant).kind == "member.left"
    members.leave(tenant=tenant, user=alice)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.DEVELOPER])
def test_only_owners_touch_people(alice, tenant, role: str) -> None:
    other = add(tenant, "olga@maple.example", role)
    actor, owner = Actor.member(other), place_of(alice, tenant)

    assert refusal(
        lambda: members.change_role(owner.pk, tenant=tenant, role="viewer", actor=actor)
    ) == ("not_permitted")
    assert refusal(lambda: members.remove_member(owner.pk, tenant=tenant, actor=actor)) == (
        "not_permitted"
    )
    assert (
        refusal(
            lambda: members.transfer_ownership(
                owner.pk, tenant=tenant, owner=other, own_role=Role.OWNER
            )
        )
        == "not_permitted"
    )


def test_whoever_was_removed_can_remove_nobody(alice, bob, tenant) -> None:
    olga = add(tenant, "olga@maple.example", Role.OWNER)
    members.remove_member(place_of(olga, tenant).pk, tenant=tenant, actor=Actor.member(alice))

    mine = place_of(bob, tenant)
    assert (
        refusal(lambda: members.remove_member(mine.pk, tenant=tenant, actor=Actor.member(olga)))
        == "not_permitted"
    )


def test_nobody_removes_themselves_by_mistake(alice, tenant) -> None:
    add(tenant, "olga@maple.example", Role.OWNER)
    mine = place_of(alice, tenant)

    assert (
        refusal(lambda: members.remove_member(mine.pk, tenant=tenant, actor=Actor.member(alice)))
        == "is_yourself"
    )


def test_removal_ends_access_with_the_next_request(alice, bob, tenant, as_bob: Client) -> None:
    assert as_bob.get("/team/").status_code == 200
    members.remove_member(place_of(bob, tenant).pk, tenant=tenant, actor=Actor.member(alice))

    assert as_bob.get("/team/").headers["Location"] == "/welcome/"


def test_keys_of_a_removed_person_keep_working(alice, tenant) -> None:
    dev = add(tenant, "dev@maple.example", Role.DEVELOPER)
    _, secret = access.issue_api_key(
        tenant, name="App", kind=ApiKeyKind.TEST, actor=Actor.member(dev), created_by=dev
    )
    members.remove_member(place_of(dev, tenant).pk, tenant=tenant, actor=Actor.member(alice))

    assert access.find_api_key(secret) is not None


@pytest.mark.parametrize("how", ["removed", "demoted", "left"])
def test_who_may_invite_no_longer_leaves_no_door_open(alice, tenant, how: str) -> None:
    olga = add(tenant, "olga@maple.example", Role.OWNER)
    invite(tenant, olga, email="olga@elsewhere.example", role=Role.OWNER)
    place, actor = place_of(olga, tenant), Actor.member(alice)
    if how == "removed":
        members.remove_member(place.pk, tenant=tenant, actor=actor)
    elif how == "demoted":
        members.change_role(place.pk, tenant=tenant, role=Role.VIEWER, actor=actor)
    else:
        members.leave(tenant=tenant, user=olga)

    assert Invitation.objects.get().status == InvitationStatus.REVOKED


@pytest.mark.parametrize("own_role", [Role.VIEWER, Role.EDITOR, Role.DEVELOPER])
def test_ownership_is_handed_over_in_one_step(alice, bob, tenant, own_role: str) -> None:
    members.transfer_ownership(
        place_of(bob, tenant).pk, tenant=tenant, owner=alice, own_role=own_role
    )

    assert place_of(bob, tenant).role == Role.OWNER
    assert place_of(alice, tenant).role == own_role
    with tenant_scope(tenant.pk):
        changes = [event.data["changed"]["role"] for event in TenantEvent.objects.order_by("at")]
    assert changes == [["viewer", "owner"], ["owner", own_role]]


def test_nobody_hands_over_to_themselves_or_to_a_stranger(
    alice, tenant, charlie, other_tenant
) -> None:
    def hand_over(place: Membership) -> Membership:
        return members.transfer_ownership(
            place.pk, tenant=tenant, owner=alice, own_role=Role.VIEWER
        )

    assert refusal(lambda: hand_over(place_of(alice, tenant))) == "is_yourself"
    with pytest.raises(Membership.DoesNotExist):
        hand_over(place_of(charlie, other_tenant))
    assert place_of(alice, tenant).role == Role.OWNER


def test_two_owners_who_leave_at_the_same_moment_leave_one(transactional_db) -> None:
    owners = [make_user(f"owner{number}@maple.example") for number in range(2)]
    tenant = make_tenant(owner=owners[0])
    Membership.objects.create(tenant=tenant, user=owners[1], role=Role.OWNER)

    outcomes = in_threads(2, lambda n: members.leave(tenant=tenant, user=owners[n]))

    refused = [each for each in outcomes if each is not None]
    assert [getattr(each, "code", each) for each in refused] == ["last_owner"]
    assert Membership.objects.filter(tenant=tenant, role=Role.OWNER).count() == 1


def test_two_owners_who_remove_each_other_leave_one(transactional_db) -> None:
    owners = [make_user(f"owner{number}@maple.example") for number in range(2)]
    tenant = make_tenant(owner=owners[0])
    other = Membership.objects.create(tenant=tenant, user=owners[1], role=Role.OWNER)
    places = [other.pk, place_of(owners[0], tenant).pk]

    outcomes = in_threads(
        2,
        lambda n: members.remove_member(places[n], tenant=tenant, actor=Actor.member(owners[n])),
    )

    codes = [each.code for each in outcomes if isinstance(each, DomainError)]
    assert codes == ["not_permitted"]
    assert Membership.objects.filter(tenant=tenant, role=Role.OWNER).count() == 1
