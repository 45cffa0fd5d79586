"""Verbs of endpoints: add, change, rotate the secret, switch off and on, remove, send again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants import notices
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import (
    TenantEvent,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookTry,
)
from tenants.outbound.fetch_errors import FetchRefused
from tenants.outbound.posting import receiver
from tenants.permissions import Action
from tenants.webhooks import schedule, signing
from tenants.webhooks.listeners import own_listeners
from tenants.webhooks.types import EVENT_TYPES

Kind = TenantEvent.Kind
Stop = WebhookEndpoint.Stop
MAX_ENDPOINTS = 10
OVERLAP = timedelta(hours=24)
BACKLOG = timedelta(days=30)


@transaction.atomic
def add(
    *, endpoint_id: UUID, url: str, description: str, event_types: Sequence[str], actor: Actor
) -> tuple[WebhookEndpoint, str]:
    """Add an endpoint and return it with its secret, which nobody can read here again.

    `endpoint_id` makes a form that is sent twice add one. Raises InvalidInput for an address that
    we will not call, DomainError when there are too many or it was added already.
    """
    if WebhookEndpoint.objects.filter(pk=endpoint_id).exists():
        raise DomainError(_("This endpoint was added already."), code="already_added")
    if WebhookEndpoint.objects.count() >= MAX_ENDPOINTS:
        raise DomainError(
            _("There are %(count)d endpoints already; remove one first.")
            % {"count": MAX_ENDPOINTS},
            code="too_many",
        )
    secret = signing.new_secret()
    endpoint = WebhookEndpoint.objects.create(
        pk=endpoint_id,
        url=checked(url),
        description=description,
        event_types=known(event_types),
        secret=secret,
        created_label=actor.label,
    )
    _note(Kind.WEBHOOK_ADDED, endpoint, actor)
    return endpoint, secret


@transaction.atomic
def change(
    endpoint_id: UUID, *, url: str, description: str, event_types: Sequence[str], actor: Actor
) -> WebhookEndpoint:
    """Change where and what of is told; the secret stays."""
    endpoint = _locked(endpoint_id)
    endpoint.url, endpoint.description = checked(url), description
    endpoint.event_types = known(event_types)
    endpoint.save()
    _note(Kind.WEBHOOK_CHANGED, endpoint, actor)
    return endpoint


@transaction.atomic
def rotate(endpoint_id: UUID, *, actor: Actor, now: datetime) -> tuple[WebhookEndpoint, str]:
    """Make a new secret and return it; for a day the old one signs too."""
    endpoint = _locked(endpoint_id)
    secret = signing.new_secret()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, now + OVERLAP
    endpoint.secret = secret
    endpoint.save()
    _note(Kind.WEBHOOK_ROTATED, endpoint, actor)
    return endpoint, secret


@transaction.atomic
def switch_off(endpoint_id: UUID, *, actor: Actor, now: datetime) -> WebhookEndpoint:
    """Send nothing there until it is switched on; what happens meanwhile is kept for 30 days."""
    endpoint = _locked(endpoint_id)
    if endpoint.is_on:
        _switch_off(endpoint, Stop.BY_MEMBER, actor, now)
    return endpoint


@transaction.atomic
def switch_on(endpoint_id: UUID, *, with_backlog: bool, actor: Actor, now: datetime) -> int:
    """Send there again; return how many kept events follow now, or 0 where they are let go."""
    endpoint = _locked(endpoint_id)
    since = endpoint.failing_since or endpoint.disabled_at or now
    endpoint.disabled_at, endpoint.disabled_because = None, ""
    endpoint.failing_since = None
    endpoint.save()
    missed = WebhookDelivery.objects.filter(endpoint=endpoint, delivered_at=None)
    missed = missed.filter(created_at__gte=max(now - BACKLOG, since))
    if with_backlog:
        count: int = missed.update(
            attempts=0, next_try_at=now, given_up_at=None, lease_until=None, attempt_id=None
        )
    else:
        missed.filter(given_up_at=None).update(given_up_at=now)
        count = 0
    _note(Kind.WEBHOOK_SWITCHED_ON, endpoint, actor, events=count)
    return count


@transaction.atomic
def remove(endpoint_id: UUID, *, actor: Actor) -> None:
    """Forget an endpoint with all that was sent there; history keeps that it was."""
    endpoint = _locked(endpoint_id)
    _note(Kind.WEBHOOK_REMOVED, endpoint, actor)
    deliveries = WebhookDelivery.objects.filter(endpoint=endpoint)
    WebhookTry.objects.filter(delivery__in=deliveries).delete()
    deliveries.delete()
    endpoint.delete()


@transaction.atomic
def send_again(delivery_id: UUID, *, now: datetime) -> WebhookDelivery:
    """Try a delivery at once, delivered or not, under the same id. Raises DoesNotExist."""
    delivery: WebhookDelivery = (
        WebhookDelivery.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .get(pk=delivery_id)
    )
    if not delivery.endpoint.is_on:
        raise DomainError(_("Switch the endpoint on first."), code="switched_off")
    if delivery.lease_until is None or delivery.lease_until <= now:
        delivery.delivered_at = delivery.given_up_at = None
        delivery.attempts, delivery.next_try_at = 0, now
        delivery.save()
    return delivery


def note_outcome(endpoint_id: UUID, status: int | None, *, is_good: bool, now: datetime) -> None:
    """Remember how an endpoint fares, and switch it off where it is gone or only fails."""
    endpoint = _locked(endpoint_id)
    if not endpoint.is_on:
        return
    if is_good:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    if endpoint.failing_since is None:
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    if status == schedule.GONE:
        _switch_off(endpoint, Stop.GONE, Actor.system("webhooks"), now)
    elif now - endpoint.failing_since >= schedule.PATIENCE:
        _switch_off(endpoint, Stop.FAILING, Actor.system("webhooks"), now)


def checked(url: str) -> str:
    """Return an address as it will be called; raise InvalidInput for one that we will not call."""
    try:
        return receiver(url.strip(), own_listeners()).url
    except FetchRefused as error:
        raise InvalidInput(error.message, fields={"url": [error.message]}) from None


def known(event_types: Sequence[str]) -> list[str]:
    """Return the chosen types in the catalogue's order; raise InvalidInput for none or another."""
    if not event_types or not set(event_types) <= EVENT_TYPES.keys():
        raise InvalidInput(_("Choose at least one event."), fields={"event_types": ["unknown"]})
    return [each for each in EVENT_TYPES if each in event_types]


def _locked(endpoint_id: UUID) -> WebhookEndpoint:
    found: WebhookEndpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint_id)
    return found


def _switch_off(endpoint: WebhookEndpoint, why: Stop, actor: Actor, now: datetime) -> None:
    endpoint.disabled_at, endpoint.disabled_because = now, why
    endpoint.save(update_fields=["disabled_at", "disabled_because"])
    _note(Kind.WEBHOOK_SWITCHED_OFF, endpoint, actor, why=str(why))
    if why != Stop.BY_MEMBER:
        told = notices.Told(
            kind="webhook.switched_off",
            title=_("We stopped calling a webhook of yours"),
            text=f"{endpoint.url}\n{why.label}.\n"
            + _("Events are kept for 30 days. Switch it on again when it works, and send them."),
            path=reverse("tenants:webhook", args=[endpoint.pk]),
            once=f"webhook:{endpoint.pk}:{now.isoformat()}",
            tone="bad",
            is_hard=True,
        )
        notices.send(told, to=Action.MANAGE_KEYS)


def _note(kind: str, endpoint: WebhookEndpoint, actor: Actor, **data: object) -> None:
    TenantEvent.record(
        kind, actor=actor, data={"webhook": str(endpoint.pk), "url": endpoint.url, **data}
    )
