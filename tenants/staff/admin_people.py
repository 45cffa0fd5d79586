"""Staff's pages about people: who they are, whether they may sign in, and a lost second step."""

from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from tenants.admin_base import BoundedList, ModelAdmin, NoDelete
from tenants.events import Actor
from tenants.models import User
from tenants.sign_in import second_step
from tenants.staff import staff_ranks

# People end their sessions themselves; who could write one here could be anybody.
admin.site.unregister(UserSession)


class LostStepForm(forms.Form):
    """Why a second step is taken off."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_(
            "How you know that it is them. Recorded in the history of each of their businesses."
        ),
    )


@admin.register(User)
class UserAdmin(NoDelete, BoundedList, ModelAdmin):
    """People. A new one sets a password by resetting it; staff never know one."""

    list_display = ("email", "first_name", "last_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    fields = (
        *("email", "first_name", "last_name", "is_active"),
        *("is_staff", "is_superuser", "groups", "last_login", "date_joined"),
    )
    change_form_template = "admin/tenants/user/change_form.html"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Answer no question about passwords, or a list could be asked for a hash bit by bit."""
        allowed: bool = super().lookup_allowed(lookup, value, request)
        return allowed and not lookup.startswith("password")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes a person who may do more than they, or they could lock them out."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or not staff_ranks.outranks(obj, request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An address is changed by its owner; who is staff, by those who appoint staff."""
        fixed: tuple[str, ...] = ("last_login", "date_joined")
        if obj is not None:
            fixed += ("email",)
        if not request.user.has_perm("tenants.appoint_staff"):
            fixed += ("is_staff", "groups")
        if not request.user.is_superuser:
            fixed += ("is_superuser",)
        return fixed

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the groups that give no more than whoever appoints has."""
        if db_field.name == "groups":
            kwargs["queryset"] = staff_ranks.groups_to_give(request.user)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Give a new person no password at all, rather than a guessable one."""
        if not change:
            obj.email = obj.email.lower()
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            second_step.end_sessions(obj)

    def get_urls(self) -> list[URLPattern]:
        """Add the page that asks for the reason."""
        view = self.admin_site.admin_view(self.second_step)
        return [
            path("<uuid:pk>/second-step/", view, name="tenants_user_second_step"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer to take a lost second step off, where there is one and this member of staff may."""
        person = self.get_object(request, object_id)
        may_reset = (
            person is not None
            and _may_reset(request, person)
            and second_step.steps_of(person).exists()
        )
        context = {**(extra_context or {}), "may_reset_second_step": may_reset}
        return super().change_view(request, object_id, form_url, context)

    def second_step(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take a lost second step off, with a reason."""
        person = get_object_or_404(User, pk=pk)
        if not _may_reset(request, person):
            raise PermissionDenied
        form = LostStepForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            second_step.reset(person, actor=Actor.staff(request.user), reason=reason)
            messages.success(request, _("It is taken off, and the person is told by mail."))
            return redirect(reverse("admin:tenants_user_change", args=[person.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take off a lost second step"),
            "opts": self.opts,
            "original": person,
            "form": form,
        }
        return TemplateResponse(request, "admin/tenants/user/second_step.html", context)


def _may_reset(request: HttpRequest, person: User) -> bool:
    """May this member of staff take the person's second step off? Never their own.

    A browser that somebody else sits at must not be enough to get rid of it.
    """
    allowed = request.user.has_perm("tenants.reset_second_step") and person != request.user
    return allowed and not staff_ranks.outranks(person, request.user)
