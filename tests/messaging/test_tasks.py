"""The tasks against the simulated carrier: hand over, interpret, sweep, mirror."""

import json
import uuid
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.utils import timezone
from moto import mock_aws

from consent.models import Consent, Standing
from messaging import inbound, sending, tasks
from messaging.models import GIVE_UP_AFTER, CarrierCallback, InboundMessage, Message, Purpose
from messaging.states import MessageStatus
from registrations.carrier import CarrierUnavailable, texting, topics
from registrations.carrier.aws import client
from registrations.carrier.simulator.testing import Simulator
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_message
from tests.messaging.people import (
    Sender,
    eventually,
    make_sender,
    opt_in,
    simulated_number,
    work_off,
)

S = MessageStatus


@pytest.fixture
def maple(carrier: Simulator, transactional_db: None) -> Sender:
    """A sender whose number exists at the carrier, really committed."""
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    number = simulated_number(carrier, tenant)
    with tenant_scope(tenant.pk):
        made = make_sender(**number)
    return made


def text_to(sender: Sender, number: str, **fields: Any) -> str:
    """Queue a text to somebody who has opted in; return its id."""
    with tenant_scope(sender.tenant_id):
        opt_in(sender.program, number)
        return str(make_message(sender.program, sender.originator, recipient=number, **fields).pk)


def deliver(sender: Sender, message_id: str) -> Message:
    """Let a worker look at a text."""
    tasks.deliver(str(sender.tenant_id), message_id)
    return read(sender, message_id)


def read(sender: Sender, message_id: str) -> Message:
    """Read a text afresh."""
    with tenant_scope(sender.tenant_id):
        return Message.objects.get(pk=message_id)


def test_a_text_is_handed_over_with_its_own_ids(maple: Sender, carrier: Simulator) -> None:
    message_id = text_to(maple, RECIPIENT)

    message = deliver(maple, message_id)

    sent = carrier.sends(to=RECIPIENT)
    assert [one["MessageId"] for one in sent] == [message.carrier_message_id]
    assert sent[0]["MessageBody"] == message.body
    assert sent[0]["Context"] == {
        "tenant": str(message.tenant_id),
        "message": message_id,
        "attempt": str(message.attempt_id),
    }


def test_inv3_two_looks_at_one_text_send_it_once(maple: Sender, carrier: Simulator) -> None:
    message_id = text_to(maple, RECIPIENT)

    deliver(maple, message_id)
    deliver(maple, message_id)

    assert len(carrier.sends()) == 1


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("0100", S.DELIVERED),
        ("0121", S.UNDELIVERED),
        ("0126", S.UNCONFIRMED),
        ("0128", S.DELIVERED),
        ("0142", S.DELIVERED),
        ("0160", S.DELIVERED),
        ("0161", S.DELIVERED),
        ("0170", S.FAILED),
        ("0171", S.FAILED),
    ],
)
def test_the_carriers_events_come_in_through_the_hook(
    maple: Sender, ending: str, status: MessageStatus
) -> None:
    """Signed by the carrier, verified, stored, interpreted: the whole way, for each outcome."""
    message_id = text_to(maple, f"+1206555{ending}")

    deliver(maple, message_id)

    eventually(lambda: read(maple, message_id).status == status)


def test_inv18_an_error_that_may_have_been_a_send_is_unknown(
    maple: Sender, carrier: Simulator
) -> None:
    message_id = text_to(maple, "+12065550140")

    assert deliver(maple, message_id).status == S.OUTCOME_UNKNOWN
    deliver(maple, message_id)
    assert carrier.sends() == []


def test_a_throttled_text_goes_out_later(maple: Sender, carrier: Simulator) -> None:
    message_id = text_to(maple, "+12065550130")

    message = deliver(maple, message_id)
    assert (message.status, message.reason_code) == (S.ACCEPTED, "carrier_busy")
    eventually(lambda: read(maple, message_id).status == S.DELIVERED, 20)

    assert len(carrier.sends()) == 1
    assert read(maple, message_id).attempts == 3


def test_a_carrier_that_is_down_loses_nothing(
    maple: Sender, carrier: Simulator, settings: Any
) -> None:
    settings.CARRIER_ENDPOINT_URL = "http://127.0.0.1:9"
    client.cache_clear()
    message_id = text_to(maple, RECIPIENT)

    message = deliver(maple, message_id)

    assert message.status == S.ACCEPTED
    assert message.not_before > timezone.now()
    client.cache_clear()


def test_an_opt_out_at_the_carrier_becomes_ours(maple: Sender) -> None:
    deliver(maple, text_to(maple, "+12065550170"))

    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_a_worker_that_was_frozen_does_not_text(
    maple: Sender, carrier: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 50.0])
    message_id = text_to(maple, RECIPIENT)
    monkeypatch.setattr(tasks.time, "monotonic", lambda: next(clock, 99.0))

    message = deliver(maple, message_id)

    assert message.status == S.ACCEPTED
    assert carrier.sends() == []


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the sweeps asked the workers to look at."""
    asked: list[tuple[str, ...]] = []
    for task in (tasks.deliver, tasks.process_callback):
        monkeypatch.setattr(task, "delay", lambda *words: asked.append(words))
    return asked


def test_the_sweep_finds_what_no_nudge_reached(maple: Sender, nudged: list[Any]) -> None:
    old, soon = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(minutes=1)
    lost = text_to(maple, "+12065550101", changed_at=old)
    text_to(maple, "+12065550102")
    text_to(maple, "+12065550103", changed_at=old, not_before=soon)

    tasks.sweep_messages()

    assert nudged == [(maple.tenant_id, lost)]


def test_the_sweep_ends_claims_that_nobody_came_back_to(maple: Sender, nudged: list[Any]) -> None:
    ended = {"attempt_id": uuid.uuid4(), "lease_until": timezone.now() - timedelta(seconds=1)}
    message_id = text_to(maple, RECIPIENT, status=S.HANDING_OVER, **ended)

    tasks.sweep_messages()

    assert read(maple, message_id).status == S.OUTCOME_UNKNOWN
    assert nudged == []


def test_after_three_days_of_silence_a_text_is_settled(maple: Sender) -> None:
    then = timezone.now() - sending.SILENCE - timedelta(minutes=1)
    message_id = text_to(maple, RECIPIENT, status=S.OUTCOME_UNKNOWN, changed_at=then)

    tasks.settle_unknown()

    assert read(maple, message_id).status == S.UNCONFIRMED


def callback(settings: Any, message: Any, *, kind: str = "Notification", **fields: Any) -> str:
    """A stored notification; return its id."""
    raw = message if isinstance(message, str) else json.dumps(message)
    return str(
        CarrierCallback.objects.create(
            topic_arn=fields.pop("topic", settings.SNS_INBOUND_TOPIC_ARN),
            sns_message_id=uuid.uuid4().hex,
            payload=json.dumps({"Type": kind, "Message": raw, "Token": "t" * 40}),
            sent_at=timezone.now(),
            **fields,
        ).pk
    )


def text_from(number: str, destination: str, body: str = "hello") -> dict[str, str]:
    """An inbound text as the carrier reports it."""
    return {
        "originationNumber": number,
        "destinationNumber": destination,
        "messageBody": body,
        "inboundMessageId": uuid.uuid4().hex,
    }


def test_a_text_with_characters_that_cannot_be_stored_is_not_lost(
    maple: Sender, settings: Any
) -> None:
    raw = text_from(RECIPIENT, maple.originator.number, "ST\0OP \ud83d")

    tasks.process_callback(callback(settings, raw))

    with tenant_scope(maple.tenant_id):
        assert InboundMessage.objects.get().body == "STOP ?"


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        (text_from(RECIPIENT, "+12065550142"), "unknown_number"),
        ({"destinationNumber": "+12065550142"}, "unreadable"),
        ([], "unreadable"),
        ("not JSON", "unreadable"),
    ],
    ids=["number of nobody", "half a text", "a list", "no JSON"],
)
def test_what_cannot_be_acted_on_is_marked_for_staff(
    transactional_db: None, settings: Any, message: Any, outcome: str
) -> None:
    pk = callback(settings, message)

    tasks.process_callback(pk)

    found = CarrierCallback.objects.get(pk=pk)
    assert found.outcome == outcome
    assert found.processed_at is not None


def test_a_subscription_waits_for_staff_and_nothing_is_fetched(
    transactional_db: None, settings: Any
) -> None:
    pk = callback(settings, "You have chosen …", kind="SubscriptionConfirmation")

    tasks.process_callback(pk)

    assert CarrierCallback.objects.get(pk=pk).outcome == "waits_for_staff"


def test_staff_can_confirm_a_subscription_through_the_service(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    topics._client.cache_clear()
    with mock_aws():
        sns = boto3.client("sns", region_name=settings.AWS_REGION)
        topic = sns.create_topic(Name="events")["TopicArn"]
        pk = callback(settings, "You have chosen …", kind="SubscriptionConfirmation", topic=topic)
        tasks.process_callback(pk)

        tasks.confirm_subscription(pk)
        tasks.confirm_subscription(pk)

    assert CarrierCallback.objects.get(pk=pk).outcome == "confirmed"
    topics._client.cache_clear()


def test_an_event_ahead_of_its_text_is_looked_at_again(
    transactional_db: None, settings: Any
) -> None:
    event = {"eventType": "TEXT_QUEUED", "eventTimestamp": 1764000000000, "messageId": "m-1"}
    pk = callback(settings, event, topic=settings.SNS_EVENTS_TOPIC_ARN)

    tasks.process_callback(pk)

    waiting = CarrierCallback.objects.get(pk=pk)
    assert (waiting.processed_at, waiting.attempts) == (None, 1)
    assert waiting.next_try_at > timezone.now()
    CarrierCallback.objects.update(attempts=20, next_try_at=timezone.now())
    tasks.process_callback(pk)
    assert CarrierCallback.objects.get(pk=pk).outcome == "unknown_message"


def test_a_callback_that_breaks_the_worker_comes_back_and_blocks_no_other(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, nudged: list[Any]
) -> None:
    pk = callback(settings, text_from(RECIPIENT, "+12065550142"))

    def broken(text: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(inbound, "receive_text", broken)
    with pytest.raises(RuntimeError):
        tasks.process_callback(pk)

    found = CarrierCallback.objects.get(pk=pk)
    assert (found.processed_at, found.attempts) == (None, 1)
    CarrierCallback.objects.update(next_try_at=timezone.now())
    tasks.process_callbacks()
    assert nudged == [(pk,)]
    CarrierCallback.objects.update(attempts=GIVE_UP_AFTER)
    tasks.process_callbacks()
    assert len(nudged) == 1


def opted_out_at_carrier(opt_out_list: str) -> set[str]:
    """Who is on the carrier's list."""
    answer = client(retries=1).describe_opted_out_numbers(OptOutListName=opt_out_list)
    return {entry["OptedOutNumber"] for entry in answer["OptedOutNumbers"]}


def receive(sender: Sender, body: str) -> None:
    """A person texts."""
    text = inbound.Text(uuid.uuid4().hex, RECIPIENT, sender.originator.number, body, timezone.now())
    inbound.receive_text(text)


def test_start_takes_the_number_off_the_carriers_list_before_the_first_text(
    maple: Sender, carrier: Simulator
) -> None:
    receive(maple, "STOP")
    work_off()
    client(retries=1).put_opted_out_number(
        OptOutListName=maple.originator.opt_out_list, OptedOutNumber=RECIPIENT
    )

    receive(maple, "START")
    work_off()

    assert opted_out_at_carrier(maple.originator.opt_out_list) == set()
    assert "subscribed to" in carrier.sends()[-1]["MessageBody"]


def test_inv6_help_is_answered_after_a_stop(maple: Sender, carrier: Simulator) -> None:
    """An opt-out is not copied to the carrier's list, which would swallow this answer."""
    receive(maple, "STOP")
    receive(maple, "HELP")
    work_off()

    assert opted_out_at_carrier(maple.originator.opt_out_list) == set()
    assert ["unsubscribed" in s["MessageBody"] for s in carrier.sends()] == [True, False]


def test_a_list_that_cannot_be_cleared_puts_the_text_off(
    maple: Sender, carrier: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(maple, "STOP")
    work_off()
    receive(maple, "START")

    def away(number: str, *, opt_out_list: str) -> None:
        raise CarrierUnavailable("no answer")

    monkeypatch.setattr(texting, "unsuppress", away)
    work_off()

    with tenant_scope(maple.tenant_id):
        welcome = Message.objects.get(purpose=Purpose.OPT_IN_CONFIRMATION)
    assert (welcome.status, welcome.reason_code) == (S.ACCEPTED, "carrier_busy")
    assert len(carrier.sends()) == 1
