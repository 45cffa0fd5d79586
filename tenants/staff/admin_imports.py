"""Staff's pages about files of invitations: upload, watch, confirm, see what became of each row."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tenants import spreadsheets
from tenants.admin_base import ReadOnlyAdmin
from tenants.errors import DomainError
from tenants.models import InvitationImport, User
from tenants.nudges import nudge
from tenants.people import import_tasks, invitation_csv, invitation_imports
from tenants.states import ImportStatus, RowOutcome

PERMISSION = "tenants.invite_tenant"
ROWS_A_PAGE = 50
FIRST_ERRORS = 10


class FileForm(forms.Form):
    """The file with the businesses to invite."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        help_text=_("At most 20,000 rows and 5 MB, with commas, semicolons or tabs, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


@admin.register(InvitationImport)
class InvitationImportAdmin(ReadOnlyAdmin):
    """Files of invitations; each is checked before anybody is invited."""

    list_display = ("file_name", "status", "rows_total", "created_by", "created_at")
    list_filter = ("status",)
    list_select_related = ("created_by",)
    search_fields = ("file_name", "created_by__email")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may invite."""
        return request.user.has_perm(PERMISSION)

    def get_urls(self) -> list[URLPattern]:
        """Add the template, the two decisions and the list of errors."""
        wrap = self.admin_site.admin_view
        base = "tenants_invitationimport"
        return [
            path("template.csv", wrap(self.template), name=f"{base}_template"),
            path("<uuid:pk>/confirm/", wrap(self.confirm), name=f"{base}_confirm"),
            path("<uuid:pk>/cancel/", wrap(self.cancel), name=f"{base}_cancel"),
            path("<uuid:pk>/errors.csv", wrap(self.errors), name=f"{base}_errors"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file that can be read as a whole, and have its rows checked."""
        _demand(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            upload, user = form.cleaned_data["file"], request.user
            # One byte more than allowed tells that it is too large.
            data = upload.read(invitation_csv.MAX_BYTES + 1)
            assert isinstance(user, User)  # noqa: S101  # Demanded above.
            try:
                load = invitation_imports.start(data, file_name=upload.name, created_by=user)
            except DomainError as error:
                form.add_error("file", error.message)
            else:
                nudge(import_tasks.work_on_import, load.pk)
                return redirect("admin:tenants_invitationimport_change", load.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite businesses from a file"),
            "opts": self.opts,
            "form": form,
            "required": invitation_csv.REQUIRED,
            "optional": invitation_csv.OPTIONAL,
        }
        return TemplateResponse(request, "admin/tenants/invitationimport/upload.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far an import has come, what was found, and each row."""
        if not self.has_view_permission(request) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        load = self.get_object(request, object_id)
        if load is None:
            raise Http404
        counts = invitation_imports.counts(load)
        outcome = request.GET.get("outcome", "")
        rows = load.rows.select_related("invitation")
        if outcome in RowOutcome.values:
            rows = rows.filter(outcome=outcome)
        done, total = _progress(load, counts)
        context = {
            **self.admin_site.each_context(request),
            "title": load.file_name,
            "opts": self.opts,
            "load": load,
            "counts": counts,
            "is_at_work": load.status in invitation_imports.AT_WORK,
            "done": done,
            "total": total,
            "outcomes": [(code, label, counts[code]) for code, label in RowOutcome.choices],
            "outcome": outcome,
            "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
            "first_errors": invitation_imports.problem_rows(load)[:FIRST_ERRORS],
            "problems": counts[RowOutcome.INVALID] + counts[RowOutcome.SKIPPED],
            "may_decide": request.user.has_perm(PERMISSION),
            "may_cancel": load.status in (ImportStatus.CHECKING, ImportStatus.CHECKED),
        }
        return TemplateResponse(request, "admin/tenants/invitationimport/progress.html", context)

    def template(self, request: HttpRequest) -> HttpResponse:
        """An empty file with every heading."""
        _demand(request)
        return _file(invitation_csv.template(), "businesses.csv")

    def confirm(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Invite the rows that are fine."""
        return self._decide(request, pk, invitation_imports.confirm)

    def cancel(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Give the file up before anybody is invited."""
        return self._decide(request, pk, invitation_imports.cancel)

    def _decide(self, request: HttpRequest, pk: uuid.UUID, verb: Any) -> HttpResponse:
        _demand(request)
        if request.method != "POST":
            raise PermissionDenied
        get_object_or_404(InvitationImport, pk=pk)
        try:
            load = verb(pk)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            if load.status == ImportStatus.LOADING:
                nudge(import_tasks.work_on_import, load.pk)
        return redirect("admin:tenants_invitationimport_change", pk)

    def errors(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Every row that was not invited, with the reason, to be mended and loaded again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        load = get_object_or_404(InvitationImport, pk=pk)
        rows = [
            (row.number, row.email, row.business_name, row.get_outcome_display(), *_reason(row))
            for row in invitation_imports.problem_rows(load)
        ]
        headings = ("row", "email", "business_name", "outcome", "reason")
        return _file(spreadsheets.table(headings, rows), "errors.csv")


def _reason(row: Any) -> tuple[str]:
    return (" ".join(row.errors),)


def _progress(load: InvitationImport, counts: dict[str, int]) -> tuple[int, int]:
    """Return how many rows of how many the present phase has done."""
    if load.status in (ImportStatus.CHECKING, ImportStatus.CHECKED):
        return load.rows_read, load.rows_total or 0
    done = counts[RowOutcome.INVITED]
    return done, done + counts[RowOutcome.VALID]


def _demand(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        (spreadsheets.BOM + text).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
