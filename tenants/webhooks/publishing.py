"""Writes an event down for a tenant's app, in the transaction that changed the state."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from tenants.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.nudges import nudge
from tenants.scoping import current_tenant_id
from tenants.webhooks import webhook_tasks
from tenants.webhooks.types import EVENT_TYPES, TEST

logger = logging.getLogger(__name__)
MAX_BYTES = 20_000


def publish(
    type: str,
    *,
    data: Mapping[str, Any],
    now: datetime | None = None,
) -> WebhookEvent | None:
    """Queue an event for every endpoint of the tenant in scope that chose its type.

    Call it inside the transaction that changed the state: either both are kept or neither.
    `data` holds ids and states, never a number or a text; `data["id"]` is the object's UUID.
    Endpoints that are switched off get their share when they are switched on again. None where
    nobody listens.
    """
    if type not in EVENT_TYPES:
        raise ValueError(f"{type} is not in the catalogue of events.")
    listening = WebhookEndpoint.objects.filter(event_types__contains=[type])
    endpoints = list(listening.values_list("pk", flat=True))
    return _write(type, data, endpoints, now or timezone.now()) if endpoints else None


def publish_test(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookEvent:
    """Queue an event without meaning for one endpoint alone."""
    return _write(TEST, {"id": str(endpoint.pk), "object": "webhook"}, [endpoint.pk], now)


def _write(
    kind: str, data: Mapping[str, Any], endpoints: list[UUID], now: datetime
) -> WebhookEvent:
    object_id = UUID(str(data["id"]))
    sequence = _next_sequence(object_id)
    body = _body(kind, {**data, "sequence": sequence}, now)
    event: WebhookEvent = WebhookEvent.objects.create(
        type=kind, object_id=object_id, sequence=sequence, body=body, created_at=now
    )
    for endpoint in endpoints:
        delivery = WebhookDelivery.objects.create(
            event=event, endpoint_id=endpoint, next_try_at=now, created_at=now
        )
        nudge(webhook_tasks.deliver_hook, current_tenant_id(), delivery.pk)
    return event


def _next_sequence(object_id: UUID) -> int:
    """Count one up for an object; two transactions about one object take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(object_id)])
    rows = WebhookEvent.objects.filter(object_id=object_id)
    newest = rows.aggregate(newest=models.Max("sequence"))["newest"]
    return (newest or 0) + 1


def _body(kind: str, data: Mapping[str, Any], now: datetime) -> str:
    """Return the bytes of the event, as text; the same for all tries."""
    moment = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = json.dumps({"type": kind, "timestamp": moment, "data": data}, separators=(",", ":"))
    if len(body.encode()) > MAX_BYTES:
        raise ValueError(f"An event of type {kind} is larger than an app expects.")
    return body
