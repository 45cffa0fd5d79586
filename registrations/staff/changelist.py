"""The staff's list of filings: its filters, its order, and pages without counting everything."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from registrations.models import FormDefinition, RegistrationType
from registrations.staff import claiming, listing, queue
from registrations.states import RegistrationStatus
from registrations.types import facts_of_type

EVERY_STATE = "all"
COUNTED = 1000


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
        """Narrow the list; the queue also learns whom each filing blocks."""
        if self.value() == EVERY_STATE:
            return queryset
        status = self.value() or RegistrationStatus.STAFF_REVIEW
        rows = queryset.filter(status=status)
        if status == RegistrationStatus.STAFF_REVIEW:
            return queue.in_turn(rows, request.user)  # type: ignore[arg-type]
        return rows


class TypeFilter(admin.SimpleListFilter):
    """By what is registered, in words."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The types that we know, and those whose forms the carrier has."""
        read = FormDefinition.objects.values_list("registration_type", flat=True)
        names = dict.fromkeys((*RegistrationType.values, *read))
        return [(name, facts_of_type(name).label) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(type=self.value()) if self.value() else queryset


class ClaimFilter(admin.SimpleListFilter):
    """By who is reading it."""

    title = _("claim")
    parameter_name = "claim"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Mine, nobody's, a colleague's."""
        return [("mine", _("Mine")), ("free", _("Nobody’s")), ("others", _("A colleague’s"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list to claims that have not ended."""
        held, mine = claiming.in_hand(timezone.now()), Q(claimed_by=request.user)
        wanted = {"mine": held & mine, "free": ~held, "others": held & ~mine}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class BoundedPaginator(Paginator):
    """Pages that never count a whole table: beyond the bound one has to filter or search."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most COUNTED."""
        rows: Any = self.object_list
        return int(rows.order_by()[:COUNTED].count())


class FilingList(ChangeList):
    """The list in the order of the queue, or by last change, with a line for every filing."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Sort by whom a filing blocks where that is known; it is for the queue alone."""
        if "turn" in queryset.query.annotations:
            return list(queue.ORDER)
        return ["-changed_at", "-pk"]

    def get_results(self, request: HttpRequest) -> None:
        """Read what the lines of this page say, all at once."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        found = listing.lines(rows, now=timezone.now())
        for row in rows:
            row.line = found[row.pk]
        self.result_list = rows
        self.is_bounded = self.result_count >= COUNTED
