"""Texts through the simulator: what is refused, and what follows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from registrations.carrier.simulator.testing import (
    Hook,
    Notification,
    Simulator,
    listening_hook,
    running,
)
from tests.registrations.simulation import (
    EVENTS_TOPIC,
    PERSON,
    active_number,
    approved_brand,
    assert_signed,
    checked_client,
    drafted_campaign,
    drafted_toll_free,
    event_set,
    events_of,
    nothing_more,
    refusal,
    requested,
    send,
)


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    with listening_hook() as listening:
        yield listening


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Simulator]:
    directory = tmp_path_factory.mktemp("simulator")
    with running(directory, hook.url, event_seconds=0.05, hang_seconds=1.5) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


@pytest.fixture
def number(simulator: Simulator, client: Any) -> str:
    event_set(client)
    return str(active_number(simulator, client)["PhoneNumber"])


def test_an_accepted_text_is_kept_with_its_context(
    simulator: Simulator, client: Any, number: str
) -> None:
    message_id = send(client, number, Context={"message": "m-42"})

    kept = simulator.sends(to=PERSON)
    assert [one["MessageId"] for one in kept] == [message_id]
    assert kept[0]["Context"] == {"message": "m-42"}
    assert (kept[0]["Encoding"], kept[0]["Parts"]) == ("GSM", 1)


def test_its_events_arrive_signed_in_the_form_of_the_carrier(
    simulator: Simulator, hook: Hook, client: Any, number: str
) -> None:
    message_id = send(client, number, Context={"message": "m-42"})

    arrived: list[Notification] = []
    while len(arrived) < 3:
        notification = hook.next()
        if notification.message["messageId"] == message_id:
            arrived.append(notification)

    certificate_url = arrived[0].envelope["SigningCertURL"]
    certificate = simulator.fetch(certificate_url.removeprefix(simulator.url))
    for notification in arrived:
        assert_signed(notification, certificate, simulator.ca_file)
        assert notification.headers["content-type"] == "text/plain; charset=UTF-8"
        assert notification.headers["x-amz-sns-message-type"] == "Notification"
        assert notification.headers["x-amz-sns-topic-arn"] == EVENTS_TOPIC
        assert notification.message["context"] == {"message": "m-42"}
    kinds = [(one.message["eventType"], one.message["isFinal"]) for one in arrived]
    assert sorted(kinds) == [
        ("TEXT_DELIVERED", True),
        ("TEXT_QUEUED", False),
        ("TEXT_SUCCESSFUL", False),
    ]


def test_a_text_without_configuration_set_has_no_events(
    hook: Hook, client: Any, number: str
) -> None:
    answer = client.send_text_message(
        DestinationPhoneNumber=PERSON, OriginationIdentity=number, MessageBody="Hello"
    )

    assert nothing_more(hook, answer["MessageId"])


def test_a_destination_gets_only_the_events_it_asked_for(
    hook: Hook, client: Any, number: str
) -> None:
    client.create_configuration_set(ConfigurationSetName="narrow")
    client.create_event_destination(
        ConfigurationSetName="narrow",
        EventDestinationName="topic",
        MatchingEventTypes=["TEXT_DELIVERED"],
        SnsDestination={"TopicArn": EVENTS_TOPIC},
    )
    answer = client.send_text_message(
        DestinationPhoneNumber=PERSON,
        OriginationIdentity=number,
        MessageBody="Hello",
        ConfigurationSetName="narrow",
    )

    found = events_of(hook, answer["MessageId"], 1)

    assert [one["eventType"] for one in found] == ["TEXT_DELIVERED"]
    assert nothing_more(hook, answer["MessageId"])


def test_a_dry_run_sends_nothing(simulator: Simulator, client: Any, number: str) -> None:
    assert send(client, number, DryRun=True)
    assert simulator.sends() == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x" * 160, ("GSM", 1)),
        ("x" * 161, ("GSM", 2)),
        ("€" * 80, ("GSM", 1)),
        ("€" * 81, ("GSM", 2)),
        ("’" * 70, ("UNICODE", 1)),
        ("🚲" * 36, ("UNICODE", 2)),
    ],
)
def test_texts_are_counted_in_parts(
    simulator: Simulator, client: Any, number: str, body: str, expected: tuple[str, int]
) -> None:
    send(client, number, MessageBody=body)

    kept = simulator.sends()[0]
    assert (kept["Encoding"], kept["Parts"]) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"MessageBody": "x" * 1601}, ("ValidationException", "INVALID_PARAMETER")),
        ({"MessageBody": " \n "}, ("ValidationException", "INVALID_PARAMETER")),
        ({"MessageType": "PROMOTIONAL"}, ("ConflictException", "MESSAGE_TYPE_MISMATCH")),
        ({"TimeToLive": 300_000}, ("ValidationException", "INVALID_PARAMETER")),
        (
            {"Context": {str(n): "x" for n in range(6)}},
            ("ValidationException", "INVALID_PARAMETER"),
        ),
        ({"to": "3125550101"}, ("ValidationException", "INVALID_PARAMETER")),
        ({"to": "+442079460000"}, ("ValidationException", "INTERNATIONAL_SENDING_NOT_SUPPORTED")),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(
    simulator: Simulator,
    client: Any,
    number: str,
    changes: dict[str, Any],
    expected: tuple[str, str],
) -> None:
    assert refusal(lambda: send(client, number, **changes)) == expected
    assert simulator.sends() == []


def test_an_unknown_originator_or_set_is_not_found(client: Any, number: str) -> None:
    assert refusal(lambda: send(client, "+12065559999"))[0] == "ResourceNotFoundException"
    code = refusal(
        lambda: client.send_text_message(
            DestinationPhoneNumber=PERSON,
            OriginationIdentity=number,
            MessageBody="Hello",
            ConfigurationSetName="unknown",
        )
    )[0]
    assert code == "ResourceNotFoundException"


def test_a_pending_number_cannot_send(client: Any) -> None:
    event_set(client)
    pending = requested(client, "TEN_DLC")["PhoneNumberId"]

    found = refusal(lambda: send(client, pending))

    assert found == ("ConflictException", "RESOURCE_NOT_ACTIVE")


def test_a_toll_free_number_sends_once_its_registration_is_complete(
    simulator: Simulator, client: Any
) -> None:
    event_set(client)
    registration_id, number_id = drafted_toll_free(simulator, client)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "deny")
    simulator.advance(60)
    early = refusal(lambda: send(client, number_id))

    other_id, other_number = drafted_toll_free(simulator, client)
    client.submit_registration_version(RegistrationId=other_id)
    simulator.decide(other_id, "approve")
    simulator.advance(60)

    assert early == ("ConflictException", "REGISTRATION_NOT_COMPLETE")
    assert send(client, other_number)


def test_a_campaign_number_sends_and_goes_on_during_an_update(
    simulator: Simulator, client: Any
) -> None:
    event_set(client)
    campaign_id = drafted_campaign(client, approved_brand(simulator, client))
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.decide(campaign_id, "approve")
    number_id = requested(client, "TEN_DLC", RegistrationId=campaign_id)["PhoneNumberId"]
    simulator.advance(60)
    client.create_registration_version(RegistrationId=campaign_id)
    client.submit_registration_version(RegistrationId=campaign_id)

    assert send(client, number_id)


def test_without_an_originator_the_account_looks_for_one(simulator: Simulator, client: Any) -> None:
    arguments = {"DestinationPhoneNumber": PERSON, "MessageBody": "Hello"}
    none_yet = refusal(lambda: client.send_text_message(**arguments))
    active_number(simulator, client)

    assert none_yet == ("ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND")
    assert client.send_text_message(**arguments)["MessageId"]


def test_a_listed_person_gets_no_text(simulator: Simulator, client: Any, number: str) -> None:
    client.put_opted_out_number(OptOutListName="Default", OptedOutNumber=PERSON)

    found = refusal(lambda: send(client, number))

    assert found == ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT")
    assert simulator.sends() == []


def test_a_simulator_number_reaches_simulator_destinations_only(
    simulator: Simulator, client: Any
) -> None:
    event_set(client)
    number_id = requested(client, "SIMULATOR")["PhoneNumberId"]
    simulator.advance(60)

    assert refusal(lambda: send(client, number_id))[0] == "ValidationException"
    assert send(client, number_id, "+14254147755")


def test_an_event_is_published_again_on_demand(
    simulator: Simulator, hook: Hook, client: Any, number: str
) -> None:
    message_id = send(client, number)
    events_of(hook, message_id, 3)

    again = simulator.call("POST", "/_sim/redeliver", {"message_id": message_id})

    assert len(again["redelivered"]) == 3
    assert len(events_of(hook, message_id, 3)) == 3


def test_many_clients_send_at_once_and_every_text_is_kept_once(
    simulator: Simulator, client: Any, number: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _n: send(client, number), range(80)))

    assert len(set(ids)) == 80
    assert {one["MessageId"] for one in simulator.sends()} == set(ids)
