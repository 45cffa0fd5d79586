"""Tenants' own hosts: which routes they have, and which may have a certificate.

The middleware stands before all others. A request to a verified host of a tenant's gets routes
that lead to hosted pages only, and its tenant from the host, never from the path. Every other
host is left to Django, which answers 400 unless it is one of ALLOWED_HOSTS.
"""

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import set_urlconf
from django.views.decorators.http import require_safe

from tenants.hosting import hosts
from tenants.limits import Limit
from tenants.origin import client_address

logger = logging.getLogger(__name__)
DOMAIN_URLCONF = "portal.domain_urls"
# What a TLS server may ask; far above what new visitors of new domains need.
ASKED = Limit("tls_allowed", count=300, seconds=60)


class TenantHostMiddleware:
    """Finds out whether a request came to a tenant's own host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Route the request by its host."""
        host, port = hosts.requested(request)
        found = hosts.find(host)
        request.tenant_host = found  # type: ignore[attr-defined]
        if found is None:
            return self.get_response(request)
        # Proven by its DNS, so it needs no entry in ALLOWED_HOSTS.
        whole = f"{host}:{port}" if port else host
        request.get_host = lambda: whole  # type: ignore[method-assign]
        request.urlconf = DOMAIN_URLCONF
        answer = self.get_response(request)
        # The next work of this thread must not look addresses up in these few routes.
        set_urlconf(None)
        return _own_promises_only(answer)


def _own_promises_only(answer: HttpResponse) -> HttpResponse:
    """Promise HTTPS for this host alone: other names below it are not ours to promise for."""
    if "Strict-Transport-Security" in answer:
        answer["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return answer


@require_safe
def tls_allowed(request: HttpRequest) -> HttpResponse:
    """Tell a TLS server that makes certificates on demand whether it may for `domain`: 200 or 404.

    Without this question anybody could point names at us and use up the certificate authority's
    limits. Questions about known hosts are not counted: the TLS server asks for everybody, and a
    stranger who makes up names must not keep certificates from others.
    """
    host, _port = split_domain_port(request.GET.get("domain", ""))
    if hosts.find(host) is not None:
        return HttpResponse(content_type="text/plain")
    return HttpResponse(status=429 if _asks_too_often(request) else 404, content_type="text/plain")


def _asks_too_often(request: HttpRequest) -> bool:
    """Without Redis the question is answered: new certificates matter more, and it costs little."""
    try:
        return ASKED.wait(client_address(request)) > 0
    except redis.RedisError:
        logger.warning("questions about certificates cannot be counted")
        return False


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Hosted pages may be found."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")
