"""Staff's pages about end businesses: one with everything on it, and steps with a reason."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import access, exports, standing
from tenants.admin_base import ReadOnlyAdmin
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Tenant, TenantExport, TenantStatus, User
from tenants.scoping import tenant_scope
from tenants.staff import staff_page, visits
from tenants.staff.admin_forms import ReasonForm

S = TenantStatus


@dataclass(frozen=True)
class Step:
    """One step that staff take with a reason: its right, its words, and where it may begin."""

    permission: str
    title: Promise
    explained: Promise
    begins: frozenset[TenantStatus]
    take: Callable[[HttpRequest, Tenant, str], object]
    done: Promise


def _set_status(to: TenantStatus) -> Callable[[HttpRequest, Tenant, str], object]:
    return lambda request, tenant, reason: access.set_tenant_status(
        tenant.pk, status=to, actor=Actor.staff(request.user), reason=reason
    )


def _ask_export(request: HttpRequest, tenant: Tenant, reason: str) -> TenantExport:
    user = cast(User, request.user)
    with tenant_scope(tenant.pk):
        return exports.ask(TenantExport.Kind.EVERYTHING, user, Actor.staff(user), reason=reason)


RECORDED = _("Done, and recorded with its reason.")
STEPS: dict[str, Step] = {
    "suspend": Step(
        "tenants.suspend_tenant",
        _("Suspend business"),
        _(
            "No text is sent and the API refuses from now on. The hosted terms, privacy and opt-in "
            "pages stay up, and STOP and HELP are still answered. Members can read everything and "
            "change nothing; they see your reason."
        ),
        frozenset({S.ACTIVE}),
        _set_status(S.SUSPENDED),
        RECORDED,
    ),
    "reactivate": Step(
        "tenants.suspend_tenant",
        _("Reactivate business"),
        _("Texts and the API work again from now on."),
        frozenset({S.SUSPENDED}),
        _set_status(S.ACTIVE),
        RECORDED,
    ),
    "close": Step(
        "tenants.close_tenant",
        _("Close business"),
        _(
            "As when suspended, and after the days of grace its personal data are erased for good. "
            "Until then it can be reopened."
        ),
        frozenset({S.ACTIVE, S.SUSPENDED}),
        lambda request, tenant, reason: access.close_tenant(
            tenant.pk, actor=Actor.staff(request.user), reason=reason
        ),
        RECORDED,
    ),
    "reopen": Step(
        "tenants.close_tenant",
        _("Reopen business"),
        _("Texts and the API work again from now on, and nothing is erased."),
        frozenset({S.CLOSED}),
        lambda request, tenant, reason: access.reopen_tenant(
            tenant.pk, actor=Actor.staff(request.user), reason=reason
        ),
        RECORDED,
    ),
    "export": Step(
        "tenants.export_tenant",
        _("Export everything"),
        _(
            "Everything that is kept of this business, as a file that only you can download, for a "
            "day. The business sees that you asked for it, why, and when you fetched it."
        ),
        frozenset({S.ACTIVE, S.SUSPENDED, S.CLOSED}),
        _ask_export,
        _("It is being made. Find it under Exports below."),
    ),
    "visit": Step(
        visits.PERMISSION,
        _("View as this business"),
        _(
            "For 30 minutes you see its pages as a viewer of it would. Nothing can be changed. The "
            "business sees your name, your reason, and when you began and stopped."
        ),
        frozenset({S.ACTIVE, S.SUSPENDED, S.CLOSED}),
        lambda request, tenant, reason: visits.begin(tenant.pk, request=request, reason=reason),
        _("You are looking at its pages."),
    ),
}


@admin.register(Tenant)
class TenantAdmin(ReadOnlyAdmin):
    """End businesses, each with everything on it."""

    list_display = ("name", "status", "created_at", "closed_at", "slug")
    list_filter = ("status",)
    search_fields = ("name", "slug")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that ask for a reason."""
        view = self.admin_site.admin_view
        steps = [
            path(
                f"<uuid:pk>/{name}/",
                view(self._page_of(name)),
                name=f"tenants_tenant_{name}",
            )
            for name in STEPS
        ]
        file = path(
            "<uuid:pk>/exports/<uuid:export>/",
            view(self.export_file),
            name="tenants_tenant_export_file",
        )
        return [*steps, file, *super().get_urls()]

    def export_file(self, request: HttpRequest, pk: uuid.UUID, export: uuid.UUID) -> HttpResponse:
        """The file of an export, for the member of staff who asked for it."""
        if not request.user.has_perm("tenants.export_tenant") or request.method != "GET":
            raise PermissionDenied
        user = cast(User, request.user)
        with tenant_scope(get_object_or_404(Tenant, pk=pk).pk):
            found = get_object_or_404(TenantExport.objects, pk=export)
            try:
                exports.refuse_stranger(found, user=user)
                file = exports.fetch(found, actor=Actor.staff(user), now=timezone.now())
            except DomainError as error:
                messages.error(request, error.message)
                return redirect("admin:tenants_tenant_change", pk)
        answer = FileResponse(file, as_attachment=True, filename=found.file_name)
        return cast(HttpResponse, answer)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one business whole, as far as this member of staff may see."""
        tenant = self.get_object(request, object_id)
        if not self.has_view_permission(request, tenant) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        if tenant is None:
            raise Http404
        with tenant_scope(tenant.pk):
            context = {
                **self.admin_site.each_context(request),
                "title": tenant.name,
                "opts": self.opts,
                "original": tenant,
                "page": staff_page.assemble(tenant, request.user),
                "standing": standing.of(tenant, None),
                "steps": _steps_open(request, tenant),
            }
            return TemplateResponse(request, "admin/tenants/tenant/page.html", context).render()

    def _page_of(self, name: str) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
            return self._take_step(request, STEPS[name], pk, is_visit=name == "visit")

        return page

    def _take_step(
        self, request: HttpRequest, step: Step, pk: uuid.UUID, *, is_visit: bool
    ) -> HttpResponse:
        """Ask for the reason, take the step, and go back to the business."""
        if not request.user.has_perm(step.permission):
            raise PermissionDenied
        tenant = get_object_or_404(Tenant, pk=pk)
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            try:
                step.take(request, tenant, form.cleaned_data["reason"])
            except DomainError as error:
                form.add_error("reason", error.message)
            else:
                messages.success(request, str(step.done))
                if is_visit:
                    return redirect("home")
                return redirect("admin:tenants_tenant_change", tenant.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": step.title,
            "opts": self.opts,
            "original": tenant,
            "form": form,
            "step": step,
        }
        return TemplateResponse(request, "admin/tenants/tenant/step.html", context)


def _steps_open(request: HttpRequest, tenant: Tenant) -> list[dict[str, Any]]:
    """Return the steps that can be taken now by this member of staff."""
    return [
        {"name": name, "title": step.title, "route": f"admin:tenants_tenant_{name}"}
        for name, step in STEPS.items()
        if tenant.status in step.begins
        and request.user.has_perm(step.permission)
        and (name != "visit" or tenant.allows_visits)
    ]
