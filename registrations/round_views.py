"""A member's page about the rounds of a registration: any two of them, field by field."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registrations import differences
from registrations.models import Registration, RegistrationVersion
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


@require_safe
@member_page(Action.VIEW)
def registration_compare(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Two rounds side by side: those that were asked for, else the last two."""
    registration = get_object_or_404(Registration.objects.select_related("brand", "program"), pk=pk)
    rounds = list(registration.versions.order_by("number"))
    before, after = chosen(rounds, request.GET.get("before", ""), request.GET.get("after", ""))
    found = differences.between(before, after) if before is not after else []
    context = {
        "registration": registration,
        "rounds": rounds,
        "before": before,
        "after": after,
        "differences": differences.changed(found),
        "unchanged": [each for each in found if not each.is_changed],
    }
    return render(request, "registrations/compare.html", context)


def chosen(
    rounds: list[RegistrationVersion], first: str, second: str
) -> tuple[RegistrationVersion, RegistrationVersion]:
    """Return the two rounds, the older first; the last two where the wish names no two rounds."""
    known = {str(each.number): each for each in rounds}
    if first in known and second in known and first != second:
        low, high = sorted((known[first], known[second]), key=lambda each: each.number)
        return low, high
    return rounds[max(len(rounds) - 2, 0)], rounds[-1]
