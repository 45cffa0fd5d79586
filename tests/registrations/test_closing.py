"""Ending what runs: what is told before, what the carrier loses in which order, what is retried."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.models import Program
from registrations import closing, lifecycle, tasks
from registrations.carrier import filing
from registrations.carrier.pacing import NotNow
from registrations.carrier.simulator.testing import Simulator
from registrations.models import (
    Originator,
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.errors import DomainError
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_originator, make_program, make_registration
from tests.registrations.filings import ALICE, count_at, filed, fresh, seen

BRAND = RegistrationType.TEN_DLC_BRAND
CAMPAIGN = RegistrationType.TEN_DLC_CAMPAIGN
S = RegistrationStatus
pytestmark = pytest.mark.django_db


@pytest.fixture
def live(sound: Brand) -> Originator:
    """A live number under an approved campaign, which rests on an approved brand."""
    number = make_originator(make_program(), sound)
    brand = make_registration(sound, status=S.APPROVED, carrier_id="registration-1")
    Registration.objects.filter(pk=number.registration_id).update(parent=brand)
    return number


def test_before_the_end_it_is_told_what_ends(live: Originator) -> None:
    brand = Registration.objects.get(type=BRAND)

    ending = closing.consequences_of_end(brand)

    assert ending.numbers == (live,)
    assert ending.programs == (live.program,)
    assert [child.type for child in ending.children] == [CAMPAIGN]
    assert (ending.is_at_carrier, ending.must_be_vetted_anew, ending.carrier_answers) == (
        True,
        True,
        False,
    )


def test_a_program_with_another_number_does_not_lose_its_last(live: Originator) -> None:
    other = make_registration(
        live.registration.brand,
        live.program,
        type=RegistrationType.TOLL_FREE,
        status=S.APPROVED,
    )
    Originator.objects.create(
        registration=other,
        program=live.program,
        number="+18885550100",
        number_type="TOLL_FREE",
        status="active",
    )

    assert closing.consequences_of_end(live.registration).programs == ()


@pytest.mark.usefixtures("in_tenant", "nudges")
def test_only_what_no_reviewer_has_opened_can_be_taken_back(sound: Brand) -> None:
    registration = make_registration(sound, status=S.IN_REVIEW, carrier_status="REVIEWING")
    with pytest.raises(DomainError, match="review has begun"):
        closing.discard(registration.pk, actor=ALICE)

    Registration.objects.update(carrier_status="SUBMITTED")
    closing.discard(registration.pk, actor=ALICE)
    assert RegistrationEvent.objects.filter(kind="registration.discarded").count() == 1


@pytest.fixture
def at_carrier(tenant: Tenant, brand: Brand, forms: None, nudges: Any) -> Registration:
    """A brand registration that the carrier has, and whose review has not begun."""
    registration = filed(tenant, BRAND)
    tasks.poll_open()
    return fresh(registration)


@pytest.mark.slow
def test_a_round_is_taken_back_from_the_carrier_once_and_corrected(
    tenant: Tenant, at_carrier: Registration
) -> None:
    with tenant_scope(tenant.pk):
        closing.discard(at_carrier.pk, actor=ALICE)
    for _ in range(2):
        tasks.discard_round(str(tenant.pk), str(at_carrier.pk))

    found = fresh(at_carrier)
    with tenant_scope(tenant.pk):
        assert (found.status, found.current.carrier_status) == (S.NEEDS_CHANGES, "DISCARDED")
        assert found.current.discarded_at is not None


@pytest.mark.slow
def test_a_discard_that_comes_too_late_changes_nothing_and_is_told(
    tenant: Tenant, at_carrier: Registration, carrier: Simulator, monkeypatch: Any
) -> None:
    with tenant_scope(tenant.pk):
        closing.discard(at_carrier.pk, actor=ALICE)
    carrier.decide(at_carrier.carrier_id, "approve")

    tasks.discard_round(str(tenant.pk), str(at_carrier.pk))

    assert fresh(at_carrier).status == S.APPROVED


@pytest.mark.slow
def test_what_was_closed_is_removed_campaign_first_then_brand_and_once(
    tenant: Tenant, brand: Brand, program: Program, forms: None, nudges: Any, carrier: Simulator
) -> None:
    parent = filed(tenant, BRAND)
    carrier.decide(parent.carrier_id, "approve")
    tasks.poll_open()
    campaign = filed(tenant, CAMPAIGN, program)
    carrier.decide(campaign.carrier_id, "approve")
    tasks.poll_open()
    tasks.provision(str(tenant.pk), str(campaign.pk))
    assert carrier.call("GET", "/_sim/health")["numbers"] == 1

    with tenant_scope(tenant.pk):
        lifecycle.close(parent.pk, actor=ALICE)
        assert Originator.objects.get().status == OriginatorStatus.SUSPENDED
    for _ in range(3):
        tasks.remove_ended()

    assert count_at(carrier) == 0
    assert carrier.call("GET", "/_sim/health")["numbers"] == 0
    with tenant_scope(tenant.pk):
        assert Originator.objects.get().status == OriginatorStatus.RELEASED
        assert Registration.objects.filter(removed_at=None).count() == 0
        assert RegistrationEvent.objects.filter(kind="registration.removed").count() == 2


@pytest.mark.slow
def test_a_removal_that_is_refused_is_shown_once_and_tried_again(
    tenant: Tenant, at_carrier: Registration, carrier: Simulator
) -> None:
    with tenant_scope(tenant.pk):
        Registration.objects.update(status=S.CLOSED)
    for _ in range(2):
        tasks.remove_ended()
    found = fresh(at_carrier)
    assert "RESOURCE_DELETION_NOT_ALLOWED" in found.filing_error
    assert found.removed_at is None
    with tenant_scope(tenant.pk):
        assert RegistrationEvent.objects.filter(kind="registration.removed").count() == 1
        past = timezone.now() - timedelta(seconds=1)
        Registration.objects.update(filing_lease_until=past)

    carrier.decide(at_carrier.carrier_id, "deny")
    tasks.remove_ended()

    assert fresh(at_carrier).removed_at is not None


@pytest.mark.slow
def test_what_is_gone_at_the_carrier_already_is_removed(
    tenant: Tenant, at_carrier: Registration, carrier: Simulator
) -> None:
    carrier.decide(at_carrier.carrier_id, "deny")
    filing.delete_registration(at_carrier.carrier_id)
    with tenant_scope(tenant.pk):
        Registration.objects.update(status=S.CLOSED)

    tasks.remove_ended()

    assert fresh(at_carrier).removed_at is not None


def page(name: str, registration: Registration) -> str:
    return reverse(f"registrations:{name}", args=[registration.pk])


@pytest.fixture
def approved(tenant: Tenant, brand: Brand, program: Program) -> Registration:
    """A live campaign."""
    with tenant_scope(tenant.pk):
        return make_originator(program, brand).registration


def test_closing_what_runs_takes_its_name(as_alice: Client, approved: Registration) -> None:
    shown = as_alice.get(page("close", approved)).content.decode()
    assert "+12065550199" in shown
    assert "stops texting at once" in shown
    assert "has no other number" in shown

    wrong = as_alice.post(page("close", approved), {"name": "maple"})
    assert "exactly as shown" in wrong.content.decode()
    assert fresh(approved).status == S.APPROVED

    as_alice.post(page("close", approved), {"name": "Maple Dental Reminders"})
    assert fresh(approved).status == S.CLOSED


def test_an_update_is_opened_and_dropped_from_pages(
    as_alice: Client, approved: Registration
) -> None:
    assert "stays in force" in as_alice.get(page("amend", approved)).content.decode()
    as_alice.post(page("amend", approved))
    assert fresh(approved).status == S.DRAFT

    as_alice.post(page("drop", approved))
    assert fresh(approved).status == S.APPROVED


@pytest.mark.parametrize("name", ["drop", "take_back", "discard", "reopen"])
def test_a_step_that_is_not_possible_now_says_so(
    as_alice: Client, approved: Registration, name: str
) -> None:
    shown = as_alice.get(page(name, approved)).content.decode()

    assert "not possible in the state" in shown
    as_alice.post(page(name, approved))
    assert fresh(approved).status == S.APPROVED


def test_the_page_of_a_registration_shows_its_checklist_and_steps(
    as_alice: Client, approved: Registration
) -> None:
    shown = as_alice.get(page("detail", approved)).content.decode()

    assert "Opt-out list of this business alone" in shown
    assert page("amend", approved) in shown
    assert page("close", approved) in shown


@pytest.mark.usefixtures("nudges")
def test_a_revoked_number_is_no_longer_live(tenant: Tenant, approved: Registration) -> None:
    with tenant_scope(tenant.pk):
        version = filing.VersionDecision(1, "REVOKED")
        assert seen(approved, "REQUIRES_UPDATES", version) == S.REVOKED
        assert Originator.objects.get().status == OriginatorStatus.SUSPENDED


@pytest.mark.slow
def test_a_wish_that_comes_late_takes_no_later_round_back(
    tenant: Tenant, at_carrier: Registration
) -> None:
    with tenant_scope(tenant.pk):
        closing.discard(at_carrier.pk, actor=ALICE)
        first = at_carrier.current
        later = RegistrationVersion.objects.create(
            registration=at_carrier, number=2, carrier_version=first.carrier_version
        )
        RegistrationVersion.objects.filter(pk=first.pk).update(carrier_version=None)

    tasks.discard_round(str(tenant.pk), str(at_carrier.pk))

    found = fresh(at_carrier)
    with tenant_scope(tenant.pk):
        assert found.current == later
        assert (found.status, found.current.discarded_at) == (S.IN_REVIEW, None)


@pytest.mark.slow
def test_a_round_is_asked_for_again_where_the_carrier_had_no_turn_for_us(
    tenant: Tenant, at_carrier: Registration, monkeypatch: Any
) -> None:
    again: list[Any] = []
    monkeypatch.setattr(tasks.discard_round, "apply_async", lambda args, **_: again.append(args))
    with tenant_scope(tenant.pk):
        closing.discard(at_carrier.pk, actor=ALICE)

    def busy(*_: Any) -> None:
        raise NotNow(timezone.now(), "test")

    monkeypatch.setattr(filing, "version_decision", busy)
    tasks.discard_round(str(tenant.pk), str(at_carrier.pk))

    assert again == [(str(tenant.pk), str(at_carrier.pk))]
    assert fresh(at_carrier).status == S.IN_REVIEW


@pytest.mark.slow
def test_a_number_that_was_ordered_and_never_noted_is_given_back_with_its_registration(
    tenant: Tenant, brand: Brand, program: Program, forms: None, nudges: Any, carrier: Simulator
) -> None:
    parent = filed(tenant, BRAND)
    carrier.decide(parent.carrier_id, "approve")
    tasks.poll_open()
    campaign = filed(tenant, CAMPAIGN, program)
    carrier.decide(campaign.carrier_id, "approve")
    tasks.poll_open()
    tasks.provision(str(tenant.pk), str(campaign.pk))
    with tenant_scope(tenant.pk):
        Originator.objects.update(carrier_id="", number="")
        lifecycle.close(campaign.pk, actor=ALICE)

    tasks.remove_ended()

    assert carrier.call("GET", "/_sim/health")["numbers"] == 0
    assert fresh(campaign).removed_at is not None
