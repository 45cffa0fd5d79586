"""Erasing a closed tenant: that texts were sent stays, not to whom and not what they said."""

import uuid

from django.db.models import Q

from messaging.models import (
    CarrierCallback,
    IdempotentRequest,
    InboundMessage,
    Message,
    MessageEvent,
)
from registrations.models import Originator
from tenants.erasing import BLANK_EVENT, Step, blank
from tenants.scoping import erasing


def blank_texts(tenant_id: uuid.UUID) -> None:
    """Blank numbers, bodies and the app's own references, in both directions."""
    blank(tenant_id, Message, {"body": "", "recipient": "", "reference": ""})
    blank(tenant_id, InboundMessage, {"body": "", "sender": ""})
    with erasing(tenant_id):
        IdempotentRequest.objects.all().delete()


def remove_notifications(tenant_id: uuid.UUID) -> None:
    """Delete the carrier's notifications as they came: they repeat numbers and bodies."""
    with erasing(tenant_id):
        numbers = list(Originator.objects.exclude(number="").values_list("number", flat=True))
    wanted = Q(payload__contains=str(tenant_id))
    for number in numbers:
        wanted |= Q(payload__contains=number)
    CarrierCallback.objects.filter(wanted).exclude(processed_at=None).delete()


def blank_events(tenant_id: uuid.UUID) -> None:
    """Keep the steps of each text, without what the carrier or an app said of them."""
    blank(tenant_id, MessageEvent, BLANK_EVENT)


STEPS: tuple[Step, ...] = (blank_texts, remove_notifications, blank_events)
