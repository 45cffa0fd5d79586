"""What staff see of looks at live pages, and of what is to be put right on them."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from consent.models import DriftTask, PageLook
from tenants.admin_base import ReadOnlyAdmin


@admin.register(PageLook)
class PageLookAdmin(ReadOnlyAdmin):
    """Looks of every tenant, newest first."""

    list_display = ("created_at", "page", "program", "tenant", "status", "reason", "missing")
    list_filter = ("status", "reason", "page")
    list_select_related = ("program", "tenant")
    search_fields = ("program__name", "tenant__name", "url")
    exclude = ("readers",)

    @admin.display(description=_("missing"))
    def missing(self, look: PageLook) -> str:
        """What no reader saw, or why nobody could look."""
        return look.problem or ", ".join(map(str, look.vanished)) or "–"


@admin.register(DriftTask)
class DriftTaskAdmin(ReadOnlyAdmin):
    """What is to be put right on live pages, open ones first."""

    list_display = ("created_at", "program", "tenant", "status", "missing", "settled_at")
    list_filter = ("status",)
    list_select_related = ("program", "tenant")
    search_fields = ("program__name", "tenant__name")
    ordering = ("status", "-created_at")

    @admin.display(description=_("missing"))
    def missing(self, task: Any) -> str:
        """The disclosures, by page and rule."""
        return ", ".join(map(str, task.vanished))
