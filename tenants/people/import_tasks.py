"""Scheduled work on imports of invitations: a nudge for each, and a sweep for the abandoned."""

import logging

from celery import shared_task

from tenants.nudges import nudge
from tenants.people import invitation_imports

logger = logging.getLogger(__name__)


@shared_task(name="tenants.tasks.work_on_import")
def work_on_import(load_id: str) -> None:
    """Go on with one import where it stands; one that is not done in a shift is queued again."""
    if invitation_imports.work(load_id):
        nudge(work_on_import, load_id)


@shared_task(name="tenants.tasks.resume_imports")
def resume_imports() -> None:
    """Find the imports whose worker was killed or never came."""
    for load_id in invitation_imports.unattended():
        nudge(work_on_import, load_id)
