"""Pages of exports: ask for a file, watch it being made, download it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants import exports
from tenants.events import Actor
from tenants.models import TenantExport
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action
from tenants.states import ExportStatus

SHOWN = 20


@require_safe
@member_page(Action.MANAGE_TENANT, while_stopped=True)
def export_list(request: MemberRequest) -> HttpResponse:
    """What can be exported, and what was."""
    found = TenantExport.objects.all()[:SHOWN]
    return render(request, "exports/list.html", {"exports": found})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_TENANT, while_stopped=True)
@fresh_sign_in
def export_new(request: MemberRequest, kind: str) -> HttpResponse:
    """Say what the file will hold, then ask for it."""
    if kind not in TenantExport.Kind.values:
        raise Http404
    if request.method != "POST":
        return render(request, "exports/new.html", {"kind": TenantExport.Kind(kind)})
    export = exports.ask(kind, request.user, Actor.member(request.user))
    return redirect("export", export.pk)


@require_safe
@never_cache
@member_page(Action.MANAGE_TENANT, while_stopped=True)
def export_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far a file is, and the way to it."""
    export = get_object_or_404(TenantExport.objects, pk=pk)
    context = {
        "export": export,
        "is_open": export.status in exports.OPEN,
        "is_ready": export.status == ExportStatus.DONE,
        "is_mine": export.asked_by_id == request.user.pk,
    }
    return render(request, "exports/export.html", context)


@require_safe
@never_cache
@member_page(Action.MANAGE_TENANT, while_stopped=True)
@fresh_sign_in
def export_file(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The file, for the person who asked for it."""
    export = get_object_or_404(TenantExport.objects, pk=pk)
    exports.refuse_stranger(export, user=request.user)
    file = exports.fetch(export, actor=Actor.member(request.user), now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=export.file_name)  # type: ignore[return-value]
