"""What Django admin's pages share: staff read, act through verbs, and delete nothing for good."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from tenants.scoping import TenantScopedModel

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


class RowsOfManyTenants(BaseInlineFormSet):
    """Rows below a parent, read in the scope of everybody, which gives a blank row no tenant."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Leave the blank row, which Django makes to learn the headings, without a tenant."""
        kwargs = super().get_form_kwargs(index)
        if index is None and self.model and issubclass(self.model, TenantScopedModel):
            kwargs["instance"] = self.model(tenant=None)
        return kwargs


class ReadOnlyInline(ReadOnly, TabularInline):
    """Rows of another model below their parent, newest as the model orders them."""

    formset = RowsOfManyTenants
    extra = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything that is shown; Django would look for inputs even of what has none."""
        return [str(name) for name in (self.fields or self.readonly_fields)]
