"""What stands between a registration and its submission."""

from datetime import timedelta

import pytest

from consent.models import Program
from registrations import drafting, preflight, progress
from registrations.models import (
    FormDefinition,
    Registration,
    RegistrationType,
)
from registrations.states import RegistrationStatus
from tenants.models import Brand, IsvIdentity
from tests.builders import make_program
from tests.registrations.filings import (
    ALICE,
    DESCRIPTION,
    brand_at,
    draft_brand,
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


def test_a_program_that_is_not_published_blocks(sound: Brand) -> None:
    program = Program.objects.create(name="News", slug="news")
    registration = drafting.create_registration(TOLL_FREE, program=program, actor=ALICE)

    assert "FILING-PROGRAM-PUBLISHED" in rules(registration)


def test_a_form_that_was_not_read_yet_blocks_and_says_so(sound: Brand) -> None:
    FormDefinition.objects.all().delete()

    assert rules(draft_brand(sound)) == {"FORM-NOT-READ"}


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
