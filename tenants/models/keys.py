"""The keys of tenants' apps."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenant import Tenant


class ApiKeyKind(models.TextChoices):
    """Test keys reach the carrier simulator only; the gate enforces it."""

    TEST = "test", _("Test")
    LIVE = "live", _("Live")


class KeyScope(models.TextChoices):
    """What a key may be used for; each API operation demands one."""

    MESSAGES_SEND = "messages:send", _("Send texts")
    MESSAGES_READ = "messages:read", _("Read texts and what became of them")
    REGISTRATIONS_READ = "registrations:read", _("Read registrations and whose turn they are")
    TEXTS_LINT = "texts:lint", _("Check wordings against the rules")


def every_scope() -> list[str]:
    """Return all scopes: what a key may do unless somebody chose less."""
    return list(KeyScope.values)


class ApiKey(models.Model):
    """A tenant app's key: shown once, then known only by its prefix and a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=ApiKeyKind.choices)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=KeyScope.choices), default=every_scope
    )
    # The key that takes this one's place; both work until this one's shortened life ends.
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    prefix = models.CharField(max_length=24, unique=True)
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        """What the key may do, in words."""
        labels = dict(KeyScope.choices)
        return [str(labels.get(scope, scope)) for scope in self.scopes]
