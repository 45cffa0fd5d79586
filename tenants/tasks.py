"""Work of the tenants app that Celery is told to look at: mails to the invited.

Every task is safe to run twice, and none is the only memory of anything: the rows are.
"""

import logging

from celery import shared_task
from django.utils import timezone

from tenants.company import website_tasks  # noqa: F401 - with their tasks.
from tenants.hosting import domain_tasks  # noqa: F401 - with their tasks.
from tenants.notices import notice_tasks  # noqa: F401 - with their tasks.
from tenants.nudges import nudge
from tenants.people import import_tasks, invitation_mails  # noqa: F401 - with their tasks.
from tenants.staff import visit_tasks  # noqa: F401 - with their tasks.
from tenants.webhooks import webhook_tasks  # noqa: F401 - with their tasks.

logger = logging.getLogger(__name__)


@shared_task
def mail_invitations() -> None:
    """Mail a batch of the invitations that wait for it, and go on at once if there are more."""
    now = timezone.now()
    claims = invitation_mails.claim(now=now)
    if not claims:
        return
    sent = invitation_mails.send(claims, now=now)
    logger.info("%d of %d invitations were mailed", sent, len(claims))
    if len(claims) == invitation_mails.BATCH:
        nudge(mail_invitations)
