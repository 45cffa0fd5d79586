"""Work across all apps that Celery is told to look at: exports and the erasure of tenants."""

import logging
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError
from celery import shared_task
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from portal import erasing, exporting
from tenants import exports
from tenants.erasing import due
from tenants.models import TenantExport
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.states import ExportStatus

logger = logging.getLogger(__name__)
STORAGE_ERRORS = (OSError, BotoCoreError, ClientError)
SWEEP_LIMIT = 100
# Younger rows have just been nudged.
FRESH = timedelta(seconds=10)


# Longer than other tasks may take. When it is delivered again meanwhile, its lease protects it.
@shared_task(time_limit=3600, soft_time_limit=3500)
def make_export(tenant_id: str, export_id: str) -> None:
    """Make the file of one export; where storage fails, the sweep tries again."""
    try:
        exporting.make(tenant_id, export_id)
    except STORAGE_ERRORS:
        logger.exception("export %s could not be made", export_id)


@shared_task
def sweep_exports() -> None:
    """Find exports that no worker is at, give up old ones, and delete files whose day is over."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    with all_tenants_scope("sweep exports"):
        rows = TenantExport.objects.order_by("created_at")
        waiting = rows.filter(free, status__in=exports.OPEN, created_at__lt=now - FRESH)
        found = list(waiting.values_list("tenant_id", "pk", "created_at")[:SWEEP_LIMIT])
        over = rows.filter(status=ExportStatus.DONE, expires_at__lte=now)
        expired = list(over.values_list("tenant_id", "pk")[:SWEEP_LIMIT])
    for tenant_id, pk, created_at in found:
        if created_at < now - exports.PATIENCE:
            with tenant_scope(tenant_id):
                exports.give_up(pk, now=now)
        else:
            make_export.delay(str(tenant_id), str(pk))
    for tenant_id, pk in expired:
        with tenant_scope(tenant_id):
            exports.expire(pk, now=now)


@shared_task(time_limit=3600, soft_time_limit=3500)
def erase_due_tenants() -> None:
    """Erase the businesses whose days of grace are over; one that fails holds up no other."""
    now = timezone.now()
    for tenant_id in due(now):
        try:
            erasing.erase(tenant_id, now=now)
        except (*STORAGE_ERRORS, DatabaseError):
            logger.exception(
                "tenant %s could not be erased wholly; the next run goes on", tenant_id
            )
