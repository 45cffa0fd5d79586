"""Keeps visits by staff read-only: no form is taken, whatever page it is of.

It is the first of two locks; the second is the transaction of the visit's scope, in which
PostgreSQL refuses every write.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import InternalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from tenants import paths
from tenants.hosting import hosts
from tenants.models import StaffVisit
from tenants.staff import visits

# Pages without a session, and staff's own, where the work goes on in another window.
ELSEWHERE = (*paths.MACHINES, *paths.HOSTED, *paths.ASSETS, f"/{settings.ADMIN_PATH}/")
READS = frozenset({"GET", "HEAD", "OPTIONS"})
# What ends a visit or concerns nobody but the member of staff: the theme, and proving who they are.
ALLOWED = frozenset(
    {
        *("tenants:visit_stop", "theme", "account_logout", "account_reauthenticate"),
        *("mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    }
)


class VisitMiddleware:
    """Finds the visit of a session for the middleware inside, and refuses what would write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a form during a visit; end the visit with the session."""
        request.visit = None  # type: ignore[attr-defined]
        is_elsewhere = request.path.startswith(ELSEWHERE) and not _is_admins_logout(request)
        is_elsewhere = is_elsewhere or hosts.is_tenants(request)
        if is_elsewhere or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        visit = visits.of_request(request)
        if visit is None:
            return self.get_response(request)
        name = _name_of(request)
        if request.method not in READS and name not in ALLOWED and not _is_admins_logout(request):
            request.visit = visit  # type: ignore[attr-defined]
            return _refusal(request)
        # The pages that end things work outside the visit, since within it nothing is written.
        request.visit = None if name in ALLOWED else visit  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.user.is_authenticated:
            visits.end(visit, cause="sign-out")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say so where a page would have written and PostgreSQL refused."""
        visit: StaffVisit | None = getattr(request, "visit", None)
        if visit and isinstance(exception, InternalError) and "read-only" in str(exception):
            return _refusal(request)
        return None


def _refusal(request: HttpRequest) -> HttpResponse:
    return render(request, "tenants/visit_refused.html", status=403)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _is_admins_logout(request: HttpRequest) -> bool:
    return request.path == f"/{settings.ADMIN_PATH}/logout/"
