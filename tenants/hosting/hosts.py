"""Which hosts are ours, and which verified host of a tenant's own a request came to.

Asked before anything else of every request that is not to our own host, so a verified host is
kept in the cache for a minute. Unknown hosts are not kept: whoever invents them could fill it.
"""

import contextlib
import ipaddress
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from tenants.models import CustomDomain, Tenant
from tenants.states import DomainStatus

_CACHE_SECONDS = 60


@dataclass(frozen=True)
class TenantHost:
    """A verified host, and whose it is."""

    host: str
    tenant_id: uuid.UUID


def own_host() -> str:
    """Return the portal's own host, without its port."""
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def target() -> str:
    """Return the host or address to which a tenant's own host must lead."""
    return settings.CUSTOM_DOMAIN_TARGET or own_host()


def is_address(host: str) -> bool:
    """Is this an internet address rather than a name?"""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_ours(host: str) -> bool:
    """Is this one of the portal's hosts, or a name below one?"""
    ours = {own_host(), target(), *(each.lstrip(".") for each in settings.ALLOWED_HOSTS)}
    return any(host == each or host.endswith(f".{each}") for each in ours if each)


def requested(request: HttpRequest) -> tuple[str, str]:
    """Return host and port of the request's own Host header, small and without a final dot.

    X-Forwarded-Host is not looked at: whoever sends it may write what they like.
    """
    return split_domain_port(request.META.get("HTTP_HOST", ""))


def is_tenants(request: HttpRequest) -> bool:
    """Did the request come to a tenant's own host, where nobody is signed in?"""
    return getattr(request, "tenant_host", None) is not None


def find(host: str) -> TenantHost | None:
    """Return whose verified host this is, or None for our own and for unknown ones."""
    if not host or len(host) > 253 or validate_host(host, settings.ALLOWED_HOSTS):
        return None
    with contextlib.suppress(redis.RedisError):
        kept = cache.get(_key(host))
        if kept:
            return TenantHost(host, uuid.UUID(kept))
    tenant_id = (
        CustomDomain.objects.filter(host=host, status=DomainStatus.VERIFIED)
        .values_list("tenant_id", flat=True)
        .first()
    )
    if tenant_id is None:
        return None
    with contextlib.suppress(redis.RedisError):
        cache.set(_key(host), str(tenant_id), _CACHE_SECONDS)
    return TenantHost(host, tenant_id)


def forget(host: str) -> None:
    """Drop what is kept of a host that is no longer verified; Redis away: a minute does it."""
    with contextlib.suppress(redis.RedisError):
        cache.delete(_key(host))


def base_url(tenant: Tenant) -> str:
    """Return the address of the tenant's own verified host, or "" where it has none.

    Scheme and port are those of the portal's own address, which the same servers answer.
    """
    domain = getattr(tenant, "custom_domain", None)
    if domain is None or domain.status != DomainStatus.VERIFIED:
        return ""
    own = urlsplit(settings.PUBLIC_URL)
    port = f":{own.port}" if own.port else ""
    return f"{own.scheme}://{domain.host}{port}"


def _key(host: str) -> str:
    return f"host:{host}"
