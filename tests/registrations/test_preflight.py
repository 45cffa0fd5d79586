"""What stands between a registration and its submission."""

from datetime import timedelta

import pytest

from consent.looking import places
from consent.models import PageLook, Program
from consent.states import LookPage, LookReason, LookStatus
from registrations import drafting, lifecycle, preflight, progress
from registrations.models import (
    FormDefinition,
    Registration,
    RegistrationType,
)
from registrations.states import RegistrationStatus
from tenants.errors import DomainError
from tenants.models import Brand, IsvIdentity, Tenant, User
from tenants.registrant import registrants
from tests.builders import make_brand, make_decision, make_program
from tests.registrations.filings import (
    ALICE,
    DESCRIPTION,
    brand_at,
    draft_brand,
    hand_in,
    make_evidence,
)

CAMPAIGN = RegistrationType.TEN_DLC_CAMPAIGN
TOLL_FREE = RegistrationType.TOLL_FREE
S = RegistrationStatus
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


def rules(registration: Registration) -> set[str]:
    return {finding.rule for finding in preflight.check(registration)}


def test_the_isvs_own_data_is_found_by_the_settings_until_staff_keep_more(
    sound: Brand, settings
) -> None:
    settings.ISV_NAME = "Maple Dental"
    registration = draft_brand(sound)
    assert "ISV-INFO-DETECTED" in rules(registration)

    IsvIdentity.objects.create(legal_names=["Somebody Else"], phones=[sound.support_phone])
    found = [f for f in preflight.check(registration) if f.rule == "ISV-INFO-DETECTED"]

    assert [f.field for f in found] == ["brand.support_phone"]


def test_nothing_is_handed_in_before_it_is_decided_who_is_registered(in_tenant: Tenant) -> None:
    registration = draft_brand(make_brand(is_decided=False))

    (found,) = preflight.blockers(preflight.check(registration))
    assert (found.rule, found.field) == ("ISV-DECISION", "registrant")
    with pytest.raises(DomainError) as error:
        hand_in(registration)
    assert error.value.code == "blocked"

    make_decision()
    hand_in(registration)


@pytest.mark.parametrize("status", ["none", "waiting", "refused"])
def test_the_isv_is_not_registered_without_staffs_agreement(in_tenant: Tenant, status) -> None:
    registration = draft_brand(make_brand(is_decided=False))
    make_decision("yes", "yes", "yes", exception_status=status, exception_reason="Our app.")

    assert "ISV-DECISION" in rules(registration)


def test_what_is_typed_over_the_details_may_not_be_the_isvs_either(sound: Brand) -> None:
    IsvIdentity.objects.create(legal_names=["Texting Platform"], phones=["+12065550142"])
    registration = draft_brand(sound)
    path = "contactInfo.supportPhoneNumber"
    drafting.save_answers(registration.pk, answers={path: "+12065550142"}, actor=ALICE)

    found = [f for f in preflight.check(registration) if f.rule == "ISV-INFO-DETECTED"]

    assert [(f.field, f.is_blocker) for f in found] == [(path, True)]


def test_an_approved_exception_lets_the_details_pass_until_they_change(
    sound: Brand, dana: User
) -> None:
    IsvIdentity.objects.create(legal_names=["Maple Dental"], domains=["isv.example"])
    registration = draft_brand(sound)
    assert "ISV-INFO-DETECTED" in rules(registration)

    asked = registrants.ask_exception(reason="Our own name.", actor=ALICE)
    assert "ISV-INFO-DETECTED" in rules(registration)
    registrants.approve(asked.pk, reviewer=dana)
    assert "ISV-INFO-DETECTED" not in rules(registration)

    Brand.objects.update(website="https://app.isv.example")
    registration.refresh_from_db()
    assert "ISV-INFO-DETECTED" in rules(registration)


def test_staff_accept_nothing_whose_exception_was_taken_back(sound: Brand, dana: User) -> None:
    IsvIdentity.objects.create(legal_names=["Maple Dental"])
    asked = registrants.ask_exception(reason="Our own name.", actor=ALICE)
    registrants.approve(asked.pk, reviewer=dana)
    registration = draft_brand(sound)
    hand_in(registration)

    registrants.refuse(asked.pk, reviewer=dana, remark="It is not.")

    with pytest.raises(DomainError) as error:
        lifecycle.accept_for_carrier(registration.pk, actor=ALICE)
    assert error.value.code == "blocked"


def test_a_program_that_is_not_published_blocks(sound: Brand) -> None:
    program = Program.objects.create(name="News", slug="news")
    registration = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)

    assert "FILING-PROGRAM-PUBLISHED" in rules(registration)


def test_a_form_that_was_not_read_yet_blocks_and_says_so(sound: Brand) -> None:
    FormDefinition.objects.all().delete()

    # The telephone number of the tests is one of those set aside for examples.
    assert rules(draft_brand(sound)) == {
        "FORM-NOT-READ", "BRAND-PHONE", "FILING-NOT-CHECKED-LIVE",
    }  # fmt: skip


def test_what_we_assumed_is_pointed_out_and_stops_nothing(sound: Brand) -> None:
    brand_at(S.APPROVED, sound)
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


def test_company_details_are_held_against_the_checks_of_the_forms(sound: Brand) -> None:
    Brand.objects.update(street="n/a", postal_code="10001", support_phone="+19002345678")
    found = {f.field: str(f.severity) for f in preflight.check(draft_brand(Brand.objects.get()))}

    assert found["brand.street"] == found["brand.postal_code"] == "blocker"
    assert found["brand.support_phone"] == "warning"


def test_declared_attributes_are_held_against_the_samples(sound: Brand) -> None:
    brand_at(S.APPROVED, sound)
    program = make_program(description=DESCRIPTION)
    campaign = drafting.create_registration(CAMPAIGN, program=program, actor=ALICE)
    given = {"campaignUseCase.embeddedLink": ["Yes"], "campaignUseCase.embeddedLinkSample": "x"}
    drafting.save_answers(campaign.pk, answers=given, actor=ALICE)

    assert "SAMPLE-LINK-ATTR" in rules(campaign)


def test_the_sixth_toll_free_number_needs_a_reason(sound: Brand) -> None:
    program = make_program(description=DESCRIPTION)
    first = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)
    assert "TFN-VOLUME-JUSTIFY" not in rules(first)

    for number in range(5):
        other = make_program(slug=f"branch-{number}", description=DESCRIPTION)
        drafting.create_registration(TOLL_FREE, program=other, actor=ALICE)

    assert "TFN-VOLUME-JUSTIFY" in rules(first)


def test_a_page_that_was_last_seen_broken_blocks(sound: Brand) -> None:
    program = make_program(description=DESCRIPTION)
    registration = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)
    assert "TERMS-REACHABLE" not in rules(registration)

    assert program.published is not None
    url = places.url(program.published, LookPage.TERMS)
    seen = {
        "reader": "plain", "is_our_fault": False, "problem": "", "status": 404, "final_url": url,
        "content_type": "text/html", "title": "", "words": 3, "has_login": False, "has_wall": False,
        "has_form": False, "seen": [], "missing": [], "covered": [],
    }  # fmt: skip
    PageLook.objects.create(
        program=program, page=LookPage.TERMS, url=url, reason=LookReason.ASKED,
        status=LookStatus.DONE, readers=[seen],
    )  # fmt: skip

    assert "TERMS-REACHABLE" in rules(registration)
