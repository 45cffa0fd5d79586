"""Nobody learns here who has an account, and nobody tries for long."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from tenants.models import Tenant, User
from tests.builders import PASSWORD

UNKNOWN = "nobody@nowhere.example"
NEW = "a passphrase nobody has"
LINK = re.compile(r"https?://[^/]+(/accounts/password/reset/key/\S+)")


def essence(answer: Any, email: str) -> tuple[int, str]:
    """Status and page, but for what differs from one visit to the next."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, page.replace(email, "…")


def tried(path: str, about: str, **form: str) -> tuple[int, str]:
    """What somebody sees who sends a form about this address and is led on."""
    return essence(Client().post(path, form, follow=True), about)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(alice: User) -> None:
    known, unknown = (
        tried("/accounts/login/", email, login=email, password="wrong")
        for email in (alice.email, UNKNOWN)
    )
    assert known == unknown


def test_a_reset_for_an_unknown_address_is_answered_alike(alice: User) -> None:
    known, unknown = (
        tried("/accounts/password/reset/", email, email=email) for email in (alice.email, UNKNOWN)
    )
    assert known == unknown


def test_signing_up_with_a_known_address_is_answered_alike(alice: User) -> None:
    known, unknown = (
        tried("/accounts/signup/", email, email=email, password1=NEW)
        for email in (alice.email, UNKNOWN)
    )
    assert known == unknown


def test_an_account_that_is_closed_says_so_to_its_owner_only(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    known, unknown = (
        tried("/accounts/login/", email, login=email, password="wrong")
        for email in (alice.email, UNKNOWN)
    )
    assert known == unknown


@pytest.mark.parametrize("code", ["AAAA-AAAA", "resend"])
def test_codes_of_a_known_address_behave_alike(alice: User, code: str) -> None:
    def after_sign_up(email: str) -> tuple[int, str]:
        client = Client()
        answer = client.post("/accounts/signup/", {"email": email, "password1": NEW})
        form = {"action": "resend"} if code == "resend" else {"code": code}
        return essence(client.post(answer.headers["Location"], form, follow=True), email)

    assert after_sign_up(alice.email) == after_sign_up(UNKNOWN)


@pytest.mark.parametrize("email", ["alice@mapledental.example", UNKNOWN])
def test_a_password_is_hashed_for_an_unknown_address_too(
    alice: User, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    hashed = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    Client().post("/accounts/login/", {"login": email, "password": "wrong"})
    assert hashed == ["wrong"]


@pytest.mark.parametrize("email", ["alice@mapledental.example", UNKNOWN])
def test_the_eleventh_wrong_password_is_not_looked_at(alice: User, email: str) -> None:
    """The right one is refused too, for a known address and an unknown one in the same words."""
    for number in range(10):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            "/accounts/login/", {"login": email, "password": "wrong"}
        )
    answer = Client(REMOTE_ADDR="192.0.2.99").post(
        "/accounts/login/", {"login": email, "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_one_address_does_not_try_many_accounts(alice: User) -> None:
    client = Client()
    for number in range(10):
        client.post("/accounts/login/", {"login": f"p{number}@x.example", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "Too many failed login attempts" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "form", "limit"),
    [
        ("/accounts/signup/", {"email": "x", "password1": "x"}, 20),
        ("/accounts/login/", {"login": "x", "password": ""}, 30),
        ("/accounts/password/reset/", {"email": UNKNOWN}, 5),
        ("/accounts/2fa/webauthn/login/", {"credential": "{}"}, 10),
    ],
)
def test_a_limit_ends_in_a_page_of_ours_that_says_when_to_come_back(
    db: None, path: str, form: dict[str, str], limit: int
) -> None:
    client = Client()
    answers = [client.post(path, form) for _ in range(limit + 1)]
    assert 429 not in {answer.status_code for answer in answers[:-1]}
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "60"
    assert "That was too often" in answers[-1].content.decode()


def test_passwords_are_limited_for_whoever_is_signed_in_too(alice: User, tenant: Tenant) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    for _ in range(10):
        client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("rosalind@diaz-bakery.example", "too similar"),
        ("", "Fill this in."),
    ],
)
def test_a_bad_password_is_refused_in_words(
    client: Client, db: None, password: str, words: str
) -> None:
    form = {"email": "rosalind@diaz-bakery.example", "password1": password}
    assert words in client.post("/accounts/signup/", form).content.decode()
    assert not User.objects.exists()


def test_the_rule_is_said_beforehand_wherever_a_password_is_chosen(
    alice: User, tenant: Tenant, client: Client, mailoutbox
) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = LINK.search(mailoutbox[0].body)
    assert link
    pages = [client.get("/accounts/signup/"), client.get(link[1], follow=True)]
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    pages.append(client.get("/accounts/password/change/"))
    for answer in pages:
        assert "at least 12 characters" in answer.content.decode().replace("12\xa0", "12 ")


def test_a_password_that_was_reset_does_not_open_the_second_step(
    alice: User, tenant: Tenant, client: Client, mailoutbox
) -> None:
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = LINK.search(mailoutbox[0].body)
    assert link
    page = client.get(link[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    answer = client.post("/accounts/login/", {"login": alice.email, "password": NEW})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/team/").headers["Location"].startswith("/accounts/login/")
