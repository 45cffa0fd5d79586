"""The verbs of staff and tenant: what each may follow, and the whole table walked."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from registrations import drafting, lifecycle
from registrations.carrier import filing
from registrations.carrier.filing import Reason, VersionDecision
from registrations.models import (
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import FINAL, TRANSITIONS, RegistrationStatus
from tenants.crypto import decrypt
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.models import Brand, Tenant, TenantStatus
from tests.builders import make_program
from tests.registrations.filings import (
    ALICE,
    DANA,
    DENIED,
    DESCRIPTION,
    brand_at,
    draft_brand,
    hand_in,
    seen,
)

BRAND = RegistrationType.TEN_DLC_BRAND
CAMPAIGN = RegistrationType.TEN_DLC_CAMPAIGN
S = RegistrationStatus
Kind = RegistrationEvent.Kind
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


def test_the_way_to_the_carrier_writes_one_event_for_each_step(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    lifecycle.record_filed(registration.pk, actor=DANA)
    seen(registration, "COMPLETE", VersionDecision(1, "APPROVED"))

    moved = RegistrationEvent.objects.filter(kind=Kind.MOVED).order_by("at")
    steps = [(event.from_status, event.to_status) for event in moved]
    assert steps == [
        ("draft", "staff_review"),
        ("staff_review", "submitted"),
        ("submitted", "in_review"),
        ("in_review", "approved"),
    ]


def test_a_registration_needs_company_details() -> None:
    with pytest.raises(DomainError) as caught:
        drafting.create_registration(BRAND, program=None, actor=ALICE)

    assert caught.value.code == "brand_missing"


@pytest.mark.parametrize(("kind", "field"), [("US_NOTHING", "type"), (CAMPAIGN, "program")])
def test_what_cannot_be_registered_is_refused(sound: Brand, kind: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drafting.create_registration(kind, program=None, actor=ALICE)

    assert list(caught.value.fields) == [field]


def test_one_registration_of_a_kind_is_open_at_a_time(sound: Brand) -> None:
    first = draft_brand(sound)
    with pytest.raises(DomainError, match="open registration of this kind"):
        draft_brand(sound)

    lifecycle.close(first.pk, actor=ALICE)

    assert draft_brand(sound).pk != first.pk


def test_blockers_stop_the_handing_in_and_are_named(sound: Brand) -> None:
    Brand.objects.update(tax_id="1234")
    registration = draft_brand(Brand.objects.get())

    with pytest.raises(DomainError) as caught, transaction.atomic():
        hand_in(registration)

    assert caught.value.code == "blocked"
    named = [finding["rule"] for finding in caught.value.fields["findings"]]
    assert named == ["FORM-TAX-ID", "BRAND-EIN-FORMAT"]
    registration.refresh_from_db()
    assert registration.status == S.DRAFT


def test_what_is_handed_in_is_what_our_facts_say_at_that_moment(sound: Brand) -> None:
    registration = draft_brand(sound)
    Brand.objects.update(city="Tacoma")

    hand_in(registration)
    Brand.objects.update(city="Spokane")

    handed_in = Registration.objects.get()
    assert drafting.effective(handed_in)["companyInfo.city"].text == "Tacoma"


def test_accepting_freezes_the_answers_with_the_tax_id_encrypted(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)

    sent = registration.current.answers_sent or {}
    assert sent["companyInfo.companyName"] == {"text": "Maple Dental LLC"}
    assert sent["companyInfo.legalType"] == {"choices": ["PRIVATE_PROFIT"]}
    assert decrypt(sent["companyInfo.taxId"]["encrypted"]) == sound.tax_id
    with pytest.raises(DatabaseError), transaction.atomic():
        RegistrationVersion.objects.update(answers_sent={})


def test_the_database_keeps_no_tax_id_in_the_clear(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(text, ' ') FROM registrations_fieldvalue")
        answers = cursor.fetchone()[0]
        cursor.execute(
            "SELECT string_agg(answers_sent::text, ' ') FROM registrations_registrationversion"
        )
        sent = cursor.fetchone()[0]
    assert sound.tax_id not in answers
    assert sound.tax_id not in sent


def test_a_campaign_is_accepted_only_while_its_brand_is_approved(sound: Brand) -> None:
    program = make_program(description=DESCRIPTION)
    brand = brand_at(S.APPROVED, sound)
    campaign = drafting.create_registration(CAMPAIGN, program=program, actor=ALICE)
    hand_in(campaign)
    Registration.objects.filter(pk=brand.pk).update(status=S.REVOKED, approved_round=None)

    with pytest.raises(DomainError, match="brand is not approved"):
        lifecycle.accept_for_carrier(campaign.pk, actor=DANA)

    Registration.objects.filter(pk=brand.pk).update(status=S.APPROVED, approved_round=1)
    assert lifecycle.accept_for_carrier(campaign.pk, actor=DANA).parent_id == brand.pk


def test_sending_back_takes_a_reason(sound: Brand) -> None:
    registration = brand_at(S.STAFF_REVIEW, sound)

    with pytest.raises(InvalidInput):
        lifecycle.request_changes(registration.pk, actor=DANA, reason=" ")

    assert (
        lifecycle.request_changes(registration.pk, actor=DANA, reason="Why?").review_note == "Why?"
    )


@pytest.mark.parametrize("status", [s for s in S if s != S.STAFF_REVIEW])
def test_staff_decide_only_what_was_handed_in(sound: Brand, status: RegistrationStatus) -> None:
    registration = brand_at(status, sound)

    with pytest.raises(TransitionNotAllowed):
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    with pytest.raises(TransitionNotAllowed):
        lifecycle.request_changes(registration.pk, actor=DANA, reason="Why?")


@pytest.mark.parametrize("status", S)
def test_only_what_is_not_with_the_carrier_can_be_given_up(
    sound: Brand, status: RegistrationStatus
) -> None:
    registration = brand_at(status, sound)
    if status not in {S.SUBMITTED, S.IN_REVIEW, S.CLOSED}:
        assert lifecycle.close(registration.pk, actor=ALICE).status == S.CLOSED
        return
    with pytest.raises(TransitionNotAllowed):
        lifecycle.close(registration.pk, actor=ALICE)


@pytest.mark.parametrize("status", [s for s in S if s not in {S.DRAFT, S.NEEDS_CHANGES}])
def test_answers_are_typed_only_while_the_tenant_writes(
    sound: Brand, status: RegistrationStatus
) -> None:
    registration = brand_at(status, sound)

    with pytest.raises(DomainError, match="cannot be edited"):
        drafting.save_answers(registration.pk, answers={"companyInfo.city": "X"}, actor=ALICE)


def test_every_step_of_the_table_has_a_verb_that_takes_it(sound: Brand) -> None:
    """By walking: from each state, each verb is tried, and the steps taken are compared."""
    taken = {
        step
        for status in S
        for in_force in (False, True)
        if in_force in _possible(status)
        for verb in _verbs()
        for step in _step(sound, status, in_force, verb)
    }

    wanted = {(str(a), str(b)) for a, following in TRANSITIONS.items() for b in following}
    assert taken == wanted


def _possible(status: RegistrationStatus) -> set[bool]:
    """May an approval be in force in this state, must it be, or can it not be?"""
    if status == S.APPROVED:
        return {True}
    return {False} if status in FINAL else {False, True}


def _step(
    brand: Brand, status: RegistrationStatus, in_force: bool, verb: Any
) -> set[tuple[str, str]]:
    """Try one verb on a fresh registration and return the step that it took, if any."""
    with transaction.atomic():
        registration = brand_at(status, brand)
        if in_force and status != S.APPROVED:
            Registration.objects.update(approved_round=1)
            registration.versions.create(number=2)
        with suppress(DomainError):
            verb(registration)
        registration.refresh_from_db()
        transaction.set_rollback(True)
    return {(str(status), registration.status)} - {(str(status), str(status))}


def _verbs() -> list[Any]:
    final = replace(DENIED, reasons=(Reason("SECURITY_REVIEW_FAILED", "No."),))
    revoked = VersionDecision(1, "REVOKED")
    return [
        lambda r: hand_in(r),
        lambda r: lifecycle.take_back(r.pk, actor=ALICE),
        lambda r: lifecycle.request_changes(r.pk, actor=DANA, reason="Why?"),
        lambda r: lifecycle.refuse(r.pk, actor=DANA, reason="Not this."),
        lambda r: lifecycle.accept_for_carrier(r.pk, actor=DANA),
        lambda r: lifecycle.amend(r.pk, actor=ALICE),
        lambda r: lifecycle.drop_update(r.pk, actor=ALICE),
        lambda r: lifecycle.reopen(r.pk, actor=ALICE),
        lambda r: lifecycle.close(r.pk, actor=ALICE),
        lambda r: lifecycle.record_filed(r.pk, actor=DANA),
        lambda r: lifecycle.record_refusal(r.pk, message="No", fields={}, actor=DANA),
        *(
            lambda r, status=status, version=version: seen(r, status, version)
            for status, version in (
                ("COMPLETE", None),
                ("CLOSED", None),
                ("REQUIRES_UPDATES", DENIED),
                ("REQUIRES_UPDATES", final),
                ("REQUIRES_UPDATES", revoked),
            )
        ),
    ]


def test_nothing_is_accepted_of_a_business_that_is_not_active(sound: Brand) -> None:
    registration = hand_in(draft_brand(sound))
    Tenant.objects.filter(pk=str(registration.tenant_id)).update(status=TenantStatus.SUSPENDED)

    with pytest.raises(DomainError, match="not active"):
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)


def test_an_end_from_outside_decides_no_round(sound: Brand) -> None:
    registration = brand_at(S.IN_REVIEW, sound)

    assert seen(registration, "CLOSED", VersionDecision(1, "SUBMITTED")) == S.CLOSED

    assert registration.current.decided_at is None


@pytest.mark.parametrize(
    ("link", "kept"),
    [("https://docs.example.test/", "https://docs.example.test/"), ("javascript:alert(1)", "")],
)
def test_a_reason_leads_to_web_pages_only(link: str, kept: str) -> None:
    reason = {"Reason": "X", "ShortDescription": "No.", "DocumentationLink": link}
    entry = {"VersionNumber": 1, "RegistrationVersionStatus": "DENIED", "DeniedReasons": [reason]}

    assert filing._version(entry).reasons[0].link == kept
