"""Numbers: leased once, on the tenant's own list, live only when everything is ready."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Program
from registrations import originators, provisioning, tasks
from registrations.carrier import CarrierRejected, numbers
from registrations.carrier.numbers import Number
from registrations.models import Originator, Registration, RegistrationEvent, RegistrationType
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.errors import TransitionNotAllowed
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_program, make_registration

NUMBER = Number("phone-1", "+12065550150", "ACTIVE", "tenant-x", True, True)
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(tenant: Tenant, brand: Brand, program: Program) -> Registration:
    """An approved campaign without a number."""
    with tenant_scope(tenant.pk):
        return make_registration(brand, program, status=RegistrationStatus.APPROVED)


@pytest.fixture
def toll_free(tenant: Tenant, brand: Brand, program: Program) -> Registration:
    """An approved toll-free filing whose number is not live yet."""
    with tenant_scope(tenant.pk):
        return make_registration(
            brand, program, type=RegistrationType.TOLL_FREE, status=RegistrationStatus.APPROVED
        )


def recorded(registration: Registration, number: Number) -> Originator:
    with tenant_scope(str(registration.tenant_id)):
        job = originators.plan(registration.pk)
        return originators.record_number(job.originator_id, number=number, now=timezone.now())


def test_planning_twice_plans_one_number(tenant: Tenant, campaign: Registration) -> None:
    with tenant_scope(tenant.pk):
        first, second = originators.plan(campaign.pk), originators.plan(campaign.pk)

    assert first == second


def test_a_number_that_another_registration_holds_is_shown_and_not_raised(
    tenant: Tenant, campaign: Registration, toll_free: Registration, monkeypatch
) -> None:
    recorded(campaign, NUMBER)
    monkeypatch.setattr(provisioning, "_ensure_practice_set", lambda: None)
    monkeypatch.setattr(numbers, "create_opt_out_list", lambda name: None)
    monkeypatch.setattr(numbers, "request_number", lambda order: replace(NUMBER, id="phone-2"))

    tasks.provision(str(tenant.pk), str(toll_free.pk))

    with tenant_scope(tenant.pk):
        toll_free.refresh_from_db()
        assert "another registration still holds" in toll_free.filing_error
        assert toll_free.originators.get().carrier_checked_at is not None


def test_no_tenant_shares_an_opt_out_list(
    tenant: Tenant, other_tenant: Tenant, campaign: Registration
) -> None:
    with tenant_scope(tenant.pk):
        assert originators.plan(campaign.pk).opt_out_list == originators.opt_out_list_of(tenant.pk)

    assert originators.opt_out_list_of(tenant.pk) != originators.opt_out_list_of(other_tenant.pk)


def test_an_offering_program_gets_a_promotional_number(
    tenant: Tenant, brand: Brand, campaign: Registration
) -> None:
    with tenant_scope(tenant.pk):
        offers = make_program("Offers", slug="offers", message_kinds=("marketing",))
        other = make_registration(brand, offers, status=RegistrationStatus.APPROVED)

        assert originators.plan(campaign.pk).message_type == "TRANSACTIONAL"
        assert originators.plan(other.pk).message_type == "PROMOTIONAL"


@pytest.mark.parametrize(
    "change",
    [{"status": "PENDING"}, {"status": "ODD"}, {"is_two_way": False}, {"is_self_managed": False}],
)
def test_a_campaigns_number_is_live_only_when_all_is_ready(
    campaign: Registration, change: dict[str, Any]
) -> None:
    assert recorded(campaign, replace(NUMBER, **change)).status == OriginatorStatus.PENDING
    assert recorded(campaign, NUMBER).status == OriginatorStatus.ACTIVE


def test_a_toll_free_number_is_live_while_the_carriers_answer_stop(toll_free: Registration) -> None:
    number = recorded(toll_free, replace(NUMBER, is_self_managed=False))

    assert number.status == OriginatorStatus.ACTIVE
    assert not number.is_self_managed


def test_a_number_is_not_live_before_its_filing_is_approved(
    tenant: Tenant, toll_free: Registration
) -> None:
    with tenant_scope(tenant.pk):
        Registration.objects.update(status=RegistrationStatus.IN_REVIEW, approved_round=None)

    assert recorded(toll_free, NUMBER).status == OriginatorStatus.PENDING


def test_seeing_a_live_number_again_writes_no_history(
    tenant: Tenant, campaign: Registration
) -> None:
    recorded(campaign, NUMBER)
    with tenant_scope(tenant.pk):
        count = RegistrationEvent.objects.count()
    recorded(campaign, NUMBER)

    with tenant_scope(tenant.pk):
        assert RegistrationEvent.objects.count() == count


def test_a_live_number_does_not_go_live_twice(tenant: Tenant, campaign: Registration) -> None:
    number = recorded(campaign, NUMBER)

    with tenant_scope(tenant.pk), pytest.raises(TransitionNotAllowed):
        originators._move(number, OriginatorStatus.ACTIVE)


def test_trouble_is_shown_once_and_gone_when_the_number_is_live(
    tenant: Tenant, campaign: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: Any, **_more: Any) -> None:
        raise CarrierRejected("AccessDeniedException", "No numbers for you.")

    monkeypatch.setattr(provisioning, "_ensure_practice_set", refused)
    for _ in range(2):
        provisioning.provision(str(tenant.pk), str(campaign.pk), now=timezone.now())
    with tenant_scope(tenant.pk):
        assert "No numbers for you" in Registration.objects.get().filing_error
        assert RegistrationEvent.objects.filter(kind="registration.number").count() == 1

    recorded(campaign, NUMBER)

    with tenant_scope(tenant.pk):
        assert Registration.objects.get().filing_error == ""


def test_the_sweep_finds_approved_filings_without_a_live_number_and_only_now_and_then(
    tenant: Tenant, campaign: Registration, nudges, settings
) -> None:
    settings.CARRIER_POLL_SECONDS = 600
    tasks.provision_waiting()
    assert nudges == [(tasks.provision, [str(tenant.pk), str(campaign.pk)])]

    recorded(campaign, replace(NUMBER, status="PENDING"))
    nudges.clear()
    tasks.provision_waiting()
    assert nudges == []

    settings.CARRIER_POLL_SECONDS = 0
    tasks.provision_waiting()
    assert len(nudges) == 1
    recorded(campaign, NUMBER)
    nudges.clear()
    tasks.provision_waiting()
    assert nudges == []


@pytest.mark.slow
def test_what_exists_at_the_carrier_already_is_no_trouble(carrier) -> None:
    for _ in range(2):
        numbers.create_opt_out_list("tenant-x")
        numbers.ensure_configuration_set(
            "assent", topic_arn="arn:aws:sns:us-east-1:000000000000:assent-events"
        )


@pytest.mark.slow
def test_the_same_order_twice_leases_one_number(carrier) -> None:
    numbers.create_opt_out_list("tenant-x")
    order = numbers.NumberOrder("TOLL_FREE", "TRANSACTIONAL", "tenant-x", token="t" * 32)

    first, second = numbers.request_number(order), numbers.request_number(order)

    assert first == second
    assert carrier.call("GET", "/_sim/health")["numbers"] == 1


@pytest.mark.slow
def test_drift_at_the_carrier_is_mended(tenant: Tenant, toll_free: Registration, carrier) -> None:
    for _ in range(2):
        provisioning.provision(str(tenant.pk), str(toll_free.pk), now=timezone.now())
    carrier.advance(4000)
    with tenant_scope(tenant.pk):
        number_id = Originator.objects.get().carrier_id
    carrier.boto_client().update_phone_number(PhoneNumberId=number_id, TwoWayEnabled=False)

    provisioning.provision(str(tenant.pk), str(toll_free.pk), now=timezone.now())

    assert numbers.describe_number(number_id).is_two_way
    with tenant_scope(tenant.pk):
        assert Originator.objects.get().status == OriginatorStatus.ACTIVE
