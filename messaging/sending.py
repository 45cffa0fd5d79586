"""Verbs of texts on their way out: queue, claim, record the carrier's answer, settle the rest.

The row is the queue; Celery only says "look". A worker claims one row in a short transaction,
commits, calls the carrier with no transaction open, and records the answer by its attempt's id.
A claim whose worker never came back becomes OUTCOME_UNKNOWN and is not sent again: the carrier
takes no idempotency token, so sending again might text a person twice.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent import ledger
from consent.models import Consent, ConsentEvent, OptMethod, Program
from messaging import gate, promotions, tasks, telling
from messaging.answers import Answer, Outcome
from messaging.models import InboundMessage, Message, MessageEvent, Purpose
from messaging.states import TRANSITIONS, MessageStatus
from registrations import usecases
from registrations.models import Originator
from registrations.states import OriginatorStatus
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.nudges import nudge

LEASE = timedelta(seconds=60)
# The carrier's events may take 72 hours; after that nobody will tell us any more.
SILENCE = timedelta(hours=72)
# Doubling from two seconds to ten minutes, this many attempts last about three hours.
MAX_ATTEMPTS = 25
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 600.0
REQUIRED_REPLY, ORDINARY = 0, 5
# What the law asks us to answer is not stopped by a STOP.
REPLIES = (Purpose.OPT_OUT_CONFIRMATION, Purpose.HELP_REPLY)


class MessageRefused(DomainError):
    """The gate said no; `fields["reasons"]` has every reason."""

    def __init__(self, verdict: gate.Verdict) -> None:
        reasons = [{"code": r.code, "message": r.sentence} for r in verdict.reasons]
        super().__init__(verdict.sentence, code=verdict.code, fields={"reasons": reasons})


@dataclass(frozen=True)
class Claim:
    """One text that this worker, and no other, may now hand over until its lease ends."""

    message: Message
    # None for a text of a test key, which may be sent before there is a number.
    originator: Originator | None
    attempt_id: uuid.UUID
    # As the number was ordered: the carrier refuses the other type.
    is_promotional: bool
    # Has the person come back after a STOP, so that the carrier's own list must be cleared first?
    returns: bool


@transaction.atomic
def queue_message(
    program: Program,
    *,
    recipient: str,
    body: str,
    message_kind: str,
    actor: Actor,
    reference: str = "",
    is_test: bool = False,
) -> Message:
    """Accept a text, or raise MessageRefused with every reason why it may not be sent.

    The gate is asked again when a worker claims the text; this first answer is for the caller.
    Offers wait for daytime, and once a month a text ends with the way to help and out.
    """
    now = timezone.now()
    version = program.published
    if version and message_kind not in version.message_kinds:
        known = ", ".join(version.message_kinds)
        raise InvalidInput(
            _("The program does not send this kind of message."),
            fields={"kind": [_("Choose one of: %(known)s.") % {"known": known}]},
        )
    message = Message(
        program=program,
        originator=originator_of(program),
        recipient=recipient,
        body=body,
        message_kind=message_kind,
        reference=reference,
        is_test=is_test,
        priority=ORDINARY,
    )
    message.body = promotions.with_monthly_help(message, now=now)
    verdict = gate.check(message, now=now)
    if not verdict.allowed:
        raise MessageRefused(verdict)
    accepted = _accept(message, actor)
    promotions.hold(accepted, now=now)
    return accepted


@transaction.atomic
def queue_reply(
    purpose: Purpose,
    *,
    program: Program,
    originator: Originator | None,
    recipient: str,
    body: str,
    answers_event: ConsentEvent | None = None,
    answers_inbound: InboundMessage | None = None,
) -> Message:
    """Queue the one automatic answer to an opt-in, a wish to opt in, an opt-out or a HELP.

    One answer each by constraint. The gate is asked when it is claimed, so that an answer that
    may not go out stands in the list with its reason.
    """
    message = Message(
        program=program,
        originator=originator,
        recipient=recipient,
        body=body,
        purpose=purpose,
        answers_event=answers_event,
        answers_inbound=answers_inbound,
        priority=REQUIRED_REPLY,
    )
    return _accept(message, Actor.system("automatic reply"))


def originator_of(program: Program) -> Originator | None:
    """Return the number that a program texts from: a usable one where there is one."""
    numbers = Originator.objects.filter(program=program).exclude(status=OriginatorStatus.RELEASED)
    usable = numbers.filter(
        status=OriginatorStatus.ACTIVE, registration__approved_round__isnull=False
    )
    found: Originator | None = usable.first() or numbers.first()
    return found


def _accept(message: Message, actor: Actor) -> Message:
    message.tells_help = promotions.tells_help(message.body)
    message.save(force_insert=True)
    MessageEvent.record(
        MessageEvent.Kind.ACCEPTED,
        actor=actor,
        message=message,
        to_status=MessageStatus.ACCEPTED,
    )
    nudge(tasks.deliver, message.tenant_id, message.pk)
    return message


@transaction.atomic
def claim(message_id: uuid.UUID | str, *, now: datetime) -> Claim | None:
    """Take one due text for handing over; None when it is taken, not due, refused or must wait.

    One row per transaction: a worker holding twenty claims would work through them seconds after
    the gate was asked. The confirmation of an opt-out waits while any other text to its recipient
    is being handed over, which makes it the last one; the wait is bounded by the lease.
    """
    message = (
        Message.objects.due(now)
        .filter(pk=message_id)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("originator", "program")
        .first()
    )
    if message is None or _must_wait(message) or promotions.hold(message, now=now):
        return None
    verdict = gate.check(message, now=now)
    if not verdict.allowed or (message.originator is None and not message.is_test):
        _refuse(message, code=verdict.code, reason=verdict.sentence, now=now)
        return None
    attempt_id = uuid.uuid4()
    _move(
        message,
        MessageStatus.HANDING_OVER,
        actor=Actor.system("worker"),
        now=now,
        data={"attempt": str(attempt_id)},
        attempt_id=attempt_id,
        lease_until=now + LEASE,
        attempts=message.attempts + 1,
    )
    return _claimed(message, message.originator, attempt_id)


def _claimed(message: Message, originator: Originator | None, attempt_id: uuid.UUID) -> Claim:
    version = message.program.published
    stopped_before = Consent.objects.of_recipient(message.recipient).filter(
        program=message.program, opted_out_at__isnull=False
    )
    return Claim(
        message=message,
        originator=originator,
        attempt_id=attempt_id,
        is_promotional=version is not None and usecases.is_promotional(version.frozen_content),
        returns=message.purpose == Purpose.OPT_IN_CONFIRMATION and stopped_before.exists(),
    )


def _must_wait(message: Message) -> bool:
    others = Message.objects.filter(
        recipient=message.recipient, status=MessageStatus.HANDING_OVER
    ).exclude(pk=message.pk)
    return bool(message.purpose == Purpose.OPT_OUT_CONFIRMATION and others.exists())


def _refuse(message: Message, *, code: str, reason: str, now: datetime) -> Message:
    actor = Actor.system("gate")
    return _move(
        message, MessageStatus.REFUSED, actor=actor, now=now, reason_code=code, reason=reason
    )


@transaction.atomic
def release(message_id: uuid.UUID, *, attempt_id: uuid.UUID, now: datetime) -> None:
    """Give a claim back unused: this worker was held up too long to call the carrier still."""
    message = _of_attempt(message_id, attempt_id)
    if message and message.status == MessageStatus.HANDING_OVER:
        actor = Actor.system("worker")
        _move(message, MessageStatus.ACCEPTED, actor=actor, now=now, lease_until=None)


@transaction.atomic
def record_answer(
    message_id: uuid.UUID, *, attempt_id: uuid.UUID, answer: Answer, now: datetime
) -> Message | None:
    """Record what the carrier answered to one attempt.

    A worker that woke up late changes nothing that has been decided meanwhile: an answer moves
    the text only where the table of states lets it.
    """
    message = _of_attempt(message_id, attempt_id)
    if message is None:
        return None
    to, fields = _next(message, answer, now)
    if answer.carrier_message_id and not message.carrier_message_id:
        Message.objects.filter(pk=message.pk).update(carrier_message_id=answer.carrier_message_id)
    if to not in TRANSITIONS[MessageStatus(message.status)]:
        return message
    data = {"code": answer.code} if answer.code else {}
    message = _move(
        message, to, actor=Actor.carrier(), now=now, data=data, lease_until=None, **fields
    )
    if answer.is_opt_out:
        _adopt_opt_out(message, now)
    _nudge_confirmation(message)
    return message


def _of_attempt(message_id: uuid.UUID, attempt_id: uuid.UUID) -> Message | None:
    found: Message | None = (
        Message.objects.select_for_update().filter(pk=message_id, attempt_id=attempt_id).first()
    )
    return found


def _next(message: Message, answer: Answer, now: datetime) -> tuple[MessageStatus, dict[str, Any]]:
    """Return the state that an answer leads to, and the fields that go with it."""
    why = {"reason_code": answer.code, "reason": answer.sentence}
    if answer.outcome is Outcome.HANDED_OVER:
        return MessageStatus.HANDED_OVER, {"reason_code": "", "reason": ""}
    if answer.outcome is Outcome.UNKNOWN:
        return MessageStatus.OUTCOME_UNKNOWN, why
    if answer.outcome is Outcome.LATER and message.attempts < MAX_ATTEMPTS:
        return MessageStatus.ACCEPTED, {**why, "not_before": now + pause(message.attempts)}
    return MessageStatus.FAILED, why


def pause(attempts: int) -> timedelta:
    """How long to wait after this many attempts, spread so that not all come back at once."""
    seconds = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret


def _adopt_opt_out(message: Message, now: datetime) -> None:
    """The carrier knows an opt-out that we do not: make it ours."""
    ledger.record_opt_out(
        message.recipient,
        program=message.program,
        method=OptMethod.CARRIER,
        actor=Actor.carrier(),
        occurred_at=now,
    )
    refuse_waiting(message.recipient, now=now)


def _nudge_confirmation(message: Message) -> None:
    """A confirmation that waited for this text may go now."""
    waiting = Message.objects.due(timezone.now()).filter(
        recipient=message.recipient, purpose=Purpose.OPT_OUT_CONFIRMATION
    )
    for pk in waiting.values_list("pk", flat=True):
        nudge(tasks.deliver, message.tenant_id, pk)


@transaction.atomic
def refuse_waiting(recipient: str, *, now: datetime) -> int:
    """Refuse whatever still waits for someone who has just opted out; return how many.

    Rows that a claim holds are skipped: a claim locks message then standing, an opt-out standing
    then message, and without the skip they deadlock. The claim itself refuses a skipped row.
    """
    waiting = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(recipient=recipient, status=MessageStatus.ACCEPTED)
        .exclude(purpose__in=REPLIES)
    )
    reason = _("This person opted out while the text was waiting.")
    refused = [_refuse(m, code="opted_out", reason=reason, now=now) for m in waiting]
    return len(refused)


@transaction.atomic
def settle(message: Message, to: MessageStatus, *, now: datetime, **fields: Any) -> Message:
    """Move a text to what a delivery event proves; called by `receipts` only."""
    moved = _move(message, to, actor=Actor.carrier(), now=now, lease_until=None, **fields)
    _nudge_confirmation(moved)
    return moved


@transaction.atomic
def expire_leases(*, now: datetime) -> int:
    """Mark claims whose worker never came back as unknown; they are not sent again."""
    lost = Message.objects.lease_ended(now).select_for_update(skip_locked=True)
    fields: dict[str, Any] = {
        "reason_code": "worker_lost",
        "reason": _("We handed it over and did not hear back. We did not send it again."),
    }
    moved = [
        _move(m, MessageStatus.OUTCOME_UNKNOWN, actor=Actor.system("sweep"), now=now, **fields)
        for m in lost
    ]
    for message in moved:
        _nudge_confirmation(message)
    return len(moved)


@transaction.atomic
def settle_unknown(*, now: datetime) -> int:
    """Give up on texts of which nothing was heard for 72 hours: they are never confirmed."""
    silent = Message.objects.silent_since(now - SILENCE).select_for_update(skip_locked=True)
    reason = _("The carrier never said whether it arrived.")
    actor = Actor.system("sweep")
    for message in silent:
        _move(
            message,
            MessageStatus.UNCONFIRMED,
            actor=actor,
            now=now,
            reason_code="no_event",
            reason=reason,
        )
    return len(silent)


def _move(
    message: Message,
    to: MessageStatus,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> Message:
    """Change a text's status: the only code that does. Locks, checks, saves, writes the event."""
    locked: Message = Message.objects.select_for_update().get(pk=message.pk)
    before = MessageStatus(locked.status)
    if to not in TRANSITIONS[before]:
        raise TransitionNotAllowed(f"A text cannot go from {before} to {to}.")
    locked.status = to
    locked.changed_at = now
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", "changed_at", *fields])
    if fields.get("reason_code"):
        data = {"code": fields["reason_code"], **(data or {})}
    MessageEvent.record(
        MessageEvent.Kind.MOVED,
        actor=actor,
        message=locked,
        from_status=before,
        to_status=to,
        data=data,
    )
    telling.moved(locked)
    return locked
