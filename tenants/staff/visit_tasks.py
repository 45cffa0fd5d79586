"""Scheduled work on visits by staff: end those whose time is over."""

from celery import shared_task

from tenants.staff import visits


@shared_task(name="tenants.tasks.end_visits")
def end_visits() -> None:
    """End overdue visits, so that a business's history never shows one that seems to go on."""
    visits.end_overdue()
