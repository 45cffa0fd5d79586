"""The staff's review queue, and the page on which one filing is decided.

Everything is read here and changed by the verbs, so that each step leaves an event behind.
"""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from registrations import history, lifecycle, preflight, presenting
from registrations.forms import SendBackForm
from registrations.models import Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.admin_base import ReadOnlyAdmin
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.scoping import tenant_scope

EVERY_STATE = "all"


class QueueFilter(admin.SimpleListFilter):
    """By state; without a choice, what waits for staff."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every state, and all of them."""
        return [(EVERY_STATE, _("All")), *RegistrationStatus.choices]

    def choices(self, changelist: Any) -> Any:
        """Name the default what it is, since Django would call it "All"."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Review queue")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        if self.value() == EVERY_STATE:
            return queryset
        return queryset.filter(status=self.value() or RegistrationStatus.STAFF_REVIEW)


class TypeFilter(admin.SimpleListFilter):
    """By what is registered, in words."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The types that we fill."""
        return list(RegistrationType.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """The review queue, oldest first, and the page on which one filing is decided."""

    list_display = ("kind", "business", "about", "status", "waiting")
    list_filter = (QueueFilter, TypeFilter)
    list_select_related = ("tenant", "brand", "program")
    search_fields = ("tenant__name", "brand__legal_name", "program__name", "carrier_id")
    ordering = ("changed_at",)

    @admin.display(description=_("registration"), ordering="type")
    def kind(self, registration: Registration) -> str:
        """What is registered."""
        return registration.type_label

    @admin.display(description=_("business"), ordering="tenant__name")
    def business(self, registration: Registration) -> str:
        """Whose it is."""
        return str(registration.tenant)

    @admin.display(description=_("about"))
    def about(self, registration: Registration) -> str:
        """The program, or the brand where it is about that."""
        return str(registration.program or registration.brand)

    @admin.display(description=_("for"), ordering="changed_at")
    def waiting(self, registration: Registration) -> str:
        """How long it has been in its state."""
        return timesince(registration.changed_at)

    def get_urls(self) -> list[URLPattern]:
        """Add the two decisions."""
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/accept/", wrap(self.accept), name="registrations_registration_accept"),
            path(
                "<uuid:pk>/send-back/",
                wrap(self.send_back),
                name="registrations_registration_send_back",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is for."""
        return super().changelist_view(
            request, {**(extra_context or {}), "title": _("Review queue")}
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one filing whole: answers, findings, pictures, texts, history, and the decision."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        registration = self._find(object_id)
        return self._page(request, registration, SendBackForm())

    def accept(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Accept and file."""
        registration = self._to_decide(request, pk)
        try:
            with tenant_scope(str(registration.tenant_id)):
                lifecycle.accept_for_carrier(pk, actor=Actor.staff(request.user))
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(self._url_of(registration))
        messages.success(request, _("Accepted. It is being handed to the carrier."))
        return redirect(reverse("admin:registrations_registration_changelist"))

    def send_back(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Return it to the business, with the reason."""
        registration = self._to_decide(request, pk)
        form = SendBackForm(request.POST)
        if not form.is_valid():
            return self._page(request, registration, form)
        try:
            with tenant_scope(str(registration.tenant_id)):
                lifecycle.request_changes(
                    pk, actor=Actor.staff(request.user), reason=form.cleaned_data["reason"]
                )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(self._url_of(registration))
        messages.success(request, _("Sent back. The business sees your reason."))
        return redirect(reverse("admin:registrations_registration_changelist"))

    def _to_decide(self, request: HttpRequest, pk: uuid.UUID) -> Registration:
        """Return the filing to decide on, for staff who may and by POST only."""
        if request.method != "POST" or not may_decide(request):
            raise PermissionDenied
        return self._find(str(pk))

    def _find(self, object_id: str) -> Registration:
        found: Registration = get_object_or_404(
            Registration.objects.select_related("tenant", "brand", "program"),
            pk=_uuid_or_none(object_id),
        )
        return found

    def _url_of(self, registration: Registration) -> str:
        return reverse("admin:registrations_registration_change", args=[registration.pk])

    def _page(
        self, request: HttpRequest, registration: Registration, form: SendBackForm
    ) -> HttpResponse:
        """Draw the page in the scope of its tenant: in the staff's, findings would mix tenants."""
        with tenant_scope(str(registration.tenant_id)):
            version = registration.current
            wording = version.program_version
            context = {
                **self.admin_site.each_context(request),
                "title": str(registration),
                "opts": self.opts,
                "registration": registration,
                "version": version,
                "turn": presenting.turn(registration),
                "sections": presenting.sections(registration, reveal=True),
                "groups": presenting.grouped(registration, preflight.check(registration)),
                "pictures": presenting.pictures(registration),
                "texts": wording.frozen_texts if wording else None,
                "history": history.entries(registration, every_step=True),
                "rounds": registration.versions.exclude(denied_reasons=[]),
                "may_decide": may_decide(request) and _is_waiting(registration),
                "form": form,
            }
            return render(request, "admin/registrations/review.html", context)


def may_decide(request: HttpRequest) -> bool:
    """May this person decide on filings? The pages are read-only, so this is no page's right."""
    return request.user.has_perm("registrations.change_registration")


def _is_waiting(registration: Registration) -> bool:
    return registration.status == RegistrationStatus.STAFF_REVIEW


def _uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
