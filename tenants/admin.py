"""What staff see and do about company details, keys and history, and the door of their pages."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tenants import access
from tenants.admin_base import ReadOnlyAdmin
from tenants.events import Actor
from tenants.models import ApiKey, Brand, TenantEvent


def _change_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    return redirect("account_change_password")


# Staff sign in like everybody else: the admin's own forms know no rate limit and no second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = _change_password  # type: ignore[assignment,method-assign]
# Whoever confirms an address or removes a second factor by hand can take an account over.
admin.site.unregister([EmailAddress, Authenticator])


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

    list_display = ("at", "what", "tenant", "actor_kind", "actor_label")
    list_filter = ("actor_kind", "door")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "actor_label", "=kind")
    date_hierarchy = "at"

    @admin.display(description=_("what"), ordering="kind")
    def what(self, event: TenantEvent) -> str:
        """What happened, in words."""
        return str(event)


from tenants.staff import (  # noqa: E402, F401 - they register themselves.
    admin_imports,
    admin_invitations,
    admin_isv,
    admin_people,
    admin_registrants,
    admin_tenants,
)
