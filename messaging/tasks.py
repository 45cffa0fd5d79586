"""Work that Celery is told to look at: hand texts over, interpret callbacks, sweep.

Every task is safe to run twice, and none is the only memory of anything: the rows are. No carrier
call is made while a tenant's scope, which is a transaction, is open.
"""

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from consent.content import MessageKind
from messaging import answers, callbacks, promotions, sending
from messaging.models import CarrierCallback, Message
from registrations.carrier import CarrierBusy, CarrierError, CarrierRejected, texting, topics
from registrations.states import OriginatorStatus
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)

# Connect and read time-outs of the carrier's client, and a little: with less than this left of
# the lease a call might end after somebody else has given the text up.
CALL_SECONDS = 15.0
# How long the carrier may hold a text: a code is useless soon, and a STOP may come meanwhile.
CODE_SECONDS, ORDINARY_SECONDS = 300, 4 * 3600
SWEEP_LIMIT = 300
# Younger rows have just been nudged.
FRESH = timedelta(seconds=5)


@shared_task
def deliver(tenant_id: str, message_id: str) -> None:
    """Hand one text over: claim it, call the carrier, record the answer."""
    started = time.monotonic()
    with tenant_scope(tenant_id):
        claim = sending.claim(message_id, now=timezone.now())
    if claim is None:
        return
    if sending.LEASE.total_seconds() - (time.monotonic() - started) < CALL_SECONDS:
        # This process was frozen for most of its lease: it must not wake up and text.
        with tenant_scope(tenant_id):
            sending.release(claim.message.pk, attempt_id=claim.attempt_id, now=timezone.now())
        return
    answer = _hand_over(claim)
    with tenant_scope(tenant_id):
        sending.record_answer(
            claim.message.pk, attempt_id=claim.attempt_id, answer=answer, now=timezone.now()
        )


def _hand_over(claim: "sending.Claim") -> answers.Answer:
    message = claim.message
    try:
        _lift_suppression(claim)
        return answers.handed_over(texting.send_text(_text(claim)))
    except CarrierError as error:
        logger.info("message %s was not handed over: %s", message.pk, type(error).__name__)
        return answers.from_error(error)


def _text(claim: "sending.Claim") -> texting.Text:
    message = claim.message
    is_code = message.message_kind == MessageKind.SECURITY_CODE
    return texting.Text(
        originator=_number(claim),
        recipient=message.recipient,
        body=message.body,
        message_type="PROMOTIONAL" if claim.is_promotional else "TRANSACTIONAL",
        time_to_live=promotions.lifetime(
            message, ordinary=CODE_SECONDS if is_code else ORDINARY_SECONDS, now=timezone.now()
        ),
        # Comes back in every delivery event, and settles a text whose answer was lost.
        context={
            "tenant": str(message.tenant_id),
            "message": str(message.pk),
            "attempt": str(claim.attempt_id),
        },
        configuration_set=_configuration_set(claim),
        is_practice=message.is_test,
    )


def _number(claim: "sending.Claim") -> str:
    """The number to text from; a test text leaves from the simulator's own where it must."""
    originator = claim.originator
    is_live = originator is not None and originator.status == OriginatorStatus.ACTIVE
    if claim.message.is_test and not (is_live and texting.plays_carrier()):
        return texting.PRACTICE_NUMBER
    return (originator.number or originator.sender_id) if originator else ""


def _configuration_set(claim: "sending.Claim") -> str:
    """The business's own set, so that its delivery events come back."""
    return claim.originator.configuration_set if claim.originator else ""


def _lift_suppression(claim: "sending.Claim") -> None:
    """Before the first text after a START, take the number off the carrier's own list.

    Nothing has been sent yet, so whatever goes wrong here is "later". A definite no (it is not on
    the list, or was taken off within 30 days already) is left to the send itself to find out.
    """
    if claim.originator is None or claim.message.is_test:
        return
    message, opt_out_list = claim.message, claim.originator.opt_out_list
    if not claim.returns or not opt_out_list:
        return
    try:
        texting.unsuppress(message.recipient, opt_out_list=opt_out_list)
    except CarrierRejected as error:
        logger.info("message %s: not taken off the carrier's list (%s)", message.pk, error.code)
    except CarrierError as error:
        raise CarrierBusy("The carrier's opt-out list could not be reached.") from error


@shared_task
def sweep_messages() -> None:
    """Find what no nudge reached: ended leases, and texts that are due."""
    now = timezone.now()
    with all_tenants_scope("sweep leases"):
        tenants = set(Message.objects.lease_ended(now).values_list("tenant_id", flat=True))
    for tenant_id in tenants:
        with tenant_scope(tenant_id):
            count = sending.expire_leases(now=now)
        logger.warning("tenant %s: %d texts have an unknown outcome", tenant_id, count)
    with all_tenants_scope("sweep due texts"):
        due = Message.objects.due(now).filter(changed_at__lt=now - FRESH)
        rows = list(due.values_list("tenant_id", "pk")[:SWEEP_LIMIT])
    for tenant_id, message_id in rows:
        deliver.delay(str(tenant_id), str(message_id))


@shared_task
def settle_unknown() -> None:
    """Give up on texts of which nothing was heard for 72 hours."""
    now = timezone.now()
    with all_tenants_scope("sweep silent texts"):
        silent = Message.objects.silent_since(now - sending.SILENCE)
        tenants = set(silent.values_list("tenant_id", flat=True))
    for tenant_id in tenants:
        with tenant_scope(tenant_id):
            count = sending.settle_unknown(now=now)
        logger.warning("tenant %s: %d texts were never confirmed", tenant_id, count)


@shared_task
def process_callback(callback_id: str) -> None:
    """Interpret one stored notification."""
    callbacks.interpret(callback_id, now=timezone.now())


@shared_task
def process_callbacks() -> None:
    """Nudge every notification that still waits; each in a task of its own, so that one that
    cannot be interpreted holds up no other."""
    waiting = CarrierCallback.objects.waiting(timezone.now()).values_list("pk", flat=True)
    for pk in waiting[:SWEEP_LIMIT]:
        process_callback.delay(str(pk))


@shared_task
def confirm_subscription(callback_id: str) -> None:
    """Confirm a topic's subscription to our hook, because a member of staff said so.

    Through the service's own operation: the address in the notification is never fetched.
    """
    wanted = callbacks.pending_confirmation(callback_id)
    if wanted is None:
        return
    topic_arn, token = wanted
    topics.confirm(topic_arn, token=token)
    callbacks.record_confirmation(callback_id)
    logger.info("the subscription of topic %s is confirmed", topic_arn)
