"""Forecast against outcome: how our rules did, for staff who decide which check to write next."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from registrations import scorecard
from registrations.models import ForecastScore
from registrations.types import facts_of_type
from tenants.admin_base import ReadOnlyAdmin


@admin.register(ForecastScore)
class ForecastScoreAdmin(ReadOnlyAdmin):
    """The scores of all businesses together; no single filing is named."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was foretold against what came, by rule, for one type or for all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        types = scorecard.types_scored()
        chosen = request.GET.get("type", "")
        chosen = chosen if chosen in types else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Forecast against outcome"),
            "opts": self.opts,
            "card": scorecard.card(chosen),
            "enough": scorecard.ENOUGH,
            "chosen": chosen,
            "types": [(each, facts_of_type(each).label) for each in types],
        }
        return render(request, "admin/registrations/forecast_scores.html", context)
