"""Answers: ours, typed ones over them, and the next round after a denial."""

import pytest
from django.utils import timezone

from registrations import drafting, lifecycle, preflight
from registrations.carrier.filing import Decision, FieldDecision
from registrations.models import (
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import RegistrationStatus
from tenants.errors import DomainError, InvalidInput
from tenants.models import Brand
from tests.builders import make_program
from tests.registrations.filings import (
    ALICE,
    DENIED,
    DESCRIPTION,
    brand_at,
    draft_brand,
    make_evidence,
)

TOLL_FREE = RegistrationType.TOLL_FREE
S = RegistrationStatus
Kind = RegistrationEvent.Kind
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


def test_a_typed_answer_stands_over_ours_until_it_is_emptied(sound: Brand) -> None:
    registration = draft_brand(sound)
    path = "companyInfo.city"

    drafting.save_answers(registration.pk, answers={path: "Tacoma"}, actor=ALICE)
    assert drafting.effective(registration)[path].text == "Tacoma"
    Brand.objects.update(city="Spokane")
    assert drafting.effective(registration)[path].text == "Tacoma"
    drafting.save_answers(registration.pk, answers={path: ""}, actor=ALICE)

    registration = Registration.objects.get()
    assert drafting.effective(registration)[path].text == "Spokane"


def test_the_history_names_fields_and_never_their_contents(sound: Brand) -> None:
    registration = draft_brand(sound)
    drafting.save_answers(registration.pk, answers={"companyInfo.taxId": "987654321"}, actor=ALICE)

    event = RegistrationEvent.objects.get(kind=Kind.ANSWERED)

    assert event.data == {"fields": ["companyInfo.taxId"]}


def test_saving_the_same_again_writes_no_history(sound: Brand) -> None:
    registration = draft_brand(sound)
    drafting.save_answers(registration.pk, answers={"companyInfo.city": "Seattle"}, actor=ALICE)

    assert not RegistrationEvent.objects.filter(kind=Kind.ANSWERED).exists()


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("companyInfo.fax", "1"),
        ("companyInfo.isoCountryCode", "USA"),
        ("contactInfo.vertical", "X"),
    ],
)
def test_an_answer_that_the_form_refuses_is_not_kept(sound: Brand, path: str, given: str) -> None:
    registration = draft_brand(sound)

    with pytest.raises(InvalidInput) as caught:
        drafting.save_answers(registration.pk, answers={path: given}, actor=ALICE)

    assert list(caught.value.fields) == [path]


def test_a_screenshot_of_another_program_is_no_answer(sound: Brand) -> None:
    program, other = make_program(description=DESCRIPTION), make_program("Offers", slug="offers")
    registration = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)
    foreign = make_evidence(other)

    with pytest.raises(InvalidInput):
        drafting.save_answers(
            registration.pk, answers={"messagingUseCase.optInImage": foreign.pk}, actor=ALICE
        )


def test_the_next_round_carries_every_answer_and_remark_over(sound: Brand) -> None:
    registration = brand_at(S.IN_REVIEW, sound)
    drafting.prefill(registration.current)
    version = registration.current
    version.answers_sent = {"x": 1}
    version.save()
    decision = Decision(
        "REQUIRES_UPDATES", DENIED, (FieldDecision("companyInfo.city", "No such city"),)
    )
    lifecycle.record_carrier_status(registration.pk, seen=decision, now=timezone.now())
    before = {value.path: value.answer for value in registration.current.values.all()}

    drafting.revise(registration.pk, actor=ALICE)

    registration = Registration.objects.get()
    after = registration.current
    assert after.number == 2
    assert {value.path: value.answer for value in after.values.all()} == before
    assert after.values.get(path="companyInfo.city").denied_reason == "No such city"
    unchanged = [f for f in preflight.check(registration) if f.rule == "FILING-DENIED-UNCHANGED"]
    assert [f.field for f in unchanged] == ["companyInfo.city"]


def test_a_remark_on_a_field_that_we_left_empty_is_kept_and_sent_nowhere(sound: Brand) -> None:
    registration = brand_at(S.IN_REVIEW, sound)
    version = registration.current
    version.answers_sent = {"x": 1}
    version.save()
    mark = FieldDecision("companyInfo.stockSymbol", "Missing")
    decision = Decision("REQUIRES_UPDATES", DENIED, (mark,))
    lifecycle.record_carrier_status(registration.pk, seen=decision, now=timezone.now())

    drafting.revise(registration.pk, actor=ALICE)

    row = Registration.objects.get().current.values.get(path="companyInfo.stockSymbol")
    assert row.denied_reason == "Missing"
    assert not row.answer.is_given


@pytest.mark.parametrize("status", [s for s in S if s != S.NEEDS_CHANGES])
def test_a_new_round_follows_only_a_denial(sound: Brand, status: RegistrationStatus) -> None:
    registration = brand_at(status, sound)

    with pytest.raises(DomainError):
        drafting.revise(registration.pk, actor=ALICE)


def test_a_round_that_was_handed_in_takes_no_more_answers(sound: Brand) -> None:
    registration = brand_at(S.NEEDS_CHANGES, sound)
    RegistrationVersion.objects.update(answers_sent={"x": 1})

    with pytest.raises(DomainError) as caught:
        drafting.save_answers(registration.pk, answers={"companyInfo.city": "X"}, actor=ALICE)

    assert caught.value.code == "round_closed"
