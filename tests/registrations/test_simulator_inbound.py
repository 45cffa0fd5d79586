"""Texts from handsets in the simulator: who answers STOP, and what reaches the topic."""

import queue
from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.inbound import NETWORK_START, NETWORK_STOP
from registrations.carrier.simulator.testing import (
    Hook,
    Notification,
    Simulator,
    listening_hook,
    running,
)
from tests.registrations.simulation import (
    INBOUND_TOPIC,
    active_number,
    assert_signed,
    checked_client,
    drafted_toll_free,
    refusal,
)

PERSON = "+13125550101"
OPTED_OUT = ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT")


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    with listening_hook() as listening:
        yield listening


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator"), hook.url, event_seconds=0.05) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


def self_managed(simulator: Simulator, client: Any) -> str:
    number = active_number(simulator, client, SelfManagedOptOutsEnabled=True)
    return str(number["PhoneNumber"])


def managed(simulator: Simulator, client: Any) -> str:
    number = active_number(simulator, client, SelfManagedOptOutsEnabled=False)
    return str(number["PhoneNumber"])


def id_of(client: Any, number: str) -> str:
    found = client.describe_phone_numbers()["PhoneNumbers"]
    return str(next(one["PhoneNumberId"] for one in found if one["PhoneNumber"] == number))


def toll_free(simulator: Simulator, client: Any, *, own: bool) -> str:
    registration_id, number_id = drafted_toll_free(simulator, client)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "approve")
    simulator.advance(60)
    changed = client.update_phone_number(
        PhoneNumberId=number_id,
        TwoWayEnabled=True,
        TwoWayChannelArn=INBOUND_TOPIC,
        SelfManagedOptOutsEnabled=own,
    )
    return str(changed["PhoneNumber"])


def send(client: Any, number: str) -> Any:
    return client.send_text_message(
        DestinationPhoneNumber=PERSON, OriginationIdentity=number, MessageBody="Hello"
    )


def replies(simulator: Simulator) -> list[str]:
    texts = simulator.call("GET", "/_sim/sends?all=1")["sends"]
    return [one["MessageBody"] for one in texts if one["Kind"] != "sent"]


def listed(client: Any) -> list[str]:
    found = client.describe_opted_out_numbers(OptOutListName="Default")["OptedOutNumbers"]
    return [one["OptedOutNumber"] for one in found if one["EndUserOptedOut"]]


def arrived(hook: Hook) -> Notification | None:
    try:
        return hook.next(1.0)
    except queue.Empty:
        return None


def test_an_inbound_text_arrives_signed(simulator: Simulator, hook: Hook, client: Any) -> None:
    number = self_managed(simulator, client)
    previous = send(client, number)["MessageId"]

    text = simulator.inbound(PERSON, number, "Is 9 o'clock fine? ✓\nAlice")

    notification = hook.next()
    certificate = simulator.fetch(
        notification.envelope["SigningCertURL"].removeprefix(simulator.url)
    )
    assert_signed(notification, certificate, simulator.ca_file)
    assert notification.envelope["TopicArn"] == INBOUND_TOPIC
    assert notification.message == {
        "originationNumber": PERSON,
        "destinationNumber": number,
        "messageBody": "Is 9 o'clock fine? ✓\nAlice",
        "inboundMessageId": text["InboundMessageId"],
        "previousPublishedMessageId": previous,
    }


def test_self_managed_stop_is_left_to_us(simulator: Simulator, hook: Hook, client: Any) -> None:
    number = self_managed(simulator, client)

    simulator.inbound(PERSON, number, "Stop")

    notification = hook.next()
    assert notification.message["messageKeyword"] == "STOP"
    assert (replies(simulator), listed(client)) == ([], [])
    assert send(client, number)["MessageId"]


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "END"])
def test_managed_stop_is_answered_and_listed_and_not_published(
    simulator: Simulator, hook: Hook, client: Any, word: str
) -> None:
    number = managed(simulator, client)

    simulator.inbound(PERSON, number, word)

    assert listed(client) == [PERSON]
    assert len(replies(simulator)) == 1
    assert refusal(lambda: send(client, number)) == OPTED_OUT
    assert arrived(hook) is None


def test_managed_help_is_answered_with_our_own_message(
    simulator: Simulator, hook: Hook, client: Any
) -> None:
    number = managed(simulator, client)
    client.put_keyword(
        OriginationIdentity=id_of(client, number), Keyword="HELP", KeywordMessage="Call us"
    )

    simulator.inbound(PERSON, number, "help")

    assert replies(simulator) == ["Call us"]
    assert arrived(hook) is None


def test_a_managed_opt_in_keyword_takes_a_person_off_the_list(
    simulator: Simulator, hook: Hook, client: Any
) -> None:
    number = managed(simulator, client)
    client.put_keyword(
        OriginationIdentity=id_of(client, number),
        Keyword="START",
        KeywordMessage="Welcome back",
        KeywordAction="OPT_IN",
    )
    simulator.inbound(PERSON, number, "STOP")

    simulator.inbound(PERSON, number, "start")

    assert listed(client) == []
    assert hook.next().message["messageKeyword"] == "START"
    assert send(client, number)["MessageId"]


def test_the_toll_free_network_answers_stop_whatever_the_setting(
    simulator: Simulator, hook: Hook, client: Any
) -> None:
    number = toll_free(simulator, client, own=True)

    simulator.inbound(PERSON, number, "STOP")

    assert replies(simulator) == [NETWORK_STOP]
    assert hook.next().message["messageBody"] == "STOP"
    assert listed(client) == []
    send(client, number)
    assert simulator.sends()[0]["Arrives"] is False


def test_managed_toll_free_stop_is_listed_and_start_is_published(
    simulator: Simulator, hook: Hook, client: Any
) -> None:
    number = toll_free(simulator, client, own=False)
    simulator.inbound(PERSON, number, "STOP")
    refused = refusal(lambda: send(client, number))
    silent = arrived(hook)

    simulator.inbound(PERSON, number, "UNSTOP")

    assert (refused, silent) == (OPTED_OUT, None)
    assert replies(simulator) == [NETWORK_STOP, NETWORK_START]
    assert hook.next().message["messageBody"] == "UNSTOP"
    assert send(client, number)["MessageId"]


def test_without_two_way_nothing_is_published(
    simulator: Simulator, hook: Hook, client: Any
) -> None:
    number = active_number(simulator, client)["PhoneNumber"]

    simulator.inbound(PERSON, number, "Hello")

    assert arrived(hook) is None
    assert len(simulator.call("GET", "/_sim/inbound")["inbound"]) == 1


@pytest.mark.parametrize(
    ("sender", "body"),
    [("13125550101", "Hello"), ("+1312abc", "Hello"), (PERSON, " "), (PERSON, "x" * 1601)],
)
def test_an_impossible_inbound_text_is_refused(
    simulator: Simulator, client: Any, sender: str, body: str
) -> None:
    number = self_managed(simulator, client)

    with pytest.raises(ValueError, match="422"):
        simulator.inbound(sender, number, body)


def test_an_inbound_text_to_nobody_is_refused(simulator: Simulator, client: Any) -> None:
    with pytest.raises(ValueError, match="422"):
        simulator.inbound(PERSON, "+12065559999", "Hello")


@pytest.mark.parametrize("body", [{"from": PERSON}, {"from": 1, "to": 2, "body": 3}, []])
def test_a_malformed_control_call_is_refused(simulator: Simulator, client: Any, body: Any) -> None:
    with pytest.raises(ValueError, match=r"^400"):
        simulator.call("POST", "/_sim/inbound", body)
