"""Where a tenant's app wants to be told of events, and what became of telling it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.crypto import EncryptedTextField
from tenants.scoping import TenantScopedModel


class WebhookEndpoint(TenantScopedModel):
    """An address of the tenant's app. Its secret is shown once, and signs what we send there."""

    class Stop(models.TextChoices):
        """Why nothing is sent to it."""

        BY_MEMBER = "by_member", _("Switched off here")
        GONE = "gone", _("It answered that it is gone for good (410)")
        FAILING = "failing", _("It failed for five days")

    url = models.CharField(max_length=500)
    description = models.CharField(max_length=60, blank=True)
    event_types = ArrayField(models.CharField(max_length=40))
    secret = EncryptedTextField()
    # While an app changes over, both secrets sign.
    old_secret = EncryptedTextField(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_label = models.CharField(max_length=254)
    # Since its last success nothing but failures.
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=10, choices=Stop.choices, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(disabled_at__isnull=True, disabled_because="")
                | models.Q(disabled_at__isnull=False) & ~models.Q(disabled_because=""),
                name="webhook_endpoint_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_on(self) -> bool:
        """Is anything sent to it?"""
        return self.disabled_at is None

    @property
    def secrets(self) -> list[str]:
        """What signs just now, the newest first."""
        until = self.old_secret_until
        old = [self.old_secret] if until is not None and until > timezone.now() else []
        return [self.secret, *old]


class WebhookEvent(TenantScopedModel):
    """One event as it is told: the body is fixed in the transaction that changed the state."""

    type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    # Counts up within one object, since order of arrival is not promised.
    sequence = models.PositiveIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "object_id", "sequence"], name="webhook_event_sequence"
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="webhook_event_age")]

    def __str__(self) -> str:
        return self.type


class WebhookDelivery(TenantScopedModel):
    """One event on its way to one endpoint; the row is the queue."""

    event = models.ForeignKey(WebhookEvent, models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    # Who holds it tries it; a lease that ends unrecorded means that it is tried again.
    attempt_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "event", "endpoint"], name="webhook_delivery_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(delivered_at__isnull=True, given_up_at__isnull=True),
                name="webhook_delivery_due",
            ),
            models.Index(fields=["tenant", "endpoint", "-created_at"], name="webhook_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"

    @property
    def is_open(self) -> bool:
        """Will it be tried again by itself?"""
        return self.delivered_at is None and self.given_up_at is None


class WebhookTry(TenantScopedModel):
    """One request to an endpoint, and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(WebhookDelivery, models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    # None: there was no answer, and `trouble` says why in a code of `fetch_errors`.
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=20, blank=True)
    # The first 1,000 characters of the answer, shown as text only.
    answer = models.CharField(max_length=1000, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="webhook_try_age")]

    def __str__(self) -> str:
        return str(self.status_code or self.trouble)
