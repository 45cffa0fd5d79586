"""The team's pages: who belongs here, what each may do, and what owners can change."""

import time

import pytest
from django.test import Client

from tenants import access
from tenants.events import Actor
from tenants.models import ApiKeyKind, Invitation, Membership, Role, Tenant, User
from tenants.permissions import ALLOWED, ROLE_MEANINGS, Action
from tenants.states import InvitationStatus
from tests.builders import make_user
from tests.conftest import signed_in
from tests.tenants.invited_people import GUEST, invite, mailed

LATER = "/accounts/reauthenticate/"


def fresh(client: Client, user: User) -> Client:
    """The browser, with the password given just now."""
    session = client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def owner(as_alice: Client, alice: User) -> Client:
    """Alice's browser, freshly signed in."""
    return fresh(as_alice, alice)


@pytest.fixture
def bobs(bob: User, tenant: Tenant) -> Membership:
    """Bob's place."""
    return Membership.objects.get(user=bob, tenant=tenant)


def test_every_role_is_explained_and_has_actions() -> None:
    assert set(ROLE_MEANINGS) == set(ALLOWED) == set(Role)
    assert all(Action.VIEW in actions for actions in ALLOWED.values())


def test_members_see_each_other_and_nobody_else(
    as_bob: Client, as_charlie: Client, tenant: Tenant
) -> None:
    page = as_bob.get("/team/").content.decode()
    assert "alice@mapledental.example" in page
    assert "bob@mapledental.example" in page
    assert "charlie@birchbooks.example" not in page
    assert "Can see everything and change nothing." in page
    assert "alice@" not in as_charlie.get("/team/").content.decode()


def test_an_owner_invites_and_sees_the_state(owner, alice, tenant, mailoutbox) -> None:
    answer = owner.post("/team/invite/", {"email": GUEST, "role": "editor"}, follow=True)
    assert "is invited" in answer.content.decode()
    assert "Being sent" in answer.content.decode()

    mailed(mailoutbox)

    assert "Waiting for an answer" in owner.get("/team/").content.decode()
    assert Invitation.objects.get().invited_by == alice


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("bob@mapledental.example", "belongs to the team already"),
        (GUEST, "waiting for an answer already"),
        ("nobody", "Enter an e-mail address"),
    ],
)
def test_a_needless_invitation_is_refused_at_its_field(
    owner, alice, bob, tenant, email: str, words: str
) -> None:
    invite(tenant, alice)
    page = owner.post("/team/invite/", {"email": email, "role": "viewer"}).content.decode()

    assert words in page
    assert 'id="id_email_error"' in page


def test_an_invitation_is_sent_again_and_withdrawn_by_pressing(
    owner, alice, tenant, mailoutbox
) -> None:
    invitation = invite(tenant, alice)
    address = f"/team/invitations/{invitation.pk}"
    assert (
        "sent a moment ago"
        in owner.post(
            f"{address}/resend/", headers={"referer": "http://testserver/team/"}, follow=True
        ).content.decode()
    )
    assert "is withdrawn" in owner.post(f"{address}/withdraw/", follow=True).content.decode()

    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.REVOKED
    assert owner.get(f"{address}/withdraw/").status_code == 405


def test_a_role_is_changed_on_a_page_of_its_own(owner, bobs) -> None:
    address = f"/team/{bobs.pk}/role/"
    assert "bob@mapledental.example" in owner.get(address).content.decode()
    owner.post(address, {"role": "developer"})

    bobs.refresh_from_db()
    assert bobs.role == Role.DEVELOPER


def test_the_last_owner_is_told_what_to_do_instead(owner, alice, tenant) -> None:
    mine = Membership.objects.get(user=alice, tenant=tenant)
    assert "You are the only owner" in owner.get("/team/").content.decode()
    page = owner.post(f"/team/{mine.pk}/role/", {"role": "viewer"}).content.decode()
    assert "at least one owner" in page
    page = owner.post(
        "/team/leave/", headers={"referer": "http://testserver/team/leave/"}, follow=True
    )
    assert "at least one owner" in page.content.decode()


def test_before_removal_the_page_says_what_works_on(owner, alice, bob, bobs, tenant) -> None:
    access.issue_api_key(
        tenant, name="Booking", kind=ApiKeyKind.TEST, actor=Actor.member(bob), created_by=bob
    )
    page = owner.get(f"/team/{bobs.pk}/remove/").content.decode()
    assert "One API key that they made keeps working" in page
    assert "Booking" in page

    owner.post(f"/team/{bobs.pk}/remove/")
    assert not Membership.objects.filter(pk=bobs.pk).exists()


def test_a_viewer_leaves(as_bob, bobs) -> None:
    assert "an owner must invite you again" in as_bob.get("/team/leave/").content.decode()
    as_bob.post("/team/leave/")

    assert not Membership.objects.filter(pk=bobs.pk).exists()


def test_a_business_is_handed_over(owner, alice, bobs, tenant) -> None:
    page = owner.post("/team/transfer/", {"heir": str(bobs.pk), "own_role": "viewer"}, follow=True)

    assert "now owns" in page.content.decode()
    roles = dict(Membership.objects.filter(tenant=tenant).values_list("user__email", "role"))
    assert roles == {"alice@mapledental.example": "viewer", "bob@mapledental.example": "owner"}


@pytest.mark.parametrize("data", [{}, {"heir": "nonsense", "own_role": "owner"}])
def test_nothing_is_handed_over_by_a_form_that_is_not_filled_in(
    owner, alice, bob, tenant, data: dict[str, str]
) -> None:
    assert owner.post("/team/transfer/", data).status_code == 200
    assert Membership.objects.get(tenant=tenant, role=Role.OWNER).user == alice


PAGES = ("invite/", "transfer/", "{bob}/role/", "{bob}/remove/")
POSTS = (*PAGES, "invitations/{invitation}/resend/", "invitations/{invitation}/withdraw/")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.DEVELOPER])
@pytest.mark.parametrize("page", POSTS)
def test_only_owners_change_the_team(alice, bobs, tenant, page: str, role: str) -> None:
    invitation = invite(tenant, alice)
    other = make_user("olga@maple.example")
    Membership.objects.create(tenant=tenant, user=other, role=role)
    client = fresh(signed_in(other), other)
    path = "/team/" + page.format(bob=bobs.pk, invitation=invitation.pk)

    assert client.post(path, {"role": "owner", "email": GUEST}).status_code == 403
    shown = client.get("/team/").content.decode()
    assert GUEST not in shown
    assert "Remove" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_what_changes_people_asks_for_a_fresh_sign_in(as_alice, bobs, page: str) -> None:
    answer = as_alice.get("/team/" + page.format(bob=bobs.pk))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(LATER)


@pytest.mark.parametrize("page", [page for page in POSTS if "{" in page])
def test_nobody_reaches_the_people_of_another_business(
    as_charlie, charlie, alice, bobs, tenant, page: str
) -> None:
    invitation = invite(tenant, alice)
    client = fresh(as_charlie, charlie)
    path = "/team/" + page.format(bob=bobs.pk, invitation=invitation.pk)

    assert client.post(path, {"role": "owner"}).status_code == 404
    bobs.refresh_from_db()
    invitation.refresh_from_db()
    assert (bobs.role, invitation.status) == (Role.VIEWER, InvitationStatus.PENDING)
