"""Tells a business's app what became of its texts: ids and states, never a number or a text."""

from messaging.models import Message
from messaging.states import MessageStatus
from tenants import webhooks

EVENTS = {
    MessageStatus.DELIVERED: "message.delivered",
    MessageStatus.UNDELIVERED: "message.undelivered",
}


def moved(message: Message) -> None:
    """Publish the end of a text; called by its `_move`, in the same transaction."""
    kind = EVENTS.get(MessageStatus(message.status))
    if kind is None:
        return
    facts = {
        "id": str(message.pk),
        "object": "message",
        "program": str(message.program_id),
        "status": str(message.status),
        "reason": message.reason_code,
        "is_test": message.is_test,
    }
    webhooks.publish(kind, data=facts)
