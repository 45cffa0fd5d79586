"""A look at numbers, with what is set up around each at the carrier."""

from django.contrib import admin

from registrations.models import Originator, ProvisionStep
from tenants.admin_base import ReadOnlyAdmin, ReadOnlyInline


class ProvisionStepInline(ReadOnlyInline):
    """The checklist of a number, in the order in which it is done."""

    model = ProvisionStep
    fields = ("step", "done_at", "checked_at", "drifted_at", "healed_at", "trouble")
    show_change_link = False


@admin.register(Originator)
class OriginatorAdmin(ReadOnlyAdmin):
    """Numbers, with what the carrier shows of each."""

    list_display = ("__str__", "number_type", "tenant", "program", "status", "carrier_status")
    list_filter = ("status", "number_type")
    list_select_related = ("tenant", "program")
    search_fields = ("number", "sender_id", "carrier_id", "tenant__name")
    inlines = (ProvisionStepInline,)
