"""What every template may use: whose portal this is, which tenant is in scope, where one may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tenants import standing
from tenants.isv import white_label
from tenants.notices import reading as notice_reads
from tenants.scoping import current_scope
from tenants.staff import visits

NAVIGATION = (
    (_("Home"), "home"),
    (_("Company"), "tenants:brand"),
    (_("Programs"), "consent:program_list"),
    (_("Registrations"), "registrations:list"),
    (_("Recipients"), "messaging:recipient_list"),
    (_("Messages"), "messaging:message_list"),
    (_("Developers"), "tenants:developers"),
    (_("Team"), "tenants:team"),
    (_("Settings"), "tenants:settings"),
    (_("Help"), "help"),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the names that `base.html` documents."""
    tenant = getattr(request, "tenant", None)
    isv = white_label.current()
    return {
        "ISV_NAME": isv.name,
        "ISV_SUPPORT_EMAIL": isv.support_email,
        "ISV_LOGO": isv.logo_url,
        "ISV_CSS": isv.css_url,
        "EMBEDDED": settings.EMBEDDED,
        "ADMIN_PATH": settings.ADMIN_PATH,
        "tenant": tenant,
        "membership": getattr(request, "membership", None),
        "memberships": getattr(request, "memberships", []),
        "nav": _navigation(request) if tenant else [],
        "theme": request.COOKIES.get("theme", ""),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        **_banners(request),
    }


def _unread(request: HttpRequest) -> int:
    """How many notices wait for the reader; looked up by pages with a bell only."""
    is_member = getattr(request, "membership", None) and current_scope() is not None
    return notice_reads.unread(request.user) if is_member and request.user.is_authenticated else 0


def _banners(request: HttpRequest) -> dict[str, Any]:
    """What stands above every page of a visit by staff, and of a business that was stopped."""
    visit = getattr(request, "visit", None)
    tenant, membership = getattr(request, "tenant", None), getattr(request, "membership", None)
    return {
        "visit": visit,
        "visit_minutes": visits.minutes_left(visit) if visit else 0,
        # Looked up by the pages that show it only: an error page must not need the database.
        "standing": SimpleLazyObject(
            lambda: standing.of(tenant, membership) if tenant and membership else None
        ),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu, with the section that the page belongs to marked."""
    entries: list[dict[str, Any]] = [
        {"label": label, "url": reverse(name)} for label, name in NAVIGATION
    ]
    for entry in entries:
        url = str(entry["url"])
        entry["current"] = request.path == url or (url != "/" and request.path.startswith(url))
        # The company's page leads on to its guided set-up.
        if url == reverse("tenants:brand"):
            entry["current"] |= request.path.startswith(reverse("tenants:setup"))
        # One look at a program's pages has an address of its own.
        if url == reverse("consent:program_list"):
            entry["current"] |= getattr(request.resolver_match, "url_name", "") == "look"
    return entries
