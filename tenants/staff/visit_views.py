"""Ends a visit by staff, from the banner that stands on every page of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.staff import visits


@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop looking, and go back to the business's page for staff."""
    visit = visits.of_request(request)
    if visit is None:
        return redirect("home")
    visits.leave(request, cause="stopped")
    messages.success(request, _("You have stopped looking at %s.") % visit.tenant.name)
    return redirect("admin:tenants_tenant_change", visit.tenant_id)
