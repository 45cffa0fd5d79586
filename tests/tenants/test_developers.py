"""The developers' page: keys shown once, listed by prefix, revoked at once."""

import re
import uuid
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tenants import access
from tenants.events import Actor
from tenants.models import ApiKey, ApiKeyKind, Membership, Role, Tenant, User
from tests.builders import PASSWORD, make_user
from tests.conftest import signed_in

SECRET = re.compile(r"ast_(?:test|live)_[a-z2-7]{12}_[\w-]{43}_[a-z2-7]{6}")
NEW = "/developers/keys/new/"


def proven(client: Client) -> Client:
    """The browser after the password was asked once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def form(**fields: Any) -> dict[str, Any]:
    """The new key's form."""
    return {
        "key_id": str(uuid.uuid4()),
        "name": "Booking server",
        "kind": "test",
        "scopes": ["messages:send", "messages:read"],
        "days": "365",
        **fields,
    }


def issue(tenant: Tenant, kind: ApiKeyKind = ApiKeyKind.TEST) -> tuple[ApiKey, str]:
    """A key of the tenant."""
    return access.issue_api_key(tenant, name="App", kind=kind, actor=Actor.system("test"))


def test_a_key_is_made_only_after_saying_once_more_who_one_is(as_alice: Client) -> None:
    answer = as_alice.get(NEW)
    assert unquote(answer.headers["Location"]) == f"/accounts/reauthenticate/?next={NEW}"
    assert as_alice.post(NEW, form()).headers["Location"] == NEW
    assert not ApiKey.objects.exists()


def test_the_password_leads_back_to_the_form(as_alice: Client) -> None:
    answer = as_alice.post(
        f"/accounts/reauthenticate/?next={NEW}", {"password": PASSWORD, "next": NEW}
    )
    assert answer.headers["Location"] == NEW
    assert as_alice.get(NEW).status_code == 200


def test_the_secret_is_shown_on_one_page_and_never_again(as_alice: Client) -> None:
    answer = proven(as_alice).post(NEW, form())
    secret = SECRET.search(answer.content.decode())
    assert secret
    assert "no-store" in answer.headers["Cache-Control"]
    assert access.find_api_key(secret[0]) == ApiKey.objects.get()
    for page in ("/developers/", NEW, f"/developers/keys/{ApiKey.objects.get().pk}/revoke/"):
        assert not SECRET.search(as_alice.get(page).content.decode())


def test_sending_the_form_twice_makes_one_key(as_alice: Client) -> None:
    proven(as_alice)
    same = form()
    as_alice.post(NEW, same)
    answer = as_alice.post(NEW, same, follow=True)
    assert "This key was made already." in answer.content.decode()
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"kind": "gold"}, {"key_id": "no"}, {"kind": ""}])
def test_a_wrong_form_makes_no_key(as_alice: Client, wrong: dict[str, str]) -> None:
    assert proven(as_alice).post(NEW, form(**wrong)).status_code == 200
    assert not ApiKey.objects.exists()


def test_too_many_keys_are_refused_in_words(as_alice: Client, tenant: Tenant, monkeypatch) -> None:
    monkeypatch.setattr(access, "KEYS_PER_TENANT", 1)
    issue(tenant)
    answer = proven(as_alice).post(NEW, form(), follow=True)
    assert "at most 1 keys. Revoke one first." in answer.content.decode()


def test_the_list_shows_prefix_kind_and_state(as_alice: Client, tenant: Tenant) -> None:
    key, secret = issue(tenant)
    page = as_alice.get("/developers/").content.decode()
    assert key.prefix in page
    assert secret not in page
    assert key.digest not in page
    assert "Works" in page


def test_the_example_names_ones_own_test_key_and_address(
    as_alice: Client, tenant: Tenant, settings
) -> None:
    settings.PUBLIC_URL = "https://texts.isv.example"
    test_key, _ = issue(tenant)
    issue(tenant, ApiKeyKind.LIVE)
    page = as_alice.get("/developers/").content.decode()
    assert "curl https://texts.isv.example/api/v1/messages" in page
    assert f"begins with <code>{test_key.prefix}</code>" in page


def test_a_key_is_revoked_after_saying_what_stops(as_alice: Client, tenant: Tenant) -> None:
    key, secret = issue(tenant)
    address = f"/developers/keys/{key.pk}/revoke/"
    assert "every app that uses it is refused" in as_alice.get(address).content.decode()
    assert access.find_api_key(secret)
    assert as_alice.post(address).headers["Location"] == "/developers/"
    assert access.find_api_key(secret) is None


def test_another_tenants_key_is_not_there(as_charlie: Client, tenant: Tenant) -> None:
    key, secret = issue(tenant)
    assert as_charlie.post(f"/developers/keys/{key.pk}/revoke/").status_code == 404
    assert key.prefix not in as_charlie.get("/developers/").content.decode()
    assert access.find_api_key(secret)


def test_a_viewer_sees_keys_and_can_do_nothing_to_them(as_bob: Client, tenant: Tenant) -> None:
    key, secret = issue(tenant)
    page = as_bob.get("/developers/").content.decode()
    assert key.prefix in page
    assert "/revoke/" not in page
    assert proven(as_bob).post(NEW, form()).status_code == 403
    assert as_bob.post(f"/developers/keys/{key.pk}/revoke/").status_code == 403
    assert access.find_api_key(secret)


def test_a_developer_makes_keys(tenant: Tenant) -> None:
    ines: User = make_user("ines@mapledental.example")
    Membership.objects.create(tenant=tenant, user=ines, role=Role.DEVELOPER)
    assert SECRET.search(proven(signed_in(ines)).post(NEW, form()).content.decode())


def test_a_key_made_on_the_page_opens_the_api(as_alice: Client) -> None:
    answer = proven(as_alice).post(NEW, form())
    secret = SECRET.search(answer.content.decode())
    assert secret
    api = Client().get("/api/v1/messages", headers={"authorization": f"Bearer {secret[0]}"})
    assert api.status_code == 200
