"""How the review queue stands, for the staff's first page."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from registrations import quotas, schema_watch
from registrations.staff import queue
from registrations.staff.working_hours import age

register = template.Library()


@register.simple_tag(takes_context=True)
def review_queue(context: dict[str, Any]) -> dict[str, Any]:
    """Return how many filings wait for staff, since when, and how many block others."""
    found = queue.summary(context["request"].user)
    now, since = timezone.now(), found.pop("since")
    return {**found, "age": age(since, now, settings.STAFF_TIME_ZONE) if since else None}


@register.simple_tag
def forms_unseen_count() -> int:
    """Count the changes of the carrier's forms that no staff member has seen."""
    return schema_watch.unseen_count()


@register.simple_tag
def low_limits() -> list[quotas.Room]:
    """Return the quotas of the account that will soon bite."""
    return [room for room in quotas.outlook() if room.is_low]
