"""Pages for recipients and carriers' reviewers: terms, privacy, evidence; no session, no sign-in.

The pages are rendered without the request, so that nothing of a visitor (cookie, session,
language) can reach them or make two visitors' answers differ.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent import evidence, phones
from consent.models import Evidence, Program, ProgramVersion
from consent.pages import Section
from consent.states import PUBLIC, VersionStatus
from tenants import white_label

# A new publication is seen by everybody within this many seconds.
MAX_AGE = 300
TERMS, PRIVACY = "terms", "privacy"


@require_safe
def terms(
    request: HttpRequest, tenant_slug: str, program_slug: str, number: int | None = None
) -> HttpResponseBase:
    """The terms in force, or those of an older version."""
    return _hosted(request, TERMS, tenant_slug, program_slug, number)


@require_safe
def privacy(
    request: HttpRequest, tenant_slug: str, program_slug: str, number: int | None = None
) -> HttpResponseBase:
    """The privacy policy in force, or that of an older version."""
    return _hosted(request, PRIVACY, tenant_slug, program_slug, number)


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
    request: HttpRequest, page: str, tenant_slug: str, program_slug: str, number: int | None
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
        body = render_to_string("consent/hosted.html", _context(page, version, public))
    response = HttpResponse(body)
    response["Content-Language"] = content.language
    digest = hashlib.sha256(body.encode()).hexdigest()
    published_at = max(v.published_at for v in public if v.published_at)
    return _cacheable(request, response, digest, published_at)


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
    page: str, version: ProgramVersion, public: Sequence[ProgramVersion]
) -> dict[str, Any]:
    content, texts = version.frozen_content, version.frozen_texts
    sections: Sequence[Section] = texts.terms if page == TERMS else texts.privacy
    names = {"tenant_slug": version.program.tenant.slug, "program_slug": version.program.slug}
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
        "other_url": reverse(f"consent:{PRIVACY if page == TERMS else TERMS}", kwargs=names),
        "current_url": reverse(f"consent:{page}", kwargs=names),
        "join_url": reverse("messaging:join", kwargs=names),
        "versions": [
            {
                "version": each,
                "url": reverse(f"consent:{page}_version", kwargs={**names, "number": each.number}),
            }
            for each in public
            if each != version
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
