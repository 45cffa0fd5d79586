"""A member's pages about registrations: what they show, what they refuse, and to whom."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from consent.models import Program
from registrations import lifecycle
from registrations.models import Forecast, LiveCheck, Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    DANA,
    answer_for,
    drafted,
    filed,
    fresh,
    handed_in,
)

BRAND, CAMPAIGN, TOLL_FREE = (
    RegistrationType.TEN_DLC_BRAND,
    RegistrationType.TEN_DLC_CAMPAIGN,
    RegistrationType.TOLL_FREE,
)
S = RegistrationStatus
CHANGES = ("mend", "acknowledge", "look")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


def page(name: str, registration: Registration) -> str:
    return reverse(f"registrations:{name}", args=[registration.pk])


def test_an_empty_list_says_what_to_do_first(as_alice) -> None:
    answer = as_alice.get(reverse("registrations:list"))

    assert "Start the first registration" in answer.content.decode()


def test_the_list_says_whose_turn_it_is(as_alice, tenant: Tenant, brand) -> None:
    handed_in(tenant, BRAND)

    answer = as_alice.get(reverse("registrations:list")).content.decode()

    assert "With our reviewers" in answer
    assert "Assent&#x27;s turn" in answer


def test_without_company_details_the_member_is_led_to_them(as_alice) -> None:
    answer = as_alice.get(reverse("registrations:create"))

    assert answer["Location"] == reverse("tenants:brand")


def test_a_member_opens_a_registration(as_alice, tenant: Tenant, program: Program) -> None:
    data = {"type": TOLL_FREE.value, "program": str(program.pk)}
    answer = as_alice.post(reverse("registrations:create"), data)

    with tenant_scope(tenant.pk):
        made = Registration.objects.get()
    assert answer["Location"] == page("detail", made)
    assert made.type == TOLL_FREE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose what to register."),
        ({"type": "US_NOTHING"}, "not one of the available choices"),
        ({"type": CAMPAIGN.value}, "Choose the program that this number is for."),
        ({"type": CAMPAIGN.value, "program": str(uuid.uuid4())}, "not one of the available"),
        ({"type": CAMPAIGN.value, "program": "'"}, "has-error"),
    ],
)
def test_bad_input_opens_nothing(
    as_alice, tenant: Tenant, program: Program, data: dict[str, Any], said: str
) -> None:
    answer = as_alice.post(reverse("registrations:create"), data)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    with tenant_scope(tenant.pk):
        assert not Registration.objects.exists()


def test_a_second_open_brand_registration_is_refused_with_a_sentence(
    as_alice, tenant: Tenant, brand
) -> None:
    drafted(tenant, BRAND)

    answer = as_alice.post(reverse("registrations:create"), {"type": BRAND.value})

    assert "There is an open registration of this kind already" in answer.content.decode()


def test_the_page_shows_answers_with_their_source_and_masks_the_tax_id(
    as_alice, tenant: Tenant, brand
) -> None:
    shown = as_alice.get(page("detail", drafted(tenant, BRAND))).content.decode()

    assert "Maple Dental LLC" in shown
    assert "Company details" in shown
    assert "••••••442" in shown
    assert brand.tax_id not in shown
    assert "Check answers and hand in" in shown


def test_the_page_says_that_third_parties_review_and_amazon_does_not_approve(
    as_alice, tenant: Tenant, brand
) -> None:
    shown = as_alice.get(page("detail", drafted(tenant, BRAND))).content.decode()

    assert "Third parties review registrations, and Amazon does not approve use cases" in shown


def test_a_blocked_registration_links_each_finding_to_its_cure(
    as_alice, tenant: Tenant, program: Program
) -> None:
    registration = drafted(tenant, CAMPAIGN, program)

    shown = as_alice.get(page("detail", registration)).content.decode()

    assert "FILING-BRAND-FIRST" in shown
    assert "Must fix (1)" in shown
    assert reverse("registrations:list") in shown
    assert "Check answers and hand in" not in shown
    assert "Answer the open questions" not in shown


def test_handing_in_what_must_be_fixed_is_refused(
    as_alice, tenant: Tenant, program: Program
) -> None:
    registration = drafted(tenant, CAMPAIGN, program)

    answer = as_alice.post(page("submit", registration), follow=True)

    assert "must be fixed before this can be handed in" in answer.content.decode()
    assert fresh(registration).status == S.DRAFT


def test_open_questions_come_from_the_carriers_form(
    as_alice, tenant: Tenant, program: Program, evidence
) -> None:
    registration = drafted(tenant, TOLL_FREE, program)
    shown = as_alice.get(page("answers", registration)).content.decode()
    assert "Monthly SMS volume" in shown
    assert "10,000,000+" in shown
    assert "Legal company name" not in shown

    data = {"messagingUseCase.monthlyMessageVolume": "10,000"}
    answer = as_alice.post(page("answers", registration), data)

    assert answer["Location"] == page("detail", registration)
    with tenant_scope(tenant.pk):
        row = registration.current.values.get(path="messagingUseCase.monthlyMessageVolume")
        assert (row.choices, row.source) == (["10,000"], "typed")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("messagingUseCase.monthlyMessageVolume", "12", "not one of the available choices"),
        ("companyInfo.isoCountryCode", "usa", "Use 2 to 2 characters."),
        ("contactInfo.supportPhoneNumber", "call us", "is not written as the carrier wants it"),
        ("messagingUseCase.useCaseDetails", "x" * 501, "Use 1 to 500 characters."),
        ("messagingUseCase.optInImage", str(uuid.UUID(int=7)), "not one of the available choices"),
    ],
)
def test_an_answer_that_the_form_refuses_is_refused_at_once(
    as_alice, tenant: Tenant, program: Program, evidence, path: str, value: str, said: str
) -> None:
    registration = drafted(tenant, TOLL_FREE, program)

    answer = as_alice.post(f"{page('answers', registration)}?field={path}", {path: value})

    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_one_answer_is_overridden_marked_and_put_back(as_alice, tenant: Tenant, brand) -> None:
    registration = drafted(tenant, BRAND)
    path = "companyInfo.city"
    url = f"{page('answers', registration)}?field={path}"
    assert "It is better changed where it comes from" in as_alice.get(url).content.decode()

    as_alice.post(url, {path: "Tacoma"})
    with tenant_scope(tenant.pk):
        assert registration.current.values.get(path=path).source == "typed"
    as_alice.post(url, {path: "Seattle"})

    with tenant_scope(tenant.pk):
        row = registration.current.values.get(path=path)
        assert (row.text, row.source) == ("Seattle", "brand")


def test_a_field_that_the_form_does_not_have_has_nothing_to_answer(
    as_alice, tenant: Tenant, brand
) -> None:
    url = page("answers", drafted(tenant, BRAND)) + "?field=<script>"

    assert "no open questions" in as_alice.get(url).content.decode()


def answered(tenant: Tenant, registration: Registration) -> Registration:
    """The filing with a word for every warning."""
    with tenant_scope(tenant.pk):
        return answer_for(registration)


def test_a_member_checks_and_hands_in(as_alice, tenant: Tenant, brand) -> None:
    registration = answered(tenant, drafted(tenant, BRAND))
    shown = as_alice.get(page("check", registration)).content.decode()
    assert "Send to Assent for review" in shown

    answer = as_alice.post(page("submit", registration), follow=True).content.decode()

    assert "Handed in" in answer
    assert 'data-refresh="4"' in answer
    assert fresh(registration).status == S.STAFF_REVIEW


def test_pressing_twice_hands_in_once(as_alice, tenant: Tenant, brand) -> None:
    registration = answered(tenant, drafted(tenant, BRAND))
    as_alice.post(page("submit", registration))

    answer = as_alice.post(page("submit", registration), follow=True)

    assert "cannot be edited" in answer.content.decode()


def test_what_staff_sent_back_is_shown_and_can_be_handed_in_again(
    as_alice, tenant: Tenant, brand
) -> None:
    registration = handed_in(tenant, BRAND)
    with tenant_scope(tenant.pk):
        lifecycle.request_changes(registration.pk, actor=DANA, reason="Which suite?")
    assert "Which suite?" in as_alice.get(page("detail", registration)).content.decode()

    as_alice.post(page("submit", registration))

    again = fresh(registration)
    assert (again.status, again.review_note) == (S.STAFF_REVIEW, "")


def test_a_denial_is_shown_at_the_field_and_mended_in_a_new_round(
    as_alice, tenant: Tenant, brand, review
) -> None:
    registration = filed(tenant, BRAND)
    review(
        registration.carrier_id,
        "deny",
        reasons=["BRAND_ADDRESS_INVALID"],
        fields={"companyInfo.address": "BRAND_ADDRESS_INVALID"},
    )
    shown = as_alice.get(page("detail", registration)).content.decode()
    assert "Why round 1 was denied" in shown
    assert "BRAND_ADDRESS_INVALID" in shown
    assert "Put it right" in shown

    again = as_alice.post(page("revise", registration), follow=True).content.decode()

    assert "round 2" in again
    assert "FILING-DENIED-UNCHANGED" in again
    assert "The address could not be verified" in again
    assert "Maple Dental LLC" in again


def test_a_mail_that_the_brand_must_answer_is_somebodys_turn(
    as_alice, tenant: Tenant, brand, review
) -> None:
    registration = filed(tenant, BRAND)

    review(registration.carrier_id, "authenticate")

    shown = as_alice.get(page("detail", registration)).content.decode()
    assert "mara@mapledental.example" in shown
    assert "Your turn" in shown


def test_a_member_gives_a_registration_up(as_alice, tenant: Tenant, brand) -> None:
    registration = drafted(tenant, BRAND)

    as_alice.post(page("close", registration))

    assert fresh(registration).status == S.CLOSED


def test_a_viewer_reads_and_changes_nothing(as_bob, tenant: Tenant, brand) -> None:
    registration = drafted(tenant, BRAND)

    shown = as_bob.get(page("detail", registration))
    assert shown.status_code == 200
    assert "hand in" not in shown.content.decode()
    checked = as_bob.get(page("check", registration)).content.decode()
    assert "Your role may read this but not hand it in" in checked
    assert "<textarea" not in checked
    assert as_bob.get(page("answers", registration)).status_code == 403
    for name in (*CHANGES, "submit", "revise", "close"):
        assert as_bob.post(page(name, registration)).status_code == 403
    with tenant_scope(tenant.pk):
        assert not LiveCheck.objects.exists()
        assert not Forecast.objects.exists()
    assert fresh(registration).status == S.DRAFT


def test_another_tenants_registration_does_not_exist(as_charlie, tenant: Tenant, brand) -> None:
    registration = drafted(tenant, BRAND)

    for name in ("detail", "answers", "check"):
        assert as_charlie.get(page(name, registration)).status_code == 404
    for name in (*CHANGES, "submit", "revise", "close"):
        assert as_charlie.post(page(name, registration)).status_code == 404
    assert fresh(registration).status == S.DRAFT


def test_an_approved_brand_leads_to_its_campaign(as_alice, tenant: Tenant, brand) -> None:
    registration = drafted(tenant, BRAND)
    with tenant_scope(tenant.pk):
        Registration.objects.filter(pk=registration.pk).update(status=S.APPROVED, approved_round=1)

    shown = as_alice.get(page("detail", registration)).content.decode()

    assert "<b>Your turn.</b>" in shown
    assert "Register a campaign" in shown
