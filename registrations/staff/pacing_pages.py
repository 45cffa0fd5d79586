"""Two pages for staff: what is being filed, and how much room the account has."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations import quotas
from registrations.staff import filing_progress


def filing(request: HttpRequest) -> HttpResponse:
    """Show what is being filed, who waits and for what, and how fast it goes."""
    shown = filing_progress.overview(now=timezone.now())
    return _page(request, "filing", {"title": _("Filing"), **shown})


def limits(request: HttpRequest) -> HttpResponse:
    """Show each quota of the account, with what is left and what the queue will need."""
    rooms = quotas.outlook()
    read = [room.read_at for room in rooms if room.read_at]
    more = {"title": _("Account limits"), "rooms": rooms, "read_at": min(read, default=None)}
    return _page(request, "limits", more)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("registrations.view_registration"):
        raise PermissionDenied
    whole = {**admin.site.each_context(request), **context}
    return render(request, f"admin/registrations/{name}.html", whole)
