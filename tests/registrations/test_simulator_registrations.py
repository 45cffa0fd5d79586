"""The life of a registration in the simulator: reviews, denials, resubmission."""

from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.states import FUTURE_STATUS, VERSION_TRANSITIONS
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    BRAND,
    BRAND_TYPE,
    CAMPAIGN_TYPE,
    MODEL,
    TOLL_FREE_TYPE,
    approved_brand,
    checked_client,
    drafted,
    drafted_campaign,
    drafted_toll_free,
    eventually,
    fill,
    refusal,
    status_of,
    submitted,
)

EDIT = ("ConflictException", "EDIT_REGISTRATION_FIELD_VALUES_NOT_ALLOWED")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    # Reviews last until a test decides them or moves the clock, so that no test waits.
    with running(tmp_path_factory.mktemp("simulator"), review_seconds=400) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    return checked_client(simulator)


def version(client: Any, registration_id: str, number: int = 1) -> dict[str, Any]:
    found = client.describe_registration_versions(
        RegistrationId=registration_id, VersionNumbers=[number]
    )
    return dict(found["RegistrationVersions"][0])


def values(client: Any, registration_id: str, number: int = 1) -> dict[str, Any]:
    pages = client.get_paginator("describe_registration_field_values").paginate(
        RegistrationId=registration_id, VersionNumber=number
    )
    return {one["FieldPath"]: one for page in pages for one in page["RegistrationFieldValues"]}


def put(client: Any, registration_id: str, path: str, **value: Any) -> Any:
    return client.put_registration_field_value(
        RegistrationId=registration_id, FieldPath=path, **value
    )


def test_a_new_registration_is_an_empty_draft(client: Any) -> None:
    made = client.create_registration(RegistrationType=BRAND_TYPE)

    assert made["RegistrationStatus"] == "CREATED"
    assert version(client, made["RegistrationId"])["RegistrationVersionStatus"] == "DRAFT"
    assert values(client, made["RegistrationId"]) == {}


def test_a_submitted_version_passes_through_review_to_complete(
    simulator: Simulator, client: Any
) -> None:
    registration_id = submitted(client, BRAND_TYPE, BRAND)

    seen = [status_of(client, registration_id)]
    for _ in range(4):
        simulator.advance(100)
        seen.append(status_of(client, registration_id))

    assert seen == ["SUBMITTED", "REVIEWING", "REVIEWING", "PROVISIONING", "COMPLETE"]
    history = version(client, registration_id)["RegistrationVersionStatusHistory"]
    assert set(history) == {
        "DraftTimestamp",
        "SubmittedTimestamp",
        "ReviewingTimestamp",
        "ApprovedTimestamp",
    }


def test_a_review_ends_by_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("quick"), review_seconds=0.2) as quick:
        client = quick.boto_client()
        registration_id = submitted(client, BRAND_TYPE, BRAND)

        assert eventually(lambda: status_of(client, registration_id) == "COMPLETE")


def test_a_review_by_the_carrier_first_is_shown(client: Any) -> None:
    registration_id = drafted(client, BRAND_TYPE, BRAND)

    answer = client.submit_registration_version(RegistrationId=registration_id, AwsReview=True)

    assert (answer["AwsReview"], answer["RegistrationVersionStatus"]) == (True, "AWS_REVIEWING")
    assert status_of(client, registration_id) == "AWS_REVIEWING"


def test_a_listed_company_must_authenticate(simulator: Simulator, client: Any) -> None:
    listed = {
        **BRAND,
        "companyInfo.legalType": ["PUBLIC_PROFIT"],
        "companyInfo.stockSymbol": "MPL",
        "companyInfo.stockExchange": ["NYSE"],
        "companyInfo.businessContactEmail": "legal@mapledental.example",
    }
    registration_id = submitted(client, BRAND_TYPE, listed)

    simulator.advance(200)

    assert status_of(client, registration_id) == "REQUIRES_AUTHENTICATION"


def test_a_version_under_review_is_frozen(client: Any) -> None:
    registration_id = submitted(client, BRAND_TYPE, BRAND)

    edit = refusal(lambda: put(client, registration_id, "companyInfo.city", TextValue="Tacoma"))
    again = refusal(lambda: client.submit_registration_version(RegistrationId=registration_id))
    new = refusal(lambda: client.create_registration_version(RegistrationId=registration_id))
    delete = refusal(lambda: client.delete_registration(RegistrationId=registration_id))

    assert edit == EDIT
    assert again == ("ConflictException", "REGISTRATION_ALREADY_SUBMITTED")
    assert new == ("ConflictException", "CREATE_REGISTRATION_VERSION_NOT_ALLOWED")
    assert delete == ("ConflictException", "RESOURCE_DELETION_NOT_ALLOWED")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"companyInfo.city": None}, "MISSING_REQUIRED_FIELD"),
        ({"companyInfo.stockSymbol": "MPL"}, "CONDITIONAL_FIELD_NOT_ALLOWED"),
        ({"companyInfo.legalType": ["PUBLIC_PROFIT"]}, "MISSING_CONDITIONAL_FIELD"),
        ({"companyInfo.taxId": "12345"}, "INVALID_FIELD_VALUE"),
    ],
)
def test_faults_a_machine_can_see_are_denied_after_the_submit(
    simulator: Simulator, client: Any, changes: dict[str, Any], code: str
) -> None:
    wanted = {path: one for path, one in {**BRAND, **changes}.items() if one is not None}
    registration_id = submitted(client, BRAND_TYPE, wanted)

    simulator.advance(100)

    denied = version(client, registration_id)
    assert denied["RegistrationVersionStatus"] == "DENIED"
    assert [reason["Reason"] for reason in denied["DeniedReasons"]] == [code]
    assert next(iter(changes)).split(".")[0] in denied["Feedback"]


@pytest.mark.parametrize(
    ("kind", "field", "code"),
    [
        (BRAND_TYPE, "companyInfo.address", "BRAND_ADDRESS_INVALID"),
        (
            CAMPAIGN_TYPE,
            "campaignInfo.optInWorkflow",
            "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES",
        ),
        (
            TOLL_FREE_TYPE,
            "messagingUseCase.optInDescription",
            "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES",
        ),
    ],
)
def test_the_word_reject_gets_a_denial_with_reasons_on_fields(
    simulator: Simulator, client: Any, kind: str, field: str, code: str
) -> None:
    registration_id = _filed_with_word(simulator, client, kind, "Reject")

    simulator.advance(400)

    assert status_of(client, registration_id) == "REQUIRES_UPDATES"
    reasons = version(client, registration_id)["DeniedReasons"]
    assert code in {reason["Reason"] for reason in reasons}
    marked = values(client, registration_id)
    assert marked[field]["DeniedReason"]
    assert marked[field]["Feedback"]


def _filed_with_word(simulator: Simulator, client: Any, kind: str, word: str) -> str:
    if kind == BRAND_TYPE:
        changed = {**BRAND, "companyInfo.companyName": f"Maple {word} LLC"}
        return submitted(client, BRAND_TYPE, changed)
    if kind == CAMPAIGN_TYPE:
        text = f"{word}: Maple Dental reminds patients of their appointments."
        brand_id = approved_brand(simulator, client)
        registration_id = drafted_campaign(client, brand_id, **{"campaignInfo.campaignName": text})
    else:
        changes = {"companyInfo.companyName": f"Maple {word} LLC"}
        registration_id, _number = drafted_toll_free(simulator, client, **changes)
    client.submit_registration_version(RegistrationId=registration_id)
    return registration_id


@pytest.mark.parametrize("kind", [BRAND_TYPE, CAMPAIGN_TYPE, TOLL_FREE_TYPE])
def test_the_word_needs_updates_is_denied_once_and_then_approved(
    simulator: Simulator, client: Any, kind: str
) -> None:
    registration_id = _filed_with_word(simulator, client, kind, "NeedsUpdates")
    simulator.advance(400)
    before = values(client, registration_id)

    new = client.create_registration_version(RegistrationId=registration_id)

    assert (new["VersionNumber"], new["RegistrationVersionStatus"]) == (2, "DRAFT")
    assert values(client, registration_id, 2) == {}
    for path, one in before.items():
        members = ("TextValue", "SelectChoices", "RegistrationAttachmentId")
        put(client, registration_id, path, **{m: one[m] for m in members if m in one})
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.advance(400)
    found = client.describe_registrations(RegistrationIds=[registration_id])["Registrations"][0]
    assert found["RegistrationStatus"] == "COMPLETE"
    assert (found["ApprovedVersionNumber"], found["LatestDeniedVersionNumber"]) == (2, 1)
    assert any("DeniedReason" in one for one in values(client, registration_id, 1).values())
    assert not any("DeniedReason" in one for one in values(client, registration_id, 2).values())


def test_the_word_slow_keeps_a_version_under_review(simulator: Simulator, client: Any) -> None:
    changed = {**BRAND, "contactInfo.dbaName": "Maple Slow"}
    registration_id = submitted(client, BRAND_TYPE, changed)

    simulator.advance(86_400)
    waiting = status_of(client, registration_id)
    simulator.advance(31 * 86_400)

    assert (waiting, status_of(client, registration_id)) == ("REVIEWING", "COMPLETE")


def test_a_denied_version_stays_as_it_was(simulator: Simulator, client: Any) -> None:
    registration_id = submitted(client, BRAND_TYPE, BRAND)
    simulator.decide(
        registration_id,
        "deny",
        reasons=["BRAND_UNVERIFIED", "SOMETHING_NEW"],
        fields={"companyInfo.taxId": "The number belongs to somebody else."},
    )

    edit = refusal(lambda: put(client, registration_id, "companyInfo.city", TextValue="Tacoma"))

    assert edit == EDIT
    reasons = version(client, registration_id)["DeniedReasons"]
    assert [one["Reason"] for one in reasons] == ["BRAND_UNVERIFIED", "SOMETHING_NEW"]
    marked = values(client, registration_id)["companyInfo.taxId"]
    assert marked["DeniedReason"] == "The number belongs to somebody else."


def test_a_draft_cannot_be_decided(simulator: Simulator, client: Any) -> None:
    registration_id = drafted(client, BRAND_TYPE, BRAND)

    with pytest.raises(ValueError, match="409"):
        simulator.decide(registration_id, "approve")


def test_an_approved_version_is_archived_by_the_next(simulator: Simulator, client: Any) -> None:
    registration_id = approved_brand(simulator, client)
    client.create_registration_version(RegistrationId=registration_id)
    fill(client, registration_id, BRAND)
    meanwhile = status_of(client, registration_id)
    client.submit_registration_version(RegistrationId=registration_id)

    simulator.decide(registration_id, "approve")

    assert meanwhile == "COMPLETE"
    assert version(client, registration_id, 1)["RegistrationVersionStatus"] == "ARCHIVED"
    assert version(client, registration_id, 2)["RegistrationVersionStatus"] == "APPROVED"


def test_an_approval_can_be_withdrawn(simulator: Simulator, client: Any) -> None:
    registration_id = approved_brand(simulator, client)

    simulator.decide(registration_id, "revoke")

    assert status_of(client, registration_id) == "REQUIRES_UPDATES"
    assert version(client, registration_id)["RegistrationVersionStatus"] == "REVOKED"


def test_a_submitted_version_can_be_discarded_and_started_anew(client: Any) -> None:
    registration_id = submitted(client, BRAND_TYPE, BRAND)

    gone = client.discard_registration_version(RegistrationId=registration_id)
    new = client.create_registration_version(RegistrationId=registration_id)

    assert gone["RegistrationVersionStatus"] == "DISCARDED"
    assert new["VersionNumber"] == 2
    again = refusal(lambda: client.discard_registration_version(RegistrationId=registration_id))
    assert again == ("ConflictException", "DISCARD_REGISTRATION_VERSION_NOT_ALLOWED")


def test_registrations_are_filtered_by_type_and_status(client: Any) -> None:
    registration_id = drafted(client, CAMPAIGN_TYPE, {})
    wanted = [
        {"Name": "registration-type", "Values": [CAMPAIGN_TYPE, TOLL_FREE_TYPE]},
        {"Name": "registration-status", "Values": ["CREATED"]},
    ]

    pages = client.get_paginator("describe_registrations").paginate(Filters=wanted)
    found = [one for page in pages for one in page["Registrations"]]

    assert registration_id in {one["RegistrationId"] for one in found}
    assert BRAND_TYPE not in {one["RegistrationType"] for one in found}


def test_an_unknown_version_number_is_refused(client: Any) -> None:
    registration_id = drafted(client, BRAND_TYPE, {})

    assert refusal(lambda: version(client, registration_id, 7)) == (
        "ValidationException",
        "UNKNOWN_REGISTRATION_VERSION",
    )


def test_the_states_are_those_of_the_service() -> None:
    known = set(MODEL.shape_for("RegistrationVersionStatus").metadata["enum"])

    assert set(VERSION_TRANSITIONS) - {FUTURE_STATUS} == known
    assert set().union(*VERSION_TRANSITIONS.values()) <= set(VERSION_TRANSITIONS)
