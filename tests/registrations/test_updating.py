"""Taking back, refusing, updating what is approved, withdrawals, and the rule of two persons."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from registrations import drafting, lifecycle
from registrations.carrier.filing import Decision, Reason, VersionDecision
from registrations.models import Originator, Registration, RegistrationEvent
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Brand, IsvSettings
from tests.builders import make_originator, make_program, make_registration, make_user
from tests.registrations.filings import ALICE, DANA, DENIED, brand_at, draft_brand, hand_in, seen

S = RegistrationStatus
Kind = RegistrationEvent.Kind
FINAL_DENIAL = replace(DENIED, number=2, reasons=(Reason("SECURITY_REVIEW_FAILED", "No."),))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


@pytest.fixture
def approved(sound: Brand) -> Registration:
    """A brand registration that the carrier approved in its first round."""
    registration = draft_brand(sound)
    hand_in(registration)
    _file(registration, 1)
    assert seen(registration, "COMPLETE", VersionDecision(1, "APPROVED")) == S.APPROVED
    return _fresh(registration)


def _file(registration: Registration, number: int) -> None:
    """Accept what was handed in and let the carrier have it as this version."""
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    registration.versions.filter(number=number).update(carrier_version=number)
    lifecycle.record_filed(registration.pk, actor=DANA)


def _fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def _update_in_review(registration: Registration) -> Registration:
    lifecycle.amend(registration.pk, actor=ALICE)
    hand_in(registration)
    _file(registration, 2)
    return _fresh(registration)


def test_what_was_handed_in_can_be_taken_back_and_becomes_a_draft(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)

    assert lifecycle.take_back(registration.pk, actor=ALICE).status == S.DRAFT
    assert registration.current.submitted_at is None


def test_after_changes_were_asked_for_taking_back_still_leaves_them_asked(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.request_changes(registration.pk, actor=DANA, reason="Why?")
    hand_in(registration)

    assert lifecycle.take_back(registration.pk, actor=ALICE).status == S.NEEDS_CHANGES


def test_remarks_of_staff_stand_at_their_fields_until_it_is_accepted(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    remarks = {"companyInfo.city": "Which city?", "companyInfo.stockSymbol": "Give it.", "x": " "}
    lifecycle.request_changes(registration.pk, actor=DANA, reason="See below.", remarks=remarks)

    assert _remarks(registration) == {k: v for k, v in remarks.items() if v.strip()}
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    assert _remarks(registration) == {}


def _remarks(registration: Registration) -> dict[str, str]:
    rows = registration.current.values.exclude(staff_remark="")
    return {row.path: row.staff_remark for row in rows}


def test_refusing_takes_a_reason_and_ends_a_first_filing(sound: Brand) -> None:
    registration = brand_at(S.STAFF_REVIEW, sound)
    with pytest.raises(InvalidInput):
        lifecycle.refuse(registration.pk, actor=DANA, reason=" ")

    refused = lifecycle.refuse(registration.pk, actor=DANA, reason="No lending.")

    assert (refused.status, refused.review_note) == (S.REJECTED, "No lending.")


def test_a_refused_update_leaves_the_approval_in_force(approved: Registration) -> None:
    lifecycle.amend(approved.pk, actor=ALICE)
    hand_in(approved)

    refused = lifecycle.refuse(approved.pk, actor=DANA, reason="No.")

    assert (refused.status, refused.approved_round) == (S.APPROVED, 1)
    assert refused.current.discarded_at is not None


def test_an_update_starts_from_the_answers_in_force_while_those_stand(
    approved: Registration,
) -> None:
    before = {v.path: v.answer for v in approved.current.values.all()}

    version = lifecycle.amend(approved.pk, actor=ALICE)

    updated = _fresh(approved)
    assert (updated.status, updated.approved_round, version.number) == (S.DRAFT, 1, 2)
    assert {v.path: v.answer for v in version.values.all()} == before


def test_a_dropped_update_is_never_the_start_of_the_next(approved: Registration) -> None:
    dropped = lifecycle.amend(approved.pk, actor=ALICE)
    drafting.save_answers(approved.pk, answers={"companyInfo.city": "Nowhere"}, actor=ALICE)

    assert lifecycle.drop_update(approved.pk, actor=ALICE).status == S.APPROVED
    dropped.refresh_from_db()
    assert dropped.discarded_at is not None
    version = lifecycle.amend(approved.pk, actor=ALICE)
    assert version.values.get(path="companyInfo.city").text == "Seattle"


def test_only_an_update_can_be_dropped(sound: Brand) -> None:
    with pytest.raises(DomainError, match="no approval"):
        lifecycle.drop_update(draft_brand(sound).pk, actor=ALICE)


def test_an_approved_update_takes_the_place_of_the_round_before(approved: Registration) -> None:
    registration = _update_in_review(approved)
    decision = Decision(
        "COMPLETE", VersionDecision(2, "APPROVED"), (), (VersionDecision(1, "ARCHIVED"),)
    )
    moved = lifecycle.record_carrier_status(registration.pk, seen=decision, now=timezone.now())

    assert (moved.status, moved.approved_round) == (S.APPROVED, 2)
    assert registration.versions.get(number=1).carrier_status == "ARCHIVED"


@pytest.mark.parametrize("status", ["SUBMITTED", "REVIEWING", "REQUIRES_OFFLINE_REVIEW", "NEW"])
def test_an_update_is_not_approved_because_the_round_before_it_is_complete(
    approved: Registration, status: str
) -> None:
    registration = _update_in_review(approved)

    assert seen(registration, "COMPLETE", VersionDecision(2, status)) == S.IN_REVIEW
    assert seen(registration, "COMPLETE") == S.IN_REVIEW


def test_an_update_refused_for_good_by_the_carrier_leaves_the_approval(
    approved: Registration,
) -> None:
    registration = _update_in_review(approved)

    assert seen(registration, "REQUIRES_UPDATES", FINAL_DENIAL) == S.APPROVED
    assert _fresh(registration).approved_round == 1


def test_late_news_of_the_round_before_decides_nothing(approved: Registration) -> None:
    registration = _update_in_review(approved)

    assert seen(registration, "COMPLETE", VersionDecision(1, "APPROVED")) == S.IN_REVIEW
    assert _fresh(registration).approved_round == 1


def test_a_withdrawal_while_an_update_is_written_revokes_and_can_be_opened_anew(
    approved: Registration,
) -> None:
    version = lifecycle.amend(approved.pk, actor=ALICE)

    assert seen(approved, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED")) == S.REVOKED
    assert lifecycle.reopen(approved.pk, actor=ALICE) == version
    assert _fresh(approved).status == S.DRAFT


def test_a_withdrawal_while_an_update_is_reviewed_leaves_the_update_under_review(
    approved: Registration,
) -> None:
    registration = _update_in_review(approved)
    revoked = Decision(
        "REVIEWING", VersionDecision(2, "REVIEWING"), (), (VersionDecision(1, "REVOKED"),)
    )
    for _ in range(2):
        lifecycle.record_carrier_status(registration.pk, seen=revoked, now=timezone.now())

    found = _fresh(registration)
    assert (found.status, found.approved_round) == (S.IN_REVIEW, None)
    assert seen(registration, "COMPLETE", VersionDecision(2, "APPROVED")) == S.APPROVED


def test_a_revoked_registration_gives_way_to_one_that_was_opened_meanwhile(
    approved: Registration, sound: Brand
) -> None:
    seen(approved, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED"))
    draft_brand(sound)

    with pytest.raises(DomainError, match="opened meanwhile"):
        lifecycle.reopen(approved.pk, actor=ALICE)


def test_a_round_discarded_at_the_carrier_is_followed_by_the_next(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    _file(registration, 1)

    assert seen(registration, "CREATED", VersionDecision(1, "DISCARDED")) == S.NEEDS_CHANGES
    assert registration.current.discarded_at is not None
    assert drafting.revise(registration.pk, actor=ALICE).number == 2


@pytest.mark.parametrize("ends", ["close", "revoke"])
def test_numbers_stop_with_the_registration_they_rest_on(sound: Brand, ends: str) -> None:
    number = make_originator(make_program(), sound)
    campaign = number.registration
    if ends == "close":
        lifecycle.close(campaign.pk, actor=ALICE)
    else:
        seen(campaign, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED"))

    assert Originator.objects.get().status == OriginatorStatus.SUSPENDED
    assert not _fresh(campaign).is_in_force


def test_closing_a_brand_closes_the_campaigns_that_rest_on_it(sound: Brand) -> None:
    brand = brand_at(S.APPROVED, sound)
    campaign = make_registration(sound, make_program(), status=S.APPROVED, parent=brand)

    lifecycle.close(brand.pk, actor=ALICE)

    assert _fresh(campaign).status == S.CLOSED


def test_a_brand_is_not_closed_under_a_campaign_that_the_carrier_reviews(sound: Brand) -> None:
    brand = brand_at(S.APPROVED, sound)
    make_registration(sound, make_program(), status=S.IN_REVIEW, parent=brand)

    with pytest.raises(DomainError, match="with the carrier"):
        lifecycle.close(brand.pk, actor=ALICE)


@pytest.fixture
def pair(db: None) -> tuple[Actor, Actor]:
    """Two people of the staff of an ISV who wants both to accept."""
    IsvSettings.objects.update_or_create(pk=1, defaults={"two_person_review": True})
    return Actor.staff(make_user("one@isv.example")), Actor.staff(make_user("two@isv.example"))


def test_two_persons_accept_where_the_isv_wants_it(sound: Brand, pair: Any) -> None:
    registration = brand_at(S.STAFF_REVIEW, sound)
    first, second = pair

    waiting = lifecycle.accept_for_carrier(registration.pk, actor=first)
    assert (waiting.status, str(waiting.first_accepted_by_id)) == (S.STAFF_REVIEW, first.id)
    with pytest.raises(DomainError, match="Another person"):
        lifecycle.accept_for_carrier(registration.pk, actor=first)

    assert lifecycle.accept_for_carrier(registration.pk, actor=second).status == S.SUBMITTED
    assert RegistrationEvent.objects.filter(kind=Kind.SECONDED).count() == 1


def test_what_comes_back_must_be_accepted_by_two_persons_anew(sound: Brand, pair: Any) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    first, second = pair
    lifecycle.accept_for_carrier(registration.pk, actor=first)
    lifecycle.take_back(registration.pk, actor=ALICE)
    hand_in(registration)

    assert lifecycle.accept_for_carrier(registration.pk, actor=second).status == S.STAFF_REVIEW


def test_no_machine_is_one_of_the_two_persons(sound: Brand, pair: Any) -> None:
    registration = brand_at(S.STAFF_REVIEW, sound)

    with pytest.raises(DomainError, match="person has to accept"):
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)
