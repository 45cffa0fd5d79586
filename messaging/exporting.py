"""What an export holds of texts."""

from messaging.models import IdempotentRequest, InboundMessage, Message, MessageEvent
from tenants.exporting import Table

TABLES: tuple[Table, ...] = (
    Table(Message, omit=frozenset({"lease_until", "attempt_id"})),
    Table(MessageEvent),
    Table(InboundMessage),
    Table(IdempotentRequest),
)
