"""What Django admin's pages share: staff read, act through verbs, and delete nothing for good."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    # Django's own classes take no type parameters at run time.
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class NoDelete:
    """Nothing is deleted for good in the admin: evidence and history must outlive mistakes."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ReadOnly(NoDelete):
    """Rows that only verbs write; an edit by hand would leave no event behind."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never; Django then shows the row without inputs to those who may view it."""
        return False


class BoundedList:
    """A list that stays fast on a large table: no count of everything, no page of everything."""

    show_full_result_count = False
    list_max_show_all = 200
    list_per_page = 50


class ReadOnlyAdmin(ReadOnly, BoundedList, ModelAdmin):
    """The admin of a model that only verbs write."""


class ReadOnlyInline(ReadOnly, TabularInline):
    """Rows of another model below their parent, newest as the model orders them."""

    extra = 0
    can_delete = False
    show_change_link = True
