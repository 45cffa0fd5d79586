"""What the carrier shows becomes a state of ours, once, and nothing else changes."""

from dataclasses import replace

import pytest
from django.utils import timezone

from registrations import lifecycle, progress, tasks
from registrations.carrier.filing import Reason, VersionDecision
from registrations.models import (
    RegistrationEvent,
)
from registrations.states import FROM_CARRIER, RegistrationStatus
from tenants.models import Brand
from tests.registrations.conftest import Nudge
from tests.registrations.filings import (
    DANA,
    DENIED,
    brand_at,
    seen,
)

S = RegistrationStatus
Kind = RegistrationEvent.Kind
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


@pytest.mark.parametrize("status", ["SUBMITTED", "CREATED", *FROM_CARRIER, "SOMETHING_NEW"])
def test_seeing_the_same_twice_changes_nothing(sound: Brand, status: str) -> None:
    registration = brand_at(S.IN_REVIEW, sound)
    first = seen(registration, status)
    count = RegistrationEvent.objects.count()

    assert seen(registration, status) == first
    assert RegistrationEvent.objects.count() == count


def test_an_approved_brand_has_no_number_to_set_up(
    sound: Brand, nudges: list[Nudge], django_capture_on_commit_callbacks
) -> None:
    registration = brand_at(S.IN_REVIEW, sound)

    with django_capture_on_commit_callbacks(execute=True):
        assert seen(registration, "COMPLETE", VersionDecision(1, "APPROVED")) == S.APPROVED

    assert [task for task, _ in nudges if task is tasks.provision] == []


def test_a_status_that_we_do_not_know_is_kept_shown_and_logged(sound: Brand, caplog) -> None:
    registration = brand_at(S.IN_REVIEW, sound)

    assert seen(registration, "HELD_FOR_MOON_PHASE") == S.IN_REVIEW

    registration.refresh_from_db()
    assert registration.carrier_status == "HELD_FOR_MOON_PHASE"
    assert "HELD_FOR_MOON_PHASE" in caplog.text
    assert RegistrationEvent.objects.filter(kind=Kind.CARRIER_STATUS).count() == 1


@pytest.mark.parametrize("status", ["DENIED", "SOMETHING_NEW"])
def test_what_does_not_lead_on_from_our_state_is_shown_and_left_alone(
    sound: Brand, status: str
) -> None:
    registration = brand_at(S.APPROVED, sound)

    assert seen(registration, "REQUIRES_UPDATES", VersionDecision(1, status)) == S.APPROVED

    registration.refresh_from_db()
    assert registration.carrier_status == "REQUIRES_UPDATES"


def test_a_version_status_that_we_do_not_know_is_kept(sound: Brand) -> None:
    registration = brand_at(S.IN_REVIEW, sound)

    assert seen(registration, "REVIEWING", VersionDecision(1, "REQUIRES_OFFLINE_REVIEW")) == (
        S.IN_REVIEW
    )
    assert registration.current.carrier_status == "REQUIRES_OFFLINE_REVIEW"


@pytest.mark.parametrize("version", [None, VersionDecision(2, "SUBMITTED")])
def test_the_denial_of_an_earlier_round_does_not_deny_this_one(
    sound: Brand, version: VersionDecision | None
) -> None:
    registration = brand_at(S.IN_REVIEW, sound)

    assert seen(registration, "REQUIRES_UPDATES", version) == S.IN_REVIEW


@pytest.mark.parametrize(
    ("status", "shown", "version", "result"),
    [
        (S.IN_REVIEW, "COMPLETE", VersionDecision(1, "APPROVED"), S.APPROVED),
        (S.IN_REVIEW, "PROVISIONING", VersionDecision(1, "APPROVED"), S.IN_REVIEW),
        (S.IN_REVIEW, "REQUIRES_UPDATES", DENIED, S.NEEDS_CHANGES),
        (S.IN_REVIEW, "REQUIRES_UPDATES", VersionDecision(1, "DISCARDED"), S.NEEDS_CHANGES),
        (S.IN_REVIEW, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED"), S.REVOKED),
        (S.IN_REVIEW, "CLOSED", None, S.CLOSED),
        (S.APPROVED, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED"), S.REVOKED),
        (S.APPROVED, "DELETED", None, S.CLOSED),
        (S.APPROVED, "REVIEWING", None, S.APPROVED),
        (S.DRAFT, "COMPLETE", None, S.DRAFT),
        (S.NEEDS_CHANGES, "COMPLETE", None, S.NEEDS_CHANGES),
        (S.SUBMITTED, "COMPLETE", None, S.SUBMITTED),
    ],
)
def test_the_carriers_two_states_become_one_of_ours(
    sound: Brand,
    status: RegistrationStatus,
    shown: str,
    version: VersionDecision | None,
    result: RegistrationStatus,
) -> None:
    assert seen(brand_at(status, sound), shown, version) == result


def test_a_final_reason_refuses_for_good(sound: Brand) -> None:
    final = replace(DENIED, reasons=(*DENIED.reasons, Reason("SECURITY_REVIEW_FAILED", "No.")))

    assert seen(brand_at(S.IN_REVIEW, sound), "REQUIRES_UPDATES", final) == S.REJECTED


def test_a_denial_keeps_every_reason_as_it_came(sound: Brand) -> None:
    registration = brand_at(S.IN_REVIEW, sound)
    seen(registration, "REQUIRES_UPDATES", DENIED)

    version = registration.current
    assert version.denied_reasons == [
        {"code": "CAMPAIGN_UNCLEAR", "text": "It is not clear.", "detail": "", "link": ""}
    ]
    assert version.feedback == "Say more."


@pytest.mark.parametrize("verb", ["record_filed", "record_refusal"])
def test_late_news_of_a_filing_changes_nothing(sound: Brand, verb: str) -> None:
    registration = brand_at(S.APPROVED, sound)
    more = {"message": "No", "fields": {}} if verb == "record_refusal" else {}

    getattr(lifecycle, verb)(registration.pk, actor=DANA, **more)
    progress.record_trouble(registration.pk, message="late", now=timezone.now())

    registration.refresh_from_db()
    assert (registration.status, registration.filing_error) == (S.APPROVED, "")
