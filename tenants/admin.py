"""What staff see and do about people, end businesses, their details and keys."""

import uuid
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from tenants import access
from tenants.admin_base import BoundedList, ModelAdmin, NoDelete, ReadOnlyAdmin, ReadOnlyInline
from tenants.admin_forms import ReasonForm
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import (
    ApiKey,
    Brand,
    Membership,
    Tenant,
    TenantEvent,
    TenantStatus,
)


def _change_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    return redirect("account_change_password")


# Staff sign in like everybody else: the admin's own forms know no rate limit and no second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = _change_password  # type: ignore[assignment,method-assign]
# Whoever confirms an address or removes a second factor by hand can take an account over.
admin.site.unregister([EmailAddress, Authenticator])


class MemberInline(ReadOnlyInline):
    """Who belongs to the business."""

    model = Membership
    fields = ("user", "role", "created_at")


class BrandInline(ReadOnlyInline):
    """The company details in one line; the tax number by its end only."""

    model = Brand
    fields = ("legal_name", "dba_name", "tax_id_country", "masked_tax_id", "website", "revision")


class KeyInline(ReadOnlyInline):
    """API keys by their prefix."""

    model = ApiKey
    fields = ("name", "kind", "prefix", "last_used_at", "expires_at", "revoked_at")


class EventInline(ReadOnlyInline):
    """What happened to the business."""

    model = TenantEvent
    fields = ("at", "kind", "actor_kind", "actor_label", "data")
    show_change_link = False


@admin.register(Tenant)
class TenantAdmin(ReadOnlyAdmin):
    """End businesses; suspended and reactivated here, with a reason that is recorded."""

    list_display = ("name", "slug", "status", "created_at")
    list_filter = ("status",)
    search_fields = ("name", "slug")
    fields = ("name", "slug", "status", "created_at")
    inlines = (BrandInline, MemberInline, KeyInline, EventInline)
    change_form_template = "admin/tenants/tenant/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page that asks for the reason."""
        view = self.admin_site.admin_view(self.change_status)
        return [
            path("<uuid:pk>/status/", view, name="tenants_tenant_status"),
            *super().get_urls(),
        ]

    def change_status(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Suspend an active business, or reactivate a suspended one."""
        if not request.user.has_perm("tenants.change_tenant"):
            raise PermissionDenied
        tenant = get_object_or_404(Tenant, pk=pk)
        to = TenantStatus.SUSPENDED if tenant.is_active else TenantStatus.ACTIVE
        form = ReasonForm(request.POST or None, initial={"status": to})
        if form.is_valid():
            try:
                access.set_tenant_status(
                    tenant.pk,
                    status=TenantStatus(form.cleaned_data["status"]),
                    actor=Actor.staff(request.user),
                    reason=form.cleaned_data["reason"],
                )
            except DomainError as error:
                messages.error(request, error.message)
            else:
                messages.success(request, _("The status is changed and its reason recorded."))
            return redirect(reverse("admin:tenants_tenant_change", args=[tenant.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Suspend business") if tenant.is_active else _("Reactivate business"),
            "opts": self.opts,
            "original": tenant,
            "form": form,
        }
        return TemplateResponse(request, "admin/tenants/tenant/status.html", context)


@admin.register(Brand)
class BrandAdmin(ReadOnlyAdmin):
    """Company details, written by the business only; the tax number by its end only."""

    list_display = ("legal_name", "dba_name", "tenant", "tax_id_country", "website", "updated_at")
    list_select_related = ("tenant",)
    search_fields = ("legal_name", "dba_name", "tenant__name")
    exclude = ("tax_id",)
    readonly_fields = ("tenant", "masked_tax_id")


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """API keys by their prefix; the secret is stored nowhere."""

    list_display = ("name", "prefix", "kind", "tenant", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("kind",)
    list_select_related = ("tenant",)
    search_fields = ("name", "prefix", "tenant__name")
    exclude = ("digest",)
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Staff who may change keys; the only change that there is."""
        return request.user.has_perm("tenants.change_apikey")

    @admin.action(description=_("Revoke the chosen keys at once"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Revoke each key in the name of the member of staff."""
        for key in queryset.select_related("tenant"):
            access.revoke_api_key(key.pk, tenant=key.tenant, actor=Actor.staff(request.user))
        messages.success(request, _("The keys no longer work."))


@admin.register(TenantEvent)
class TenantEventAdmin(ReadOnlyAdmin):
    """The history of every business; the table itself refuses changes."""

    list_display = ("at", "kind", "tenant", "actor_kind", "actor_label")
    list_filter = ("kind", "actor_kind")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "actor_label")
    date_hierarchy = "at"


from tenants import admin_isv  # noqa: E402, F401 - registers itself.


from tenants import admin_people  # noqa: E402, F401 - registers itself.
