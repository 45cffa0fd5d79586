"""The carrier's forms: every type is listed, pages follow each other, and forms change one day."""

from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.definitions import forms
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.contract import (
    BRAND_TYPE,
    CAMPAIGN_TYPE,
    FUTURE_TYPE,
    LONG_CODE_TYPE,
    REVIEW,
    prepared,
)
from tests.registrations.simulation import checked_client, fill, refusal, status_of

OFFERED = {
    *("US_TEN_DLC_BRAND_REGISTRATION", "US_TEN_DLC_BRAND_VETTING"),
    *("US_TEN_DLC_CAMPAIGN_REGISTRATION", "US_TOLL_FREE_REGISTRATION"),
    *("US_SHORT_CODE_REGISTRATION", "ZZ_LONG_CODE_REGISTRATION"),
    *(f"{country}_SENDER_ID_REGISTRATION" for country in ("GB", "SG", "AU", "IN", "ID", "AE")),
    FUTURE_TYPE,
}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, review_seconds=REVIEW, no_flush=True) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


def types(client: Any) -> list[str]:
    pages = client.get_paginator("describe_registration_type_definitions").paginate(
        PaginationConfig={"PageSize": 5}
    )
    return [
        one["RegistrationType"] for page in pages for one in page["RegistrationTypeDefinitions"]
    ]


def fields(client: Any, kind: str) -> dict[str, Any]:
    pages = client.get_paginator("describe_registration_field_definitions").paginate(
        RegistrationType=kind
    )
    return {one["FieldPath"]: one for page in pages for one in page["RegistrationFieldDefinitions"]}


def test_all_types_are_listed_page_by_page(client: Any) -> None:
    assert len(types(client)) == len(set(types(client)))
    assert set(types(client)) == OFFERED


@pytest.mark.parametrize("kind", sorted(forms()))
def test_every_field_can_be_answered_from_what_its_definition_tells(client: Any, kind: str) -> None:
    for path, field in fields(client, kind).items():
        hints = field["DisplayHints"]
        assert hints["Title"], path
        if field["FieldType"] == "SELECT":
            limits = field["SelectValidation"]
            assert 1 <= limits["MinChoices"] <= limits["MaxChoices"] <= len(limits["Options"])
            described = [one["Option"] for one in hints["SelectOptionDescriptions"]]
            assert described == limits["Options"]
        if field["FieldType"] == "TEXT":
            assert field["TextValidation"]["MinLength"] <= field["TextValidation"]["MaxLength"]


def test_a_condition_is_told_in_a_form_that_machines_read(client: Any) -> None:
    found = fields(client, BRAND_TYPE)["companyInfo.stockSymbol"]["ConditionalBehavior"]

    assert found["DefaultBehavior"] == "DISALLOWED"
    assert found["Rules"][0]["RuleBehavior"] == "REQUIRED"
    assert found["Rules"][0]["Conditions"] == [
        {
            "DependsOnFieldPath": "companyInfo.legalType",
            "Operator": "EQUALS",
            "Values": ["PUBLIC_PROFIT"],
        }
    ]


def test_a_campaign_offers_special_use_cases_to_vetted_brands_only(
    simulator: Simulator, client: Any
) -> None:
    special = {"campaignUseCase.useCase": ["EMERGENCY"]}
    registration_id = prepared(simulator, client, CAMPAIGN_TYPE, **special)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.advance(REVIEW)

    version = client.describe_registration_versions(RegistrationId=registration_id)
    reason = version["RegistrationVersions"][0]["DeniedReasons"][0]["Reason"]
    assert reason == "CAMPAIGN_NOT_QUALIFIED_EMERGENCY_ALERT"


def test_a_field_is_added_changed_and_removed_while_it_runs(
    simulator: Simulator, client: Any
) -> None:
    before = fields(client, LONG_CODE_TYPE)
    simulator.change_form(
        LONG_CODE_TYPE,
        add={"path": "companyInfo.leiCode", "title": "LEI code", "max": 20, "need": "REQUIRED"},
    )
    simulator.change_form(LONG_CODE_TYPE, change={"path": "companyInfo.companyName", "max": 40})
    simulator.change_form(LONG_CODE_TYPE, remove="messagingUseCase.optInFlow3")
    after = fields(client, LONG_CODE_TYPE)
    simulator.change_form(LONG_CODE_TYPE, restore=True)

    assert set(after) - set(before) == {"companyInfo.leiCode"}
    assert set(before) - set(after) == {"messagingUseCase.optInFlow3"}
    assert after["companyInfo.companyName"]["TextValidation"]["MaxLength"] == 40
    assert fields(client, LONG_CODE_TYPE) == before


def test_a_new_requirement_denies_what_was_filled_by_the_old_form(
    simulator: Simulator, client: Any
) -> None:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    new = {"path": "companyInfo.leiCode", "title": "LEI code", "need": "REQUIRED"}
    simulator.change_form(BRAND_TYPE, add=new)

    client.submit_registration_version(RegistrationId=registration_id)
    simulator.advance(REVIEW)

    assert status_of(client, registration_id) == "REQUIRES_UPDATES"


def test_an_answer_to_a_field_that_is_gone_still_shows(simulator: Simulator, client: Any) -> None:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    simulator.change_form(BRAND_TYPE, remove="contactInfo.vertical")

    values = client.describe_registration_field_values(
        RegistrationId=registration_id, MaxResults=100
    )["RegistrationFieldValues"]
    put = refusal(lambda: fill(client, registration_id, {"contactInfo.vertical": ["RETAIL"]}))

    assert "contactInfo.vertical" in {value["FieldPath"] for value in values}
    assert put == ("ValidationException", "UNKNOWN_REGISTRATION_FIELD")


def test_a_withdrawn_type_is_offered_no_longer_but_goes_on(
    simulator: Simulator, client: Any
) -> None:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    simulator.change_form(BRAND_TYPE, withdraw=True)
    refused = refusal(lambda: client.create_registration(RegistrationType=BRAND_TYPE))
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.advance(2 * REVIEW)

    assert BRAND_TYPE not in types(client)
    assert refused == ("ValidationException", "UNKNOWN_REGISTRATION_TYPE")
    assert status_of(client, registration_id) == "COMPLETE"


def test_a_type_that_nobody_has_heard_of_appears(simulator: Simulator, client: Any) -> None:
    simulator.change_form(
        "US_HOLOGRAM_REGISTRATION",
        form={
            "title": "Hologram",
            "description": "Texts in the air.",
            "sections": [{"path": "hologramInfo", "title": "Hologram", "description": "It."}],
            "fields": [
                {
                    "path": "hologramInfo.colour",
                    "type": "SELECT",
                    "need": "REQUIRED",
                    "title": "Colour",
                    "description": "Of the light.",
                    "options": ["RED", "GREEN"],
                }
            ],
        },
    )
    made = client.create_registration(RegistrationType="US_HOLOGRAM_REGISTRATION")
    fill(client, made["RegistrationId"], {"hologramInfo.colour": ["RED"]})
    client.submit_registration_version(RegistrationId=made["RegistrationId"])
    simulator.advance(2 * REVIEW)

    assert "US_HOLOGRAM_REGISTRATION" in types(client)
    assert status_of(client, made["RegistrationId"]) == "COMPLETE"


@pytest.mark.parametrize(
    "change",
    [
        {"remove": "companyInfo.nothing"},
        {"change": {"path": "companyInfo.nothing"}},
        {"add": {"path": "nowhere.field", "title": "x"}},
        {"add": {"path": "companyInfo.x", "title": "x", "colour": "red"}},
        {"form": {"title": "x"}},
        {"paint": "red"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    simulator: Simulator, client: Any, change: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="400"):
        simulator.change_form(BRAND_TYPE, **change)
