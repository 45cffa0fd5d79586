"""Stored notifications become texts from recipients, delivery events, or news of registrations."""

import json
import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from messaging import inbound, receipts
from messaging.models import CarrierCallback
from registrations import tasks as registration_tasks
from tenants.nudges import nudge

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 10, 600
# An event may come before our own commit of the id it names; after this many looks it is not ours.
LOOKS = 12
WAITS_FOR_STAFF, CONFIRMED = "waits_for_staff", "confirmed"
# What EventBridge passes on through a topic.
BRIDGE_SOURCE, REGISTRATION_CHANGED = "aws.sms-voice", "Registration Status Change"


def interpret(callback_id: uuid.UUID | str, *, now: datetime) -> None:
    """Interpret one notification. Its effect and the mark that it was done are one commit.

    It is taken by moving its next try into the future, so that no two workers do it at once and
    one that cannot be interpreted comes back ever more rarely.
    """
    if not _take(callback_id, now):
        return
    with transaction.atomic():
        callback = CarrierCallback.objects.select_for_update().get(pk=callback_id)
        outcome = _outcome(callback, now)
        if outcome is None:
            return
        callback.outcome = outcome
        callback.processed_at = now
        callback.save(update_fields=["outcome", "processed_at"])


@transaction.atomic
def _take(callback_id: uuid.UUID | str, now: datetime) -> bool:
    waiting = CarrierCallback.objects.waiting(now).filter(pk=callback_id)
    callback = waiting.select_for_update(skip_locked=True).first()
    if callback is None:
        return False
    pause = min(FIRST_PAUSE * 2 ** min(callback.attempts, 10), LONGEST_PAUSE)
    callback.attempts += 1
    callback.next_try_at = now + timedelta(seconds=pause)
    callback.save(update_fields=["attempts", "next_try_at"])
    return True


def _outcome(callback: CarrierCallback, now: datetime) -> str | None:
    """Act on the notification; return a word for what was done, or None to look again later."""
    envelope = json.loads(callback.payload)
    if envelope["Type"] != "Notification":
        # A person with access to the account confirms a subscription; we never fetch its address.
        logger.warning("%s for topic %s waits for staff", envelope["Type"], callback.topic_arn)
        return WAITS_FOR_STAFF
    try:
        message = json.loads(envelope["Message"])
        if isinstance(message, dict) and message.get("source") == BRIDGE_SOURCE:
            return _from_bridge(message)
        if callback.topic_arn == settings.SNS_INBOUND_TOPIC_ARN:
            return _text(message, callback)
        return _event(message, callback, now)
    except ValueError:
        logger.warning("callback %s cannot be read", callback.pk)
        return "unreadable"


def pending_confirmation(callback_id: str) -> tuple[str, str] | None:
    """Return topic and token of a subscription that staff may confirm, or None."""
    callback = CarrierCallback.objects.get(pk=callback_id)
    envelope = json.loads(callback.payload)
    is_open = callback.outcome == WAITS_FOR_STAFF
    if not is_open or envelope["Type"] != "SubscriptionConfirmation":
        return None
    return callback.topic_arn, envelope["Token"]


def record_confirmation(callback_id: str) -> None:
    """Remember that a subscription was confirmed."""
    CarrierCallback.objects.filter(pk=callback_id).update(outcome=CONFIRMED)


def _text(message: Any, callback: CarrierCallback) -> str:
    try:
        text = inbound.Text(
            carrier_id=_clean(message["inboundMessageId"])[:80],
            sender=_clean(message["originationNumber"]),
            destination=_clean(message["destinationNumber"]),
            body=_clean(message["messageBody"]),
            received_at=callback.sent_at,
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not an inbound text") from error
    found = inbound.receive_text(text)
    return f"text_{found.outcome}" if found else "unknown_number"


def _from_bridge(message: dict[str, Any]) -> str:
    """Have a registration looked at, since the carrier tells that its state changed.

    Such events come late, twice and in any order, so what they say is not believed: the carrier is
    asked. Of other things that it tells of, texts among them, our own topics tell us already.
    """
    if message.get("detail-type") != REGISTRATION_CHANGED:
        return "bridge_ignored"
    try:
        carrier_id = message["detail"]["registrationDetails"]["registrationId"]
    except (KeyError, TypeError) as error:
        raise ValueError("not the news of a registration") from error
    nudge(registration_tasks.look_at, _clean(carrier_id)[:80])
    return "registration"


def _event(message: Any, callback: CarrierCallback, now: datetime) -> str | None:
    receipt = receipts.read(message)
    found = receipts.record_receipt(receipt, now=now)
    if found is None:
        return None if callback.attempts < LOOKS else "unknown_message"
    return "event"


def _clean(value: object) -> str:
    """Take out what PostgreSQL cannot store: NUL, and halves of surrogate pairs."""
    text = str(value).replace("\0", "")
    return text.encode("utf-8", "replace").decode()
