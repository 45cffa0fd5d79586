"""Handing over in bad weather: workers die, the carrier is down, answers are refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Program
from registrations import handover
from registrations.carrier import aws, filing
from registrations.models import (
    RegistrationEvent,
    RegistrationType,
)
from registrations.states import RegistrationStatus
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    accepted,
    count_at,
    file_again,
    filed,
    fresh,
    held,
    marks_of,
    resubmitted,
)

BRAND = RegistrationType.TEN_DLC_BRAND
TOLL_FREE = RegistrationType.TOLL_FREE
S = RegistrationStatus
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("forms", "brand")]


@pytest.mark.parametrize("dies_after", [0, 1, 5, 11])
def test_a_worker_that_dies_between_puts_is_followed_by_one_that_creates_nothing_twice(
    tenant: Tenant, carrier, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    registration = accepted(tenant, BRAND)
    puts: list[str] = []
    real = filing.put_text

    def counted(carrier_id: str, path: str, text: str) -> None:
        puts.append(path)
        real(carrier_id, path, text)

    def dying(carrier_id: str, path: str, text: str) -> None:
        if len(puts) == dies_after:
            raise KeyboardInterrupt
        counted(carrier_id, path, text)

    monkeypatch.setattr(filing, "put_text", dying)
    with pytest.raises(KeyboardInterrupt):
        file_again(registration, later=timedelta(0))
    monkeypatch.setattr(filing, "put_text", counted)

    file_again(registration, later=timedelta(seconds=10))
    assert fresh(registration).status == S.SUBMITTED, "the lease of the dead worker still holds"
    file_again(registration)

    assert fresh(registration).status == S.IN_REVIEW
    assert count_at(carrier) == 1
    assert len(puts) == len(set(puts))


@pytest.mark.parametrize("step", ["create_registration", "submit"])
def test_a_worker_that_dies_before_it_can_record_a_step_does_no_harm(
    tenant: Tenant, carrier, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    registration = accepted(tenant, BRAND)
    real = getattr(filing, step)

    def done_and_dead(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filing, step, done_and_dead)
        with pytest.raises(KeyboardInterrupt):
            file_again(registration, later=timedelta(0))
    file_again(registration)

    again = fresh(registration)
    assert again.status == S.IN_REVIEW
    assert count_at(carrier) == 1
    assert filing.registration_status([again.carrier_id])[0].current_version == 1


def test_a_new_version_that_was_opened_and_not_recorded_is_found(
    tenant: Tenant, carrier, review
) -> None:
    registration = filed(tenant, BRAND)
    review(registration.carrier_id, "deny", fields={"companyInfo.city": "INVALID_FIELD_VALUE"})
    filing.new_version(registration.carrier_id)

    again = resubmitted(tenant, fresh(registration))

    assert again.status == S.IN_REVIEW
    assert filing.registration_status([again.carrier_id])[0].current_version == 2


def test_two_workers_at_once_file_one_registration_once(
    tenant: Tenant, carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    registration = accepted(tenant, BRAND)
    real = filing.create_registration

    def meanwhile(*args: Any, **kwargs: Any) -> str:
        file_again(registration, later=timedelta(seconds=1))
        return real(*args, **kwargs)

    monkeypatch.setattr(filing, "create_registration", meanwhile)
    file_again(registration, later=timedelta(0))

    assert fresh(registration).status == S.IN_REVIEW
    assert count_at(carrier) == 1


def test_a_carrier_that_is_down_leaves_the_filing_waiting_with_the_reason_shown(
    tenant: Tenant, carrier, nudges
) -> None:
    registration = accepted(tenant, BRAND)
    carrier.settings(down=True)
    file_again(registration, later=timedelta(0))

    waiting = fresh(registration)
    assert waiting.status == S.SUBMITTED
    assert "ServiceUnavailable" in waiting.filing_error or "503" in waiting.filing_error

    carrier.settings(down=False)
    file_again(registration)
    filed_at_last = fresh(registration)
    assert (filed_at_last.status, filed_at_last.filing_error) == (S.IN_REVIEW, "")


def test_a_throttled_filing_goes_on_where_it_stopped(tenant: Tenant, carrier) -> None:
    registration = accepted(tenant, BRAND)
    carrier.settings(throttle=4)

    file_again(registration, later=timedelta(0))
    file_again(registration)

    assert fresh(registration).status == S.IN_REVIEW


def test_nobody_listening_at_the_carriers_address_is_shown_and_not_raised(
    tenant: Tenant, carrier, settings
) -> None:
    registration = accepted(tenant, BRAND)
    settings.CARRIER_ENDPOINT_URL = "http://127.0.0.1:9"
    aws.client.cache_clear()

    file_again(registration, later=timedelta(0))

    assert fresh(registration).filing_error == "The carrier could not be reached."


def test_the_same_trouble_again_waits_longer_and_writes_no_second_row_of_history(
    tenant: Tenant, carrier
) -> None:
    registration = accepted(tenant, BRAND)
    carrier.settings(down=True)
    waits = []
    for hours in (0, 1, 2):
        now = timezone.now() + timedelta(hours=hours)
        handover.hand_over(str(tenant.pk), str(registration.pk), now=now)
        lease = fresh(registration).filing_lease_until
        assert lease is not None
        waits.append((lease - now).total_seconds())

    assert waits == [15, 30, 60]
    with tenant_scope(tenant.pk):
        failures = RegistrationEvent.objects.filter(kind="registration.filing_failed")
        assert failures.count() == 1


def test_an_answer_that_the_carrier_refuses_goes_back_to_the_tenant_at_its_field(
    tenant: Tenant, carrier, brand: Brand
) -> None:
    registration = accepted(tenant, BRAND)
    with tenant_scope(tenant.pk):
        row = registration.current.values.get(path="contactInfo.website")
        row.text = "not an address"
        row.save()

    file_again(registration, later=timedelta(0))

    assert fresh(registration).status == S.NEEDS_CHANGES
    assert list(marks_of(registration)) == ["contactInfo.website"]
    again = resubmitted(tenant, fresh(registration))
    assert again.status == S.IN_REVIEW
    assert filing.registration_status([again.carrier_id])[0].current_version == 1


def test_an_answer_that_is_no_longer_given_is_taken_out_of_the_draft(
    tenant: Tenant, carrier, brand: Brand
) -> None:
    """A listed company that turns out not to be one must not leave its stock symbol behind."""
    with tenant_scope(tenant.pk):
        Brand.objects.update(
            entity_type="PUBLIC_PROFIT", stock_symbol="MAPL", stock_exchange="NYSE"
        )
    registration = accepted(tenant, BRAND)
    with tenant_scope(tenant.pk):
        row = registration.current.values.get(path="contactInfo.website")
        row.text = "not an address"
        row.save()
    file_again(registration, later=timedelta(0))
    assert "companyInfo.stockSymbol" in held(fresh(registration), 1)
    with tenant_scope(tenant.pk):
        Brand.objects.update(entity_type="PRIVATE_PROFIT")

    again = resubmitted(tenant, fresh(registration))

    assert again.status == S.IN_REVIEW
    assert "companyInfo.stockSymbol" not in held(again, 1)


def test_an_upload_that_failed_is_made_again(
    tenant: Tenant, program: Program, evidence, carrier
) -> None:
    registration = accepted(tenant, TOLL_FREE, program)
    carrier.settings(fail_uploads=True)
    real = filing.create_attachment
    uploads: list[str] = []

    def counted(body: bytes, *, token: str) -> str:
        uploads.append(token)
        if len(uploads) == 2:
            carrier.settings(fail_uploads=False)
        return real(body, token=token)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing, "create_attachment", counted)
        file_again(registration, later=timedelta(0))

    assert fresh(registration).status == S.IN_REVIEW
    assert len(set(uploads)) == len(uploads) == 2
