"""How long the review queue is, for the staff's first page."""

from django import template

from registrations.models import Registration

register = template.Library()


@register.simple_tag
def review_queue_count() -> int:
    """Count the registrations that staff have to read."""
    return int(Registration.objects.awaiting_staff().count())
