"""Staff see what is being filed, what waits for what, and how much room the account has."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations import progress, quotas, tasks
from registrations.carrier import pacing
from registrations.models import AccountLimit, FieldValue, Registration
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.test_filing_queue import to_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(tenant: Tenant) -> Registration:
    """A filing of which the carrier has two answers of three."""
    (registration,) = to_file(tenant, 1)
    with tenant_scope(tenant.pk):
        version, now = registration.current, timezone.now()
        for index in range(3):
            put_at = now if index < 2 else None
            FieldValue.objects.create(
                version=version, path=f"a.{index}", text="x", source="typed", put_at=put_at
            )
        version.answers_sent = {f"a.{index}": {"text": "x"} for index in range(3)}
        version.save()
        progress.claim(registration.pk, now=now)
    return registration


def page(client: Client, name: str) -> str:
    """One of the two pages."""
    answer = client.get(reverse(f"admin:registrations_registration_{name}"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_of_filing_tells_how_far_what_is_left_and_how_fast(
    as_dana: Client, tenant: Tenant, other_tenant: Tenant, under_way: Registration
) -> None:
    to_file(other_tenant, 2)
    pacing.take("CreateRegistration")

    shown = page(as_dana, "filing")

    assert "2 of 3" in shown
    assert "3 registrations are to be filed" in shown
    assert "1 answer is left" in shown
    assert "CreateRegistration" in shown
    assert "data-refresh" in shown


def test_low_limits_are_shown_before_they_bite(
    as_dana: Client, tenant: Tenant, under_way: Registration
) -> None:
    now = timezone.now()
    AccountLimit.objects.create(name="REGISTRATIONS", used=25, maximum=25, read_at=now)
    AccountLimit.objects.create(name="POOLS", used=2, maximum=25, read_at=now)

    shown, first = page(as_dana, "limits"), as_dana.get(reverse("admin:index")).content.decode()

    assert "1 waits, room for 0" in shown
    assert "25 of 25 used" in shown
    assert shown.count("Low:") == 1
    assert "Registrations: 1 waits, room for 0" in first


@pytest.mark.parametrize(
    ("used", "maximum", "waiting", "is_low"),
    [(0, 25, 0, False), (19, 25, 0, False), (20, 25, 0, True), (1, 3, 0, True), (15, 25, 12, True),
     (13, 25, 12, False)],
)  # fmt: skip
def test_a_quota_is_low_from_four_fifths_below_three_left_or_when_the_queue_needs_more(
    used: int, maximum: int, waiting: int, is_low: bool
) -> None:
    assert quotas.Room("REGISTRATIONS", used, maximum, waiting).is_low == is_low


def test_a_business_sees_how_many_answers_were_handed_over(
    as_alice: Client, under_way: Registration
) -> None:
    shown = as_alice.get(reverse("registrations:detail", args=[under_way.pk])).content.decode()

    assert "2 of 3 answers handed over" in shown


@pytest.mark.slow
def test_the_accounts_limits_are_read_from_the_carrier(carrier: Any, db: None) -> None:
    carrier.settings(limits={"REGISTRATIONS": 7})

    tasks.read_limits()

    assert quotas.room_for("REGISTRATIONS").left == 7
