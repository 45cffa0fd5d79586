"""Every status of the service, reached through the unchanged client by every magic outcome."""

from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator import magic
from registrations.carrier.simulator.definitions import forms
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.contract import (
    BRAND_TYPE,
    CAMPAIGN_TYPE,
    GB_TYPE,
    LONG_CODE_TYPE,
    REVIEW,
    SHORT_CODE_TYPE,
    TOLL_FREE_TYPE,
    VETTING_TYPE,
    fill_whole,
    leased,
    prepared,
    statuses,
    walked,
)
from tests.registrations.simulation import MODEL, checked_client, fill, refusal, status_of

Q, DAY = REVIEW / 4, 86_400.0
WHOLE = [Q] * 5
UNKNOWN = frozenset({"CARRIER_VETTING", "PARKED", "ON_THE_SHELF"})
SUBMITTED, REVIEWING = ("SUBMITTED", "SUBMITTED"), ("REVIEWING", "REVIEWING")
PROVISIONING, COMPLETE = ("PROVISIONING", "APPROVED"), ("COMPLETE", "APPROVED")
DENIED = ("REQUIRES_UPDATES", "DENIED")
APPROVAL = [SUBMITTED, REVIEWING, PROVISIONING, COMPLETE]

# For each word: how the clock is moved, and what the registration and its version show meanwhile.
WALKS: dict[str, tuple[list[float], list[tuple[str, str]]]] = {
    "": (WHOLE, APPROVAL),
    "Reject": (WHOLE, [SUBMITTED, REVIEWING, DENIED]),
    "NeedsUpdates": (WHOLE, [SUBMITTED, REVIEWING, DENIED]),
    "FinalDenial": (WHOLE, [SUBMITTED, REVIEWING, DENIED]),
    "Slow": ([Q, DAY, 30 * DAY - DAY, Q], APPROVAL),
    "AwsReview": (WHOLE, [("AWS_REVIEWING", "AWS_REVIEWING"), *APPROVAL[1:]]),
    "Authenticate": (
        [Q, Q, 7 * DAY],
        [SUBMITTED, REVIEWING, ("REQUIRES_AUTHENTICATION",) * 2, DENIED],
    ),
    "OfflineReview": (
        [Q, Q, 7 * DAY, 2 * Q, Q],
        [SUBMITTED, REVIEWING, ("REVIEWING", "REQUIRES_OFFLINE_REVIEW"), REVIEWING, *APPROVAL[2:]],
    ),
    "FutureStatus": (
        [Q, Q, Q, 2 * Q, Q],
        [SUBMITTED, REVIEWING, ("CARRIER_VETTING",) * 2, REVIEWING, *APPROVAL[2:]],
    ),
    "RevokeLater": ([*WHOLE, 10 * REVIEW], [*APPROVAL, ("REQUIRES_UPDATES", "REVOKED")]),
    "CloseLater": ([*WHOLE, 10 * REVIEW], [*APPROVAL, ("CLOSED", "APPROVED")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, review_seconds=REVIEW, no_flush=True) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    return checked_client(simulator, tolerated=UNKNOWN)


def named(word: str) -> dict[str, str]:
    return {"companyInfo.companyName": f"Maple {word} LLC"} if word else {}


def submitted(simulator: Simulator, client: Any, kind: str = BRAND_TYPE, word: str = "") -> str:
    registration_id = prepared(simulator, client, kind, **named(word))
    client.submit_registration_version(RegistrationId=registration_id)
    return registration_id


def approved(simulator: Simulator, client: Any, kind: str = BRAND_TYPE) -> str:
    registration_id = submitted(simulator, client, kind)
    simulator.decide(registration_id, "approve")
    return registration_id


def test_every_magic_word_has_its_walk() -> None:
    assert set(WALKS) - {""} == set(magic.MAGIC_WORDS)


@pytest.mark.parametrize("word", WALKS)
def test_a_word_leads_through_its_statuses(simulator: Simulator, client: Any, word: str) -> None:
    steps, expected = WALKS[word]
    registration_id = submitted(simulator, client, BRAND_TYPE, word)

    assert walked(simulator, client, registration_id, *steps) == expected


@pytest.mark.parametrize("kind", sorted(forms()))
def test_every_type_is_filled_from_its_form_alone_and_approved(
    simulator: Simulator, client: Any, kind: str
) -> None:
    simulator.reset()
    registration_id = prepared(simulator, client, kind)
    client.submit_registration_version(RegistrationId=registration_id)

    assert walked(simulator, client, registration_id, *WHOLE) == APPROVAL


@pytest.mark.parametrize("kind", [TOLL_FREE_TYPE, SHORT_CODE_TYPE, LONG_CODE_TYPE, GB_TYPE])
@pytest.mark.parametrize("word", ["Reject", "FinalDenial"])
def test_every_kind_of_form_can_be_denied_with_a_mark(
    simulator: Simulator, client: Any, kind: str, word: str
) -> None:
    registration_id = submitted(simulator, client, kind, word)
    simulator.advance(REVIEW)

    assert statuses(client, registration_id) == DENIED
    pages = client.get_paginator("describe_registration_field_values").paginate(
        RegistrationId=registration_id
    )
    values = [value for page in pages for value in page["RegistrationFieldValues"]]
    assert any("DeniedReason" in value for value in values)


def test_the_walks_and_the_rest_show_every_status_of_the_service(
    simulator: Simulator, client: Any
) -> None:
    seen = {pair for _steps, pairs in WALKS.values() for pair in pairs}
    registration_id = prepared(simulator, client, BRAND_TYPE)
    seen.add(statuses(client, registration_id))
    client.submit_registration_version(RegistrationId=registration_id)
    client.discard_registration_version(RegistrationId=registration_id)
    seen.add(statuses(client, registration_id))
    amended = _amended(simulator, client)
    old = client.describe_registration_versions(RegistrationId=amended, VersionNumbers=[1])
    seen.add(("COMPLETE", old["RegistrationVersions"][0]["RegistrationVersionStatus"]))
    gone = client.delete_registration(RegistrationId=registration_id)
    seen.add((gone["RegistrationStatus"], "DISCARDED"))

    known = set(MODEL.shape_for("RegistrationStatus").metadata["enum"])
    versions = set(MODEL.shape_for("RegistrationVersionStatus").metadata["enum"])
    assert {status for status, _version in seen} == known | {"CARRIER_VETTING"}
    assert {version for _status, version in seen} == versions | {"CARRIER_VETTING"}


def _amended(simulator: Simulator, client: Any) -> str:
    registration_id = approved(simulator, client)
    client.create_registration_version(RegistrationId=registration_id)
    fill_whole(simulator, client, registration_id, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "approve")
    return registration_id


def test_a_mail_that_is_answered_lets_the_review_go_on(simulator: Simulator, client: Any) -> None:
    simulator.reset()
    registration_id = submitted(simulator, client, BRAND_TYPE, "Authenticate")
    simulator.advance(2 * Q)

    waiting = simulator.call("GET", "/_sim/mail")["mail"]
    simulator.decide(registration_id, "answer")

    assert [one["registration_id"] for one in waiting] == [registration_id]
    assert walked(simulator, client, registration_id, 2 * Q, Q) == APPROVAL[1:]


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        ("approve", COMPLETE),
        ("provision", PROVISIONING),
        ("deny", DENIED),
        ("review", REVIEWING),
        ("authenticate", ("REQUIRES_AUTHENTICATION",) * 2),
        ("offline", ("REVIEWING", "REQUIRES_OFFLINE_REVIEW")),
        ("future", ("CARRIER_VETTING",) * 2),
    ],
)
def test_a_review_is_decided_by_the_control(
    simulator: Simulator, client: Any, verdict: str, shown: tuple[str, str]
) -> None:
    registration_id = submitted(simulator, client)

    simulator.decide(registration_id, verdict)

    assert statuses(client, registration_id) == shown


def test_a_status_that_nobody_knows_reaches_the_client(simulator: Simulator, client: Any) -> None:
    registration_id = submitted(simulator, client)

    simulator.show_status(registration_id, "PARKED", version_status="ON_THE_SHELF")

    assert statuses(client, registration_id) == ("PARKED", "ON_THE_SHELF")


def test_a_denied_change_leaves_the_approval_in_force(simulator: Simulator, client: Any) -> None:
    registration_id = approved(simulator, client)
    client.create_registration_version(RegistrationId=registration_id)
    fill_whole(simulator, client, registration_id, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "deny", reasons=["BRAND_UNVERIFIED"])

    found = client.describe_registrations(RegistrationIds=[registration_id])["Registrations"][0]
    first = client.describe_registration_versions(
        RegistrationId=registration_id, VersionNumbers=[1]
    )["RegistrationVersions"][0]

    assert (found["ApprovedVersionNumber"], found["LatestDeniedVersionNumber"]) == (1, 2)
    assert first["RegistrationVersionStatus"] == "APPROVED"


def test_an_approval_is_withdrawn_while_a_change_is_drafted(
    simulator: Simulator, client: Any
) -> None:
    registration_id = approved(simulator, client)
    client.create_registration_version(RegistrationId=registration_id)

    simulator.decide(registration_id, "revoke")

    assert statuses(client, registration_id) == ("REQUIRES_UPDATES", "DRAFT")
    versions = client.describe_registration_versions(RegistrationId=registration_id)
    assert versions["RegistrationVersions"][0]["RegistrationVersionStatus"] == "REVOKED"


def test_a_campaign_waits_for_the_vetting_of_its_brand(simulator: Simulator, client: Any) -> None:
    campaign_id = prepared(simulator, client, CAMPAIGN_TYPE)
    related = client.list_registration_associations(RegistrationId=campaign_id)
    brand_id = related["RegistrationAssociations"][0]["ResourceId"]
    vetting = client.create_registration(RegistrationType=VETTING_TYPE)["RegistrationId"]
    client.create_registration_association(RegistrationId=vetting, ResourceId=brand_id)
    client.submit_registration_version(RegistrationId=vetting)
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.advance(Q)

    assert _codes(client, campaign_id) == ["WAIT_TO_RESUBMIT_REGISTRATION"]


def test_an_approved_campaign_cannot_change_its_use_case(simulator: Simulator, client: Any) -> None:
    campaign_id = approved(simulator, client, CAMPAIGN_TYPE)
    client.create_registration_version(RegistrationId=campaign_id)
    fill_whole(simulator, client, campaign_id, CAMPAIGN_TYPE)
    fill(client, campaign_id, {"campaignUseCase.useCase": ["MARKETING"]})
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.advance(Q)

    assert _codes(client, campaign_id) == ["CANNOT_UPDATE_REGISTRATION"]


def _codes(client: Any, registration_id: str) -> list[str]:
    found = client.describe_registration_versions(RegistrationId=registration_id)
    reasons = found["RegistrationVersions"][-1]["DeniedReasons"]
    return [reason["Reason"] for reason in reasons]


def test_a_sender_id_appears_when_its_registration_is_complete(
    simulator: Simulator, client: Any
) -> None:
    simulator.reset()
    before = client.describe_sender_ids()["SenderIds"]
    registration_id = approved(simulator, client, GB_TYPE)
    sender = client.describe_sender_ids()["SenderIds"][0]
    client.release_sender_id(SenderId="MAPLE", IsoCountryCode="GB")

    assert before == []
    assert (sender["Registered"], sender["RegistrationId"]) == (True, registration_id)
    assert status_of(client, registration_id) == "CLOSED"


def test_a_sender_id_belongs_to_one_registration(simulator: Simulator, client: Any) -> None:
    simulator.reset()
    approved(simulator, client, GB_TYPE)
    second = submitted(simulator, client, GB_TYPE)
    simulator.advance(Q)

    assert _codes(client, second) == ["SENDER_ID_NOT_AVAILABLE"]


def test_a_short_code_appears_when_its_registration_is_complete(
    simulator: Simulator, client: Any
) -> None:
    registration_id = approved(simulator, client, SHORT_CODE_TYPE)

    pages = client.get_paginator("describe_phone_numbers").paginate(
        Filters=[{"Name": "number-type", "Values": ["SHORT_CODE"]}]
    )
    numbers = [number for page in pages for number in page["PhoneNumbers"]]
    ours = [one for one in numbers if one["RegistrationId"] == registration_id]
    assert [(one["Status"], len(one["PhoneNumber"])) for one in ours] == [("ACTIVE", 5)]


def test_a_long_code_is_requested_under_its_complete_registration(
    simulator: Simulator, client: Any
) -> None:
    registration_id = prepared(simulator, client, LONG_CODE_TYPE)
    early = refusal(lambda: leased(client, "LONG_CODE", "GB", RegistrationId=registration_id))
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "approve")

    number = leased(client, "LONG_CODE", "GB", RegistrationId=registration_id)

    assert early == ("ConflictException", "REGISTRATION_NOT_COMPLETE")
    assert number["RegistrationId"] == registration_id


def test_an_attachment_can_fail_and_be_deleted(simulator: Simulator, client: Any) -> None:
    made = client.create_registration_attachment(AttachmentBody=b"\x89PNG\r\n\x1a\nUploadFails")
    attachment_id = made["RegistrationAttachmentId"]
    simulator.advance(60)

    failed = client.describe_registration_attachments(RegistrationAttachmentIds=[attachment_id])
    gone = client.delete_registration_attachment(RegistrationAttachmentId=attachment_id)

    assert failed["RegistrationAttachments"][0]["AttachmentStatus"] == "UPLOAD_FAILED"
    assert gone["AttachmentStatus"] == "DELETED"
