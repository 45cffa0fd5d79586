"""Owners set how their business is run here; others read it; history keeps what was before."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tenants.models import Tenant, TenantEvent, User
from tenants.scoping import tenant_scope


def changes(tenant: Tenant) -> list[Any]:
    """What the history says about settings."""
    with tenant_scope(tenant.pk):
        events = TenantEvent.objects.filter(kind=TenantEvent.Kind.SETTINGS_CHANGED)
        return [event.data["changed"] for event in events]


@pytest.mark.parametrize("who", ["as_alice", "as_bob"])
def test_every_member_reads_the_settings(who: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(who).get("/settings/")

    assert page.status_code == 200
    assert b"Second step" in page.content


def test_a_new_name_is_kept_with_the_old_one(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/settings/name/", {"name": "  Maple   Dental Care "})

    tenant.refresh_from_db()
    assert tenant.name == "Maple Dental Care"
    assert changes(tenant) == [{"name": ["Maple Dental", "Maple Dental Care"]}]


def test_history_shows_what_a_setting_was_before(as_alice: Client) -> None:
    as_alice.post("/settings/visits/", {})

    page = as_alice.get("/history/", {"subject": "settings"}).content.decode()
    assert "Allows visits" in page


def test_a_business_keeps_a_name(as_alice: Client, tenant: Tenant) -> None:
    answer = as_alice.post("/settings/name/", {"name": " "})

    assert answer.status_code == 422
    assert b'id="id_name_error"' in answer.content
    assert changes(tenant) == []


def test_saving_what_is_already_so_leaves_no_trace(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/settings/visits/", {"allows_visits": "on"})

    assert changes(tenant) == []


def test_visits_can_be_forbidden(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/settings/visits/", {})

    tenant.refresh_from_db()
    assert tenant.allows_visits is False
    assert changes(tenant) == [{"allows_visits": [True, False]}]


def test_who_asks_a_second_step_of_all_is_led_to_their_own_first(
    as_alice: Client, tenant: Tenant
) -> None:
    fresh(as_alice)

    answer = as_alice.post("/settings/sign-in/", {"requires_mfa": "on"})

    tenant.refresh_from_db()
    assert answer["Location"] == "/accounts/2fa/"
    assert tenant.requires_mfa is False


def test_an_owner_with_a_second_step_may_ask_it_of_all(
    as_alice: Client, alice: User, tenant: Tenant
) -> None:
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    fresh(as_alice)

    as_alice.post("/settings/sign-in/", {"requires_mfa": "on"})

    tenant.refresh_from_db()
    assert tenant.requires_mfa is True
    assert changes(tenant) == [{"requires_mfa": [False, True]}]


def test_how_people_sign_in_needs_a_fresh_sign_in(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/settings/sign-in/", {"requires_mfa": "on"})

    tenant.refresh_from_db()
    assert tenant.requires_mfa is False


@pytest.mark.parametrize("part", ["name", "visits", "sign-in"])
def test_a_viewer_changes_nothing(as_bob: Client, tenant: Tenant, part: str) -> None:
    assert as_bob.post(f"/settings/{part}/", {"name": "Mine"}).status_code == 403
    assert changes(tenant) == []


def fresh(client: Client) -> None:
    """As if the password had been entered just now."""
    session = client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
