"""A draft's terms and privacy policy, for whoever was given the secret link."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from consent import addresses, hosted, programs, public, sharing
from consent.addresses import PRIVACY, TERMS
from consent.models import ProgramVersion

Show = Callable[[ProgramVersion], HttpResponse]


@require_safe
def terms(request: HttpRequest, token: str) -> HttpResponse:
    """The terms as they would be published now."""
    return by_link(request, token, TERMS, _show_terms)


@require_safe
def privacy(request: HttpRequest, token: str) -> HttpResponse:
    """The privacy policy as it would be published now."""
    return by_link(request, token, PRIVACY, _show_privacy)


def by_link(request: HttpRequest, token: str, page: str, show: Show) -> HttpResponse:
    """Show a draft's page, or lead to the live one once there is one.

    No search engine lists it, no cache keeps it, and no other site learns the link from it.
    """
    with sharing.opened(token) as version:
        if version is None or not _may_be_read(request, version):
            raise Http404
        if sharing.is_published(version):
            answer: HttpResponse = redirect(addresses.url(version.program, page))
        else:
            answer = _drawn(version, show)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = hosted.UNLISTED
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _may_be_read(request: HttpRequest, version: ProgramVersion) -> bool:
    """A tenant's own host shows its own drafts only."""
    host = getattr(request, "tenant_host", None)
    return host is None or host.tenant_id == version.tenant_id


def _drawn(version: ProgramVersion, show: Show) -> HttpResponse:
    try:
        return show(version)
    except programs.BrandMissing as error:
        raise Http404 from error


def _show_terms(version: ProgramVersion) -> HttpResponse:
    return _show(version, TERMS)


def _show_privacy(version: ProgramVersion) -> HttpResponse:
    return _show(version, PRIVACY)


def _show(version: ProgramVersion, page: str) -> HttpResponse:
    frame = hosted.draft_frame(version)
    return hosted.answer(
        "consent/hosted.html",
        {**frame, **public.sections(page, frame["texts"]), "is_current": True, "versions": []},
    )
