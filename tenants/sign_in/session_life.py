"""How long somebody stays signed in: twelve hours without a visit, and fourteen days at most."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from tenants import paths
from tenants.hosting import hosts

LONGEST = 14 * 24 * 3600
# How often a visit is noted, in seconds; a write at every page would be wasted.
NOTED_EVERY = 60
HOSTED = (*paths.HOSTED, paths.STATIC)
BEGAN, SEEN = "began_at", "seen_at"


class SessionLifeMiddleware:
    """Ends a session of fourteen days, and notes visits, so that SESSION_COOKIE_AGE means idle.

    It takes the place of allauth's own middleware of sessions, which writes at every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever has been signed in too long; go on."""
        # Public pages must not depend on who looks at them, so there nobody is asked.
        hosted = request.path.startswith(HOSTED) or hosts.is_tenants(request)
        if not hosted and request.session.session_key and request.user.is_authenticated:
            _look_at(request)
        return self.get_response(request)


def _look_at(request: HttpRequest) -> None:
    now = time.time()
    began = request.session.setdefault(BEGAN, now)
    if now - began > LONGEST:
        logout(request)
    elif now - request.session.get(SEEN, 0) > NOTED_EVERY:
        # Writing to the session renews the time that it is kept without a visit.
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)
