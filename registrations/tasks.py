"""Scheduled work on registrations: file what was accepted, ask what was decided, set numbers up.

Tasks are nudges: the rows say what is to be done, each task is safe to run twice, and the sweeps
find whatever a lost nudge left behind. The carrier is never called while a scope is open.
"""

import logging
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import redis
from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from registrations import (
    closing,
    filing_queue,
    form_reading,
    live_tasks,  # noqa: F401 - with their tasks.
    polling,
    provisioning,
    quotas,
    reminding,  # noqa: F401 - with its task.
    removing,
    rewording,  # noqa: F401 - with its task.
)
from registrations.carrier import CarrierBusy, CarrierError, CarrierUnavailable
from registrations.handover import How
from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope

logger = logging.getLogger(__name__)
SWEEP_AT_MOST = 200
# How long a worker files before other work of its queue gets a chance.
FILE_SECONDS = 30.0
# After so many refusals in a row a worker does something else, and one comes back after a pause.
REFUSED_TURNS, FILE_PAUSE = 3, 2  # turns, seconds
DISCARD_PAUSE = 10  # seconds
# How long one worker asks the carrier what became of filings.
POLL_SECONDS = 60.0
# What somebody changed at a live number is found within a day.
LIVE_NUMBERS_EVERY = timedelta(hours=24)


def nudge(task: Any, *ids: UUID) -> None:
    """Ask a worker to look at a row once this transaction is committed.

    A queue that cannot be reached holds nothing up: the sweep finds the row.
    """
    transaction.on_commit(lambda: _publish(task, [str(each) for each in ids]))


def _publish(task: Any, ids: list[str]) -> None:
    try:
        task.delay(*ids)
    except OperationalError:
        logger.warning("no nudge for %s %s: the queue is not reachable", task.name, ids)


@shared_task
def file_registration(tenant_id: str, registration_id: str) -> None:
    """Wake a worker that files, because something was accepted; it decides itself what is next."""
    file_next()


@shared_task
def file_next() -> None:
    """Give turns to filings, the fairest next one each time, until a while is over.

    A worker that is refused turns at the carrier makes place for other work: the rate is used up.
    """
    if not filing_queue.may_another_file(now=timezone.now()):
        return
    ends, refused = time.monotonic() + FILE_SECONDS, 0
    while time.monotonic() < ends and refused < REFUSED_TURNS:
        turn = filing_queue.next_turn(now=timezone.now())
        if turn is None:
            return
        refused = refused + 1 if turn.how == How.PACED else 0
    if refused or filing_queue.is_waiting(now=timezone.now()):
        _come_back(FILE_PAUSE if refused else 0)


def _come_back(seconds: int) -> None:
    """Have a worker go on filing. One is enough, however many were refused."""
    if not seconds:
        _publish(file_next, [])
        return
    try:
        if cache.add("filing-comes-back", 1, timeout=seconds):
            file_next.apply_async(countdown=seconds)
    except (OperationalError, redis.RedisError):
        logger.warning("filing waits for the sweep: the queue is not reachable")


@shared_task
def file_waiting() -> None:
    """Have what nobody files be filed."""
    if filing_queue.is_waiting(now=timezone.now()):
        _publish(file_next, [])


@shared_task
def read_limits() -> None:
    """Read the quotas of the account again; what waited for room then goes on."""
    try:
        quotas.refresh(now=timezone.now())
    except CarrierError as error:
        logger.warning("the account's quotas were not read: %s", error)


@shared_task
def poll_open() -> None:
    """Ask the carrier about the registrations that it has and that are due for a look."""
    try:
        polling.poll(seconds=POLL_SECONDS)
    except CarrierError as error:
        logger.warning("registrations not polled: %s", error)


@shared_task
def look_at(carrier_id: str) -> None:
    """Look at one registration now, because the carrier told of a change.

    What it told is not believed: it may be late, repeated or out of order. Of several at once the
    first one's look takes the others along.
    """
    if polling.mark(carrier_id):
        poll_open()


@shared_task
def provision(tenant_id: str, registration_id: str) -> None:
    """Bring the number of one approved registration one step nearer to being live."""
    provisioning.provision(tenant_id, registration_id, now=timezone.now())


@shared_task
def provision_waiting() -> None:
    """Find registrations in force whose number is not live yet, or was not looked at for long."""
    now = timezone.now()
    before = now - timedelta(seconds=settings.CARRIER_POLL_SECONDS)
    fresh = models.Q(originators__carrier_checked_at__gt=before)
    with all_tenants_scope("sweep numbers to set up"):
        active = models.Q(tenant__status=TenantStatus.ACTIVE)
        waiting = Registration.objects.without_live_number().filter(active).exclude(fresh)
        unseen = Registration.objects.with_number_unseen_since(now - LIVE_NUMBERS_EVERY)
        rows = [
            *waiting.order_by("changed_at").values_list("tenant_id", "pk")[:SWEEP_AT_MOST],
            *unseen.order_by("originators__carrier_checked_at").values_list("tenant_id", "pk")[
                :SWEEP_AT_MOST
            ],
        ]
    for tenant_id, registration_id in rows:
        _publish(provision, [str(tenant_id), str(registration_id)])


@shared_task
def discard_round(tenant_id: str, registration_id: str) -> None:
    """Take one round back from the carrier, as its tenant asked; ask again where it did not answer.

    No sweep looks for such wishes, since after a while the review has begun and they are void.
    """
    try:
        closing.ask_carrier(tenant_id, registration_id, now=timezone.now())
    except (CarrierBusy, CarrierUnavailable) as error:
        logger.warning("registration %s not taken back yet: %s", registration_id, error)
        try:
            discard_round.apply_async((tenant_id, registration_id), countdown=DISCARD_PAUSE)
        except OperationalError:
            logger.warning("registration %s: the queue is not reachable", registration_id)


@shared_task
def remove_ended() -> None:
    """Take what was closed away from the carrier, longest closed first."""
    now = timezone.now()
    waits = models.Q(filing_lease_until__gt=now)
    with all_tenants_scope("sweep closed registrations"):
        closed = Registration.objects.filter(status=RegistrationStatus.CLOSED, removed_at=None)
        rows = list(
            closed.exclude(waits)
            .order_by("changed_at")
            .values_list("tenant_id", "pk")[:SWEEP_AT_MOST]
        )
    for tenant_id, registration_id in rows:
        removing.remove(str(tenant_id), str(registration_id), now=now)


@shared_task
def refresh_forms() -> None:
    """Read the carrier's forms again where a copy is missing or a day old."""
    form_reading.refresh(timezone.now())
