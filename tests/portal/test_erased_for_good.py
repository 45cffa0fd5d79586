"""What was erased stays erased, and nobody can borrow an erasure to blank a living history."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tenants.erasing import blank_company, remove_access
from tenants.events import Actor
from tenants.models import (
    Invitation,
    Role,
    StaffVisit,
    Tenant,
    TenantEvent,
    TenantStatus,
    User,
)
from tenants.people import invitations
from tenants.scoping import erasing, tenant_scope
from tests.builders import make_program, make_user

BLANK: dict[str, Any] = {"data": {}, "actor_id": "", "actor_label": "", "address": None}


def called_erased(tenant: Tenant, erase_after_at: datetime | None) -> None:
    """Say in the database alone that a business is erased."""
    fields = {"status": TenantStatus.ERASED, "erase_after_at": erase_after_at}
    Tenant.objects.filter(pk=tenant.pk).update(**fields)


def refused(tenant: Tenant, **fields: Any) -> bool:
    """Does the database refuse this change of a tenant's row?"""
    try:
        with transaction.atomic():
            Tenant.objects.filter(pk=tenant.pk).update(**fields)
    except IntegrityError:
        return True
    return False


def test_a_history_cannot_be_blanked_by_calling_its_business_erased_for_a_moment(
    tenant: Tenant,
) -> None:
    with tenant_scope(tenant.pk):
        TenantEvent.record(TenantEvent.Kind.CREATED, actor=Actor.system("test"))
    called_erased(tenant, timezone.now())
    with erasing(tenant.pk):
        assert TenantEvent.objects.update(**BLANK)

    # What was blanked cannot be kept together with the business.
    assert refused(tenant, status="active", erase_after_at=None)


@pytest.mark.parametrize("status", ["active", "suspended", "closed"])
def test_no_business_comes_back_from_its_erasure(tenant: Tenant, status: str) -> None:
    called_erased(tenant, timezone.now())

    assert refused(tenant, status=status)


def test_an_erasure_ends_once(tenant: Tenant) -> None:
    called_erased(tenant, timezone.now())
    assert not refused(tenant, erase_after_at=None)

    assert refused(tenant, erase_after_at=timezone.now())


def invite(tenant: Tenant, email: str) -> Invitation:
    """A place offered in this tenant's team."""
    actor, role = Actor.system("test"), Role.VIEWER
    return invitations.invite(email=email, role=role, tenant=tenant, actor=actor, invited_by=None)


def gone(tenant: Tenant) -> None:
    """Erase who had access to a business, and who was invited."""
    called_erased(tenant, timezone.now())
    remove_access(tenant.pk)


@pytest.mark.parametrize("address", ["sam@isv.example", "m@isv.example", "s.m@x.co"])
def test_who_invites_an_address_and_closes_takes_no_log_of_staff_away(
    tenant: Tenant, address: str
) -> None:
    sam = make_user("sam@isv.example", is_staff=True)
    entry = LogEntry.objects.create(
        user=sam, action_flag=2, object_repr="sam@isv.example", change_message="sxm@x.com"
    )
    invite(tenant, address)
    gone(tenant)

    entry.refresh_from_db()
    assert (entry.object_repr, entry.change_message) == ("sam@isv.example", "sxm@x.com")


@pytest.mark.parametrize(
    "text", ["Zelda@x.example", "zelda@x.example · Maple", "(zelda@x.example)"]
)
def test_the_log_forgets_the_invited_of_an_erased_business(
    tenant: Tenant, dana: User, text: str
) -> None:
    entry = LogEntry.objects.create(user=dana, action_flag=2, object_repr=text)
    invite(tenant, "zelda@x.example")
    gone(tenant)

    entry.refresh_from_db()
    assert entry.object_repr == ""


def test_another_business_keeps_its_invitation_to_the_same_address(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    invite(tenant, "zelda@x.example")
    theirs = invite(other_tenant, "zelda@x.example")
    gone(tenant)

    assert list(Invitation.objects.all()) == [theirs]


def test_what_staff_wrote_of_their_visits_is_erased(tenant: Tenant, dana: User) -> None:
    reason, ends_at = "Zelda wrote that she cannot publish", timezone.now()
    visit = StaffVisit.objects.create(tenant=tenant, staff=dana, reason=reason, ends_at=ends_at)
    blank_company(tenant.pk)

    visit.refresh_from_db()
    assert visit.reason == "erased"


def test_nobody_opts_in_to_a_business_that_was_erased(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        program = make_program()
    address = f"/p/{tenant.slug}/{program.slug}/"
    called_erased(tenant, None)

    assert Client().get(f"{address}join/").status_code == 404
    assert Client().post(f"{address}join/", {"phone": "+12065550123"}).status_code == 404
    assert Client().get(f"{address}terms/").status_code == 200
