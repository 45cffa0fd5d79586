"""The verbs: what each may follow, what it writes, and what it leaves alone."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consent.models import Program
from registrations import drafting, lifecycle, preflight, progress
from registrations.carrier.filing import Decision, FieldDecision, Reason, VersionDecision
from registrations.models import (
    FormDefinition,
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import FROM_CARRIER, TRANSITIONS, RegistrationStatus
from tenants.crypto import decrypt
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.models import Brand, IsvIdentity, Tenant
from tests.builders import make_brand, make_program, make_registration
from tests.registrations.filings import ALICE, DANA, DESCRIPTION, make_evidence

BRAND, CAMPAIGN, TOLL_FREE = (
    RegistrationType.TEN_DLC_BRAND,
    RegistrationType.TEN_DLC_CAMPAIGN,
    RegistrationType.TOLL_FREE,
)
S = RegistrationStatus
Kind = RegistrationEvent.Kind
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]

DENIED = VersionDecision(
    1, "DENIED", (Reason("CAMPAIGN_UNCLEAR", "It is not clear."),), "Say more."
)


@pytest.fixture
def sound(in_tenant: Tenant) -> Brand:
    """A business whose brand can be registered."""
    return make_brand()


def draft(brand: Brand) -> Registration:
    return drafting.create_registration(BRAND, program=None, actor=ALICE)


def at(status: RegistrationStatus, brand: Brand, **fields: Any) -> Registration:
    """A brand registration in any state."""
    return make_registration(brand, status=status, carrier_id="registration-1", **fields)


def seen(registration: Registration, status: str, version: VersionDecision | None = None) -> str:
    """Let the carrier show something; return our state after it."""
    decision = Decision(status, version)
    now = timezone.now()
    return lifecycle.record_carrier_status(registration.pk, seen=decision, now=now).status


# --- the way of the tenant and of staff ----------------------------------------------------


def test_the_way_to_the_carrier_writes_one_event_for_each_step(sound: Brand) -> None:
    registration = draft(sound)
    lifecycle.submit_for_review(registration.pk, actor=ALICE)
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
    first = draft(sound)
    with pytest.raises(DomainError, match="open registration of this kind"):
        draft(sound)

    lifecycle.close(first.pk, actor=ALICE)

    assert draft(sound).pk != first.pk


def test_blockers_stop_the_handing_in_and_are_named(sound: Brand) -> None:
    Brand.objects.update(tax_id="1234")
    registration = draft(Brand.objects.get())

    with pytest.raises(DomainError) as caught, transaction.atomic():
        lifecycle.submit_for_review(registration.pk, actor=ALICE)

    assert caught.value.code == "blocked"
    assert [finding["rule"] for finding in caught.value.fields["findings"]] == ["FORM-TAX-ID"]
    registration.refresh_from_db()
    assert registration.status == S.DRAFT


def test_what_is_handed_in_is_what_our_facts_say_at_that_moment(sound: Brand) -> None:
    registration = draft(sound)
    Brand.objects.update(city="Tacoma")

    lifecycle.submit_for_review(registration.pk, actor=ALICE)
    Brand.objects.update(city="Spokane")

    handed_in = Registration.objects.get()
    assert drafting.effective(handed_in)["companyInfo.city"].text == "Tacoma"


def test_accepting_freezes_the_answers_with_the_tax_id_encrypted(sound: Brand) -> None:
    registration = draft(sound)
    lifecycle.submit_for_review(registration.pk, actor=ALICE)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)

    sent = registration.current.answers_sent or {}
    assert sent["companyInfo.companyName"] == {"text": "Maple Dental LLC"}
    assert sent["companyInfo.legalType"] == {"choices": ["PRIVATE_PROFIT"]}
    assert decrypt(sent["companyInfo.taxId"]["encrypted"]) == sound.tax_id
    with pytest.raises(DatabaseError), transaction.atomic():
        RegistrationVersion.objects.update(answers_sent={})


def test_the_database_keeps_no_tax_id_in_the_clear(sound: Brand) -> None:
    registration = draft(sound)
    lifecycle.submit_for_review(registration.pk, actor=ALICE)
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
    brand = at(S.APPROVED, sound)
    campaign = drafting.create_registration(CAMPAIGN, program=program, actor=ALICE)
    lifecycle.submit_for_review(campaign.pk, actor=ALICE)
    Registration.objects.filter(pk=brand.pk).update(status=S.REVOKED)

    with pytest.raises(DomainError, match="brand is not approved"):
        lifecycle.accept_for_carrier(campaign.pk, actor=DANA)

    Registration.objects.filter(pk=brand.pk).update(status=S.APPROVED)
    assert lifecycle.accept_for_carrier(campaign.pk, actor=DANA).parent_id == brand.pk


def test_sending_back_takes_a_reason(sound: Brand) -> None:
    registration = at(S.STAFF_REVIEW, sound)

    with pytest.raises(InvalidInput):
        lifecycle.request_changes(registration.pk, actor=DANA, reason=" ")

    assert (
        lifecycle.request_changes(registration.pk, actor=DANA, reason="Why?").review_note == "Why?"
    )


@pytest.mark.parametrize("status", [s for s in S if s != S.STAFF_REVIEW])
def test_staff_decide_only_what_was_handed_in(sound: Brand, status: RegistrationStatus) -> None:
    registration = at(status, sound)

    with pytest.raises(TransitionNotAllowed):
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    with pytest.raises(TransitionNotAllowed):
        lifecycle.request_changes(registration.pk, actor=DANA, reason="Why?")


@pytest.mark.parametrize("status", S)
def test_only_what_is_not_with_the_carrier_can_be_given_up(
    sound: Brand, status: RegistrationStatus
) -> None:
    registration = at(status, sound)
    if status in {S.DRAFT, S.NEEDS_CHANGES, S.STAFF_REVIEW}:
        assert lifecycle.close(registration.pk, actor=ALICE).status == S.CLOSED
        return
    with pytest.raises(TransitionNotAllowed):
        lifecycle.close(registration.pk, actor=ALICE)


@pytest.mark.parametrize("status", [s for s in S if s not in {S.DRAFT, S.NEEDS_CHANGES}])
def test_answers_are_typed_only_while_the_tenant_writes(
    sound: Brand, status: RegistrationStatus
) -> None:
    registration = at(status, sound)

    with pytest.raises(DomainError, match="cannot be edited"):
        drafting.save_answers(registration.pk, answers={"companyInfo.city": "X"}, actor=ALICE)


# --- answers --------------------------------------------------------------------------------


def test_a_typed_answer_stands_over_ours_until_it_is_emptied(sound: Brand) -> None:
    registration = draft(sound)
    path = "companyInfo.city"

    drafting.save_answers(registration.pk, answers={path: "Tacoma"}, actor=ALICE)
    assert drafting.effective(registration)[path].text == "Tacoma"
    Brand.objects.update(city="Spokane")
    assert drafting.effective(registration)[path].text == "Tacoma"
    drafting.save_answers(registration.pk, answers={path: ""}, actor=ALICE)

    registration = Registration.objects.get()
    assert drafting.effective(registration)[path].text == "Spokane"


def test_the_history_names_fields_and_never_their_contents(sound: Brand) -> None:
    registration = draft(sound)
    drafting.save_answers(registration.pk, answers={"companyInfo.taxId": "987654321"}, actor=ALICE)

    event = RegistrationEvent.objects.get(kind=Kind.ANSWERED)

    assert event.data == {"fields": ["companyInfo.taxId"]}


def test_saving_the_same_again_writes_no_history(sound: Brand) -> None:
    registration = draft(sound)
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
    registration = draft(sound)

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
    registration = at(S.IN_REVIEW, sound)
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
    registration = at(S.IN_REVIEW, sound)
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
    registration = at(status, sound)

    with pytest.raises(DomainError):
        drafting.revise(registration.pk, actor=ALICE)


def test_a_round_that_was_handed_in_takes_no_more_answers(sound: Brand) -> None:
    registration = at(S.NEEDS_CHANGES, sound)
    RegistrationVersion.objects.update(answers_sent={"x": 1})

    with pytest.raises(DomainError) as caught:
        drafting.save_answers(registration.pk, answers={"companyInfo.city": "X"}, actor=ALICE)

    assert caught.value.code == "round_closed"


# --- what the carrier shows -----------------------------------------------------------------


@pytest.mark.parametrize("status", ["SUBMITTED", "CREATED", *FROM_CARRIER, "SOMETHING_NEW"])
def test_seeing_the_same_twice_changes_nothing(sound: Brand, status: str) -> None:
    registration = at(S.IN_REVIEW, sound)
    first = seen(registration, status)
    count = RegistrationEvent.objects.count()

    assert seen(registration, status) == first
    assert RegistrationEvent.objects.count() == count


def test_a_status_that_we_do_not_know_is_kept_shown_and_logged(sound: Brand, caplog) -> None:
    registration = at(S.IN_REVIEW, sound)

    assert seen(registration, "HELD_FOR_MOON_PHASE") == S.IN_REVIEW

    registration.refresh_from_db()
    assert registration.carrier_status == "HELD_FOR_MOON_PHASE"
    assert "HELD_FOR_MOON_PHASE" in caplog.text
    assert RegistrationEvent.objects.filter(kind=Kind.CARRIER_STATUS).count() == 1


def test_a_version_status_that_we_do_not_know_is_kept(sound: Brand) -> None:
    registration = at(S.IN_REVIEW, sound)

    assert seen(registration, "REVIEWING", VersionDecision(1, "REQUIRES_OFFLINE_REVIEW")) == (
        S.IN_REVIEW
    )
    assert registration.current.carrier_status == "REQUIRES_OFFLINE_REVIEW"


@pytest.mark.parametrize("version", [None, VersionDecision(2, "SUBMITTED")])
def test_the_denial_of_an_earlier_round_does_not_deny_this_one(
    sound: Brand, version: VersionDecision | None
) -> None:
    registration = at(S.IN_REVIEW, sound)

    assert seen(registration, "REQUIRES_UPDATES", version) == S.IN_REVIEW


@pytest.mark.parametrize(
    ("status", "shown", "version", "result"),
    [
        (S.IN_REVIEW, "COMPLETE", VersionDecision(1, "APPROVED"), S.APPROVED),
        (S.IN_REVIEW, "PROVISIONING", VersionDecision(1, "APPROVED"), S.IN_REVIEW),
        (S.IN_REVIEW, "REQUIRES_UPDATES", DENIED, S.NEEDS_CHANGES),
        (S.IN_REVIEW, "REQUIRES_UPDATES", VersionDecision(1, "DISCARDED"), S.NEEDS_CHANGES),
        (S.IN_REVIEW, "REQUIRES_UPDATES", VersionDecision(1, "REVOKED"), S.NEEDS_CHANGES),
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
    assert seen(at(status, sound), shown, version) == result


def test_a_final_reason_refuses_for_good(sound: Brand) -> None:
    final = replace(DENIED, reasons=(*DENIED.reasons, Reason("SECURITY_REVIEW_FAILED", "No.")))

    assert seen(at(S.IN_REVIEW, sound), "REQUIRES_UPDATES", final) == S.REJECTED


def test_a_denial_keeps_every_reason_as_it_came(sound: Brand) -> None:
    registration = at(S.IN_REVIEW, sound)
    seen(registration, "REQUIRES_UPDATES", DENIED)

    version = registration.current
    assert version.denied_reasons == [
        {"code": "CAMPAIGN_UNCLEAR", "text": "It is not clear.", "detail": "", "link": ""}
    ]
    assert version.feedback == "Say more."


@pytest.mark.parametrize("verb", ["record_filed", "record_refusal"])
def test_late_news_of_a_filing_changes_nothing(sound: Brand, verb: str) -> None:
    registration = at(S.APPROVED, sound)
    more = {"message": "No", "fields": {}} if verb == "record_refusal" else {}

    getattr(lifecycle, verb)(registration.pk, actor=DANA, **more)
    progress.record_trouble(registration.pk, message="late", now=timezone.now())

    registration.refresh_from_db()
    assert (registration.status, registration.filing_error) == (S.APPROVED, "")


# --- the table ------------------------------------------------------------------------------


def test_every_step_of_the_table_has_a_verb_that_takes_it(sound: Brand) -> None:
    """By walking: from each state, each verb is tried, and the steps taken are compared."""
    taken: set[tuple[str, str]] = set()
    for status in S:
        for verb in _verbs():
            with transaction.atomic():
                registration = at(status, sound)
                drafting.prefill(registration.current)
                with suppress(DomainError):
                    verb(registration)
                registration.refresh_from_db()
                if registration.status != status:
                    taken.add((str(status), registration.status))
                transaction.set_rollback(True)

    wanted = {(str(a), str(b)) for a, following in TRANSITIONS.items() for b in following}
    assert taken == wanted


def _verbs() -> list[Any]:
    final = replace(DENIED, reasons=(Reason("SECURITY_REVIEW_FAILED", "No."),))
    revoked = VersionDecision(1, "REVOKED")
    return [
        lambda r: lifecycle.submit_for_review(r.pk, actor=ALICE),
        lambda r: lifecycle.request_changes(r.pk, actor=DANA, reason="Why?"),
        lambda r: lifecycle.accept_for_carrier(r.pk, actor=DANA),
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


# --- pre-flight -----------------------------------------------------------------------------


def rules(registration: Registration) -> set[str]:
    return {finding.rule for finding in preflight.check(registration)}


def test_the_isvs_own_data_is_found_by_the_settings_until_staff_keep_more(
    sound: Brand, settings
) -> None:
    settings.ISV_NAME = "Maple Dental"
    registration = draft(sound)
    assert "ISV-INFO-DETECTED" in rules(registration)

    IsvIdentity.objects.create(legal_names=["Somebody Else"], phones=[sound.support_phone])
    found = [f for f in preflight.check(registration) if f.rule == "ISV-INFO-DETECTED"]

    assert [f.field for f in found] == ["brand.support_phone"]


def test_a_program_that_is_not_published_blocks(sound: Brand) -> None:
    program = Program.objects.create(name="News", slug="news")
    registration = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)

    assert "FILING-PROGRAM-PUBLISHED" in rules(registration)


def test_a_form_that_was_not_read_yet_blocks_and_says_so(sound: Brand) -> None:
    FormDefinition.objects.all().delete()

    assert rules(draft(sound)) == {"FORM-NOT-READ"}


def test_what_we_assumed_is_pointed_out_and_stops_nothing(sound: Brand) -> None:
    at(S.APPROVED, sound)
    program = make_program(description=DESCRIPTION)
    make_evidence(program)
    campaign = drafting.create_registration(CAMPAIGN, program=program, actor=ALICE)

    found = preflight.check(campaign)

    assert preflight.blockers(found) == []
    assumed = [f.field for f in found if f.rule == "FILING-ASSUMED"]
    assert assumed == ["campaignUseCase.directLending", "campaignUseCase.ageGated"]


@pytest.mark.parametrize("attempts", range(0, 40, 3))
def test_the_wait_grows_to_a_limit(attempts: int) -> None:
    wait = progress.wait_after(attempts)

    assert timedelta(seconds=15) <= wait <= timedelta(minutes=15)
    assert progress.wait_after(attempts + 1) >= wait
