"""Lets nobody past who must sign in with a second step and did not."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tenants import paths
from tenants.hosting import hosts
from tenants.models import User
from tenants.sign_in import second_step

# Pages of strangers, and of machines, which prove themselves otherwise.
PUBLIC_PATHS = (*paths.MACHINES, *paths.HOSTED, paths.STATIC)
# What helps wherever somebody stands.
ALWAYS = frozenset(
    {
        *("theme", "help", "mailbox", "tenants:isv_css", "tenants:isv_logo"),
        *("tenants:switch", "account_logout", "second_step"),
    }
)
# Where a step that exists is used. Nothing else of the account is open to a session without it:
# whoever has only the password could add a step of their own there.
TO_PROVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class SecondStepMiddleware:
    """Leads to the page that says who asks for a second step, and why.

    It follows TenantScopeMiddleware, which finds the business whose rule it may be.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; `process_view` decides once the address is resolved."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse whatever was asked, a form too, until the second step is there and used."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.path.startswith(PUBLIC_PATHS) or name in ALWAYS or hosts.is_tenants(request):
            return None
        if not isinstance(request.user, User) or not _is_missing(request, request.user, name):
            return None
        wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        return redirect(f"{reverse('second_step')}?{urlencode({'next': wanted})}")


def _is_missing(request: HttpRequest, user: User, name: str) -> bool:
    tenant = getattr(request, "tenant", None)
    if not second_step.demand_on(user, *([tenant] if tenant else [])):
        return False
    if second_step.is_proved(request):
        return False
    if second_step.steps_of(user).exists():
        return name not in TO_PROVE
    return not request.path.startswith("/accounts/")
