"""Changes of a registration's status, published as the carrier's event bus does."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.testing import (
    Hook,
    Notification,
    Simulator,
    listening_hook,
    running,
)
from tests.registrations.contract import BRAND_TYPE, prepared
from tests.registrations.simulation import EVENTS_TOPIC, assert_signed, checked_client

APPROVAL = ["CREATED", "SUBMITTED", "REVIEWING", "PROVISIONING", "COMPLETE"]


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    with listening_hook() as started:
        yield started


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(
        folder,
        hook.url,
        review_seconds=0.4,
        event_seconds=0.05,
        registration_events=EVENTS_TOPIC,
        no_flush=True,
    ) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.settings(event_copies=None, event_disorder=None, registration_events=None)
    return checked_client(simulator)


def events_of(hook: Hook, registration_id: str, count: int) -> list[Notification]:
    found: list[Notification] = []
    while len(found) < count:
        notification = hook.next()
        if registration_id in json.dumps(notification.message):
            found.append(notification)
    return found


def status(notification: Notification) -> str:
    return str(notification.message["detail"]["registrationDetails"]["currentStatus"])


def test_every_change_is_published_though_nobody_asks(
    simulator: Simulator, client: Any, hook: Hook
) -> None:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)

    found = events_of(hook, registration_id, len(APPROVAL))

    assert Counter(status(one) for one in found) == Counter(APPROVAL)


def test_an_event_has_the_form_of_the_event_bus_and_is_signed(
    simulator: Simulator, client: Any, hook: Hook
) -> None:
    made = client.create_registration(RegistrationType=BRAND_TYPE)
    notification = events_of(hook, made["RegistrationId"], 1)[0]

    event = notification.message
    path = notification.envelope["SigningCertURL"].removeprefix(simulator.url)
    assert_signed(notification, simulator.fetch(path), simulator.ca_file)
    assert notification.envelope["TopicArn"] == EVENTS_TOPIC
    assert (event["source"], event["detail-type"]) == (
        "aws.sms-voice",
        "Registration Status Change",
    )
    assert event["resources"] == [event["detail"]["registrationArn"]] == [made["RegistrationArn"]]
    assert event["detail"]["registrationDetails"]["registrationVersionNumber"] == 1
    at = event["detail"]["registrationDetails"]["registrationStatusChangeTimestamp"]
    assert abs(at / 1000 - made["CreatedTimestamp"].timestamp()) < 5


def test_events_come_twice_and_in_no_order_on_demand(
    simulator: Simulator, client: Any, hook: Hook
) -> None:
    simulator.settings(event_copies=2, event_disorder=True)
    registration_id = prepared(simulator, client, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)

    found = events_of(hook, registration_id, 2 * len(APPROVAL))

    assert Counter(status(one) for one in found) == Counter(2 * APPROVAL)


def test_closing_and_deleting_are_published(simulator: Simulator, client: Any, hook: Hook) -> None:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)
    events_of(hook, registration_id, len(APPROVAL))
    simulator.decide(registration_id, "close")
    client.delete_registration(RegistrationId=registration_id)

    found = events_of(hook, registration_id, 2)

    assert {status(one) for one in found} == {"CLOSED", "DELETED"}


def test_nothing_is_published_without_a_topic(
    simulator: Simulator, client: Any, hook: Hook
) -> None:
    simulator.settings(registration_events="")
    silent = client.create_registration(RegistrationType=BRAND_TYPE)["RegistrationId"]
    simulator.settings(registration_events=None)

    waiting = simulator.call("GET", "/_sim/notifications")["notifications"]

    assert not any(silent in json.dumps(one["Message"]) for one in waiting)
