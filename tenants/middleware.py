"""The one place where a request gets its tenant.

The scope is opened around the whole request, because Django renders a TemplateResponse after the
view's own transaction has ended: a scope opened in the view would render an empty page.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from tenants import access, key_limits, paths
from tenants.models import Membership, Tenant
from tenants.origin import coming_from, origin_of
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.staff import visits

SESSION_KEY = "tenant_id"
# Addresses that belong to no tenant or find theirs themselves.
_NOBODYS = ("/hooks/", "/e/", "/healthz", paths.DRAFTS, *paths.ASSETS)


class TenantScopeMiddleware:
    """Finds who asks (member, API key, staff, or a public page's address) and opens that scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the scope that the request is entitled to."""
        request.tenant = None  # type: ignore[attr-defined]
        request.membership = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        request.api_key = None  # type: ignore[attr-defined]
        request.api_wait = 0  # type: ignore[attr-defined]
        with coming_from(origin_of(request)), self._scope(request):
            return self.get_response(request)

    def _scope(self, request: HttpRequest) -> AbstractContextManager[None]:
        if getattr(request, "tenant_host", None) is not None:
            return self._host_scope(request)
        if request.path.startswith("/api/"):
            return self._key_scope(request)
        if request.path.startswith((f"/{settings.ADMIN_PATH}/", *_NOBODYS)):
            return self._staff_scope(request)
        slug = _public_slug(request)
        return self._public_scope(request, slug) if slug else self._member_scope(request)

    def _key_scope(self, request: HttpRequest) -> AbstractContextManager[None]:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        key = access.find_api_key(secret.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            request.api_wait = key_limits.failed(request) if secret else 0  # type: ignore[attr-defined]
            return nullcontext()
        access.note_key_use(key, now=timezone.now())
        request.api_key, request.tenant = key, key.tenant  # type: ignore[attr-defined]
        return tenant_scope(key.tenant_id)

    def _staff_scope(self, request: HttpRequest) -> AbstractContextManager[None]:
        """Staff see every tenant, below the admin's address only."""
        is_admin = request.path.startswith(f"/{settings.ADMIN_PATH}/")
        if is_admin and request.user.is_authenticated and request.user.is_staff:
            return all_tenants_scope(f"staff {request.user.pk}")
        return nullcontext()

    def _host_scope(self, request: HttpRequest) -> AbstractContextManager[None]:
        """On a tenant's own host nobody is signed in, and the path names no tenant."""
        request.tenant = Tenant.objects.get(pk=request.tenant_host.tenant_id)  # type: ignore[attr-defined]
        return tenant_scope(request.tenant.pk)  # type: ignore[attr-defined]

    def _public_scope(self, request: HttpRequest, slug: str) -> AbstractContextManager[None]:
        tenant = Tenant.objects.filter(slug=slug).first()
        if tenant is None:
            return nullcontext()
        request.tenant = tenant  # type: ignore[attr-defined]
        return tenant_scope(tenant.pk)

    def _member_scope(self, request: HttpRequest) -> AbstractContextManager[None]:
        visit = getattr(request, "visit", None)
        if visit is not None and not request.path.startswith("/accounts/"):
            request.membership, request.tenant = visits.viewer(visit), visit.tenant  # type: ignore[attr-defined]
            return tenant_scope(visit.tenant_id, read_only=True)
        memberships = access.memberships_of(request.user)
        chosen = _chosen(memberships, request.session.get(SESSION_KEY))
        request.memberships = memberships  # type: ignore[attr-defined]
        if chosen is None:
            return nullcontext()
        request.membership, request.tenant = chosen, chosen.tenant  # type: ignore[attr-defined]
        return tenant_scope(chosen.tenant_id)


def _chosen(memberships: list[Membership], wanted: str | None) -> Membership | None:
    """The tenant that the member switched to, else their first."""
    for membership in memberships:
        if str(membership.tenant_id) == wanted:
            return membership
    return memberships[0] if memberships else None


def _public_slug(request: HttpRequest) -> str | None:
    """The tenant that a hosted page's address names, or None for every other page."""
    if not request.path.startswith("/p/"):
        return None
    try:
        return resolve(request.path_info).kwargs.get("tenant_slug")
    except Resolver404:
        return None
