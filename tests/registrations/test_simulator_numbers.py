"""Numbers, opt-out lists, keywords and configuration sets of the simulator."""

from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest

from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    EVENTS_TOPIC,
    INBOUND_TOPIC,
    active_number,
    approved_brand,
    checked_client,
    drafted_campaign,
    drafted_toll_free,
    event_set,
    refusal,
    requested,
    status_of,
)

PERSON = "+13125550101"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator"), review_seconds=40) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


def number_status(client: Any, number_id: str) -> str:
    found = client.describe_phone_numbers(PhoneNumberIds=[number_id])["PhoneNumbers"][0]
    return str(found["Status"])


@pytest.mark.parametrize("kind", ["TEN_DLC", "TOLL_FREE", "SIMULATOR", "LONG_CODE"])
def test_requested_numbers_are_valid_and_never_the_same(client: Any, kind: str) -> None:
    made = [requested(client, kind)["PhoneNumber"] for _ in range(3)]

    assert len(set(made)) == 3
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(one)) for one in made)


def test_a_toll_free_number_turns_active_after_a_moment(simulator: Simulator, client: Any) -> None:
    number = requested(client, "TOLL_FREE")

    simulator.advance(10)

    assert number["Status"] == "PENDING"
    assert number_status(client, number["PhoneNumberId"]) == "ACTIVE"


def test_a_ten_dlc_number_waits_for_its_campaign(simulator: Simulator, client: Any) -> None:
    campaign_id = drafted_campaign(client, approved_brand(simulator, client))
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.decide(campaign_id, "approve")
    alone = requested(client, "TEN_DLC")
    joined = requested(client, "TEN_DLC", RegistrationId=campaign_id)

    simulator.advance(10)

    assert joined["Status"] == "ASSOCIATING"
    assert number_status(client, alone["PhoneNumberId"]) == "PENDING"
    assert number_status(client, joined["PhoneNumberId"]) == "ACTIVE"


def test_a_number_is_refused_for_a_campaign_that_is_not_complete(
    simulator: Simulator, client: Any
) -> None:
    campaign_id = drafted_campaign(client, approved_brand(simulator, client))

    found = refusal(lambda: requested(client, "TEN_DLC", RegistrationId=campaign_id))

    assert found == ("ConflictException", "REGISTRATION_NOT_COMPLETE")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"TwoWayEnabled": True}, "TWO_WAY_CHANNEL_NOT_PRESENT"),
        ({"TwoWayEnabled": True, "TwoWayChannelArn": "arn:aws:s3:::bucket/x"}, "INVALID_ARN"),
        ({"SelfManagedOptOutsEnabled": True}, "TWO_WAY_NOT_ENABLED"),
    ],
)
def test_two_way_needs_a_channel_and_self_management_needs_two_way(
    client: Any, changes: dict[str, Any], reason: str
) -> None:
    number_id = requested(client, "TOLL_FREE")["PhoneNumberId"]

    found = refusal(lambda: client.update_phone_number(PhoneNumberId=number_id, **changes))

    assert found == ("ValidationException", reason)


def test_a_number_is_set_up_for_two_way_and_found_by_it(client: Any) -> None:
    number_id = requested(client, "TOLL_FREE")["PhoneNumberId"]
    client.create_opt_out_list(OptOutListName="maple")

    changed = client.update_phone_number(
        PhoneNumberId=number_id,
        TwoWayEnabled=True,
        TwoWayChannelArn=INBOUND_TOPIC,
        SelfManagedOptOutsEnabled=True,
        OptOutListName="maple",
    )
    found = client.describe_phone_numbers(
        Filters=[
            {"Name": "two-way-enabled", "Values": ["true"]},
            {"Name": "opt-out-list-name", "Values": ["maple"]},
        ]
    )["PhoneNumbers"]

    assert changed["TwoWayChannelArn"] == INBOUND_TOPIC
    assert [one["PhoneNumberId"] for one in found] == [number_id]


def test_a_protected_number_is_not_released(client: Any) -> None:
    number_id = requested(client, "TOLL_FREE", DeletionProtectionEnabled=True)["PhoneNumberId"]

    held = refusal(lambda: client.release_phone_number(PhoneNumberId=number_id))
    client.update_phone_number(PhoneNumberId=number_id, DeletionProtectionEnabled=False)
    gone = client.release_phone_number(PhoneNumberId=number_id)

    assert held == ("ConflictException", "DELETION_PROTECTION_ENABLED")
    assert gone["Status"] == "DELETED"
    assert client.describe_phone_numbers()["PhoneNumbers"] == []


def test_releasing_the_toll_free_number_closes_its_registration(
    simulator: Simulator, client: Any
) -> None:
    registration_id, number_id = drafted_toll_free(simulator, client)
    client.submit_registration_version(RegistrationId=registration_id)
    held = refusal(lambda: client.release_phone_number(PhoneNumberId=number_id))
    simulator.decide(registration_id, "approve")

    client.release_phone_number(PhoneNumberId=number_id)

    assert held == ("ConflictException", "PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION")
    assert status_of(client, registration_id) == "CLOSED"


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"IsoCountryCode": "FR", "NumberType": "LONG_CODE"}, "COUNTRY_NOT_ENABLED"),
        ({"IsoCountryCode": "us", "NumberType": "TEN_DLC"}, "INVALID_PARAMETER"),
        ({"IsoCountryCode": "US", "NumberType": "SHORT_CODE"}, "INVALID_PARAMETER"),
    ],
)
def test_a_number_the_simulator_cannot_give_is_refused(
    client: Any, request_: dict[str, str], reason: str
) -> None:
    found = refusal(
        lambda: client.request_phone_number(
            MessageType="TRANSACTIONAL", NumberCapabilities=["SMS"], **request_
        )
    )

    assert found == ("ValidationException", reason)


def test_every_account_has_the_default_opt_out_list(client: Any) -> None:
    client.create_opt_out_list(OptOutListName="maple")

    found = client.describe_opt_out_lists()["OptOutLists"]

    assert [one["OptOutListName"] for one in found] == ["Default", "maple"]
    again = refusal(lambda: client.create_opt_out_list(OptOutListName="maple"))
    assert again == ("ConflictException", "RESOURCE_ALREADY_EXISTS")


def test_a_number_is_put_on_a_list_once_and_taken_off(client: Any) -> None:
    first = client.put_opted_out_number(OptOutListName="Default", OptedOutNumber=PERSON)
    again = client.put_opted_out_number(OptOutListName="Default", OptedOutNumber=PERSON)
    listed = client.describe_opted_out_numbers(OptOutListName="Default", OptedOutNumbers=[PERSON])[
        "OptedOutNumbers"
    ]
    client.delete_opted_out_number(OptOutListName="Default", OptedOutNumber=PERSON)

    assert again["OptedOutTimestamp"] == first["OptedOutTimestamp"]
    assert [one["EndUserOptedOut"] for one in listed] == [False]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_opted_out_numbers(OptOutListName="Default", OptedOutNumbers=[PERSON])


def test_lists_are_separate(client: Any) -> None:
    client.create_opt_out_list(OptOutListName="maple")
    client.put_opted_out_number(OptOutListName="maple", OptedOutNumber=PERSON)

    found = client.describe_opted_out_numbers(OptOutListName="Default")["OptedOutNumbers"]

    assert found == []


def test_a_number_has_stop_and_help_and_takes_more_keywords(
    simulator: Simulator, client: Any
) -> None:
    number_id = active_number(simulator, client)["PhoneNumberId"]

    client.put_keyword(
        OriginationIdentity=number_id,
        Keyword="Join",
        KeywordMessage="Welcome",
        KeywordAction="OPT_IN",
    )
    client.put_keyword(OriginationIdentity=number_id, Keyword="HELP", KeywordMessage="Call us")
    found = client.describe_keywords(OriginationIdentity=number_id)["Keywords"]

    assert {one["Keyword"]: one["KeywordMessage"] for one in found}["HELP"] == "Call us"
    assert {one["Keyword"] for one in found} == {"STOP", "HELP", "JOIN"}


def test_the_action_of_stop_cannot_be_changed(simulator: Simulator, client: Any) -> None:
    number_id = active_number(simulator, client)["PhoneNumberId"]

    found = refusal(
        lambda: client.put_keyword(
            OriginationIdentity=number_id,
            Keyword="STOP",
            KeywordMessage="Never mind",
            KeywordAction="OPT_IN",
        )
    )

    assert found == ("ValidationException", "INVALID_PARAMETER")


def test_a_configuration_set_shows_its_destinations(client: Any) -> None:
    event_set(client, "assent")

    found = client.describe_configuration_sets(ConfigurationSetNames=["assent"])

    destinations = found["ConfigurationSets"][0]["EventDestinations"]
    assert destinations[0]["SnsDestination"]["TopicArn"] == EVENTS_TOPIC
    again = refusal(lambda: client.create_configuration_set(ConfigurationSetName="assent"))
    assert again == ("ConflictException", "RESOURCE_ALREADY_EXISTS")


def test_a_destination_needs_one_kind_exactly(client: Any) -> None:
    client.create_configuration_set(ConfigurationSetName="assent")

    found = refusal(
        lambda: client.create_event_destination(
            ConfigurationSetName="assent",
            EventDestinationName="topic",
            MatchingEventTypes=["TEXT_ALL"],
        )
    )

    assert found == ("ValidationException", "MISSING_PARAMETER")
