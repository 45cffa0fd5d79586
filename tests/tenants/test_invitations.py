"""Invitations: single use, seven days, for one address; and nobody learns from them who exists."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants import access
from tenants.company import setup
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Invitation, Membership, Role, Tenant, TenantEvent, TenantStatus, User
from tenants.people import invitations
from tenants.scoping import tenant_scope
from tenants.states import InvitationStatus
from tests.builders import make_tenant, make_user
from tests.committed import in_threads
from tests.tenants.invited_people import GUEST, invite, mailed


def refusal(act: Callable[[], Any]) -> str:
    """The code of the error that this raises."""
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def kinds(tenant: Tenant) -> list[str]:
    """What the tenant's history says, oldest first."""
    with tenant_scope(tenant.pk):
        return list(TenantEvent.objects.order_by("at").values_list("kind", flat=True))


def test_an_invited_person_joins_with_the_role_offered(alice, tenant, mailoutbox) -> None:
    invitation = invite(tenant, alice, role=Role.EDITOR)
    erin = make_user(GUEST)

    place = invitations.accept(mailed(mailoutbox), user=erin)

    assert (place.tenant, place.role) == (tenant, Role.EDITOR)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.accepted_by) == (InvitationStatus.ACCEPTED, erin)
    assert kinds(tenant) == ["member.invited", "member.joined"]


def test_only_a_hash_of_the_secret_is_kept(alice, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    token = mailed(mailoutbox)
    row = Invitation.objects.values().get()

    assert row["digest"] == access.digest(token)
    assert len(token) >= 43  # 256 bits
    assert token not in str(row)


def test_accepting_twice_is_harmless(alice, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    erin, token = make_user(GUEST), mailed(mailoutbox)

    first = invitations.accept(token, user=erin)
    assert invitations.accept(token, user=erin) == first

    assert kinds(tenant).count("member.joined") == 1


def test_a_used_link_brings_nobody_back_who_was_removed(alice, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    erin, token = make_user(GUEST), mailed(mailoutbox)
    invitations.accept(token, user=erin).delete()

    assert refusal(lambda: invitations.accept(token, user=erin)) == "invitation_over"


def test_a_link_is_of_no_use_to_another_address(alice, charlie, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    token = mailed(mailoutbox)

    assert refusal(lambda: invitations.accept(token, user=charlie)) == "other_address"
    assert not Membership.objects.filter(tenant=tenant, user=charlie).exists()


def test_an_unverified_address_proves_nothing(alice, charlie, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    charlie.emailaddress_set.create(email=GUEST, verified=False, primary=False)
    token = mailed(mailoutbox)

    assert refusal(lambda: invitations.accept(token, user=charlie)) == "other_address"


def test_a_second_verified_address_counts_whatever_its_case(
    alice, charlie, tenant, mailoutbox
) -> None:
    invite(tenant, alice, email=GUEST.upper())
    charlie.emailaddress_set.create(email=GUEST, verified=True, primary=False)

    assert invitations.accept(mailed(mailoutbox), user=charlie).tenant == tenant


def end(how: str, invitation: Invitation, alice: User) -> None:
    """Make an invitation useless."""
    rows = Invitation.objects.filter(pk=invitation.pk)
    if how == "withdrawn":
        invitations.revoke(invitation.pk, tenant=invitation.tenant, actor=Actor.member(alice))
    elif how == "too old":
        rows.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "sent again":
        rows.update(mailed_at=timezone.now() - timedelta(minutes=2))
        invitations.resend(invitation.pk, tenant=invitation.tenant, actor=Actor.member(alice))
    elif how == "business closed":
        Tenant.objects.filter(invitations=invitation).update(status=TenantStatus.CLOSED)


@pytest.mark.parametrize("how", ["withdrawn", "too old", "sent again", "business closed"])
def test_a_link_that_is_over_answers_like_one_that_never_was(
    alice, tenant, mailoutbox, how: str
) -> None:
    invitation, erin = invite(tenant, alice), make_user(GUEST)
    token = mailed(mailoutbox)
    end(how, invitation, alice)

    def words(secret: str) -> tuple[str, str]:
        with pytest.raises(DomainError) as error:
            invitations.accept(secret, user=erin)
        return error.value.code, error.value.message

    assert invitations.open_by_token(token) is None
    assert words(token) == words("never-was") == ("invitation_over", words(token)[1])
    assert not Membership.objects.filter(user=erin).exists()


def test_sending_again_makes_a_new_link_and_seven_new_days(alice, tenant, mailoutbox) -> None:
    invitation, erin = invite(tenant, alice), make_user(GUEST)
    old = mailed(mailoutbox)
    end("too old", invitation, alice)
    end("sent again", invitation, alice)
    new = mailed(mailoutbox)

    assert new != old
    invitation.refresh_from_db()
    assert invitation.expires_at - timezone.now() > timedelta(days=6, hours=23)
    assert invitations.accept(new, user=erin).tenant == tenant
    assert "invitation.resent" in kinds(tenant)


def test_nothing_is_sent_again_within_a_minute_or_a_sixth_time(alice, tenant, mailoutbox) -> None:
    invitation, actor = invite(tenant, alice), Actor.member(alice)

    def resend() -> Invitation:
        return invitations.resend(invitation.pk, tenant=tenant, actor=actor)

    assert refusal(resend) == "mailed_just_now"
    mailed(mailoutbox)
    assert refusal(resend) == "mailed_just_now"
    Invitation.objects.update(mailed_at=timezone.now() - timedelta(hours=1), times_mailed=5)
    assert refusal(resend) == "too_many_mails"


@pytest.mark.parametrize("email", ["", "erin", "erin@", "a@b", "x" * 250 + "@maple.example"])
def test_what_is_no_address_is_not_invited(alice, tenant, email: str) -> None:
    assert refusal(lambda: invite(tenant, alice, email=email)) == "email_invalid"


def test_a_member_is_not_invited_again(alice, bob, tenant) -> None:
    assert refusal(lambda: invite(tenant, alice, email="BOB@mapledental.example")) == (
        "already_member"
    )


def test_an_address_has_one_open_invitation_to_a_team(alice, tenant, other_tenant, charlie) -> None:
    invite(tenant, alice)
    invite(other_tenant, charlie)

    assert refusal(lambda: invite(tenant, alice, email=GUEST.title())) == "already_invited"


def test_a_new_invitation_takes_the_place_of_one_that_is_too_old(alice, tenant) -> None:
    old = invite(tenant, alice)
    end("too old", old, alice)

    assert invite(tenant, alice).pk != old.pk
    old.refresh_from_db()
    assert old.status == InvitationStatus.REVOKED


def test_inviting_sounds_the_same_whether_or_not_there_is_an_account(
    alice, charlie, tenant, mailoutbox
) -> None:
    invite(tenant, alice, email=charlie.email)
    known = mailed(mailoutbox)
    invite(tenant, alice, email="nobody@nowhere.example")
    unknown = mailed(mailoutbox)

    assert mailoutbox[0].body.replace(known, "") == mailoutbox[1].body.replace(unknown, "")
    rows = Invitation.objects.filter(tenant=tenant).values_list("status", "role", "mail_error")
    assert len(set(rows)) == 1


def test_a_team_has_at_most_so_many_open_invitations(alice, tenant) -> None:
    for number in range(invitations.OPEN_PER_TENANT):
        invite(tenant, alice, email=f"guest{number}@maple.example")

    assert refusal(lambda: invite(tenant, alice)) == "too_many_invitations"


def test_withdrawing_and_inviting_anew_does_not_fill_a_mailbox(alice, tenant) -> None:
    for _ in range(invitations.INVITED_PER_DAY_AND_ADDRESS):
        end("withdrawn", invite(tenant, alice), alice)

    assert refusal(lambda: invite(tenant, alice)) == "too_many_invitations"


def test_withdrawing_twice_changes_nothing(alice, tenant) -> None:
    invitation = invite(tenant, alice)
    end("withdrawn", invitation, alice)
    end("withdrawn", invitation, alice)

    assert kinds(tenant) == ["member.invited", "invitation.revoked"]


def test_nobody_reaches_the_invitation_of_another_business(alice, charlie, tenant, other_tenant):
    theirs = invite(other_tenant, charlie)

    for verb in (invitations.revoke, invitations.resend):
        with pytest.raises(Invitation.DoesNotExist):
            verb(theirs.pk, tenant=tenant, actor=Actor.member(alice))


def test_a_founder_gets_the_business_that_was_prepared(dana, mailoutbox) -> None:
    invitation = invitations.invite(
        email=GUEST,
        role=Role.OWNER,
        tenant=None,
        business_name="Maple Dental",
        details={"legal_name": "Maple Dental LLC"},
        actor=Actor.staff(dana),
        invited_by=dana,
    )
    erin, token = make_user(GUEST), mailed(mailoutbox)

    place = invitations.accept(token, user=erin)

    assert (place.tenant.name, place.role) == ("Maple Dental", Role.OWNER)
    with tenant_scope(place.tenant_id):
        assert setup.draft().answers["legal_name"] == "Maple Dental LLC"
    invitation.refresh_from_db()
    assert invitation.tenant == place.tenant
    assert invitations.accept(token, user=erin) == place
    assert Tenant.objects.count() == 1


def test_an_invitation_to_found_is_open_once(dana) -> None:
    invite(None, dana, business_name="Maple")

    assert refusal(lambda: invite(None, dana, business_name="Oak")) == "already_invited"


def test_people_see_what_is_open_to_their_verified_addresses(alice, tenant, charlie) -> None:
    mine = invite(tenant, alice, email=charlie.email)
    invite(tenant, alice)

    assert list(invitations.open_for(charlie)) == [mine]
    end("withdrawn", mine, alice)
    assert list(invitations.open_for(charlie)) == []


@pytest.mark.parametrize("founds", [False, True])
def test_accepting_twice_at_once_gives_one_place(
    transactional_db, mailoutbox, founds: bool
) -> None:
    alice, erin = make_user("alice@maple.example"), make_user(GUEST)
    tenant = None if founds else make_tenant(owner=alice)
    invite(tenant, alice, business_name="Maple Dental" if founds else "")
    token = mailed(mailoutbox)

    places = in_threads(4, lambda _: invitations.accept(token, user=erin))

    assert len({place.pk for place in places}) == 1
    assert Membership.objects.filter(user=erin).count() == 1
    assert Tenant.objects.count() == 1


@pytest.mark.parametrize("founds", [False, True])
def test_inviting_twice_at_once_makes_one_invitation(transactional_db, founds: bool) -> None:
    alice = make_user("alice@maple.example")
    tenant = None if founds else make_tenant(owner=alice)

    outcomes = in_threads(
        4, lambda _: invite(tenant, alice, business_name="Maple" if founds else "")
    )

    refused = [each for each in outcomes if isinstance(each, DomainError)]
    assert [each.code for each in refused] == ["already_invited"] * 3
    assert Invitation.objects.count() == 1
