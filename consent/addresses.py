"""The public addresses of a program's hosted pages and pictures.

A page has two: on the portal's host, which answers for ever, and on the tenant's own verified
host, which is the one to show where there is one. Reverse lookups name the portal's routes, since
a request to a tenant's host is routed by others.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from consent.models import Evidence, Program, ProgramVersion
from tenants.hosting import hosts

TERMS, PRIVACY, JOIN = "terms", "privacy", "join"


def terms_url(program: Program) -> str:
    """Return where the terms are read, today and after every later publication."""
    return url(program, TERMS)


def privacy_url(program: Program) -> str:
    """Return where the privacy policy is read."""
    return url(program, PRIVACY)


def join_url(program: Program) -> str:
    """Return where people opt in."""
    return url(program, JOIN)


def terms_version_url(version: ProgramVersion) -> str:
    """Return where the terms of one version stay readable."""
    return url(version.program, TERMS, version.number)


def evidence_url(evidence: Evidence) -> str:
    """Return the address that reviewers are given: public, unguessable, lasting."""
    kwargs = {"token": evidence.token, "extension": evidence.extension}
    return settings.PUBLIC_URL + reverse(
        "consent:evidence", kwargs=kwargs, urlconf=settings.ROOT_URLCONF
    )


def url(program: Program, page: str, number: int | None = None) -> str:
    """Return the whole address of a page: on the tenant's own host, else on the portal's."""
    own = hosts.base_url(program.tenant)
    if own:
        return own + path(program, page, number, on_own_host=True)
    return settings.PUBLIC_URL + path(program, page, number, on_own_host=False)


def path(program: Program, page: str, number: int | None = None, *, on_own_host: bool) -> str:
    """Return a page's path on either host, so that links stay on the host that was asked."""
    if on_own_host:
        # As in portal/domain_urls.py.
        version = f"v{number}/" if number else ""
        return f"/{program.slug}/{page}/{version}"
    names = {"tenant_slug": program.tenant.slug, "program_slug": program.slug}
    name = "messaging:join" if page == JOIN else f"consent:{page}"
    if number:
        name, names = f"{name}_version", {**names, "number": str(number)}
    return reverse(name, kwargs=names, urlconf=settings.ROOT_URLCONF)


def shown_at(request: HttpRequest) -> str:
    """Return the address at which a visitor saw a page, for the proof of what they saw."""
    own: hosts.TenantHost | None = getattr(request, "tenant_host", None)
    if own is None:
        return f"{settings.PUBLIC_URL}{request.path}"
    return f"{request.scheme}://{request.get_host()}{request.path}"
