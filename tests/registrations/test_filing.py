"""Filing end to end: the portal's own client against a carrier that runs as its own process."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Program
from registrations import drafting, handover, lifecycle, tasks
from registrations.carrier import aws, filing
from registrations.models import (
    FormDefinition,
    Originator,
    Registration,
    RegistrationEvent,
    RegistrationType,
)
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import ALICE, DANA, accepted, filed, fresh, make_evidence, picture

BRAND, CAMPAIGN, TOLL_FREE = (
    RegistrationType.TEN_DLC_BRAND,
    RegistrationType.TEN_DLC_CAMPAIGN,
    RegistrationType.TOLL_FREE,
)
S = RegistrationStatus
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("forms", "brand")]


@pytest.fixture
def approved_brand(tenant: Tenant, brand: Brand, forms, review) -> Registration:
    """A brand that campaigns can be filed under."""
    registration = filed(tenant, BRAND)
    review(registration.carrier_id)
    return fresh(registration)


def file_again(registration: Registration, *, later: timedelta = timedelta(hours=1)) -> None:
    """Another worker takes the filing up, after the first one's lease."""
    now = timezone.now() + later
    handover.hand_over(str(registration.tenant_id), str(registration.pk), now=now)


def resubmitted(tenant: Tenant, registration: Registration, **answers: Any) -> Registration:
    """Open the next round, change some answers, and bring it back to the carrier."""
    with tenant_scope(tenant.pk):
        drafting.revise(registration.pk, actor=ALICE)
        drafting.save_answers(registration.pk, answers=answers, actor=ALICE)
        lifecycle.submit_for_review(registration.pk, actor=ALICE)
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    file_again(registration)
    return fresh(registration)


def marks_of(registration: Registration) -> dict[str, str]:
    """The remarks on the fields of the newest round."""
    with tenant_scope(str(registration.tenant_id)):
        rows = registration.current.values.exclude(denied_reason="")
        return {row.path: row.denied_reason for row in rows}


def number_of(registration: Registration) -> Originator:
    with tenant_scope(str(registration.tenant_id)):
        return Originator.objects.get(registration=registration)


def held(registration: Registration, version: int) -> set[str]:
    """The fields that one of the carrier's versions holds."""
    return {field.path for field in filing.field_decisions(registration.carrier_id, version)}


def count_at(carrier: Any) -> int:
    return int(carrier.call("GET", "/_sim/health")["registrations"])


def test_a_brand_is_filed_and_approved(tenant: Tenant, review) -> None:
    registration = filed(tenant, BRAND)
    assert registration.status == S.IN_REVIEW

    review(registration.carrier_id)

    approved = fresh(registration)
    assert (approved.status, approved.carrier_status) == (S.APPROVED, "COMPLETE")


def test_a_denied_brand_is_corrected_and_approved(tenant: Tenant, review) -> None:
    registration = filed(tenant, BRAND)
    fault = {"companyInfo.address": "BRAND_ADDRESS_INVALID"}
    review(
        registration.carrier_id,
        "deny",
        reasons=list(fault.values()),
        fields=fault,
        feedback="Look at the tax record.",
    )

    denied = fresh(registration)
    assert denied.status == S.NEEDS_CHANGES
    with tenant_scope(tenant.pk):
        first = denied.current
        assert first.denied_reasons[0]["code"] == "BRAND_ADDRESS_INVALID"
        assert first.feedback == "Look at the tax record."
    assert list(marks_of(denied)) == ["companyInfo.address"]

    again = resubmitted(tenant, denied, **{"companyInfo.address": "500 Pine Street"})
    assert again.status == S.IN_REVIEW
    assert held(again, 2) == held(again, 1)
    review(again.carrier_id)
    assert fresh(again).status == S.APPROVED


def test_a_campaign_gets_a_number_that_leaves_stop_to_us(
    tenant: Tenant, program: Program, evidence, approved_brand, carrier, review
) -> None:
    registration = filed(tenant, CAMPAIGN, program)
    assert registration.status == S.IN_REVIEW, registration.filing_error
    review(registration.carrier_id)
    assert fresh(registration).status == S.APPROVED

    tasks.provision(str(tenant.pk), str(registration.pk))
    assert number_of(registration).status == OriginatorStatus.PENDING
    carrier.advance(4000)
    tasks.provision(str(tenant.pk), str(registration.pk))

    number = number_of(registration)
    assert number.status == OriginatorStatus.ACTIVE
    assert number.is_self_managed
    assert number.opt_out_list == f"tenant-{tenant.pk.hex}"


def test_a_denied_campaign_is_corrected_and_approved(
    tenant: Tenant, program: Program, evidence, approved_brand, review
) -> None:
    registration = filed(tenant, CAMPAIGN, program)
    fault = {"campaignInfo.helpMessage": "HELP_MESSAGE_NON_COMPLIANT"}
    review(registration.carrier_id, "deny", fields=fault)

    help_text = "Maple Dental: For help call +1 206 555 0100 or email care@mapledental.example."
    again = resubmitted(tenant, fresh(registration), **{"campaignInfo.helpMessage": help_text})
    review(again.carrier_id)

    assert fresh(again).status == S.APPROVED
    assert "campaignInfo.optInScreenshot" in held(again, 2)


def test_a_toll_free_number_is_requested_first_and_live_once_approved(
    tenant: Tenant, program: Program, evidence, carrier, review
) -> None:
    registration = filed(tenant, TOLL_FREE, program)
    assert registration.status == S.IN_REVIEW, registration.filing_error
    assert number_of(registration).status == OriginatorStatus.PENDING
    carrier.advance(4000)

    tasks.poll_open()
    tasks.provision(str(tenant.pk), str(registration.pk))

    number = number_of(registration)
    assert number.status == OriginatorStatus.ACTIVE
    assert number.number_type == "TOLL_FREE"
    assert not number.is_self_managed


def test_a_denied_toll_free_filing_takes_a_new_picture_and_is_approved(
    tenant: Tenant, program: Program, evidence, review
) -> None:
    registration = filed(tenant, TOLL_FREE, program)
    fault = {"messagingUseCase.optInImage": "OPT_IN_WORKFLOW_CHECKBOX_INVALID"}
    review(registration.carrier_id, "deny", fields=fault)
    with tenant_scope(tenant.pk):
        make_evidence(program, picture("silver"))

    again = resubmitted(tenant, fresh(registration))

    with tenant_scope(tenant.pk):
        pictures = [
            version.values.get(path="messagingUseCase.optInImage").carrier_attachment_id
            for version in again.versions.order_by("number")
        ]
    assert len(set(pictures)) == 2
    review(again.carrier_id)
    assert fresh(again).status == S.APPROVED
    assert number_of(again).registration_id == again.pk


def test_a_final_reason_ends_the_filing(tenant: Tenant, review) -> None:
    registration = filed(tenant, BRAND)

    review(registration.carrier_id, "deny", reasons=["SECURITY_REVIEW_FAILED"])

    assert fresh(registration).status == S.REJECTED


def test_an_approval_that_is_withdrawn_is_noticed(tenant: Tenant, carrier, review) -> None:
    registration = filed(tenant, BRAND)
    review(registration.carrier_id)
    with tenant_scope(tenant.pk):
        Registration.objects.filter(pk=registration.pk).update(
            carrier_checked_at=timezone.now() - timedelta(days=1)
        )

    review(registration.carrier_id, "revoke")

    assert fresh(registration).status == S.REVOKED


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


def test_polling_asks_for_five_registrations_in_a_call(
    tenant: Tenant, other_tenant: Tenant, carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    registration = filed(tenant, BRAND)
    sizes: list[int] = []
    real = filing.registration_status

    def counted(ids: list[str]) -> list[filing.RegistrationState]:
        sizes.append(len(ids))
        return real(ids)

    monkeypatch.setattr(filing, "registration_status", counted)
    monkeypatch.setattr(tasks, "_due_for_a_look", lambda due=tasks._due_for_a_look: due() * 7)

    tasks.poll_open()

    assert sizes == [5, 2]
    assert fresh(registration).carrier_status == "SUBMITTED"


def test_a_registration_that_is_gone_at_the_carrier_is_closed_and_stops_no_other(
    tenant: Tenant, other_tenant: Tenant, carrier, review
) -> None:
    registration = filed(tenant, BRAND)
    with tenant_scope(tenant.pk):
        Registration.objects.filter(pk=registration.pk).update(carrier_id="registration-gone")

    tasks.poll_open()

    assert fresh(registration).status == S.CLOSED


def test_the_sweep_finds_what_a_lost_nudge_left_behind(tenant: Tenant, carrier, nudges) -> None:
    registration = accepted(tenant, BRAND)

    tasks.file_waiting()

    assert (tasks.file_registration, [str(tenant.pk), str(registration.pk)]) in nudges


def test_a_form_that_cannot_be_read_does_not_stop_the_sweep(
    tenant: Tenant, carrier, nudges, caplog
) -> None:
    FormDefinition.objects.all().delete()
    carrier.settings(down=True)

    tasks.file_waiting()

    assert "not read" in caplog.text
