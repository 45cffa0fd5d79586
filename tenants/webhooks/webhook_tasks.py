"""Work of webhooks that Celery is told to look at; rows are the queue, tasks are nudges."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import models
from django.utils import timezone
from kombu.exceptions import OperationalError

from tenants.models import WebhookDelivery, WebhookEvent, WebhookTry
from tenants.scoping import all_tenants_scope
from tenants.webhooks import delivering

logger = logging.getLogger(__name__)
KEPT = timedelta(days=30)


@shared_task(name="tenants.tasks.deliver_hook")
def deliver_hook(tenant_id: str, delivery_id: str) -> None:
    """Try one delivery, if it is due and nobody else tries it."""
    delivering.deliver(tenant_id, delivery_id, now=timezone.now())


@shared_task(name="tenants.tasks.deliver_hooks")
def deliver_hooks() -> None:
    """Find deliveries that are due, a few of every endpoint."""
    for tenant_id, delivery_id in delivering.due(now=timezone.now()):
        try:
            deliver_hook.delay(str(tenant_id), str(delivery_id))
        except OperationalError:
            logger.warning("the broker is away; webhooks wait for the next sweep")
            return


@shared_task(name="tenants.tasks.forget_hooks")
def forget_hooks() -> None:
    """Delete what is older than thirty days; the newest event of an object stays, to count on."""
    before = timezone.now() - KEPT
    with all_tenants_scope("forget old webhooks"):
        WebhookTry.objects.filter(delivery__created_at__lt=before).delete()
        WebhookDelivery.objects.filter(created_at__lt=before).delete()
        newer = WebhookEvent.objects.filter(
            tenant_id=models.OuterRef("tenant_id"),
            object_id=models.OuterRef("object_id"),
            sequence__gt=models.OuterRef("sequence"),
        )
        old = WebhookEvent.objects.filter(models.Exists(newer), created_at__lt=before)
        old.filter(deliveries=None).delete()
