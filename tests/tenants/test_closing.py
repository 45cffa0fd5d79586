"""A business that is suspended or closed: everything is read, nothing changed, until it is over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenants import access
from tenants.errors import InvalidInput, NotPermitted, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Role, Tenant, TenantEvent, TenantStatus, User
from tenants.permissions import Action, may
from tenants.scoping import tenant_scope
from tests.builders import PASSWORD
from tests.conftest import signed_in

CLOSE = reverse("tenants:close")
FORM = {"name": "maple dental", "reason": "We moved to another portal."}


@pytest.fixture
def as_fresh_alice(alice: User, tenant: Tenant) -> Client:
    """Alice's browser a moment after she gave her password."""
    client = signed_in(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def stop(tenant: Tenant, dana: User, status: TenantStatus = TenantStatus.SUSPENDED) -> None:
    """Suspend or close it as staff."""
    if status == TenantStatus.CLOSED:
        access.close_tenant(tenant.pk, actor=Actor.staff(dana), reason="Unpaid")
    else:
        access.set_tenant_status(
            tenant.pk, status=status, actor=Actor.staff(dana), reason="Too many complaints"
        )


def test_closing_stops_everything_and_sets_the_day_of_erasure(tenant: Tenant, dana: User) -> None:
    closed = access.close_tenant(tenant.pk, actor=Actor.staff(dana), reason="Unpaid")

    assert (closed.status, closed.is_active) == (TenantStatus.CLOSED, False)
    assert closed.erase_after_at
    assert closed.closed_at
    assert closed.erase_after_at - closed.closed_at == timedelta(days=30)
    with tenant_scope(tenant.pk):
        event = TenantEvent.objects.first()
    assert (event.kind, event.data) == ("tenant.closed", {"reason": "Unpaid", "was": "active"})


def test_closing_and_reopening_need_a_reason(tenant: Tenant, dana: User) -> None:
    for verb in (access.close_tenant, access.reopen_tenant):
        with pytest.raises(InvalidInput):
            verb(tenant.pk, actor=Actor.staff(dana), reason=" ")


def test_staff_reopen_within_the_days_of_grace(tenant: Tenant, dana: User) -> None:
    stop(tenant, dana, TenantStatus.CLOSED)

    opened = access.reopen_tenant(tenant.pk, actor=Actor.staff(dana), reason="Paid")

    assert opened.is_active
    assert opened.closed_at is None
    assert opened.erase_after_at is None


def test_nobody_reopens_after_them(tenant: Tenant, dana: User) -> None:
    stop(tenant, dana, TenantStatus.CLOSED)
    Tenant.objects.update(erase_after_at=timezone.now())

    with pytest.raises(TransitionNotAllowed):
        access.reopen_tenant(tenant.pk, actor=Actor.staff(dana), reason="Paid")


@pytest.mark.parametrize("was", [TenantStatus.CLOSED, TenantStatus.SUSPENDED])
def test_an_owner_cannot_undo_what_staff_did(
    tenant: Tenant, dana: User, alice: User, was: TenantStatus
) -> None:
    stop(tenant, dana, was)
    if was == TenantStatus.SUSPENDED:
        access.close_tenant(tenant.pk, actor=Actor.member(alice), reason="Trick")

    with pytest.raises(NotPermitted):
        access.reopen_tenant(tenant.pk, actor=Actor.member(alice), reason="Please")


def test_an_owner_closes_by_typing_the_name_and_reopens(
    as_fresh_alice: Client, tenant: Tenant
) -> None:
    assert "Type the name" in as_fresh_alice.post(CLOSE, {**FORM, "name": "x"}).content.decode()
    assert as_fresh_alice.post(CLOSE, FORM).status_code == 302
    tenant.refresh_from_db()
    assert tenant.status == TenantStatus.CLOSED

    page = as_fresh_alice.get("/").content.decode()
    assert "This business is closed." in page
    assert "We moved to another portal." in page
    assert CLOSE in page
    as_fresh_alice.post(CLOSE, {"reason": "We came back"})
    tenant.refresh_from_db()
    assert tenant.is_active


def test_closing_asks_for_a_fresh_sign_in(as_alice: Client) -> None:
    assert reverse("account_reauthenticate") in as_alice.get(CLOSE)["Location"]


def test_only_owners_close(as_bob: Client) -> None:
    assert as_bob.get(CLOSE).status_code == 403


@pytest.mark.parametrize("status", [TenantStatus.SUSPENDED, TenantStatus.CLOSED])
def test_members_of_a_stopped_business_read_and_change_nothing(
    as_alice: Client, tenant: Tenant, dana: User, status: TenantStatus
) -> None:
    stop(tenant, dana, status)

    for name in ("home", "tenants:team", "consent:program_list", "registrations:list"):
        page = as_alice.get(reverse(name)).content.decode()
        assert "nothing can be changed" in page
        assert "support@assent.example" in page
    for name in ("consent:program_create", "tenants:key_create"):
        answer = as_alice.post(reverse(name), {})
        assert answer.status_code == 403
        assert "suspended or closed" in answer.content.decode()


def test_the_banner_says_why(as_bob: Client, tenant: Tenant, dana: User) -> None:
    stop(tenant, dana)

    page = as_bob.get("/").content.decode()

    assert "This business is suspended." in page
    assert "Too many complaints" in page
    assert "<h1>You may not text</h1>" in page
    assert CLOSE not in page


def test_every_role_keeps_only_reading_while_stopped(tenant: Tenant, alice: User) -> None:
    place = alice.memberships.get()
    place.tenant.status = TenantStatus.SUSPENDED

    assert {action for action in Action if may(place, action)} == {Action.VIEW}
    assert may(place, Action.MANAGE_TENANT, while_stopped=True)
    place.role = Role.VIEWER
    assert not may(place, Action.MANAGE_TENANT, while_stopped=True)


def test_owners_of_a_closed_business_still_take_their_data_along(
    as_alice: Client, tenant: Tenant, dana: User
) -> None:
    stop(tenant, dana, TenantStatus.CLOSED)

    assert as_alice.get(reverse("exports")).status_code == 200
