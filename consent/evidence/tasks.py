"""Work on uploads that Celery is told to do: check one, and find those that nobody checks."""

import contextlib
import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.drawing import box
from consent.evidence import files, keeping, scanning, uploads
from consent.evidence.files import StorageUnavailable
from consent.evidence.keeping import Sent
from consent.evidence.scanning import ScannerUnavailable
from consent.models import EvidenceUpload
from consent.states import EvidenceSource
from tenants.errors import DomainError
from tenants.nudges import nudge
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)
SWEEP_AT_MOST = 100


@shared_task(name="consent.tasks.check_upload")
def check_upload(tenant_id: str, upload_id: str) -> None:
    """Open one upload and settle it. Safe to run twice: the lease lets one worker through."""
    with tenant_scope(tenant_id):
        row = uploads.take_up(upload_id, now=timezone.now())
    if row is None:
        return
    try:
        _check(tenant_id, row)
    except (StorageUnavailable, ScannerUnavailable):
        # It stays received, and is taken up again when the lease has ended.
        logger.warning("upload %s could not be checked just now", upload_id)
    except DomainError as error:
        with tenant_scope(tenant_id):
            uploads.refuse(upload_id, problem=error.message)


@shared_task(name="consent.tasks.check_uploads")
def check_uploads() -> None:
    """Find uploads whose nudge was lost, whose worker was killed, or that never arrived."""
    now = timezone.now()
    with all_tenants_scope("sweep uploads to check"):
        rows = uploads.waiting(now).order_by("created_at")
        found = list(rows.values_list("tenant_id", "pk")[:SWEEP_AT_MOST])
        lost = list(uploads.lost(now).values_list("tenant_id", "pk")[:SWEEP_AT_MOST])
    for tenant_id, upload_id in found:
        nudge(check_upload, tenant_id, upload_id)
    for tenant_id, upload_id in lost:
        with tenant_scope(tenant_id):
            uploads.refuse(upload_id, problem=_("The file never arrived. Send it again."))


def _check(tenant_id: str, row: EvidenceUpload) -> None:
    """Scan, open, store, and write. No transaction is open but for the last step."""
    sent = _opened(row)
    with contextlib.ExitStack() as undo:
        keys = keeping.keep_files(row.program, sent, undo)
        with tenant_scope(tenant_id):
            if uploads.finish(row.pk, sent=sent, keys=keys) is not None:
                undo.pop_all()


def _opened(row: EvidenceUpload) -> Sent:
    limit = settings.MAX_UPLOAD_BYTES
    data = files.read(files.PRIVATE, row.original_key, limit + 1)
    if len(data) > limit:
        raise keeping.too_large()
    scanning.demand_clean(data)
    return Sent(row.original_name, data, box.opened(data), EvidenceSource(row.source))
