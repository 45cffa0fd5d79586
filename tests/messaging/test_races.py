"""INV-1, INV-3, INV-8: many at once on the same row, with real transactions in real threads."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from consent import ledger
from consent.models import Consent, ConsentEvent, Standing
from messaging import inbound, sending, tasks
from messaging.models import IdempotentRequest, InboundMessage, Message, Purpose
from registrations.carrier import texting
from tenants import access
from tenants.events import Actor
from tenants.models import ApiKeyKind, Tenant
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import RECIPIENT, make_message
from tests.committed import in_threads
from tests.messaging.people import Sender, make_sender, opt_in, opt_out


@pytest.fixture
def maple(transactional_db: None) -> Sender:
    """A sender, really committed."""
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    with tenant_scope(tenant.pk):
        made = make_sender()
        opt_in(made.program)
    return made


def scope_of(sender: Sender) -> Any:
    """The sender's scope."""
    return tenant_scope(str(sender.tenant_id))


def test_inv8_twenty_threads_with_one_key_send_one_text(maple: Sender) -> None:
    actor = Actor.system("test")
    tenant = maple.program.tenant
    _, secret = access.issue_api_key(tenant, name="App", kind=ApiKeyKind.LIVE, actor=actor)
    body = {
        "program": str(maple.program.pk),
        "to": RECIPIENT,
        "body": "Hello",
        "kind": "appointment",
    }

    def send(number: int) -> tuple[int, bytes]:
        answer = Client().post(
            "/api/v1/messages",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "one"},
        )
        return answer.status_code, answer.content

    answers = in_threads(20, send)

    assert set(Counter(answers)) == {answers[0]}
    assert answers[0][0] == 202
    with scope_of(maple):
        assert Message.objects.count() == IdempotentRequest.objects.count() == 1


class Carrier:
    """Stands in for the carrier and remembers when each call began."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def send_text(self, text: texting.Text) -> str:
        """Take a text."""
        with self._lock:
            self.calls.append((text.recipient, text.body))
        time.sleep(0.002)
        return uuid.uuid4().hex

    def after_the_confirmation(self) -> int:
        """How many texts began after their recipient's confirmation had begun."""
        confirmed: set[str] = set()
        late = 0
        for recipient, body in self.calls:
            late += recipient in confirmed
            if "unsubscribed" in body:
                confirmed.add(recipient)
        return late


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Carrier:
    """A carrier that answers at once."""
    made = Carrier()
    monkeypatch.setattr(texting, "send_text", made.send_text)
    return made


def test_inv3_twenty_workers_on_one_text_send_it_once(maple: Sender, fake: Carrier) -> None:
    with scope_of(maple):
        message = make_message(maple.program, maple.originator)

    in_threads(20, lambda _: tasks.deliver(str(message.tenant_id), str(message.pk)))

    assert len(fake.calls) == 1


def test_inv7_one_text_from_a_person_delivered_ten_times_at_once_acts_once(maple: Sender) -> None:
    text = inbound.Text("one", RECIPIENT, maple.originator.number, "STOP", timezone.now())

    results = in_threads(10, lambda _: inbound.receive_text(text))

    assert not [one for one in results if isinstance(one, Exception)]
    with scope_of(maple):
        assert InboundMessage.objects.count() == 1
        assert ConsentEvent.objects.filter(kind="opt_out").count() == 1
        assert Message.objects.count() == 1


def test_opt_ins_and_opt_outs_at_once_end_in_what_the_ledger_says(maple: Sender) -> None:
    def act(number: int) -> None:
        with scope_of(maple):
            if number % 2:
                opt_out(maple.program)
            else:
                opt_in(maple.program, proves_possession=True)

    results = in_threads(12, act)

    assert results == [None] * 12
    with scope_of(maple):
        events = ConsentEvent.objects.filter(recipient=RECIPIENT).order_by("at")
        standing, kinds = ledger.standing_after(events)
        consent = Consent.objects.get()
    assert (consent.standing, consent.message_kinds) == (standing, kinds)


def test_strangers_who_stop_twice_at_once_are_stopped(maple: Sender) -> None:
    def stop(number: int) -> None:
        with scope_of(maple):
            opt_out(maple.program, "+12065550109")

    assert in_threads(8, stop) == [None] * 8
    with scope_of(maple):
        assert Consent.objects.get(recipient="+12065550109").standing == Standing.OPTED_OUT


CHANCE = random.Random(11)  # noqa: S311 - not a secret
PEOPLE = [f"+120655601{number:02}" for number in range(25)]
# How often the control may run before it has to have seen a text too many.
ROUNDS = 8
WORKERS = 8


def race(maple: Sender, monkeypatch: pytest.MonkeyPatch, people: list[str]) -> None:
    """Workers hand texts over while people stop; three calls in ten stall after its claim."""
    with scope_of(maple):
        for person in people:
            opt_in(maple.program, person)
            for _ in range(8):
                make_message(maple.program, maple.originator, recipient=person)
    original: Callable[[Any], Any] = tasks._hand_over
    stopping = threading.Event()

    def stall(claim: Any) -> Any:
        if CHANCE.random() < 0.3 and claim.message.purpose == Purpose.PROGRAM:
            time.sleep(CHANCE.uniform(0.05, 0.5))
        return original(claim)

    monkeypatch.setattr(tasks, "_hand_over", stall)

    def work(number: int) -> None:
        if number == WORKERS:
            for person in CHANCE.sample(people, len(people)):
                time.sleep(0.02)
                text = inbound.Text(
                    uuid.uuid4().hex, person, maple.originator.number, "STOP", timezone.now()
                )
                inbound.receive_text(text)
            stopping.set()
            return
        while True:
            finishing = stopping.is_set()
            with all_tenants_scope("race"):
                due = list(Message.objects.due(timezone.now()).values_list("tenant_id", "pk")[:4])
            CHANCE.shuffle(due)
            for tenant_id, pk in due:
                tasks.deliver(str(tenant_id), str(pk))
            if finishing and not due:
                return

    results = in_threads(WORKERS + 1, work)
    assert results == [None] * (WORKERS + 1)


@pytest.mark.slow
def test_inv1_nothing_leaves_after_the_confirmation_of_a_stop(
    maple: Sender, fake: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    race(maple, monkeypatch, PEOPLE)

    confirmations = [recipient for recipient, body in fake.calls if "unsubscribed" in body]
    assert sorted(confirmations) == PEOPLE
    assert fake.after_the_confirmation() == 0


@pytest.mark.slow
def test_without_the_wait_the_race_is_lost_so_the_test_can_see(
    maple: Sender, fake: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above; a busy machine may need more than one race."""
    monkeypatch.setattr(sending, "_must_wait", lambda message: False)

    for number in range(ROUNDS):
        race(maple, monkeypatch, [f"+12065570{number}{n:02}" for n in range(25)])
        if fake.after_the_confirmation():
            break

    assert fake.after_the_confirmation() > 0


def test_inv1_a_form_sent_in_the_instant_of_a_strangers_stop_does_not_undo_it(
    maple: Sender,
) -> None:
    stranger = "+12065550177"
    stopped = threading.Event()

    def act(number: int) -> None:
        with scope_of(maple), transaction.atomic():
            if number == 0:
                opt_out(maple.program, stranger)
                stopped.set()
                time.sleep(0.5)
            else:
                stopped.wait(10)
                opt_in(maple.program, stranger)

    assert in_threads(2, act) == [None, None]

    with scope_of(maple):
        assert Consent.objects.get(recipient=stranger).standing == Standing.OPTED_OUT
