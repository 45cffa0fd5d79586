"""What the invited see: a link that accepts nothing by itself, and a place at one press."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from portal.logs import redact
from tenants.events import Actor
from tenants.models import Invitation, Membership, Role, Tenant, User
from tenants.people import invitations
from tests.builders import PASSWORD, make_user
from tests.conftest import signed_in
from tests.tenants.invited_people import GUEST, invite, mailed


@pytest.fixture
def token(alice: User, tenant: Tenant, mailoutbox) -> str:
    """The secret of an editor's invitation to Erin."""
    invite(tenant, alice, role=Role.EDITOR)
    return mailed(mailoutbox)


@pytest.fixture
def closed(token: str, settings) -> None:
    """Sign-up by invitation only; what was kept of the setting is forgotten."""
    settings.OPEN_SIGN_UP = False
    cache.clear()


def open_link(client: Client, token: str) -> str:
    """Follow the link and return the address of the page that opens."""
    answer = client.get(f"/invitations/{token}/")
    assert answer.status_code == 302, answer.status_code
    return str(answer.headers["Location"])


def test_the_page_says_who_invites_to_what_and_as_what(client: Client, token: str) -> None:
    page = client.get(open_link(client, token)).content.decode()

    assert "Join Maple Dental" in page
    assert "alice@mapledental.example invites you" in page
    assert "Can edit company details" in page
    assert GUEST in page


def test_the_secret_leaves_the_address_at_once(client: Client, token: str) -> None:
    answer = client.get(f"/invitations/{token}/")

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert token not in answer.headers["Location"]
    page = client.get(answer.headers["Location"])
    assert token not in page.content.decode() + str(page.headers)
    assert token not in str(dict(client.session))
    assert "no-store" in page.headers["Cache-Control"]


def test_the_secret_stays_out_of_the_logs(token: str) -> None:
    line = f'"GET /invitations/{token}/ HTTP/1.1" 302 "https://x.example/invitations/{token}/"'

    assert token not in redact(line)
    assert redact("/invitations/answer/0b1c/") == "/invitations/answer/0b1c/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_the_link_accepts_nothing(token: str, method: str) -> None:
    client = signed_in(make_user(GUEST))
    getattr(client, method)(f"/invitations/{token}/", follow=True)

    assert not Membership.objects.filter(user__email=GUEST).exists()
    assert client.post(f"/invitations/{token}/").status_code == 405


def test_a_signed_in_person_accepts_at_one_press(token: str, tenant: Tenant) -> None:
    client = signed_in(make_user(GUEST))
    answer = client.post(open_link(client, token), {"do": "accept"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/"
    assert answer.context["tenant"] == tenant
    assert Membership.objects.get(user__email=GUEST).role == Role.EDITOR


def test_pressing_twice_and_opening_again_is_harmless(token: str) -> None:
    client = signed_in(make_user(GUEST))
    page = open_link(client, token)
    client.post(page, {"do": "accept"})

    again = client.get(f"/invitations/{token}/", follow=True)
    assert "accepted this invitation already" in again.content.decode()
    assert client.post(page, {"do": "accept"}).status_code == 404
    assert Membership.objects.filter(user__email=GUEST).count() == 1


def test_a_stranger_makes_an_account_with_the_invited_address_and_no_code(
    client: Client, token: str, mailoutbox, closed
) -> None:
    mails = len(mailoutbox)
    page = open_link(client, token)
    form = client.post(page, {"do": "account"}).headers["Location"]
    assert GUEST in client.get(form).content.decode()

    answer = client.post(form, {"email": "other@evil.example", "password1": PASSWORD})

    assert answer.headers["Location"] == page
    user = User.objects.get(email=GUEST)
    assert user.emailaddress_set.get().verified  # type: ignore[attr-defined]
    assert not User.objects.filter(email="other@evil.example").exists()
    assert len(mailoutbox) == mails
    client.post(page, {"do": "accept"})
    assert Membership.objects.get(user=user).role == Role.EDITOR


def test_closed_sign_up_stays_closed_for_who_only_opened_the_link(
    client: Client, token: str, closed
) -> None:
    open_link(client, token)

    assert "Sign-up is by invitation" in client.get("/accounts/signup/").content.decode()


def test_a_withdrawn_invitation_takes_the_way_in_along(
    client: Client, token: str, alice, tenant, closed
) -> None:
    page = open_link(client, token)
    form = client.post(page, {"do": "account"}).headers["Location"]
    invitation = Invitation.objects.get()
    invitations.revoke(invitation.pk, tenant=tenant, actor=Actor.member(alice))

    client.post(form, {"email": GUEST, "password1": PASSWORD})

    assert not User.objects.filter(email=GUEST).exists()
    assert client.get(page).status_code == 404


def test_a_link_sent_again_ends_what_the_old_one_opened(
    client: Client, token: str, tenant, mailoutbox
) -> None:
    page = open_link(client, token)
    Invitation.objects.update(digest="another")

    assert client.get(page).status_code == 404


def test_who_has_an_account_is_asked_to_sign_in_and_comes_back(client: Client, token: str) -> None:
    make_user(GUEST)
    page = open_link(client, token)
    shown = client.get(page).content.decode()
    assert "Sign in to accept" in shown
    link = re.search(r'href="(/accounts/login/\?next=[^"]+)"[^>]*>\s*Sign in to accept', shown)
    assert link, shown

    answer = client.post(link[1], {"login": GUEST, "password": PASSWORD})

    assert answer.headers["Location"] == page
    client.post(page, {"do": "accept"})
    assert Membership.objects.filter(user__email=GUEST).exists()


def test_signed_in_as_somebody_else_is_said_with_a_way_out(as_charlie: Client, token: str) -> None:
    page = open_link(as_charlie, token)
    assert "You are signed in as charlie@birchbooks.example" in (
        as_charlie.get(page).content.decode()
    )
    refused = as_charlie.post(page, {"do": "accept"})
    assert "for another e-mail address" in refused.content.decode()

    as_charlie.post(page, {"do": "sign_out"})

    shown = as_charlie.get(page).content.decode()
    assert "Create an account" in shown
    assert not Membership.objects.filter(user__email="charlie@birchbooks.example").filter(
        tenant__name="Maple Dental"
    )


def what_is_said(client: Client, path: str) -> tuple[int, str, str]:
    """All that a visitor can tell two answers apart by."""
    answer = client.get(path)
    headers = {k: v for k, v in answer.headers.items() if k not in {"Expires", "Content-Length"}}
    return answer.status_code, answer.content.decode(), str(headers)


@pytest.mark.parametrize("who", ["stranger", "somebody else", "the invited"])
def test_a_withdrawn_link_looks_like_one_that_never_was(
    token: str, alice, charlie, tenant, who: str
) -> None:
    invitation = Invitation.objects.get()
    invitations.revoke(invitation.pk, tenant=tenant, actor=Actor.member(alice))
    users = {"stranger": None, "somebody else": charlie, "the invited": make_user(GUEST)}
    client = signed_in(users[who]) if users[who] else Client()

    withdrawn = what_is_said(client, f"/invitations/{token}/")

    assert withdrawn[0] == 404
    assert withdrawn == what_is_said(client, "/invitations/never-was/")
    assert withdrawn[1] == what_is_said(client, f"/invitations/answer/{invitation.pk}/")[1]


def test_the_id_alone_opens_nothing(client: Client, as_charlie: Client, token: str) -> None:
    path = f"/invitations/answer/{Invitation.objects.get().pk}/"

    for browser in (client, as_charlie):
        assert browser.get(path).status_code == 404
        assert browser.post(path, {"do": "account"}).status_code == 404
        assert browser.post(path, {"do": "accept"}).status_code == 404


def test_open_invitations_are_shown_to_whoever_verified_the_address(
    alice, tenant, as_charlie: Client
) -> None:
    newcomer = signed_in(make_user(GUEST))
    invite(tenant, alice)
    invite(tenant, alice, email="charlie@birchbooks.example")

    assert "You are invited to join Maple Dental as Viewer." in (
        newcomer.get("/welcome/").content.decode()
    )
    assert "You are invited to join Maple Dental" in as_charlie.get("/").content.decode()
    own = f"/invitations/answer/{Invitation.objects.get(email=GUEST).pk}/"
    newcomer.post(own, {"do": "accept"})
    assert Membership.objects.filter(user__email=GUEST, tenant=tenant).exists()


def test_closed_sign_up_still_shows_the_invitations(token: str, closed) -> None:
    page = signed_in(make_user(GUEST)).get("/welcome/").content.decode()
    assert "You are invited to join Maple Dental" in page


def test_a_founder_lands_in_a_set_up_that_is_filled_in(client: Client, dana, mailoutbox) -> None:
    invite(None, dana, business_name="Oak Books", details={"legal_name": "Oak Books LLC"})
    browser = signed_in(make_user(GUEST))
    page = open_link(browser, mailed(mailoutbox))
    assert "Set up texting for Oak Books" in browser.get(page).content.decode()

    answer = browser.post(page, {"do": "accept"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/"
    assert answer.context["tenant"].name == "Oak Books"
