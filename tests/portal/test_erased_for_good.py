"""What was erased stays erased, and nobody can borrow an erasure to blank a living history."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tenants.erasing import blank_company
from tenants.events import Actor
from tenants.models import StaffVisit, Tenant, TenantEvent, TenantStatus, User
from tenants.scoping import erasing, tenant_scope
from tests.builders import make_program

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
