"""Visits by staff: read-only twice, half an hour, with a reason that the business reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenants import access
from tenants.events import Actor
from tenants.models import StaffVisit, Tenant, TenantEvent, TenantStatus, User
from tenants.scoping import tenant_scope
from tenants.staff import visit_tasks
from tests.builders import make_brand, make_user
from tests.conftest import signed_in

REASON = "They asked why the registration was sent back."


@pytest.fixture
def sam(db: None) -> User:
    """Of the support staff."""
    user = make_user("sam@isv.example", is_staff=True)
    user.groups.add(Group.objects.get(name="Support"))
    return user


@pytest.fixture
def as_sam(sam: User) -> Client:
    """Sam's browser."""
    return signed_in(sam)


@pytest.fixture
def visiting(as_sam: Client, tenant: Tenant) -> Client:
    """Sam's browser during a visit to tenant A."""
    begin(as_sam, tenant)
    return as_sam


def begin(client: Client, tenant: Tenant, reason: str = REASON) -> Any:
    """Press the button on the business's page for staff."""
    return client.post(reverse("admin:tenants_tenant_visit", args=[tenant.pk]), {"reason": reason})


def events(tenant: Tenant) -> list[tuple[str, dict[str, str]]]:
    """What the business sees of visits, oldest first."""
    with tenant_scope(tenant.pk):
        found = TenantEvent.objects.filter(kind__startswith="visit.").order_by("at")
        return [(event.kind, event.data) for event in found]


def test_a_visitor_sees_what_a_viewer_sees_with_a_banner_on_top(
    visiting: Client, tenant: Tenant
) -> None:
    for name in ("home", "tenants:team", "tenants:developers", "consent:program_list"):
        page = visiting.get(reverse(name))
        assert page.status_code == 200
        text = page.content.decode()
        assert "sam@isv.example" in text
        assert "is looking at <b>Maple Dental</b> as a viewer" in text
        assert "30 minutes left" in text
    assert (
        reverse("tenants:key_create")
        not in visiting.get(reverse("tenants:developers")).content.decode()
    )


def test_both_ends_are_in_the_business_history_with_the_reason(
    visiting: Client, tenant: Tenant
) -> None:
    answer = visiting.post(reverse("tenants:visit_stop"))

    assert answer["Location"] == reverse("admin:tenants_tenant_change", args=[tenant.pk])
    assert events(tenant) == [
        ("visit.began", {"reason": REASON, "minutes": "30"}),
        ("visit.ended", {"reason": REASON, "cause": "stopped"}),
    ]
    assert "is looking at" not in visiting.get("/", follow=True).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "look"])
def test_a_visit_needs_a_reason_that_says_something(
    as_sam: Client, tenant: Tenant, reason: str
) -> None:
    assert begin(as_sam, tenant, reason).status_code == 200
    assert not StaffVisit.objects.exists()


def test_the_business_can_forbid_visits(as_sam: Client, tenant: Tenant) -> None:
    Tenant.objects.update(allows_visits=False)

    begin(as_sam, tenant)

    assert not StaffVisit.objects.exists()


@pytest.mark.parametrize("group", ["Reviewer", None])
def test_staff_without_the_right_begin_no_visit(tenant: Tenant, group: str | None) -> None:
    user = make_user("other@isv.example", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))

    assert begin(signed_in(user), tenant).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/brand/", "/programs/new/", "/developers/keys/new/", "/switch/", "/accounts/email/"],
)
def test_no_form_is_taken_during_a_visit(visiting: Client, tenant: Tenant, address: str) -> None:
    answer = visiting.post(address, {"name": "x"})

    assert answer.status_code == 403
    assert "Nothing can be changed during a visit" in answer.content.decode()
    assert "is looking at" in answer.content.decode()


def test_the_theme_may_be_chosen_during_a_visit(visiting: Client) -> None:
    assert visiting.post(reverse("theme"), {"theme": "dark"}).status_code == 302


def test_a_page_that_writes_by_mistake_is_refused_by_the_database(
    visiting: Client, tenant: Tenant, monkeypatch
) -> None:
    def writing() -> None:
        make_brand()

    monkeypatch.setattr("portal.views.dashboard.overview", writing)

    answer = visiting.get("/")

    assert answer.status_code == 403
    assert "Nothing can be changed during a visit" in answer.content.decode()


def test_a_read_only_scope_refuses_a_write_of_whatever_table(tenant: Tenant) -> None:
    with (
        pytest.raises(InternalError, match="read-only"),
        transaction.atomic(),
        tenant_scope(tenant.pk, read_only=True),
    ):
        Tenant.objects.update(name="X")
    tenant.refresh_from_db()
    assert tenant.name == "Maple Dental"


def _ends(client: Client, tenant: Tenant, cause: str) -> None:
    text = client.get("/team/", follow=True).content.decode()
    assert "is looking at" not in text
    assert events(tenant)[-1] == ("visit.ended", {"reason": REASON, "cause": cause})


def test_a_visit_ends_when_its_time_is_over(visiting: Client, tenant: Tenant) -> None:
    StaffVisit.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    _ends(visiting, tenant, "time")


def test_a_visit_ends_when_the_business_forbids_it(visiting: Client, tenant: Tenant) -> None:
    Tenant.objects.update(allows_visits=False)
    _ends(visiting, tenant, "forbidden")


def test_a_visit_ends_when_the_right_is_lost(visiting: Client, tenant: Tenant, sam: User) -> None:
    sam.groups.clear()
    _ends(visiting, tenant, "permission")


def test_a_visit_ends_when_one_is_no_longer_staff(
    visiting: Client, tenant: Tenant, sam: User
) -> None:
    User.objects.filter(pk=sam.pk).update(is_staff=False)
    _ends(visiting, tenant, "permission")


@pytest.mark.parametrize("name", ["account_logout", "admin:logout"])
def test_a_visit_ends_with_the_session(visiting: Client, tenant: Tenant, name: str) -> None:
    visiting.post(reverse(name))

    assert StaffVisit.objects.get().ended_at is not None
    assert events(tenant)[-1] == ("visit.ended", {"reason": REASON, "cause": "sign-out"})


def test_a_visit_whose_browser_never_came_back_is_ended_by_the_sweep(
    visiting: Client, tenant: Tenant
) -> None:
    over = timezone.now() - timedelta(minutes=5)
    StaffVisit.objects.update(ends_at=over)

    visit_tasks.end_visits()

    assert StaffVisit.objects.get().ended_at == over
    assert events(tenant)[-1][1]["cause"] == "time"


def test_a_second_visit_ends_the_first(
    visiting: Client, tenant: Tenant, other_tenant: Tenant
) -> None:
    begin(visiting, other_tenant)

    assert events(tenant)[-1][1]["cause"] == "another visit"
    assert "Birch Books" in visiting.get("/").content.decode()


def test_a_stopped_business_can_be_visited_and_an_erased_one_not(
    as_sam: Client, tenant: Tenant, dana: User
) -> None:
    access.set_tenant_status(
        tenant.pk, status=TenantStatus.SUSPENDED, actor=Actor.staff(dana), reason="Complaints"
    )
    begin(as_sam, tenant)
    assert as_sam.get("/").status_code == 200
    Tenant.objects.update(status=TenantStatus.ERASED)
    assert as_sam.get("/team/").status_code == 302


def test_the_admin_is_worked_on_as_ever_during_a_visit(visiting: Client, tenant: Tenant) -> None:
    assert visiting.get(reverse("admin:tenants_tenant_changelist")).status_code == 200


def test_a_stranger_cannot_use_a_visit_of_somebody_else(
    visiting: Client, tenant: Tenant, as_charlie: Client
) -> None:
    session = as_charlie.session
    session["staff_visit_id"] = str(StaffVisit.objects.get().pk)
    session.save()

    assert "Maple Dental" not in as_charlie.get("/").content.decode()
