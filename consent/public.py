"""Pages for recipients and carriers' reviewers: terms, privacy, evidence; no session, no sign-in.

The pages are rendered without the request, so that nothing of a visitor (cookie, session,
language) can reach them or make two visitors' answers differ.
"""

import functools
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent import addresses, evidence, phones
from consent.addresses import JOIN, PRIVACY, TERMS
from consent.models import Evidence, Program, ProgramVersion
from consent.rendering import Section
from consent.states import PUBLIC, VersionStatus
from tenants.isv import white_label

# A new publication is seen by everybody within this many seconds.
MAX_AGE = 300


@require_safe
def terms(
    request: HttpRequest, program_slug: str, tenant_slug: str = "", number: int | None = None
) -> HttpResponseBase:
    """The terms in force, or those of an older version. On a tenant's own host it has no slug."""
    return _hosted(request, TERMS, program_slug, number)


@require_safe
def privacy(
    request: HttpRequest, program_slug: str, tenant_slug: str = "", number: int | None = None
) -> HttpResponseBase:
    """The privacy policy in force, or that of an older version."""
    return _hosted(request, PRIVACY, program_slug, number)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The root of a tenant's own host: its published programs."""
    if getattr(request, "tenant", None) is None:
        raise Http404
    current = ProgramVersion.objects.filter(status=VersionStatus.PUBLISHED)
    versions = list(current.select_related("program__tenant").order_by("program__name"))
    if not versions:
        raise Http404
    first = versions[0].frozen_content
    with translation.override(first.language):
        body = render_to_string("consent/index.html", _index_context(versions))
    response = HttpResponse(body)
    response["Content-Language"] = first.language
    digest = hashlib.sha256(body.encode()).hexdigest()
    return _cacheable(request, response, digest, _newest(versions))


def _index_context(versions: Sequence[ProgramVersion]) -> dict[str, Any]:
    first = versions[0].frozen_content
    return {
        "brand_name": first.brand_name,
        "legal_name": first.legal_name,
        "website": first.website,
        "language": first.language,
        "isv": white_label.current(),
        "programs": [
            {
                "content": each.frozen_content,
                **{
                    f"{page}_url": addresses.path(each.program, page, on_own_host=True)
                    for page in (JOIN, TERMS, PRIVACY)
                },
            }
            for each in versions
        ],
    }


@require_safe
def picture(request: HttpRequest, token: str, extension: str) -> HttpResponseBase:
    """One screenshot, as pixels and nothing else."""
    found = evidence.find_public(token)
    if found is None or found.extension != extension:
        raise Http404
    try:
        body = evidence.read_copy(found)
    except evidence.StorageUnavailable as error:
        refused = HttpResponse(error.message, content_type="text/plain; charset=utf-8", status=503)
        refused["Retry-After"] = "60"
        refused["Cache-Control"] = "no-store"
        return refused
    return _cacheable(request, _as_picture(found, body), found.public_sha256, found.uploaded_at)


def _hosted(
    request: HttpRequest, page: str, program_slug: str, number: int | None
) -> HttpResponseBase:
    """Answer with a page of frozen text; an unpublished one is as unknown as none at all."""
    # The middleware opened the scope of the tenant that the address names, if there is one.
    if getattr(request, "tenant", None) is None:
        raise Http404
    program = get_object_or_404(Program.objects.select_related("tenant"), slug=program_slug)
    public = list(program.versions.filter(status__in=PUBLIC))
    version = _chosen(public, number)
    content = version.frozen_content
    with translation.override(content.language):
        on_own_host = getattr(request, "tenant_host", None) is not None
        context = _context(page, version, public, on_own_host=on_own_host)
        body = render_to_string("consent/hosted.html", context)
    response = HttpResponse(body)
    response["Content-Language"] = content.language
    # One page at two addresses, and older versions: this is the one to remember.
    response["Link"] = f'<{addresses.url(program, page)}>; rel="canonical"'
    digest = hashlib.sha256(body.encode()).hexdigest()
    return _cacheable(request, response, digest, _newest(public))


def _newest(versions: Sequence[ProgramVersion]) -> datetime:
    return max(each.published_at for each in versions if each.published_at)


def _chosen(public: Sequence[ProgramVersion], number: int | None) -> ProgramVersion:
    """Return the version asked for, or the one in force."""
    for version in public:
        wanted = (
            version.status == VersionStatus.PUBLISHED
            if number is None
            else (version.number == number)
        )
        if wanted:
            return version
    raise Http404


def _context(
    page: str, version: ProgramVersion, public: Sequence[ProgramVersion], *, on_own_host: bool
) -> dict[str, Any]:
    content, texts = version.frozen_content, version.frozen_texts
    sections: Sequence[Section] = texts.terms if page == TERMS else texts.privacy
    # Links stay on the host that was asked.
    path = functools.partial(addresses.path, version.program, on_own_host=on_own_host)
    return {
        "page": page,
        "brand_name": content.brand_name,
        "isv": white_label.current(),
        "language": content.language,
        "content": content,
        "support_phone": phones.national(content.support_phone),
        "heading": sections[0].heading,
        "opening": sections[0].paragraphs,
        "sections": sections[1:],
        "version": version,
        "is_current": version.status == VersionStatus.PUBLISHED,
        "other_label": _("Privacy policy") if page == TERMS else _("Terms and conditions"),
        "other_url": path(PRIVACY if page == TERMS else TERMS),
        "current_url": path(page),
        "canonical_url": addresses.url(version.program, page),
        "join_url": path(JOIN),
        "versions": [
            {"version": each, "url": path(page, each.number)} for each in public if each != version
        ],
    }


def _as_picture(found: Evidence, body: bytes) -> HttpResponse:
    """Wrap the bytes in headers that let a browser do nothing with them but show them."""
    response = HttpResponse(body, content_type=found.content_type)
    response["Content-Disposition"] = f'inline; filename="evidence.{found.extension}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def _cacheable(
    request: HttpRequest, response: HttpResponse, digest: str, modified_at: datetime
) -> HttpResponseBase:
    """Let caches keep an answer for a while and ask cheaply whether it still holds."""
    etag, modified = quote_etag(digest), int(modified_at.timestamp())
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    answer = get_conditional_response(request, etag, modified, response)
    return answer if answer is not None else response
