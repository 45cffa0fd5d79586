"""STOP, HELP, START and the rest: what each text from a person does, once."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Consent, ConsentEvent, OptMethod, Program, Standing
from messaging import inbound
from messaging.models import InboundMessage, InboundOutcome, Message, Purpose
from messaging.states import MessageStatus
from registrations.states import OriginatorStatus
from tenants.models import Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_message, make_originator, make_program
from tests.messaging.people import STRANGER, Sender, make_sender, opt_in, opt_out, statuses

O = InboundOutcome  # noqa: E741 - short on purpose in the tables below


def receive(
    sender: Sender, body: str, *, number: str = RECIPIENT, at: datetime | None = None, **more: Any
) -> InboundMessage:
    """A person texts the sender's number."""
    text = inbound.Text(
        carrier_id=more.get("carrier_id", uuid.uuid4().hex),
        sender=number,
        destination=sender.originator.number,
        body=body,
        received_at=at or timezone.now(),
    )
    found = inbound.receive_text(text)
    assert found is not None
    return found


def replies() -> list[str]:
    """What we answered, oldest first."""
    sent = Message.objects.exclude(purpose=Purpose.PROGRAM).order_by("created_at")
    return [str(purpose) for purpose in sent.values_list("purpose", flat=True)]


@pytest.mark.parametrize("standing", ["stranger", "opted in", "stopped"])
@pytest.mark.parametrize(
    ("body", "outcomes", "answers"),
    [
        ("STOP", (O.STOPPED, O.STOPPED, O.STOPPED), ["optout_confirm"]),
        ("Stop.", (O.STOPPED, O.STOPPED, O.STOPPED), ["optout_confirm"]),
        ("pls stop texting me", (O.STOPPED, O.STOPPED, O.STOPPED), ["optout_confirm"]),
        ("help", (O.HELPED, O.HELPED, O.HELPED), ["help_reply"]),
        ("JOIN", (O.JOINED, O.ALREADY_IN, O.JOINED), ["optin_confirm"]),
        ("START", (O.JOINED, O.ALREADY_IN, O.JOINED), ["optin_confirm"]),
        ("yes", (O.KEPT, O.KEPT, O.JOINED), ["optin_confirm"]),
        ("cancel my order", (O.NEEDS_PERSON,) * 3, []),
        ("see you then", (O.KEPT,) * 3, []),
    ],
)
def test_what_each_text_does(
    sender: Sender, standing: str, body: str, outcomes: tuple[str, ...], answers: list[str]
) -> None:
    past = timezone.now() - timedelta(days=3)
    if standing != "stranger":
        opt_in(sender.program, at=past)
    if standing == "stopped":
        opt_out(sender.program, at=past)

    found = receive(sender, body)

    outcome = outcomes[["stranger", "opted in", "stopped"].index(standing)]
    is_answered = outcome in {O.STOPPED, O.HELPED, O.JOINED}
    assert found.outcome == outcome
    assert replies() == (answers if is_answered else [])


def test_inv1_stop_refuses_what_waits_and_confirms_with_the_published_words(
    sender: Sender,
) -> None:
    opt_in(sender.program)
    make_message(sender.program, sender.originator)

    receive(sender, "STOP")

    version = sender.program.published
    assert version is not None
    reply = Message.objects.get(purpose=Purpose.OPT_OUT_CONFIRMATION)
    assert statuses(purpose=Purpose.PROGRAM) == [MessageStatus.REFUSED]
    assert reply.body == version.frozen_texts.optout_confirmation
    assert (reply.priority, reply.originator) == (0, sender.originator)
    assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_stop_stops_every_program_of_the_business(sender: Sender) -> None:
    other = make_program("Maple Offers", slug="offers")
    opt_in(sender.program)
    opt_in(other)

    receive(sender, "STOP")

    assert set(Consent.objects.values_list("standing", flat=True)) == {Standing.OPTED_OUT}
    assert replies() == ["optout_confirm"]


def test_a_second_stop_within_a_day_is_recorded_and_silent(sender: Sender) -> None:
    opt_in(sender.program)
    receive(sender, "STOP")

    again = receive(sender, "stop")

    assert again.outcome == O.STOPPED_SILENTLY
    assert replies() == ["optout_confirm"]
    assert ConsentEvent.objects.filter(kind="opt_out").count() == 2


def test_a_stop_after_coming_back_is_confirmed_again(sender: Sender) -> None:
    opt_in(sender.program)
    receive(sender, "STOP")
    receive(sender, "START", at=timezone.now() + timedelta(seconds=1))

    receive(sender, "STOP", at=timezone.now() + timedelta(seconds=2))

    assert replies() == ["optout_confirm", "optin_confirm", "optout_confirm"]


def test_a_stop_a_day_later_is_confirmed_again(sender: Sender) -> None:
    receive(sender, "STOP")
    Message.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert receive(sender, "STOP").outcome == O.STOPPED


def test_inv7_the_same_text_twice_acts_once(sender: Sender) -> None:
    first = receive(sender, "STOP", carrier_id="one")
    second = receive(sender, "STOP", carrier_id="one")

    assert first == second
    assert ConsentEvent.objects.count() == InboundMessage.objects.count() == 1


@pytest.mark.parametrize("body", ["STOP", "HELP"])
def test_where_the_carrier_answers_we_record_and_stay_silent(in_tenant: Tenant, body: str) -> None:
    sender = make_sender(is_self_managed=False)

    assert receive(sender, body).outcome == O.CARRIER_ANSWERED
    assert replies() == []
    assert Consent.objects.filter(standing=Standing.OPTED_OUT).exists() is (body == "STOP")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [("STOP", O.CARRIER_ANSWERED), (" stop ", O.CARRIER_ANSWERED), ("unsubscribe", O.STOPPED)],
)
def test_toll_free_carriers_answer_the_one_word_stop(
    in_tenant: Tenant, body: str, outcome: str
) -> None:
    sender = make_sender(number_type="TOLL_FREE")

    assert receive(sender, body).outcome == outcome
    assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_inv6_stop_works_for_a_suspended_business(sender: Sender, in_tenant: Tenant) -> None:
    Tenant.objects.filter(pk=in_tenant.pk).update(status=TenantStatus.SUSPENDED)
    opt_in(sender.program)

    assert receive(sender, "STOP").outcome == O.STOPPED


def test_inv6_stop_works_before_anything_is_published(in_tenant: Tenant) -> None:
    made = make_sender()
    bare = Program.objects.create(name="Draft", slug="draft")
    number = make_originator(
        bare, made.originator.registration.brand, number="+12065550198",
        carrier_id="x",
    )  # fmt: skip

    assert receive(Sender(bare, number), "STOP").outcome == O.STOPPED_SILENTLY
    assert receive(Sender(bare, number), "HELP").outcome == O.KEPT
    assert receive(Sender(bare, number), "START").outcome == O.KEPT


def test_a_stop_to_a_number_given_back_still_counts(sender: Sender) -> None:
    opt_in(sender.program)
    sender.originator.status = OriginatorStatus.RELEASED
    sender.originator.save()

    receive(sender, "STOP")

    assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_a_text_to_nobodys_number_is_nobodys(sender: Sender) -> None:
    text = inbound.Text("id", RECIPIENT, "+12065550142", "STOP", timezone.now())

    assert inbound.receive_text(text) is None


@pytest.mark.parametrize("number", ["72727", "ALERTS", "", "+0123"])
def test_a_text_from_no_phone_is_kept_and_not_answered(sender: Sender, number: str) -> None:
    assert receive(sender, "HELP", number=number).outcome == O.NOT_A_PHONE
    assert replies() == []


def test_two_machines_asking_each_other_for_help_come_to_an_end(sender: Sender) -> None:
    outcomes = [receive(sender, "HELP").outcome for _ in range(7)]

    assert outcomes == [O.HELPED] * inbound.ANSWERS_PER_HOUR + [O.LIMITED] * 2
    assert receive(sender, "HELP", number=STRANGER).outcome == O.HELPED


def test_start_gives_back_what_the_person_had(in_tenant: Tenant) -> None:
    program = make_program(message_kinds=("appointment", "marketing"))
    sender = Sender(program, make_originator(program, make_brand()))
    opt_in(program, kinds=["appointment"])
    receive(sender, "STOP")

    receive(sender, "START", at=timezone.now() + timedelta(seconds=1))

    consent = Consent.objects.get()
    assert (consent.standing, consent.message_kinds) == (Standing.OPTED_IN, ["appointment"])


def test_start_gives_back_no_more_after_two_stops(in_tenant: Tenant) -> None:
    program = make_program(message_kinds=("appointment", "marketing"))
    sender = Sender(program, make_originator(program, make_brand()))
    opt_in(program, kinds=["appointment"], at=timezone.now() - timedelta(minutes=9))
    for minutes in (8, 7):
        receive(sender, "STOP", at=timezone.now() - timedelta(minutes=minutes))

    receive(sender, "START")

    assert Consent.objects.get(recipient=RECIPIENT).message_kinds == ["appointment"]


def test_joining_by_keyword_is_recorded_with_the_call_to_action(sender: Sender) -> None:
    receive(sender, "join", number=STRANGER)

    version = sender.program.published
    event = ConsentEvent.objects.get()
    assert version is not None
    assert event.disclosure == version.frozen_texts.cta_web_text
    assert (event.method, event.is_witnessed) == (OptMethod.KEYWORD, True)


def test_a_keyword_agrees_to_notices_and_never_to_offers_along_with_them(in_tenant: Tenant) -> None:
    kinds = ("appointment", "marketing")
    program = make_program(use_case="mixed", message_kinds=kinds, methods=("web", "keyword"))

    receive(Sender(program, make_originator(program, make_brand())), "join", number=STRANGER)

    assert Consent.objects.get().message_kinds == ["appointment"]


@pytest.mark.parametrize("seconds", [-5, 0])
def test_inv7_a_start_not_later_than_the_stop_loses(sender: Sender, seconds: int) -> None:
    noon = timezone.now()
    opt_in(sender.program, at=noon - timedelta(days=1))
    receive(sender, "STOP", at=noon)

    found = receive(sender, "START", at=noon + timedelta(seconds=seconds))

    assert found.outcome == O.TOO_OLD
    assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_inv2_a_stop_to_one_business_leaves_another_alone(
    sender: Sender, other_tenant: Tenant
) -> None:
    opt_in(sender.program)
    with tenant_scope(other_tenant.pk):
        other = make_sender(number="+12065550188")
        opt_in(other.program)

    receive(sender, "STOP")

    with tenant_scope(other_tenant.pk):
        assert Consent.objects.get().standing == Standing.OPTED_IN
        assert InboundMessage.objects.count() == 0
