"""Shortcuts of the review by single keys: which there are, and the switch that turns them off.

Single keys are in the way of people who speak to their computer, so each person can turn them off
(WCAG 2.1.4); the choice is kept in a cookie of the browser.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

COOKIE = "staff_keys"
A_YEAR = 365 * 24 * 60 * 60
KEYS = (
    ("j", _("down: next line, or next finding")),
    ("k", _("up: line, or finding, before")),
    ("o", _("open the line; Enter does the same")),
    ("c", _("claim the filing")),
    ("a", _("accept: leads to the button, which asks")),
    ("r", _("request changes: leads to the reason")),
    ("n", _("next filing")),
    ("?", _("show these keys")),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the pages need to tell of the keys."""
    return {"keys": KEYS, "keys_are_on": request.COOKIES.get(COOKIE) != "off"}


def switch(request: HttpRequest) -> HttpResponse:
    """Turn the keys on or off in this browser, and go back to where one was."""
    may_see = request.user.has_perm("registrations.view_registration")
    if request.method != "POST" or not may_see:
        raise PermissionDenied
    answer = redirect(came_from(request))
    is_on = request.POST.get("keys") == "on"
    answer.set_cookie(
        COOKIE, "on" if is_on else "off", max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that a form was sent from, else the queue."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure()):
        return before
    return reverse("admin:registrations_registration_changelist")
