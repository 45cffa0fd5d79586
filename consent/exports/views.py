"""A member's pages for what is taken away: downloads of a version, and the form to embed."""

import base64
import hashlib
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent import addresses
from consent.exports import shelf
from consent.exports.edition import Edition, edition_of
from consent.exports.forms import HOSTED, SnippetForm
from consent.exports.snippet import STYLE, Target, snippet
from consent.models import ProgramVersion
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


@require_safe
@member_page(Action.VIEW)
def export_file(request: MemberRequest, pk: uuid.UUID, number: int, code: str) -> HttpResponse:
    """One file of one version, as a download."""
    edition = edition_of(_version(pk, number))
    found = shelf.find(code, edition)
    if found is None:
        raise Http404
    answer = HttpResponse(found.make(edition), content_type=found.content_type)
    return _download(answer, f"{edition.stem}-{found.code}.{found.ending}")


@require_safe
@member_page(Action.VIEW)
def export_snippet(request: MemberRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """The form to embed: as code to copy, as it looks, and as a file."""
    version, form = _version(pk, number), _form(request)
    edition = edition_of(version)
    code = _code(version, edition, form)
    if code and "download" in request.GET:
        return _download(HttpResponse(code), f"{edition.stem}-form.html")
    asked = request.GET.copy()
    if not form.is_bound:
        # As the form stands before anybody has chosen: a box that is not sent is not ticked.
        asked.update({"target": HOSTED, "is_styled": "on"})
    context = {
        "program": version.program, "version": version, "edition": edition, "form": form,
        "code": code, "query": asked.urlencode(),
    }  # fmt: skip
    answer = render(request, "consent/export_snippet.html", context)
    # What the decorator `csp_update` does: the page shows the form in a frame.
    answer._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return answer


@require_safe
@member_page(Action.VIEW)
def export_preview(request: MemberRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """The form alone, as it looks; nothing in it can be sent or run."""
    version, form = _version(pk, number), _form(request)
    edition = edition_of(version)
    head = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>',
        edition.content.language,
        _("Preview of the form"),
    )
    answer = HttpResponse(f"{head}{_code(version, edition, form)}</body></html>")
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; style-src '{_style_hash()}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _version(pk: uuid.UUID, number: int) -> ProgramVersion:
    versions = ProgramVersion.objects.select_related("program__tenant")
    version: ProgramVersion = get_object_or_404(versions, program_id=pk, number=number)
    return version


def _form(request: MemberRequest) -> SnippetForm:
    return SnippetForm(request.GET) if "target" in request.GET else SnippetForm()


def _code(version: ProgramVersion, edition: Edition, form: SnippetForm) -> str:
    """Return the form as HTML; empty while it is not known where it is sent to."""
    if form.is_bound and not form.is_valid():
        return ""
    said: dict[str, Any] = {"target": HOSTED, "is_styled": True}
    if form.is_bound:
        said = form.cleaned_data
    hosted = addresses.embed_url(version.program)
    action = hosted if said["target"] == HOSTED else said["action"]
    return snippet(edition, Target(action=action, is_styled=said["is_styled"]))


def _style_hash() -> str:
    """Return how the policy names the one style block that may apply."""
    inner = STYLE.partition("<style>")[2].partition("</style>")[0]
    digest = hashlib.sha256(inner.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _download(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
