"""The carrier's forms for staff: what is offered, what each asks, and what changed when."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from registrations import drafting, form_words, schema_watch
from registrations.definitions import read_about, read_sections
from registrations.models import FormDefinition, FormRevision
from registrations.types import facts_of_type
from tenants.admin_base import ReadOnlyAdmin


class UnseenFilter(admin.SimpleListFilter):
    """Changes that nobody has seen yet."""

    title = _("seen")
    parameter_name = "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Seen, or not."""
        return [("no", _("Not seen yet")), ("yes", _("Seen"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Narrow the list."""
        if self.value() in ("no", "yes"):
            return queryset.filter(seen_at__isnull=self.value() == "no")
        return queryset


@admin.register(FormDefinition)
class FormDefinitionAdmin(ReadOnlyAdmin):
    """The carrier's types with the form of each as it was last read."""

    list_display = ("name", "registration_type", "is_offered", "fetched_at", "revision", "unseen")
    list_filter = ("is_offered",)
    search_fields = ("registration_type",)
    ordering = ("registration_type",)

    @admin.display(description=_("type"))
    def name(self, form: FormDefinition) -> str:
        """The type in our words."""
        return str(facts_of_type(form.registration_type).label)

    @admin.display(description=_("changes not seen"))
    def unseen(self, form: FormDefinition) -> int:
        """How many changes nobody has seen; there are few types, so each may ask."""
        rows = FormRevision.objects.filter(registration_type=form.registration_type, seen_at=None)
        return rows.count()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is."""
        return super().changelist_view(
            request, {**(extra_context or {}), "title": _("Carrier's forms")}
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a form as people would meet it, with its revisions."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = get_object_or_404(FormDefinition, pk=object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": facts_of_type(form.registration_type).label,
            "opts": self.opts,
            "form": form,
            "about": read_about(form.about),
            "sections": form.form,
            "revisions": FormRevision.objects.filter(registration_type=form.registration_type),
        }
        return render(request, "admin/registrations/form.html", context)


@admin.register(FormRevision)
class FormRevisionAdmin(ReadOnlyAdmin):
    """What changed in a form, and which filings it touches."""

    list_display = ("__str__", "read_at", "count", "seen_at", "seen_by")
    list_filter = (UnseenFilter,)
    search_fields = ("registration_type",)

    @admin.display(description=_("changes"))
    def count(self, revision: FormRevision) -> int:
        """How many differences there are."""
        return len(revision.changes)

    def get_urls(self) -> list[URLPattern]:
        """Add the button's address."""
        return [
            path(
                "<path:object_id>/seen/",
                self.admin_site.admin_view(self.seen),
                name="registrations_formrevision_seen",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the differences in words, most serious first, and the filings they touch."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        revision = _revision(object_id)
        kind = revision.registration_type
        before = FormRevision.objects.filter(registration_type=kind, number__lt=revision.number)
        old = before.order_by("-number").first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(type)s: revision %(number)s")
            % {"type": facts_of_type(kind).label, "number": revision.number},
            "opts": self.opts,
            "revision": revision,
            "rows": form_words.rows(revision.changes, {**_fields(old), **_fields(revision)}),
            "touched": schema_watch.touched(revision),
            "may_see": not revision.seen_at and _may_see(request),
        }
        return render(request, "admin/registrations/revision.html", context)

    def seen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that this person has seen the change."""
        if request.method != "POST" or not _may_see(request):
            raise PermissionDenied
        revision = _revision(object_id)
        schema_watch.mark_seen(revision, by=str(request.user))
        messages.success(request, _("Noted: you have seen this change."))
        return redirect(reverse("admin:registrations_formrevision_changelist") + "?seen=no")


def _revision(object_id: str) -> FormRevision:
    """Return a revision by what an address says, which may be anything."""
    return get_object_or_404(FormRevision, pk=object_id if object_id.isdecimal() else 0)


def _may_see(request: HttpRequest) -> bool:
    """Those who decide on filings say what was seen of the forms they are filed by."""
    return request.user.has_perm("registrations.change_registration")


def _fields(revision: FormRevision | None) -> dict[str, Any]:
    if revision is None:
        return {}
    read = read_sections(revision.registration_type, revision.sections, revision.fields)
    return {field.path: field for field in drafting.fields_of(read)}
