"""Work of notices that Celery is told to look at: mails that are due, and old news."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from tenants.models import Notice
from tenants.notices import notice_mails
from tenants.scoping import all_tenants_scope

logger = logging.getLogger(__name__)
KEPT = timedelta(days=400)


@shared_task(name="tenants.tasks.mail_notices")
def mail_notices() -> None:
    """Mail the notices that wait for it."""
    sent = notice_mails.send_due(now=timezone.now())
    if sent:
        logger.info("%d mails with notices went out", sent)


@shared_task(name="tenants.tasks.forget_notices")
def forget_notices() -> None:
    """Delete notices of long ago; history tells what happened for good."""
    with all_tenants_scope("forget old notices"):
        Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
