"""What staff keep about the ISV itself: its own data, and how its portal looks and behaves."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.admin_base import ModelAdmin, NoDelete
from tenants.events import Actor
from tenants.isv import white_label
from tenants.models import IsvIdentity, IsvSettings
from tenants.staff.admin_forms import IsvIdentityForm
from tenants.staff.admin_isv_forms import IsvSettingsForm


class OneRow(NoDelete, ModelAdmin):
    """A model of which there is one record."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One record is enough."""
        return super().has_add_permission(request) and not self.model.objects.exists()


@admin.register(IsvIdentity)
class IsvIdentityAdmin(OneRow):
    """The ISV's own data, which no end business may carry."""

    form = IsvIdentityForm


@admin.register(IsvSettings)
class IsvSettingsAdmin(OneRow):
    """Name, addresses, colour, logo, and what is asked of everybody; shown as it will look."""

    form = IsvSettingsForm
    change_form_template = "admin/tenants/isvsettings/change_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: IsvSettings | None = None) -> Any:
        """Offer to remove a logo where there is one."""
        removal = ("removes_logo",) if obj and obj.logo_key else ()
        return (
            (None, {"fields": ("name", "support_email")}),
            (_("Look"), {"fields": ("accent", "logo", *removal)}),
            (_("Mail"), {"fields": ("sender_name", "sender_email")}),
            (_("Coming in"), {"fields": ("open_sign_up", "requires_mfa")}),
            (_("Review"), {"fields": ("two_person_review",)}),
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go to the one record; a list of one helps nobody."""
        row = IsvSettings.objects.first()
        if row is not None and self.has_view_permission(request, row):
            return redirect(reverse("admin:tenants_isvsettings_change", args=[row.pk]))
        return super().changelist_view(request, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Add what the preview shows: the portal as it is saved."""
        context["isv"] = white_label.current()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: IsvSettings, form: Any, change: bool) -> None:
        """Save through the verb, which also makes every page forget the old look."""
        white_label.save(form.saved_values(), actor=Actor.staff(request.user))
        obj.pk = 1
