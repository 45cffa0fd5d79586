"""Pages for recipients and reviewers: terms, privacy, evidence; no session, no sign-in."""

import functools
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from consent import addresses, evidence, hosted
from consent.addresses import PRIVACY, TERMS
from consent.models import Evidence, Program, ProgramVersion
from consent.rendering import RenderedTexts, Section
from consent.states import PUBLIC, VersionStatus

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
    frames = [hosted.frame(each, on_own_host=True) for each in versions]
    listed = any(each["is_listed"] for each in frames)
    response = hosted.answer(
        "consent/index.html", {**frames[0], "programs": frames, "is_listed": listed}
    )
    return _cacheable(request, response, _digest(response), _newest(versions))


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
    elsewhere = addresses.own_url(version, page)
    if elsewhere:
        return _sent_on(elsewhere)
    on_own_host = getattr(request, "tenant_host", None) is not None
    response = hosted.answer(
        "consent/hosted.html", _context(page, version, public, on_own_host=on_own_host)
    )
    # One page at two addresses, and older versions: this is the one to remember.
    response["Link"] = f'<{addresses.url(program, page)}>; rel="canonical"'
    return _cacheable(request, response, _digest(response), _newest(public))


def _sent_on(address: str) -> HttpResponse:
    """Lead to the tenant's own page, which may be another one after the next publication."""
    response = redirect(address)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["X-Robots-Tag"] = hosted.UNLISTED
    return response


def _digest(response: HttpResponse) -> str:
    return hashlib.sha256(response.content).hexdigest()


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
    path = functools.partial(addresses.path, version.program, page, on_own_host=on_own_host)
    frame = hosted.frame(version, on_own_host=on_own_host)
    return {
        **frame,
        **sections(page, frame["texts"]),
        "is_current": version.status == VersionStatus.PUBLISHED,
        "current_url": path(),
        "canonical_url": addresses.url(version.program, page),
        "versions": [
            {"version": each, "url": path(each.number)} for each in public if each != version
        ],
    }


def sections(page: str, texts: RenderedTexts) -> dict[str, Any]:
    """Return the text of a page as its template takes it; a text of its own may be one piece."""
    found: Sequence[Section] = texts.terms if page == TERMS else texts.privacy
    first = found[0] if found else Section("", ())
    return {
        "page": page,
        "heading": first.heading,
        "opening": first.paragraphs,
        "sections": found[1:],
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
