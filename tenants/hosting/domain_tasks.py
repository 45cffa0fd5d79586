"""The sweep that looks at the DNS of tenants' own hosts, as their members' "Check now" does."""

import logging
import uuid
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from tenants.errors import DomainError
from tenants.events import Actor
from tenants.hosting import custom_domains, hosts
from tenants.models import CustomDomain
from tenants.outbound.dns_lookups import look
from tenants.states import DomainStatus

logger = logging.getLogger(__name__)

# A new claim is looked at every few minutes for a week, then only when a member asks.
PENDING_EVERY, PENDING_FOR = timedelta(minutes=5), timedelta(days=7)
VERIFIED_EVERY = timedelta(days=1)
# One run ends well within the time limit of a task, even if no name server answers.
BATCH = 8


@shared_task(name="tenants.tasks.check_domains")
def check_domains() -> None:
    """Look at some of the hosts that are due. No transaction is open while the DNS is asked."""
    now = timezone.now()
    for pk, host in _due(now):
        _check(pk, host, now)


def _due(now: datetime) -> list[tuple[uuid.UUID, str]]:
    pending = Q(status=DomainStatus.PENDING, created_at__gt=now - PENDING_FOR)
    unseen = Q(checked_at=None) | Q(checked_at__lt=now - PENDING_EVERY)
    settled = Q(status__in=(DomainStatus.VERIFIED, DomainStatus.LOST))
    due = CustomDomain.objects.filter(
        (pending & unseen) | (settled & Q(checked_at__lt=now - VERIFIED_EVERY))
    )
    # By lot, so that a few hosts whose name servers are silent cannot hold up the others.
    return list(due.order_by("?").values_list("pk", "host")[:BATCH])


def _check(pk: uuid.UUID, host: str, now: datetime) -> None:
    seen = look(host, target=hosts.target())
    try:
        custom_domains.check(pk, seen=seen, actor=Actor.system("domain check"), now=now)
    except CustomDomain.DoesNotExist:
        return  # Removed while the DNS was asked.
    except DomainError as error:
        logger.info("domain %s stays unverified: %s", pk, error.code)
