"""The public addresses of a program's hosted pages and pictures.

A page has two: on the portal's host, which answers for ever, and on the tenant's own verified
host, which is the one to show where there is one. Reverse lookups name the portal's routes, since
a request to a tenant's host is routed by others.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from consent.models import Evidence, Program, ProgramVersion
from tenants.hosting import hosts

TERMS, PRIVACY, JOIN, PREFERENCES = "terms", "privacy", "join", "preferences"
# Where forms in other sites are sent: it opens the hosted form.
EMBED = "embed"
PAGES = (TERMS, PRIVACY, JOIN, PREFERENCES)


def terms_url(program: Program) -> str:
    """Return where the terms are read, today and after every later publication."""
    return url(program, TERMS)


def privacy_url(program: Program) -> str:
    """Return where the privacy policy is read."""
    return url(program, PRIVACY)


def join_url(program: Program) -> str:
    """Return where people opt in."""
    return url(program, JOIN)


def embed_url(program: Program) -> str:
    """Return where a form in the business's own site is sent."""
    return url(program, EMBED)


def preferences_url(program: Program) -> str:
    """Return where people stop texts, all or some kinds of them, without a phone at hand."""
    return url(program, PREFERENCES)


def draft_url(version: ProgramVersion, page: str) -> str:
    """Return where a page of a draft is read by whoever was given the link, or "" without one."""
    if not version.preview_token:
        return ""
    own = hosts.base_url(version.program.tenant)
    return (own or settings.PUBLIC_URL) + draft_path(version.preview_token, page)


def draft_path(token: str, page: str) -> str:
    """Return the path of a draft's page, the same on either host."""
    name = "messaging:draft_join" if page == JOIN else f"consent:draft_{page}"
    return reverse(name, kwargs={"token": token}, urlconf=settings.ROOT_URLCONF)


def own_url(version: ProgramVersion, page: str) -> str:
    """Return the tenant's own page that stands for a hosted one, or "" where there is none.

    A hosted page's own address typed there does not count, since it would lead to itself.
    """
    own = {
        TERMS: version.own_terms_url,
        PRIVACY: version.own_privacy_url,
        JOIN: version.own_join_url,
    }.get(page, "")
    return "" if own and is_hosted(own) else own


def is_hosted(address: str) -> bool:
    """Does an address lead to the portal or to a tenant's own host, which shows the same pages?"""
    host = urlsplit(address).hostname or ""
    return hosts.is_ours(host) or hosts.find(host) is not None


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
    app = "messaging" if page in (JOIN, PREFERENCES, EMBED) else "consent"
    name = f"{app}:{page}"
    if number:
        name, names = f"{name}_version", {**names, "number": str(number)}
    return reverse(name, kwargs=names, urlconf=settings.ROOT_URLCONF)


def shown_at(request: HttpRequest) -> str:
    """Return the address at which a visitor saw a page, for the proof of what they saw."""
    own: hosts.TenantHost | None = getattr(request, "tenant_host", None)
    if own is None:
        return f"{settings.PUBLIC_URL}{request.path}"
    return f"{request.scheme}://{request.get_host()}{request.path}"
