"""A denial is put right: each remark with its words, a correction, and a round that keeps all."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Evidence, Program
from registrations import drafting, lifecycle, repairing
from registrations.carrier.filing import Decision, FieldDecision, Reason, VersionDecision
from registrations.models import (
    Acknowledgement,
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationType,
)
from registrations.repair.correcting import Way
from registrations.repairing import Proposal, Stage
from registrations.states import RegistrationStatus
from tenants.errors import InvalidInput
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    ALICE,
    DANA,
    PERSON,
    VOLUME,
    draft_brand,
    hand_in,
    make_evidence,
)

SAMPLE = "messageSamples.messageSample1"
HELP, FLOW = "campaignInfo.helpMessage", "messagingUseCase.optInDescription"
S = RegistrationStatus
NO_BRAND = Reason("SAMPLE_MESSAGE_MISMATCH", "A sample does not name the brand", "Name it.", "")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


def toll_free(program: Program) -> Registration:
    """A toll-free registration with all its answers, in the scope that is open."""
    made = drafting.create_registration(RegistrationType.TOLL_FREE, program=program, actor=ALICE)
    drafting.save_answers(made.pk, answers=VOLUME, actor=ALICE)
    return made


def deny(registration: Registration, *reasons: Reason, **marks: str) -> Registration:
    """Hand a round in and let the carrier deny it, with these marks at its fields."""
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    lifecycle.record_filed(registration.pk, actor=ALICE)
    fields = tuple(FieldDecision(path.replace("__", "."), said) for path, said in marks.items())
    number = registration.current.number
    decision = Decision("REQUIRES_UPDATES", VersionDecision(number, "DENIED", reasons), fields)
    lifecycle.record_carrier_status(registration.pk, seen=decision, now=timezone.now())
    return Registration.objects.get(pk=registration.pk)


def wrote(registration: Registration, path: str, text: str) -> None:
    """Let the denied round have said something else, as a person typed it."""
    row = registration.current.values.get(path=path)
    row.text, row.source = text, "typed"
    row.save()


def found(registration: Registration) -> list[Proposal]:
    """What is proposed now."""
    fresh = Registration.objects.get(pk=registration.pk)
    version = repairing.round_to_repair(fresh)
    return repairing.proposals(version) if version else []


@pytest.fixture
def bad_sample(program: Program, evidence: Evidence, in_tenant: Tenant) -> Registration:
    """A toll-free filing denied because a sample names nobody."""
    registration = toll_free(program)
    made = deny(registration, NO_BRAND, **{SAMPLE.replace(".", "__"): NO_BRAND.text})
    wrote(made, SAMPLE, "Your appointment is tomorrow at 3.")
    return made


def test_a_reason_stands_at_its_field_with_its_code_its_words_and_why(
    bad_sample: Registration,
) -> None:
    (only,) = found(bad_sample)

    assert (only.remark.code, only.path) == ("SAMPLE_MESSAGE_MISMATCH", SAMPLE)
    assert only.remark.detail == "Name it."
    assert "appointment" in only.correction.quote
    assert only.why
    assert only.stage == Stage.OPEN


def test_the_proposed_words_name_the_brand_and_one_press_puts_them_into_the_next_round(
    bad_sample: Registration,
) -> None:
    (only,) = found(bad_sample)
    assert only.can_apply
    assert "Maple Dental" in only.correction.after

    assert repairing.apply(bad_sample.pk, keys={only.key}, actor=ALICE) == 1

    current = Registration.objects.get(pk=bad_sample.pk).current
    assert current.number == 2
    assert current.values.get(path=SAMPLE).text == only.correction.after
    assert found(bad_sample)[0].stage == Stage.CHANGED


def test_the_next_round_keeps_every_other_answer(bad_sample: Registration) -> None:
    before = {v.path: v.answer for v in bad_sample.current.values.all()}

    repairing.apply(bad_sample.pk, keys=None, actor=ALICE)

    after = drafting.effective(Registration.objects.get(pk=bad_sample.pk))
    assert {p for p in before if before[p] != after.get(p)} == {SAMPLE}


def test_applying_twice_changes_nothing_more(bad_sample: Registration) -> None:
    repairing.apply(bad_sample.pk, keys=None, actor=ALICE)

    assert repairing.apply(bad_sample.pk, keys=None, actor=ALICE) == 0
    assert Registration.objects.get(pk=bad_sample.pk).versions.count() == 2


def test_the_denied_round_stays_as_it_was(bad_sample: Registration) -> None:
    repairing.apply(bad_sample.pk, keys=None, actor=ALICE)

    denied = Registration.objects.get(pk=bad_sample.pk).versions.get(number=1)
    assert denied.values.get(path=SAMPLE).text == "Your appointment is tomorrow at 3."


def test_a_line_to_the_reviewer_ends_a_remark_too(bad_sample: Registration) -> None:
    (only,) = found(bad_sample)

    repairing.answer(bad_sample.pk, key=only.key, line="  It names  us now. ", actor=PERSON)

    (after,) = found(bad_sample)
    assert (after.stage, after.line) == (Stage.ANSWERED, "It names us now.")
    assert Acknowledgement.objects.get(reason="It names us now.").made_by == PERSON.label
    assert RegistrationEvent.objects.filter(
        kind=RegistrationEvent.Kind.ACKNOWLEDGED, data__reason="It names us now."
    ).exists()


def test_an_empty_line_is_refused_and_opens_no_round(bad_sample: Registration) -> None:
    (only,) = found(bad_sample)

    with pytest.raises(InvalidInput):
        repairing.answer(bad_sample.pk, key=only.key, line="  ", actor=ALICE)

    assert bad_sample.versions.count() == 1


def test_company_data_is_checked_and_mended_where_it_comes_from(sound: Brand) -> None:
    reason = Reason("BRAND_ADDRESS_INVALID", "The address could not be verified")
    registration = deny(draft_brand(sound), reason, companyInfo__address=reason.text)

    (only,) = found(registration)

    assert only.correction.way == Way.COMPANY
    assert only.correction.url == reverse("tenants:brand")
    assert only.correction.quote == sound.street


def test_a_change_at_the_source_counts_at_once(sound: Brand) -> None:
    reason = Reason("BRAND_ADDRESS_INVALID", "The address could not be verified")
    registration = deny(draft_brand(sound), reason, companyInfo__address=reason.text)

    sound.street = "1 Other Street"
    sound.save()

    assert found(registration)[0].stage == Stage.CHANGED


def test_a_refused_picture_is_replaced_by_another(
    program: Program, evidence: Evidence, in_tenant: Tenant
) -> None:
    reason = Reason("OPT_IN_WORKFLOW_CHECKBOX_INVALID", "Pre-selected Opt-in")
    path = "messagingUseCase.optInImage"
    registration = deny(toll_free(program), reason, messagingUseCase__optInImage=reason.text)
    (only,) = found(registration)
    assert only.correction.way == Way.PICTURE

    newer = make_evidence(program, caption="The form with an empty box")
    repairing.put(registration.pk, answers={path: str(newer.pk)}, actor=ALICE)

    assert found(registration)[0].stage == Stage.CHANGED


def test_a_reason_without_a_field_is_led_to_the_field_that_it_usually_means(
    program: Program, evidence: Evidence, in_tenant: Tenant
) -> None:
    reason = Reason("OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES", "No word of rates")

    (only,) = found(deny(toll_free(program), reason))

    assert only.path == FLOW


def test_a_code_that_nobody_knows_is_shown_with_the_carriers_own_words(sound: Brand) -> None:
    (only,) = found(deny(draft_brand(sound), Reason("MOON_PHASE", "Wrong moon", "Wait.", "")))

    assert (only.path, only.why, only.correction.way) == ("", "Wait.", Way.PERSON)


def test_a_field_that_was_left_empty_is_asked_right_there(sound: Brand) -> None:
    reason = Reason("MISSING_REQUIRED_FIELD", "A required field is missing")
    registration = draft_brand(sound)
    made = deny(registration, reason, companyInfo__stockSymbol=reason.text)

    (only,) = found(made)

    assert only.correction.way == Way.ANSWER
    assert only.correction.before == ""


def test_our_own_remarks_are_a_list_of_tasks_too(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.request_changes(
        registration.pk, actor=DANA, reason="One thing.",
        remarks={"companyInfo.city": "Spell it out."},
    )  # fmt: skip
    (only,) = found(registration)
    assert (only.remark.said, only.remark.is_ours, only.stage) == (
        "Spell it out.", True, Stage.OPEN,
    )  # fmt: skip

    repairing.put(registration.pk, answers={"companyInfo.city": "Port Townsend"}, actor=ALICE)

    assert found(registration)[0].stage == Stage.CHANGED


def test_an_approval_settles_older_denials(bad_sample: Registration) -> None:
    Registration.objects.filter(pk=bad_sample.pk).update(status=S.APPROVED, approved_round=1)

    assert found(bad_sample) == []


# The page.


def repair_page(client: Any, registration: Registration, **data: str) -> str:
    url = reverse("registrations:repair", args=[registration.pk])
    answer = client.post(url, data, follow=True) if data else client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def denied_brand(tenant: Tenant, brand: Brand) -> Registration:
    """A brand registration denied for its address."""
    reason = Reason("BRAND_ADDRESS_INVALID", "The address could not be verified", "See the letter.")
    with tenant_scope(tenant.pk):
        return deny(draft_brand(brand), reason, companyInfo__address=reason.text)


def test_the_page_leads_from_the_reason_to_the_button(
    as_alice, denied_brand: Registration, tenant: Tenant
) -> None:
    first = repair_page(as_alice, denied_brand)
    assert "0 of 1 put right" in first
    assert "The address could not be verified" in first
    assert "BRAND_ADDRESS_INVALID" in first
    assert "Opens when every remark has a change or a line." in first

    with tenant_scope(tenant.pk):
        key = found(denied_brand)[0].key
    second = repair_page(as_alice, denied_brand, answer=key, line="It is as in the letter.")

    assert "1 of 1 put right" in second
    assert "It is as in the letter." in second
    assert "Hand it in again" in second


def test_fee_and_time_stand_before_the_button(as_alice, denied_brand: Registration) -> None:
    shown = repair_page(as_alice, denied_brand)

    assert "USD 4" in shown
    assert "1 to 2 business days" in shown
    assert "may charge you otherwise" in shown
    assert shown.index("USD 4") < shown.index("Opens when every remark")


def test_an_answer_in_ones_own_words_is_saved_and_shown_as_a_difference(
    as_alice, bad_sample_page: Registration
) -> None:
    text = "Maple Dental: your appointment is tomorrow at 3. Reply STOP to opt out, HELP for help."
    shown = repair_page(as_alice, bad_sample_page, own=SAMPLE, **{SAMPLE: text})

    assert "1 of 1 put right" in shown
    assert "Maple Dental:" in shown
    assert "<ins>" in shown


def test_an_answer_that_the_form_refuses_comes_back_with_the_reason(
    as_alice, bad_sample_page: Registration
) -> None:
    shown = repair_page(as_alice, bad_sample_page, own=SAMPLE, **{SAMPLE: "x" * 3000})

    assert "3000 characters" in shown
    assert "0 of 1 put right" in shown


@pytest.fixture
def bad_sample_page(tenant: Tenant, program: Program, evidence: Evidence) -> Registration:
    """The denied sample, with no scope left open."""
    with tenant_scope(tenant.pk):
        made = deny(toll_free(program), NO_BRAND, **{SAMPLE.replace(".", "__"): NO_BRAND.text})
        wrote(made, SAMPLE, "Your appointment is tomorrow at 3.")
    return made


def test_one_press_applies_the_proposal(as_alice, bad_sample_page: Registration) -> None:
    assert "We propose" in repair_page(as_alice, bad_sample_page)

    shown = repair_page(as_alice, bad_sample_page, apply_all="1")

    assert "1 of 1 put right" in shown
    assert "1 answer is corrected" in shown


def test_a_text_that_phones_receive_goes_through_the_programs_publication(
    as_alice, tenant: Tenant, program: Program, evidence: Evidence, monkeypatch
) -> None:
    reason = Reason("HELP_MESSAGE_NON_COMPLIANT", "The HELP message gives no contact")
    with tenant_scope(tenant.pk):
        filed = drafting.create_registration(
            RegistrationType.TEN_DLC_CAMPAIGN, program=program, actor=ALICE
        )
        version = filed.current
        version.values.filter(path=HELP).delete()
        FieldValue.objects.create(
            version=version, path=HELP, source="program", text="Maple Dental. Good luck.",
            denied_reason=reason.text,
        )  # fmt: skip
        version.answers_sent = {"x": 1}
        version.denied_reasons = [{"code": reason.code, "text": reason.text}]
        version.save()
        Registration.objects.filter(pk=filed.pk).update(status=S.NEEDS_CHANGES)
        (only,) = found(filed)

    assert only.correction.way == Way.PROGRAM
    # Ours reads well by now, so the next round follows the program and there is nothing to press.
    assert only.stage == Stage.CHANGED


def test_a_final_refusal_says_what_is_left_and_offers_no_button(
    as_alice, denied_brand: Registration, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        Registration.objects.filter(pk=denied_brand.pk).update(status=S.REJECTED)

    shown = repair_page(as_alice, denied_brand)

    assert "What is left to do" in shown
    assert "Hand it in again" not in shown


def test_nothing_to_repair_leads_back(as_alice, tenant: Tenant, brand: Brand) -> None:
    with tenant_scope(tenant.pk):
        registration = draft_brand(brand)

    answer = as_alice.get(reverse("registrations:repair", args=[registration.pk]))

    assert answer["Location"] == reverse("registrations:detail", args=[registration.pk])
