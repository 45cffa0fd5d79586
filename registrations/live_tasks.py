"""Work on live checks that Celery is told to do: go on with one, and find those left behind."""

import time

from celery import shared_task
from django.utils import timezone

from registrations import live_checks, live_steps
from tenants.nudges import nudge
from tenants.scoping import all_tenants_scope, tenant_scope

SWEEP_AT_MOST = 100
# Seconds after which a task hands the rest on, so that no task comes near the time limit.
BUDGET = 10


@shared_task(name="registrations.tasks.check_live")
def check_live(tenant_id: str, check_id: str) -> None:
    """Take the steps of one look, one after another. Safe to run twice: each is leased."""
    until = time.monotonic() + BUDGET
    while time.monotonic() < until:
        with tenant_scope(tenant_id):
            step = live_checks.take_up(check_id, now=timezone.now())
            known = live_steps.known_of(step) if step else None
        if step is None or known is None:
            return
        seen = live_steps.look(tenant_id, step.target, known)
        with tenant_scope(tenant_id):
            check = live_checks.note(step, seen, now=timezone.now())
        if check is None or check.finished_at is not None:
            return
    with tenant_scope(tenant_id):
        nudge(check_live, tenant_id, check_id)


@shared_task(name="registrations.tasks.sweep_live_checks")
def sweep_live_checks() -> None:
    """Find looks whose nudge was lost or whose worker was killed."""
    with all_tenants_scope("sweep live checks"):
        rows = live_checks.waiting(timezone.now()).order_by("asked_at")
        found = list(rows.values_list("tenant_id", "pk")[:SWEEP_AT_MOST])
    for tenant_id, check_id in found:
        nudge(check_live, tenant_id, check_id)
