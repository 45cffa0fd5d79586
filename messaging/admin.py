"""Staff's view of texts and notifications: to read, with numbers masked and no bodies in lists."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from consent.models import mask
from messaging import tasks
from messaging.callbacks import WAITS_FOR_STAFF
from messaging.models import CarrierCallback, InboundMessage, Message, MessageEvent
from tenants.admin_base import ReadOnlyAdmin, ReadOnlyInline
from tenants.nudges import nudge


class MessageEventInline(ReadOnlyInline):
    """The life of a text."""

    model = MessageEvent
    fields = ("at", "kind", "from_status", "to_status", "actor_label", "data")
    show_change_link = False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Texts out."""

    list_display = ("created_at", "tenant", "number", "purpose", "status", "reason_code")
    list_filter = ("status", "purpose")
    list_select_related = ("tenant",)
    search_fields = ("=id", "=carrier_message_id", "=reference")
    inlines = (MessageEventInline,)
    fields = (
        *("tenant", "program", "originator", "number", "purpose", "message_kind"),
        *("status", "reason_code", "reason", "attempts", "attempt_id", "lease_until"),
        *("not_before", "carrier_message_id", "reference", "is_test", "created_at", "changed_at"),
    )
    readonly_fields = fields

    @admin.display(description="recipient")
    def number(self, message: Message) -> str:
        """The number, masked."""
        return message.masked_recipient


@admin.register(InboundMessage)
class InboundMessageAdmin(ReadOnlyAdmin):
    """Texts in."""

    list_display = ("received_at", "tenant", "number", "meaning", "outcome")
    list_filter = ("meaning", "outcome")
    list_select_related = ("tenant",)
    search_fields = ("=carrier_id",)
    fields = ("tenant", "originator", "number", "meaning", "outcome", "carrier_id", "received_at")
    readonly_fields = fields

    @admin.display(description="sender")
    def number(self, inbound: InboundMessage) -> str:
        """The number, masked."""
        return mask(inbound.sender)


@admin.register(CarrierCallback)
class CarrierCallbackAdmin(ReadOnlyAdmin):
    """Notifications as they were stored; the payload carries numbers and is not shown."""

    list_display = ("received_at", "topic_arn", "outcome", "attempts", "processed_at")
    list_filter = ("outcome", "topic_arn", ("processed_at", admin.EmptyFieldListFilter))
    search_fields = ("=sns_message_id",)
    fields = (
        *("topic_arn", "sns_message_id", "outcome", "sent_at", "received_at"),
        *("processed_at", "attempts", "next_try_at"),
    )
    readonly_fields = fields

    actions = ("confirm_subscriptions",)

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Whoever confirms a topic lets it tell us what people texted."""
        return request.user.has_perm("messaging.change_carriercallback")

    @admin.action(
        description="Confirm the selected subscriptions with the carrier", permissions=["confirm"]
    )
    def confirm_subscriptions(self, request: HttpRequest, queryset: Any) -> None:
        """Say yes to a topic that asked whether it may post here; a worker does it."""
        waiting = queryset.filter(outcome=WAITS_FOR_STAFF)
        for pk in waiting.values_list("pk", flat=True):
            nudge(tasks.confirm_subscription, pk)
        self.message_user(request, f"Subscriptions being confirmed: {waiting.count()}.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the payload in the database: lists need only what they show."""
        return super().get_queryset(request).defer("payload")
