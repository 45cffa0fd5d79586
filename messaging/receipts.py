"""Delivery events: what the carrier reports of a text, in any order and any number of times.

States have ranks. With the carrier (1) gives way to a final state (2), never the reverse. Of two
final events the later one wins by the carrier's own time and the earlier stays in history; an
event that says "unknown" gives way to any that knows.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from messaging import sending
from messaging.models import Message, MessageEvent
from messaging.states import TRANSITIONS, MessageStatus
from tenants.events import Actor
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)
S = MessageStatus

ARRIVED = frozenset({"TEXT_DELIVERED", "TEXT_SUCCESSFUL"})
PASSING = frozenset({"TEXT_QUEUED", "TEXT_PENDING"})
# Two finals of the same instant need an order too, so that every order of arrival ends alike.
PREFERENCE = {S.UNDELIVERED: 1, S.DELIVERED: 2}
KNOWING = frozenset({S.DELIVERED, S.UNDELIVERED})


@dataclass(frozen=True)
class Receipt:
    """One delivery event, as far as we use it."""

    type: str
    at: datetime
    is_final: bool
    carrier_message_id: str
    tenant_id: uuid.UUID | None
    message_id: uuid.UUID | None
    description: str

    @property
    def key(self) -> str:
        """The carrier has no id for an event; these three together are one."""
        return f"{self.carrier_message_id}:{self.type}:{int(self.at.timestamp() * 1000)}"

    @property
    def target(self) -> MessageStatus:
        """The state that the event speaks for. Finality is the flag, not the type."""
        if not self.is_final and self.type != "TEXT_DELIVERED":
            return S.HANDED_OVER
        if self.type in ARRIVED:
            return S.DELIVERED
        known = self.type in reasons()
        return S.UNDELIVERED if known and self.type != "TEXT_UNKNOWN" else S.UNCONFIRMED


def read(event: dict[str, Any]) -> Receipt:
    """Read the carrier's JSON. Raises ValueError when it is not a delivery event."""
    try:
        # An empty id would name every text that has none yet.
        if not event["messageId"]:
            raise ValueError("a delivery event of no text")
        context = event.get("context") or {}
        return Receipt(
            type=str(event["eventType"])[:60],
            at=datetime.fromtimestamp(int(event["eventTimestamp"]) / 1000, UTC),
            is_final=event.get("isFinal") is True,
            carrier_message_id=str(event["messageId"])[:64],
            tenant_id=_uuid(context.get("tenant")),
            message_id=_uuid(context.get("message")),
            description=str(event.get("messageStatusDescription", ""))[:200],
        )
    except (KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise ValueError("not a delivery event") from error


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def record_receipt(receipt: Receipt, *, now: datetime) -> Message | None:
    """Apply one delivery event; return its text, or None when the text is not known (yet).

    The context that travelled with the text names our row. Where it is missing, the carrier's id
    does, which may be ahead of our own commit of it: the caller keeps the event and asks again.
    """
    found = _find(receipt)
    if found is None:
        return None
    tenant_id, message_id = found
    with tenant_scope(tenant_id):
        return _apply(receipt, message_id, now)


def _find(receipt: Receipt) -> tuple[uuid.UUID, uuid.UUID] | None:
    with all_tenants_scope("find the text of a delivery event"):
        rows = Message.objects.values_list("tenant_id", "pk")
        row = rows.filter(pk=receipt.message_id, tenant_id=receipt.tenant_id).first()
        if row is None:
            row = rows.filter(carrier_message_id=receipt.carrier_message_id).first()
    return row


@transaction.atomic
def _apply(receipt: Receipt, message_id: uuid.UUID, now: datetime) -> Message:
    message: Message = Message.objects.select_for_update().get(pk=message_id)
    if MessageEvent.objects.filter(carrier_key=receipt.key).exists():
        return message
    MessageEvent.record(
        MessageEvent.Kind.CARRIER_EVENT,
        actor=Actor.carrier(),
        message=message,
        carrier_key=receipt.key,
        data={
            "type": receipt.type,
            "final": receipt.is_final,
            "at": receipt.at.isoformat(),
            "description": receipt.description,
        },
    )
    if not message.carrier_message_id:
        message.carrier_message_id = receipt.carrier_message_id
        message.save(update_fields=["carrier_message_id"])
    if receipt.type not in ARRIVED | PASSING | reasons().keys():
        logger.warning("unknown delivery event %s for message %s", receipt.type, message.pk)
    return _follow(message, receipt, now)


def _follow(message: Message, receipt: Receipt, now: datetime) -> Message:
    """Move the text where the event leads, if it outranks what is known."""
    status, to = S(message.status), receipt.target
    if to == S.HANDED_OVER:
        leads = to in TRANSITIONS[status]
        return sending.settle(message, to, now=now, reason_code="", reason="") if leads else message
    if not _outranks(receipt, message):
        return message
    if to == status:
        # The same end, reported again later: remember the later time.
        message.carrier_event_at = receipt.at
        message.save(update_fields=["carrier_event_at"])
        return message
    if to == S.UNCONFIRMED and status in {S.ACCEPTED, S.HANDING_OVER}:
        message = sending.settle(message, S.HANDED_OVER, now=now, reason_code="", reason="")
        status = S.HANDED_OVER
    if to not in TRANSITIONS[status]:
        logger.warning("event %s leads nowhere from %s (%s)", receipt.type, status, message.pk)
        return message
    arrived = to == S.DELIVERED
    return sending.settle(
        message,
        to,
        now=now,
        carrier_event_at=receipt.at,
        reason_code="" if arrived else receipt.type,
        reason="" if arrived else _reason(receipt.type),
    )


def _outranks(receipt: Receipt, message: Message) -> bool:
    to, status = receipt.target, S(message.status)
    if message.carrier_event_at is None:
        return not (to == S.UNCONFIRMED and status in KNOWING)
    new = (to in KNOWING, receipt.at, PREFERENCE.get(to, 0))
    old = (status in KNOWING, message.carrier_event_at, PREFERENCE.get(status, 0))
    return new > old


def _reason(event_type: str) -> str:
    known = reasons().get(event_type)
    return known or _("The carrier reported %(type)s.") % {"type": event_type}


def reasons() -> dict[str, str]:
    """Return why a text did not arrive, by the carrier's event type."""
    return {
        "TEXT_INVALID": _("The number is not valid."),
        "TEXT_INVALID_MESSAGE": _("The carrier refused the text's content."),
        "TEXT_UNREACHABLE": _("The phone was off or out of reach."),
        "TEXT_CARRIER_UNREACHABLE": _("The recipient's carrier could not be reached."),
        "TEXT_BLOCKED": _(
            "The phone or its carrier blocks texts from this number; the person may have opted out"
            " there."
        ),
        "TEXT_CARRIER_BLOCKED": _("The recipient's carrier blocked the text."),
        "TEXT_SPAM": _("The recipient's carrier took the text for spam."),
        "TEXT_TTL_EXPIRED": _("The text could not be handed over in time."),
        "TEXT_PROTECT_BLOCKED": _("The account's own protection rules blocked the text."),
        "TEXT_UNKNOWN": _("The carrier does not know whether it arrived."),
    }
