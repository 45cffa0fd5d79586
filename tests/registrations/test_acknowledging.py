"""Who may answer for a warning, with how much of a reason, and how long a word holds."""

from typing import Any

import pytest
from django.urls import reverse

from registrations import acknowledging, drafting, forecasting, lifecycle
from registrations.models import Acknowledgement, Registration, RegistrationEvent
from registrations.states import RegistrationStatus
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor, ActorKind
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    ALICE,
    DANA,
    DENIED,
    PERSON,
    REASON,
    draft_brand,
    drafted,
    fresh,
    hand_in,
    seen,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


@pytest.fixture
def filing(sound: Brand) -> Registration:
    """A brand's filing with warnings and nothing that must be fixed."""
    return draft_brand(sound)


def first_open(registration: Registration) -> str:
    """The digest of a warning that nobody has answered for."""
    return acknowledging.open_warnings(registration)[0].digest


def test_a_filing_with_warnings_is_not_handed_in_without_a_word(filing) -> None:
    with pytest.raises(DomainError) as error:
        lifecycle.submit_for_review(filing.pk, actor=ALICE)

    assert error.value.code == "unacknowledged"
    assert {row["severity"] for row in error.value.fields["warnings"]} == {"warning"}
    assert fresh(filing).status == RegistrationStatus.DRAFT


def test_a_word_for_every_warning_lets_it_go_on_and_is_written_down(filing) -> None:
    count = len(acknowledging.open_warnings(filing))

    assert hand_in(filing).status == RegistrationStatus.STAFF_REVIEW

    kept = Acknowledgement.objects.filter(version=filing.current)
    assert {(each.made_by, each.reason) for each in kept} == {(PERSON.label, REASON)}
    told = RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.ACKNOWLEDGED)
    assert told.count() == kept.count() == count


@pytest.mark.parametrize("reason", ["", "ok", "         ok         ", "x" * 1001])
def test_a_reason_that_says_nothing_is_none(filing, reason: str) -> None:
    with pytest.raises(InvalidInput):
        acknowledging.acknowledge(filing.pk, digest=first_open(filing), reason=reason, actor=PERSON)

    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("kind", [ActorKind.API_KEY, ActorKind.SYSTEM, ActorKind.CARRIER])
def test_only_a_person_answers_for_a_warning(filing, kind: ActorKind) -> None:
    machine = Actor(kind, label="a program")

    with pytest.raises(DomainError) as error:
        acknowledging.acknowledge(
            filing.pk, digest=first_open(filing), reason=REASON, actor=machine
        )

    assert error.value.code == "person_needed"


def test_answering_twice_is_answering_once(filing) -> None:
    digest = first_open(filing)
    first = acknowledging.acknowledge(filing.pk, digest=digest, reason=REASON, actor=PERSON)

    again = acknowledging.acknowledge(
        filing.pk, digest=digest, reason="Another reason altogether.", actor=PERSON
    )

    assert again == first


def test_what_must_be_fixed_is_answered_for_by_nobody(filing) -> None:
    city = {"companyInfo.companyName": "Assent"}
    drafting.save_answers(filing.pk, answers=city, actor=ALICE)
    blockers = forecasting.blockers(forecasting.current(filing))

    with pytest.raises(DomainError) as error:
        acknowledging.acknowledge(filing.pk, digest=blockers[0].digest, reason=REASON, actor=PERSON)

    assert error.value.code == "blocked"


def test_words_that_changed_meanwhile_are_answered_for_anew(filing) -> None:
    with pytest.raises(DomainError) as error:
        acknowledging.acknowledge(filing.pk, digest="f" * 64, reason=REASON, actor=PERSON)

    assert error.value.code == "warning_changed"


def test_a_word_holds_in_the_next_round_for_the_same_words(filing) -> None:
    hand_in(filing)
    held = {a.rule for a in Acknowledgement.objects.all()} - {"FILING-NOT-CHECKED-LIVE"}
    lifecycle.accept_for_carrier(filing.pk, actor=DANA)
    lifecycle.record_filed(filing.pk, actor=DANA)
    seen(filing, "REQUIRES_UPDATES", DENIED)

    drafting.revise(filing.pk, actor=ALICE)

    open_now = {each.finding.rule for each in acknowledging.open_warnings(fresh(filing))}
    assert held
    assert not held & open_now
    assert "FILING-NOT-CHECKED-LIVE" in open_now


def test_a_member_answers_for_some_warnings_on_the_page(
    as_alice: Any, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, "US_TEN_DLC_BRAND_REGISTRATION")
    with tenant_scope(tenant.pk):
        digest = first_open(registration)
    url = reverse("registrations:acknowledge", args=[registration.pk])

    refused = as_alice.post(url, {f"reason-{digest}": "no"}).content.decode()
    answer = as_alice.post(url, {f"reason-{digest}": REASON}, follow=True).content.decode()

    assert "Say in a sentence why it does not apply" in refused
    assert ">no</textarea>" in refused
    assert "You answered for 1 warning." in answer
    assert REASON in answer
    with tenant_scope(tenant.pk):
        assert Acknowledgement.objects.get().reason == REASON


def test_the_page_says_who_decides_and_folds_what_passed(
    as_alice: Any, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, "US_TEN_DLC_BRAND_REGISTRATION")

    shown = as_alice.get(reverse("registrations:check", args=[registration.pk])).content.decode()

    assert "Amazon does not approve use cases" in shown
    assert "Likely to be questioned (" in shown
    assert "Passed (" in shown
    assert "Live check" in shown


def test_what_reviewers_say_is_found_by_words_and_codes(as_alice: Any) -> None:
    url = reverse("registrations:codes")

    assert 'id="BRAND_EMAIL_PUBLIC_DOMAIN"' in as_alice.get(url).content.decode()
    narrowed = as_alice.get(url, {"q": "30569"}).content.decode()
    assert "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES" in narrowed
    assert "BRAND_EMAIL_PUBLIC_DOMAIN" not in narrowed
    assert "No reason has these words" in as_alice.get(url, {"q": "zebra"}).content.decode()
