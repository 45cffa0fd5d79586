"""Delivers events: claims a row, posts with no transaction open, records what was answered.

A worker that is killed in between leaves a lease that ends: the event is then sent again under the
same id. At least once is what an app is promised, and the id is how it tells.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from tenants.models import TenantStatus, WebhookDelivery, WebhookEndpoint, WebhookTry
from tenants.outbound.fetch_errors import FetchError
from tenants.outbound.fetch_wire import INTERNET, Network
from tenants.outbound.posting import post_public
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.webhooks import endpoints, schedule, signing
from tenants.webhooks.listeners import own_listeners

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
TIMEOUT = 15  # seconds
# An endpoint that hangs takes no more workers than this, so that others get their turn.
AT_ONCE = 2
SWEEP_AT_MOST = 200
KEPT_OF_ANSWER = 1000
# Statuses of businesses that are told nothing any more.
SILENT = (TenantStatus.CLOSED, TenantStatus.ERASED)


@dataclass(frozen=True)
class Claim:
    """One try that is ours alone until its lease ends, with all it needs."""

    tenant_id: UUID | str
    delivery_id: UUID
    attempt_id: UUID
    event_id: UUID
    url: str
    body: str
    secrets: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What came of one try."""

    took_ms: int
    status: int | None = None
    trouble: str = ""
    answer: str = ""
    retry_after: str = ""

    @property
    def is_good(self) -> bool:
        """Only 2xx counts: a redirect leads to somebody who was not named."""
        return self.status is not None and 200 <= self.status < 300


def due(*, now: datetime) -> list[tuple[UUID, UUID]]:
    """Return (tenant, delivery) of what is due, no more than a few of each endpoint."""
    turn = Window(RowNumber(), partition_by=F("endpoint_id"), order_by=F("next_try_at").asc())
    with all_tenants_scope("sweep webhooks to deliver"):
        rows = WebhookDelivery.objects.exclude(tenant__status__in=SILENT)
        rows = rows.filter(_free(now), endpoint__disabled_at=None).annotate(turn=turn)
        rows = rows.filter(turn__lte=AT_ONCE).order_by("next_try_at")
        return list(rows.values_list("tenant_id", "pk")[:SWEEP_AT_MOST])


def _free(now: datetime) -> Q:
    return Q(delivered_at=None, given_up_at=None, next_try_at__lte=now) & (
        Q(lease_until=None) | Q(lease_until__lte=now)
    )


def deliver(
    tenant_id: UUID | str, delivery_id: UUID | str, *, now: datetime, network: Network = INTERNET
) -> None:
    """Try one delivery once; nothing where it is done, not due, or in another's hands."""
    with tenant_scope(tenant_id):
        claimed = claim(delivery_id, now=now)
    if claimed is None:
        return
    outcome = _post(claimed, now, network)
    with tenant_scope(tenant_id):
        record(claimed, outcome, now=now)


@transaction.atomic
def claim(delivery_id: UUID | str, *, now: datetime) -> Claim | None:
    """Take one due delivery for one try; the endpoint's row is locked, so its limit holds."""
    rows = WebhookDelivery.objects.exclude(tenant__status__in=SILENT)
    wanted = rows.filter(_free(now), pk=delivery_id).values_list("endpoint_id", flat=True).first()
    open_ones = WebhookEndpoint.objects.select_for_update().filter(disabled_at=None)
    endpoint = open_ones.filter(pk=wanted).first() if wanted else None
    if endpoint is None:
        return None
    busy = WebhookDelivery.objects.filter(endpoint=endpoint, lease_until__gt=now)
    mine = rows.select_for_update(skip_locked=True, of=("self",)).filter(_free(now), pk=delivery_id)
    delivery = mine.select_related("event").first() if busy.count() < AT_ONCE else None
    if delivery is None:
        return None
    delivery.attempt_id, delivery.lease_until = uuid4(), now + LEASE
    delivery.attempts += 1
    delivery.save(update_fields=["attempt_id", "lease_until", "attempts"])
    return Claim(
        tenant_id=delivery.tenant_id,
        delivery_id=delivery.pk,
        attempt_id=delivery.attempt_id,
        event_id=delivery.event_id,
        url=endpoint.url,
        body=delivery.event.body,
        secrets=endpoint.secrets,
    )


def _post(claimed: Claim, now: datetime, network: Network) -> Outcome:
    """Post with no transaction open; every way of failing is an outcome."""
    began = time.monotonic()
    headers = signing.headers(
        claimed.secrets,
        message_id=f"msg_{claimed.event_id.hex}",
        timestamp=int(now.timestamp()),
        body=claimed.body,
    )
    try:
        answer = post_public(
            claimed.url,
            body=claimed.body.encode(),
            headers={"Content-Type": "application/json", "Accept": "*/*", **headers},
            purpose="webhook",
            total=TIMEOUT,
            own=own_listeners(),
            network=network,
        )
    except FetchError as error:
        return Outcome(_ms(began), trouble=error.code)
    text = answer.body.decode(errors="replace").replace("\x00", "")[:KEPT_OF_ANSWER]
    return Outcome(
        _ms(began), answer.status, answer=text, retry_after=answer.headers.get("retry-after", "")
    )


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


@transaction.atomic
def record(claimed: Claim, outcome: Outcome, *, now: datetime) -> None:
    """Note one try; one that another worker has taken over since is noted and changes no more."""
    delivery = (
        WebhookDelivery.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .filter(pk=claimed.delivery_id)
        .first()
    )
    if delivery is None:
        return  # The endpoint was removed meanwhile.
    WebhookTry.objects.create(
        delivery=delivery,
        at=now,
        took_ms=outcome.took_ms,
        status_code=outcome.status,
        trouble=outcome.trouble,
        answer=outcome.answer,
    )
    if delivery.attempt_id != claimed.attempt_id or not delivery.is_open:
        return
    delivery.lease_until = None
    if outcome.is_good:
        delivery.delivered_at = now
    else:
        _plan(delivery, outcome, now)
    delivery.save()
    endpoints.note_outcome(delivery.endpoint_id, outcome.status, is_good=outcome.is_good, now=now)


def _plan(delivery: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    """Say when it is tried again, or that it is not."""
    asked = schedule.asked_wait(outcome.status or 0, outcome.retry_after)
    wait = schedule.wait_after(delivery.attempts, asked=asked)
    if wait is None:
        delivery.given_up_at = now
    else:
        delivery.next_try_at = now + wait
