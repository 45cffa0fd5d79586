"""From an e-mail address to a business of one's own; and what a stranger can learn on the way."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from tenants.models import Membership, Role, Tenant, User
from tenants.scoping import tenant_scope
from tests.builders import PASSWORD
from tests.conftest import signed_in

NEWCOMER = "mara@birch.example"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


def sign_up(client: Client, email: str = NEWCOMER):
    """Send the sign-up form."""
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


def code_in(mail) -> str:
    """The code that a mail carries."""
    found = CODE.search(mail.body)
    assert found, mail.body
    return found[0]


def test_a_newcomer_confirms_the_address_and_founds_a_business(
    client: Client, db, mailoutbox
) -> None:
    answer = sign_up(client)
    answer = client.post(answer.headers["Location"], {"code": code_in(mailoutbox[0])})
    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/welcome/"
    assert "What will happen" in client.get("/welcome/").content.decode()
    assert client.post("/welcome/", {"name": "Birch Books"}).headers["Location"] == "/"
    membership = Membership.objects.get(user__email=NEWCOMER)
    assert (membership.role, membership.tenant.name) == (Role.OWNER, "Birch Books")
    assert "Birch Books" in client.get("/").content.decode()


def test_an_address_to_go_on_to_that_cannot_be_read_is_ignored(client: Client, db) -> None:
    assert client.get("/accounts/signup/?next=http://[").status_code == 200


def test_the_first_administrator_signs_in_without_a_mail(
    client: Client, db, monkeypatch: pytest.MonkeyPatch, mailoutbox
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "Root@isv.example")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput")

    client.post("/accounts/login/", {"login": "root@isv.example", "password": PASSWORD})

    assert client.get("/admin/").status_code == 200
    assert mailoutbox == []


def test_without_the_code_nothing_opens(client: Client, db, mailoutbox) -> None:
    answer = sign_up(client)
    answer = client.post(answer.headers["Location"], {"code": "AAAA-AAAA"})
    assert answer.status_code == 200
    assert client.get("/welcome/").status_code == 302
    assert client.get("/welcome/").headers["Location"].startswith("/accounts/login/")


def page_after_sign_up(email: str) -> str:
    """What somebody who signs up with this address is shown, but for what always differs."""
    client = Client()
    page = client.get(sign_up(client, email).headers["Location"]).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "…")


def test_a_known_address_gets_the_same_page_and_a_mail_that_says_so(
    alice: User, mailoutbox
) -> None:
    assert page_after_sign_up(alice.email) == page_after_sign_up(NEWCOMER)
    to_alice = [mail for mail in mailoutbox if mail.to == [alice.email]]
    assert len(to_alice) == 1
    assert not CODE.search(to_alice[0].body)
    assert User.objects.filter(email=alice.email).count() == 1


def test_an_address_is_one_person_whatever_its_case(client: Client, alice: User) -> None:
    sign_up(client, "ALICE@MapleDental.example")
    assert User.objects.filter(email__iexact=alice.email).count() == 1


def test_a_wrong_password_and_an_unknown_address_sound_the_same(
    client: Client, alice: User
) -> None:
    def errors(email: str) -> str:
        page = client.post("/accounts/login/", {"login": email, "password": "wrong"})
        found = re.search(r'<div class="error-summary".*?</div>', page.content.decode(), re.S)
        assert found
        return found[0]

    assert errors(alice.email) == errors("nobody@nowhere.example")


def test_a_short_password_is_refused_in_words(client: Client, db) -> None:
    answer = client.post("/accounts/signup/", {"email": NEWCOMER, "password1": "short"})
    assert "at least 12 characters" in answer.content.decode()
    assert not User.objects.exists()


def test_closed_sign_up_says_whom_to_ask(client: Client, db, settings) -> None:
    settings.OPEN_SIGN_UP = False
    answer = client.get("/accounts/signup/")
    assert "Sign-up is by invitation" in answer.content.decode()
    sign_up(client)
    assert not User.objects.exists()


def test_closed_sign_up_lets_nobody_found_a_business(alice: User, settings) -> None:
    settings.OPEN_SIGN_UP = False
    assert signed_in(alice).post("/welcome/", {"name": "Maple"}).status_code == 403
    assert not Tenant.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "n/a", "x" * 101])
def test_a_business_needs_a_real_name(alice: User, name: str) -> None:
    answer = signed_in(alice).post("/welcome/", {"name": name})
    assert answer.status_code == 200
    assert not Tenant.objects.exists()


def test_switching_opens_the_other_business(alice: User, tenant: Tenant, other_tenant) -> None:
    Membership.objects.create(tenant=other_tenant, user=alice, role=Role.VIEWER)
    client = signed_in(alice)
    assert client.post("/switch/", {"tenant": str(other_tenant.pk)}).headers["Location"] == "/"
    assert client.get("/team/").context["tenant"] == other_tenant


@pytest.mark.parametrize(
    "wanted", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "other"]
)
def test_nobody_switches_to_where_they_do_not_belong(
    as_alice: Client, tenant: Tenant, other_tenant: Tenant, wanted: str
) -> None:
    as_alice.post("/switch/", {"tenant": str(other_tenant.pk) if wanted == "other" else wanted})
    assert as_alice.get("/team/").context["tenant"] == tenant
    assert as_alice.get("/switch/").status_code == 405


def test_a_second_business_starts_in_its_own_scope(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/welcome/", {"name": "Maple Kids"})
    answer = as_alice.get("/team/")
    assert answer.context["tenant"].name == "Maple Kids"
    with tenant_scope(tenant.pk):
        assert answer.context["tenant"] != tenant
