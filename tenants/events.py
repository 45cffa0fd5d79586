"""Who did something, and the abstract row that records it."""

import uuid
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.origin import Door, current_origin
from tenants.scoping import TenantScopedModel


class ActorKind(models.TextChoices):
    """The kinds of party that can cause an event."""

    MEMBER = "member", _("Member")
    API_KEY = "api_key", _("API key")
    STAFF = "staff", _("Staff")
    RECIPIENT = "recipient", _("Recipient")
    CARRIER = "carrier", _("Carrier")
    SYSTEM = "system", _("System")


@dataclass(frozen=True)
class Actor:
    """Who is acting. The label is what history shows, kept even after the person has left."""

    kind: ActorKind
    id: str = ""
    label: str = ""

    @classmethod
    def member(cls, user: Any) -> Self:
        """A person who belongs to the tenant."""
        return cls(ActorKind.MEMBER, str(user.pk), user.email)

    @classmethod
    def staff(cls, user: Any) -> Self:
        """An employee of the ISV."""
        return cls(ActorKind.STAFF, str(user.pk), user.email)

    @classmethod
    def api_key(cls, key: Any) -> Self:
        """A tenant's app."""
        return cls(ActorKind.API_KEY, str(key.pk), key.name)

    @classmethod
    def recipient(cls) -> Self:
        """The person texted. Never labelled: the number stands in its own column."""
        return cls(ActorKind.RECIPIENT)

    @classmethod
    def carrier(cls) -> Self:
        """Whoever registers and delivers."""
        return cls(ActorKind.CARRIER, label="carrier")

    @classmethod
    def system(cls, label: str) -> Self:
        """Our own scheduled work."""
        return cls(ActorKind.SYSTEM, label=label)


class Event(TenantScopedModel):
    """One thing that happened, never changed afterwards (the table is append-only)."""

    kind = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=254, blank=True)
    door = models.CharField(max_length=6, choices=Door.choices, default=Door.INSIDE)
    address = models.GenericIPAddressField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    data = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["-at"]

    @classmethod
    def record(
        cls, kind: str, *, actor: Actor, data: dict[str, Any] | None = None, **fields: Any
    ) -> Self:
        """Write one event in the tenant's scope, with where it came from, and return it."""
        origin = current_origin()
        return cls.objects.create(
            id=uuid.uuid4(),
            kind=kind,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_label=actor.label,
            door=origin.door,
            address=origin.address,
            data=data or {},
            **fields,
        )
