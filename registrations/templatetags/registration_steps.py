"""What a registration's page shows by itself: possible steps, and the checklists of its numbers."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registrations import checklist, closing_views
from registrations.models import ProvisionStep, Registration
from registrations.states import OriginatorStatus

register = template.Library()


@register.simple_tag
def steps_of(registration: Registration) -> list[dict[str, str]]:
    """Return the steps with consequences that are possible now, with their pages."""
    return [
        {
            "title": str(closing_views.STEPS[name].title),
            "url": reverse(f"registrations:{name}", args=[registration.pk]),
        }
        for name in closing_views.possible(registration)
    ]


@register.simple_tag
def checklists_of(registration: Registration) -> list[dict[str, Any]]:
    """Return the checklist of each number that was not given back, as rows of a summary list."""
    held = registration.originators.exclude(status=OriginatorStatus.RELEASED)
    return [
        {
            "number": originator.number or originator.sender_id,
            "rows": [_row(line) for line in checklist.of(originator)],
        }
        for originator in held.select_related("registration").prefetch_related("steps")
    ]


def _row(line: ProvisionStep) -> dict[str, str]:
    done = _("Done") if line.done_at and not line.trouble else ""
    note = line.trouble
    if not note and line.healed_at:
        day = date_format(line.healed_at, "SHORT_DATE_FORMAT")
        note = _("Was changed at the carrier; mended on %(day)s") % {"day": day}
    return {
        "label": str(line.get_step_display()),
        "value": done,
        "missing": _("Not so") if line.trouble else _("Not yet"),
        "note": note,
    }
