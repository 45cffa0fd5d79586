"""The verbs of texts on their way out, one by one."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Consent, ConsentEvent, OptMethod, Standing
from messaging import answers, sending
from messaging.answers import Answer, Outcome
from messaging.models import Message, MessageEvent, Purpose
from messaging.sending import Claim, MessageRefused
from messaging.states import MessageStatus
from registrations.carrier import CarrierBusy, CarrierRejected, CarrierUnavailable
from tenants.errors import InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tests.builders import RECIPIENT, make_message
from tests.messaging.people import STRANGER, Sender, opt_in, opt_out, statuses

S = MessageStatus
APP = Actor.system("app")


def queue(sender: Sender, **fields: Any) -> Message:
    """Queue a reminder."""
    defaults: dict[str, Any] = {
        "recipient": RECIPIENT,
        "body": "See you Friday.",
        "message_kind": "appointment",
    }
    return sending.queue_message(sender.program, actor=APP, **{**defaults, **fields})


def take(message: Message, now: datetime | None = None) -> Claim:
    """Claim a text that must be there to claim."""
    claim = sending.claim(message.pk, now=now or timezone.now())
    assert claim is not None
    return claim


def answer(claim: Claim, reply: Answer, now: datetime | None = None) -> Message:
    """Record the carrier's answer to a claim and read the text afresh."""
    sending.record_answer(
        claim.message.pk, attempt_id=claim.attempt_id, answer=reply, now=now or timezone.now()
    )
    return Message.objects.get(pk=claim.message.pk)


def test_a_text_to_someone_who_opted_in_waits_to_be_sent(sender: Sender) -> None:
    opt_in(sender.program)

    message = queue(sender, reference="visit-7")

    assert (message.status, message.reference) == (S.ACCEPTED, "visit-7")
    assert message.originator == sender.originator
    assert message.events.get().kind == MessageEvent.Kind.ACCEPTED


def test_a_text_to_a_stranger_is_refused_at_once_with_a_reason(sender: Sender) -> None:
    with pytest.raises(MessageRefused) as refusal:
        queue(sender)

    assert refusal.value.code == "consent_missing"
    assert refusal.value.fields["reasons"][0]["code"] == "consent_missing"
    assert Message.objects.count() == 0


def test_a_kind_that_the_program_never_sends_is_an_input_error(sender: Sender) -> None:
    opt_in(sender.program)

    with pytest.raises(InvalidInput) as error:
        queue(sender, message_kind="marketing")

    assert "kind" in error.value.fields


def test_a_claim_has_an_attempt_and_a_lease(sender: Sender) -> None:
    opt_in(sender.program)
    message, now = queue(sender), timezone.now()

    claim = take(message, now)

    message.refresh_from_db()
    assert (message.status, message.attempts) == (S.HANDING_OVER, 1)
    assert message.attempt_id == claim.attempt_id
    assert message.lease_until == now + sending.LEASE


def test_a_claimed_text_cannot_be_claimed_again(sender: Sender) -> None:
    opt_in(sender.program)
    message = queue(sender)
    take(message)

    assert sending.claim(message.pk, now=timezone.now()) is None


def test_a_text_that_is_not_due_is_left_alone(sender: Sender) -> None:
    opt_in(sender.program)
    later = timezone.now() + timedelta(minutes=1)
    message = make_message(sender.program, sender.originator, not_before=later)

    assert sending.claim(message.pk, now=timezone.now()) is None
    assert sending.claim(message.pk, now=later) is not None


def test_inv1_a_stop_before_the_claim_refuses_the_text(sender: Sender) -> None:
    opt_in(sender.program)
    message = queue(sender)
    opt_out(sender.program)

    assert sending.claim(message.pk, now=timezone.now()) is None

    message.refresh_from_db()
    assert (message.status, message.reason_code) == (S.REFUSED, "opted_out")
    assert "texted STOP" in message.reason


def test_opting_out_refuses_all_that_waits_but_the_required_replies(sender: Sender) -> None:
    for purpose in Purpose:
        make_message(sender.program, sender.originator, purpose=purpose)
    make_message(sender.program, sender.originator, recipient=STRANGER)

    others = len(Purpose) - len(sending.REPLIES)
    assert sending.refuse_waiting(RECIPIENT, now=timezone.now()) == others

    assert statuses(purpose__in=sending.REPLIES) == [S.ACCEPTED, S.ACCEPTED]
    assert statuses(recipient=STRANGER) == [S.ACCEPTED]


def test_inv1_the_confirmation_waits_for_texts_that_are_being_handed_over(sender: Sender) -> None:
    opt_in(sender.program)
    claim = take(queue(sender))
    opt_out(sender.program)
    confirmation = make_message(
        sender.program, sender.originator, purpose=Purpose.OPT_OUT_CONFIRMATION
    )

    assert sending.claim(confirmation.pk, now=timezone.now()) is None
    answer(claim, answers.handed_over("m-1"))
    assert sending.claim(confirmation.pk, now=timezone.now()) is not None


ANSWERS = [
    (answers.handed_over("m-1"), S.HANDED_OVER, ""),
    (answers.from_error(CarrierBusy("slow down")), S.ACCEPTED, "carrier_busy"),
    (answers.from_error(CarrierUnavailable("time-out")), S.OUTCOME_UNKNOWN, "no_answer"),
    (
        answers.from_error(CarrierRejected("AccessDeniedException", "", "ACCOUNT_DISABLED")),
        S.FAILED,
        "ACCOUNT_DISABLED",
    ),
    (answers.from_error(CarrierRejected("NewException", "?")), S.FAILED, "NewException"),
]


@pytest.mark.parametrize(("reply", "status", "code"), ANSWERS, ids=lambda v: str(v)[:30])
def test_each_answer_of_the_carrier_leads_to_one_state(
    sender: Sender, reply: Answer, status: MessageStatus, code: str
) -> None:
    opt_in(sender.program)

    message = answer(take(queue(sender)), reply)

    assert (message.status, message.reason_code) == (status, code)
    assert message.carrier_message_id == reply.carrier_message_id
    assert bool(message.reason) is bool(code)


def test_a_busy_carrier_is_asked_again_later_and_not_for_ever(sender: Sender) -> None:
    opt_in(sender.program)
    message, now = queue(sender), timezone.now()
    for _ in range(sending.MAX_ATTEMPTS):
        message = answer(take(message, now), answers.from_error(CarrierBusy("")), now)
        now = max(now, message.not_before) + timedelta(seconds=1)

    assert (message.status, message.reason_code) == (S.FAILED, "carrier_busy")
    assert timedelta(hours=1) < now - message.created_at < timedelta(hours=4)


def test_pauses_grow_and_are_spread() -> None:
    assert timedelta(seconds=1) <= sending.pause(1) <= timedelta(seconds=2)
    assert timedelta(minutes=5) <= sending.pause(20) <= timedelta(minutes=10)
    assert len({sending.pause(5) for _ in range(10)}) > 1


def test_an_opt_out_that_only_the_carrier_knew_becomes_ours(sender: Sender) -> None:
    opt_in(sender.program)
    claim, waiting = take(queue(sender)), queue(sender)
    rejection = CarrierRejected("ConflictException", "", answers.OPTED_OUT)

    message = answer(claim, answers.from_error(rejection))

    assert message.status == S.FAILED
    assert Consent.objects.get().standing == Standing.OPTED_OUT
    assert ConsentEvent.objects.filter(method=OptMethod.CARRIER).count() == 1
    waiting.refresh_from_db()
    assert waiting.status == S.REFUSED


def test_inv3_an_answer_to_another_attempt_changes_nothing(sender: Sender) -> None:
    opt_in(sender.program)
    claim = take(queue(sender))

    sending.record_answer(
        claim.message.pk,
        attempt_id=uuid.uuid4(),
        answer=answers.handed_over("m-1"),
        now=timezone.now(),
    )

    assert statuses() == [S.HANDING_OVER]


def test_inv18_a_claim_that_nobody_came_back_to_is_unknown_and_not_sent_again(
    sender: Sender,
) -> None:
    opt_in(sender.program)
    message = queue(sender)
    take(message)
    later = timezone.now() + sending.LEASE + timedelta(seconds=1)

    assert sending.expire_leases(now=timezone.now()) == 0
    assert sending.expire_leases(now=later) == 1

    assert statuses() == [S.OUTCOME_UNKNOWN]
    assert sending.claim(message.pk, now=later) is None


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (answers.handed_over("m-1"), S.HANDED_OVER),
        (answers.from_error(CarrierBusy("")), S.OUTCOME_UNKNOWN),
        (answers.from_error(CarrierRejected("X", "")), S.OUTCOME_UNKNOWN),
    ],
)
def test_inv3_a_worker_that_woke_up_late_can_only_say_that_it_went_out(
    sender: Sender, reply: Answer, status: MessageStatus
) -> None:
    opt_in(sender.program)
    claim = take(queue(sender))
    sending.expire_leases(now=timezone.now() + timedelta(minutes=2))

    assert answer(claim, reply).status == status


def test_a_worker_held_up_before_the_call_gives_the_text_back(sender: Sender) -> None:
    opt_in(sender.program)
    message = queue(sender)
    claim = take(message)

    sending.release(message.pk, attempt_id=claim.attempt_id, now=timezone.now())
    sending.release(message.pk, attempt_id=claim.attempt_id, now=timezone.now())

    assert statuses() == [S.ACCEPTED]
    assert sending.claim(message.pk, now=timezone.now()) is not None


@pytest.mark.parametrize(
    ("status", "hours", "settled"),
    [
        (S.OUTCOME_UNKNOWN, 71, 0),
        (S.OUTCOME_UNKNOWN, 73, 1),
        (S.HANDED_OVER, 73, 1),
        (S.ACCEPTED, 73, 0),
        (S.DELIVERED, 73, 0),
    ],
)
def test_inv18_after_72_hours_of_silence_a_text_is_never_confirmed(
    sender: Sender, status: MessageStatus, hours: int, settled: int
) -> None:
    make_message(sender.program, sender.originator, status=status)

    count = sending.settle_unknown(now=timezone.now() + timedelta(hours=hours))

    assert count == settled
    assert statuses() == [S.UNCONFIRMED if settled else status]


def test_an_illegal_step_is_refused(sender: Sender) -> None:
    message = make_message(sender.program, sender.originator, status=S.FAILED)

    with pytest.raises(TransitionNotAllowed):
        sending.settle(message, S.DELIVERED, now=timezone.now())


def test_every_step_leaves_an_event_with_the_states_before_and_after(sender: Sender) -> None:
    opt_in(sender.program)
    message = answer(take(queue(sender)), answers.handed_over("m-1"))

    steps = list(message.events.order_by("at").values_list("from_status", "to_status"))

    assert steps == [
        ("", S.ACCEPTED),
        (S.ACCEPTED, S.HANDING_OVER),
        (S.HANDING_OVER, S.HANDED_OVER),
    ]


def test_the_outcome_table_has_every_outcome() -> None:
    assert {reply.outcome for reply, _, _ in ANSWERS} == set(Outcome)
