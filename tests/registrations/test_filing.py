"""Filing end to end: each type approved, denied, corrected, approved, by a running carrier."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import Program
from registrations import tasks
from registrations.models import (
    Registration,
    RegistrationType,
)
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    filed,
    fresh,
    held,
    make_evidence,
    marks_of,
    number_of,
    picture,
    resubmitted,
)

BRAND = RegistrationType.TEN_DLC_BRAND
CAMPAIGN = RegistrationType.TEN_DLC_CAMPAIGN
TOLL_FREE = RegistrationType.TOLL_FREE
S = RegistrationStatus
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("forms", "brand")]


@pytest.fixture
def approved_brand(tenant: Tenant, brand: Brand, forms, review) -> Registration:
    """A brand that campaigns can be filed under."""
    registration = filed(tenant, BRAND)
    review(registration.carrier_id)
    return fresh(registration)


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
