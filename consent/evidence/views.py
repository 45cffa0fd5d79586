"""A member's page about evidence: send files, see what became of them; without script, too.

With script each file is sent by a request of its own, for which the page answers in JSON, and
straight to the bucket where there is one.
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consent import addresses
from consent.evidence import direct, quota, scanning, uploads
from consent.evidence.forms import AnnouncedForm, UploadForm
from consent.models import EvidenceUpload, Program
from consent.states import UploadStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action

_TONES = {
    UploadStatus.WAITING: "wait",
    UploadStatus.RECEIVED: "wait",
    UploadStatus.READY: "ok",
    UploadStatus.REFUSED: "bad",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def evidence_upload(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Add screenshots and papers that show the call to action."""
    program = _program(pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    is_sent = request.method == "POST"
    if is_sent and form.is_valid():
        refused = _receive(request, program, form)
        if not refused:
            return _taken(request, program, len(form.cleaned_data["picture"]))
        for problem in refused:
            form.add_error("picture", problem)
    if is_sent and _wants_json(request):
        return _problem(" ".join(str(words) for each in form.errors.values() for words in each))
    return _page(request, program, form)


@require_POST
@member_page(Action.EDIT)
def upload_begin(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the form that the bucket takes for one file (JSON)."""
    program = _program(pk)
    form = AnnouncedForm(request.POST)
    if not form.is_valid():
        return _problem(_("Check what can be seen for personal data first."))
    said = form.cleaned_data
    try:
        row, post = uploads.begin(
            program, name=said["name"], size=said["size"], content_type=said["type"],
            caption=said["caption"], actor=Actor.member(request.user),
        )  # fmt: skip
    except DomainError as error:
        return _problem(error.message)
    done = reverse("consent:upload_complete", args=[row.pk])
    return JsonResponse({"url": post.url, "fields": post.fields, "done": done})


@require_POST
@member_page(Action.EDIT)
def upload_complete(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Take note that the bucket has the file (JSON)."""
    row = get_object_or_404(EvidenceUpload.objects, pk=pk)
    try:
        row = uploads.complete(row.pk)
    except DomainError as error:
        return _problem(error.message)
    return JsonResponse({"status": row.status})


def _program(pk: uuid.UUID) -> Program:
    program: Program = get_object_or_404(Program.objects.select_related("tenant"), pk=pk)
    return program


def _receive(request: MemberRequest, program: Program, form: UploadForm) -> list[str]:
    """Take in every file that can be taken, and return what is wrong with the others."""
    sent: list[UploadedFile] = form.cleaned_data["picture"]
    refused = []
    for file in sent:
        try:
            uploads.receive(
                program, upload=file, caption=form.cleaned_data["caption"],
                actor=Actor.member(request.user),
            )  # fmt: skip
        except DomainError as error:
            refused.append(f"{file.name}: {error.message}" if len(sent) > 1 else error.message)
    return refused


def _taken(request: MemberRequest, program: Program, count: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"status": UploadStatus.RECEIVED})
    said = ngettext(
        "The file has arrived and is being checked.",
        "%(count)d files have arrived and are being checked.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("consent:evidence_upload", pk=program.pk)


def _page(request: MemberRequest, program: Program, form: UploadForm) -> HttpResponse:
    rows = uploads.recent(program)
    context = {
        "program": program,
        "form": form,
        "uploads": [_row(each) for each in rows],
        "is_pending": any(each.status in quota.PENDING for each in rows),
        "room": quota.room(),
        "is_scanned": scanning.scanner() is not None,
        "origin": (origin := direct.origin()),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    answer = render(request, "consent/evidence_upload.html", context)
    return _sending_to(origin, answer)


def _row(upload: EvidenceUpload) -> dict[str, Any]:
    shot = upload.evidence
    return {
        "upload": upload,
        "tone": _TONES.get(UploadStatus(upload.status), "info"),
        "url": addresses.evidence_url(shot) if shot else "",
    }


def _sending_to(origin: str, answer: HttpResponse) -> HttpResponse:
    """Let this one page send to the bucket, which is another origin."""
    if origin:
        # What the decorator `csp_update` does, whose value must be known when the module loads.
        answer._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]
    return answer


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _problem(sentence: str) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=422)
