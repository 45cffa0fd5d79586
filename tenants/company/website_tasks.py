"""Work on websites that Celery is told to do: look at one, and find those that nobody looks at."""

from celery import shared_task
from django.utils import timezone

from tenants.company import websites
from tenants.nudges import nudge
from tenants.scoping import all_tenants_scope, tenant_scope

SWEEP_AT_MOST = 100


@shared_task(name="tenants.tasks.check_website")
def check_website(tenant_id: str, check_id: str) -> None:
    """Look at one website. Safe to run twice: the lease lets one worker through."""
    with tenant_scope(tenant_id):
        check = websites.take_up(check_id, now=timezone.now())
        names = websites.brand_names()
    if check is None:
        return
    found = websites.look(check.url, names)
    with tenant_scope(tenant_id):
        websites.finish(check_id, found=found, now=timezone.now())


@shared_task(name="tenants.tasks.check_websites")
def check_websites() -> None:
    """Find looks whose nudge was lost or whose worker was killed."""
    with all_tenants_scope("sweep websites to look at"):
        rows = websites.waiting(timezone.now()).order_by("created_at")
        found = list(rows.values_list("tenant_id", "pk")[:SWEEP_AT_MOST])
    for tenant_id, check_id in found:
        nudge(check_website, tenant_id, check_id)
