"""The staff's review queue, and the page on which one filing is decided.

Everything is read here and changed by the verbs, so that each step leaves an event behind.
"""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import Registration
from registrations.staff import bulk, deciding, keys, pacing_pages, taking
from registrations.staff.changelist import (
    BoundedPaginator,
    ClaimFilter,
    FilingList,
    QueueFilter,
    TypeFilter,
)
from registrations.states import RegistrationStatus
from tenants.admin_base import ReadOnlyAdmin

S = RegistrationStatus
IN_QUEUE = ("what", "business", "round", "waiting", "flags", "claimed")
IN_LIST = ("what", "business", "round", "state", "acts", "waiting", "flags")


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """The review queue, by who is blocked on whom; also the list of all filings."""

    list_display = IN_QUEUE
    list_filter = (QueueFilter, ClaimFilter, TypeFilter)
    list_select_related = ("tenant", "brand", "program", "claimed_by")
    search_fields = ("tenant__name", "brand__legal_name", "program__name", "carrier_id")
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER  # They would count the whole table.
    paginator = BoundedPaginator
    actions = ("accept_many",)
    change_list_template = "admin/registrations/registration/change_list.html"

    @admin.display(description=gettext_lazy("registration"))
    def what(self, registration: Registration) -> SafeString:
        """What is registered, and the program or brand that it is about."""
        about = registration.program or registration.brand
        return format_html("{}<br><small>{}</small>", registration.type_label, about)

    @admin.display(description=gettext_lazy("business"))
    def business(self, registration: Registration) -> str:
        """Whose it is."""
        return str(registration.tenant)

    @admin.display(description=gettext_lazy("round"))
    def round(self, registration: Any) -> SafeString:
        """Which round it is in; phones show no headings, so the word stands with it there."""
        return format_html(
            '<span class="on-phone">{} </span>{}', _("Round"), registration.line.round
        )

    @admin.display(description=gettext_lazy("state"))
    def state(self, registration: Registration) -> str:
        """Our state of it."""
        return str(registration.get_status_display())

    @admin.display(description=gettext_lazy("who acts"))
    def acts(self, registration: Any) -> str:
        """Whose turn it is."""
        return str(registration.line.acts)

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, registration: Any) -> SafeString:
        """How long it has been in its state, in working time; a due word where we act on it."""
        age = registration.line.age
        if registration.status != S.STAFF_REVIEW:
            return format_html("{}", age.text)
        return format_html(
            '{}<br><span class="due {}">{}</span>', age.text, age.due.value, age.word
        )

    @admin.display(description=gettext_lazy("to know"))
    def flags(self, registration: Any) -> SafeString | str:
        """What to know before it is opened."""
        found = registration.line.flags
        rows = [("grave" if each.is_grave else "", each.words) for each in found]
        if not rows:
            return "–"
        return format_html(
            '<ul class="flags">{}</ul>',
            format_html_join("", '<li class="{}">{}</li>', rows),
        )

    @admin.display(description=gettext_lazy("being read by"))
    def claimed(self, registration: Any) -> SafeString | str:
        """Who reads it, or the button to say that one does."""
        holder = registration.line.holder
        if holder is not None:
            return str(holder)
        return format_html(
            '<button type="submit" class="claim" formaction="{}">{}'
            '<span class="visually-hidden">: {}, {}</span></button>',
            reverse("admin:registrations_registration_claim", args=[registration.pk]),
            _("Claim"),
            registration.type_label,
            registration.tenant,
        )

    @admin.action(
        description=gettext_lazy("Accept the clean ones among those selected"),
        permissions=["decide"],
    )
    def accept_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show what accepting the selected filings would do; nothing is accepted yet."""
        selected = list(queryset.order_by().values_list("pk", flat=True)[: bulk.MOST + 1])
        if len(selected) > bulk.MOST:
            messages.error(request, _("Select at most %(most)d at a time.") % {"most": bulk.MOST})
            return None
        found = bulk.candidates(selected, request.user)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Accept several filings"),
            "opts": self.opts,
            "clean": [each for each in found if not each.obstacle],
            "others": [each for each in found if each.obstacle],
        }
        return render(request, "admin/registrations/bulk_preview.html", context)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """May this person decide? Django asks it of the action."""
        return deciding.may_decide(request)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show whose turn it is where that differs from line to line."""
        state = request.GET.get("state", S.STAFF_REVIEW)
        return IN_QUEUE if state == S.STAFF_REVIEW else IN_LIST

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FilingList]:
        """The list with the order of the queue."""
        return FilingList

    def get_urls(self) -> list[URLPattern]:
        """Add the decisions and what helps with reading."""
        return [*_urls(self), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is for."""
        is_queue = self.get_list_display(request) == IN_QUEUE
        context = {
            "title": _("Review queue") if is_queue else _("Registrations"),
            **keys.context(request),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

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
        return deciding.page(request, deciding.find(_uuid_or_none(object_id)))


def _urls(model_admin: RegistrationAdmin) -> list[URLPattern]:
    """The addresses of one filing, each guarded by the admin's own door, and those of the list."""
    wrap = model_admin.admin_site.admin_view
    of_one = {
        "accept": deciding.accept,
        "send-back": deciding.send_back,
        "refuse": deciding.refuse,
        "recall": deciding.recall,
        "claim": deciding.claim,
        "release": deciding.release,
        "next": deciding.go_on,
        "compare": deciding.compare,
        "export": taking.export,
    }
    stem = "registrations_registration_"
    return [
        path("accept-many/", wrap(deciding.accept_many), name=f"{stem}accept_many"),
        path("keys/", wrap(keys.switch), name=f"{stem}keys"),
        path("filing/", wrap(pacing_pages.filing), name=f"{stem}filing"),
        path("limits/", wrap(pacing_pages.limits), name=f"{stem}limits"),
        *(
            path(f"<uuid:pk>/{name}/", wrap(view), name=stem + name.replace("-", "_"))
            for name, view in of_one.items()
        ),
    ]


def _uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
