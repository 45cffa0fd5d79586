"""The staff's pages: reading everything, acting through verbs, deleting nothing."""

from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tenants import access
from tenants.events import Actor
from tenants.models import (
    ApiKey,
    ApiKeyKind,
    Brand,
    IsvIdentity,
    Tenant,
    TenantEvent,
    TenantStatus,
    User,
)
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_user
from tests.conftest import signed_in

MODELS = (User, Tenant, Brand, ApiKey, TenantEvent, IsvIdentity)


@pytest.fixture
def filled(tenant: Tenant) -> Tenant:
    """Tenant A with details, a key and a history."""
    access.issue_api_key(tenant, name="App", kind=ApiKeyKind.LIVE, actor=Actor.system("test"))
    with tenant_scope(tenant.pk):
        make_brand(tax_id="911144442")
    return tenant


def step_page(tenant: Tenant, step: str = "suspend") -> str:
    """Where staff take a step with a business."""
    return reverse(f"admin:tenants_tenant_{step}", args=[tenant.pk])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_opens_and_can_be_searched(as_dana: Client, filled: Tenant, model) -> None:
    address = reverse(f"admin:tenants_{model.__name__.lower()}_changelist")
    assert as_dana.get(address).status_code == 200
    assert as_dana.get(address, {"q": "maple"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_is_deleted_for_good(rf, dana: User, model) -> None:
    request = rf.get("/")
    request.user = dana
    assert not admin.site.get_model_admin(model).has_delete_permission(request)


def test_a_business_is_shown_with_everything_on_it(as_dana: Client, filled: Tenant) -> None:
    page = as_dana.get(reverse("admin:tenants_tenant_change", args=[filled.pk])).content.decode()
    assert "••••••442" in page
    assert "911144442" not in page
    assert "alice@mapledental.example" in page
    assert ApiKey.objects.get().prefix in page
    assert ApiKey.objects.get().digest not in page
    assert "API key issued" in page
    assert step_page(filled) in page


@pytest.mark.parametrize("model", [Brand, ApiKey, TenantEvent], ids=lambda model: model.__name__)
def test_details_keys_and_history_are_read_only_and_masked(
    as_dana: Client, filled: Tenant, model
) -> None:
    with tenant_scope(filled.pk):
        row = model.objects.first()
    address = reverse(f"admin:tenants_{model.__name__.lower()}_change", args=[row.pk])
    page = as_dana.get(address).content.decode()
    assert 'name="_save"' not in page
    assert "911144442" not in page
    assert ApiKey.objects.get().digest not in page
    assert as_dana.post(address, {}).status_code == 403


def test_suspending_asks_for_a_reason_and_records_it(as_dana: Client, filled: Tenant) -> None:
    assert as_dana.post(step_page(filled), {}).status_code == 200
    as_dana.post(step_page(filled), {"reason": "Complaints"})
    filled.refresh_from_db()
    assert filled.status == TenantStatus.SUSPENDED
    with tenant_scope(filled.pk):
        event = TenantEvent.objects.first()
    assert (event.kind, event.actor_label) == ("tenant.suspended", "dana@isv.example")
    assert event.data == {"reason": "Complaints"}


def test_a_double_click_does_not_reactivate(as_dana: Client, filled: Tenant) -> None:
    as_dana.post(step_page(filled), {"reason": "Complaints"})
    answer = as_dana.post(step_page(filled), {"reason": "Complaints"}, follow=True)
    assert "The business is already suspended." in answer.content.decode()
    filled.refresh_from_db()
    assert filled.status == TenantStatus.SUSPENDED


def test_a_suspended_business_is_reactivated(as_dana: Client, filled: Tenant) -> None:
    as_dana.post(step_page(filled), {"reason": "Complaints"})
    as_dana.post(step_page(filled, "reactivate"), {"reason": "Solved"})
    filled.refresh_from_db()
    assert filled.is_active


def test_keys_are_revoked_in_the_name_of_the_member_of_staff(
    as_dana: Client, filled: Tenant
) -> None:
    key = ApiKey.objects.get()
    as_dana.post(
        reverse("admin:tenants_apikey_changelist"),
        {"action": "revoke", "_selected_action": [str(key.pk)]},
    )
    key.refresh_from_db()
    assert not key.is_usable
    with tenant_scope(filled.pk):
        assert TenantEvent.objects.first().actor_label == "dana@isv.example"


def test_staff_without_the_right_neither_suspend_nor_revoke(filled: Tenant) -> None:
    reader = make_user("reader@isv.example", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = signed_in(reader)
    for step in ("suspend", "reactivate", "close", "reopen", "visit"):
        assert client.post(step_page(filled, step), {"reason": "Complaints"}).status_code == 403
    chosen = {"action": "revoke", "_selected_action": [str(ApiKey.objects.get().pk)]}
    client.post(reverse("admin:tenants_apikey_changelist"), chosen)
    assert ApiKey.objects.get().is_usable


def test_the_isvs_own_data_are_one_record_of_clean_lines(as_dana: Client) -> None:
    address = reverse("admin:tenants_isvidentity_add")
    as_dana.post(
        address,
        {
            "legal_names": "Texting, Inc.\r\n\r\n Texting ",
            "tax_ids": "12-3456789",
            "domains": "https://www.texting.example/about",
            "phones": "(206) 555-0100",
            "emails": "",
        },
    )
    isv = IsvIdentity.objects.get()
    assert isv.legal_names == ["Texting, Inc.", "Texting"]
    assert (isv.tax_ids, isv.domains) == (["123456789"], ["texting.example"])
    assert (isv.phones, isv.emails) == (["+12065550100"], [])
    assert as_dana.get(address).status_code == 403


def test_a_wrong_phone_of_the_isv_is_named(as_dana: Client) -> None:
    answer = as_dana.post(reverse("admin:tenants_isvidentity_add"), {"phones": "call us"})
    assert "Enter a phone number like (206) 555-0100." in answer.content.decode()


def test_a_new_person_gets_no_password(as_dana: Client) -> None:
    as_dana.post(reverse("admin:tenants_user_add"), {"email": "New@isv.example", "is_active": "on"})
    user = User.objects.get(email="new@isv.example")
    assert not user.has_usable_password()


def test_only_administrators_decide_who_is_staff(dana: User, rf) -> None:
    request = rf.get("/")
    request.user = dana
    people = admin.site.get_model_admin(User)
    assert "is_superuser" not in people.get_readonly_fields(request, dana)
    dana.is_superuser = False
    assert {"is_staff", "is_superuser", "groups"} <= set(people.get_readonly_fields(request, dana))


def test_the_admin_is_entered_through_the_account_pages(client: Client, db) -> None:
    answer = client.get("/admin/", follow=True)
    assert unquote(answer.redirect_chain[-1][0]).startswith("/accounts/login/?next=/admin/")
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_staff_change_their_password_on_the_account_pages(as_dana: Client) -> None:
    answer = as_dana.get("/admin/password_change/")
    assert answer.headers["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize("table", ["account/emailaddress", "mfa/authenticator"])
def test_nobody_confirms_addresses_or_removes_second_steps_by_hand(
    as_dana: Client, table: str
) -> None:
    assert as_dana.get(f"/admin/{table}/").status_code == 404


def test_a_member_does_not_get_into_the_admin(as_alice: Client) -> None:
    assert as_alice.get("/admin/", follow=True).status_code == 403
