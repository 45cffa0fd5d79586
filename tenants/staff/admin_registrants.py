"""What staff decide on: whether the ISV is registered, and whether its data may be carried."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from tenants.admin_base import ReadOnlyAdmin
from tenants.errors import DomainError
from tenants.models import RegistrantDecision, TenantEvent, User, WebsiteCheck
from tenants.registrant import registrants
from tenants.registrant.registrant_forms import RegistrantForm, RemarkForm
from tenants.scoping import tenant_scope
from tenants.states import ExceptionStatus

EVENTS = (
    *("registrant.decided", "registrant.exception_asked"),
    *("registrant.exception_approved", "registrant.exception_refused"),
)


@admin.register(RegistrantDecision)
class RegistrantDecisionAdmin(ReadOnlyAdmin):
    """Who is registered; what waits for staff stands on top."""

    list_display = ("business", "outcome", "exception_status", "decided_at", "decided_by")
    list_filter = ("exception_status", "outcome")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "decided_by")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """What waits, then the newest."""
        waits = When(exception_status=ExceptionStatus.WAITING, then=Value(0))
        return [Case(waits, default=Value(1), output_field=IntegerField()).asc(), "-decided_at"]

    @admin.display(description=_("business"), ordering="tenant__name")
    def business(self, decision: RegistrantDecision) -> str:
        """The name of the business."""
        return decision.tenant.name

    def get_urls(self) -> list[URLPattern]:
        """Add the two steps."""
        wrap = self.admin_site.admin_view
        name = "tenants_registrantdecision_%s"
        return [
            path("<uuid:pk>/approve/", wrap(self.approve), name=name % "approve"),
            path("<uuid:pk>/refuse/", wrap(self.refuse), name=name % "refuse"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the answers, the reason, what was found, the history, and the decision to take."""
        if not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        return self._page(request, self._find(object_id), RemarkForm())

    def approve(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Let the named values pass."""
        return self._decide(request, pk, registrants.approve)

    def refuse(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Refuse, or take an approval back."""
        return self._decide(request, pk, registrants.refuse)

    def _decide(self, request: HttpRequest, pk: uuid.UUID, verb: Any) -> HttpResponse:
        if request.method != "POST" or not may_review(request):
            raise PermissionDenied
        decision, form = self._find(str(pk)), RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(request, decision, form)
        try:
            with tenant_scope(str(decision.tenant_id)):
                verb(pk, reviewer=request.user, remark=form.cleaned_data["remark"])
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Decided. The business sees it and your remark."))
        return redirect(reverse("admin:tenants_registrantdecision_change", args=[pk]))

    def _find(self, object_id: str) -> RegistrantDecision:
        try:
            wanted = uuid.UUID(object_id)
        except ValueError:
            wanted = uuid.UUID(int=0)
        rows = RegistrantDecision.objects.select_related("tenant", "reviewed_by")
        found: RegistrantDecision = get_object_or_404(rows, pk=wanted)
        return found

    def _page(
        self, request: HttpRequest, decision: RegistrantDecision, form: RemarkForm
    ) -> HttpResponse:
        """Draw the page in the scope of its business, whose newest decision alone counts."""
        with tenant_scope(str(decision.tenant_id)):
            newest = registrants.current()
            context = {
                **self.admin_site.each_context(request),
                "title": _("Who is registered: %(name)s") % {"name": decision.tenant.name},
                "opts": self.opts,
                "decision": decision,
                "rows": RegistrantForm.labelled(decision),
                "is_newest": newest is not None and newest.pk == decision.pk,
                "events": TenantEvent.objects.filter(kind__in=EVENTS)[:50],
                "may_review": may_review(request),
                "form": form,
            }
            return render(request, "admin/tenants/registrant.html", context)


def may_review(request: HttpRequest) -> bool:
    """May this member of staff decide on exceptions?"""
    has_right = request.user.has_perm("tenants.review_registrantdecision")
    return isinstance(request.user, User) and has_right


@admin.register(WebsiteCheck)
class WebsiteCheckAdmin(ReadOnlyAdmin):
    """What was seen of the businesses' websites."""

    list_display = ("url", "tenant", "status", "is_reachable", "is_brand_seen", "created_at")
    list_filter = ("status", "is_reachable", "is_brand_seen")
    list_select_related = ("tenant",)
    search_fields = ("url", "tenant__name")
