"""The pages of webhooks: endpoints, what was sent to each, secrets, tests, and sending again."""

from typing import Any
from uuid import UUID

import redis
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.limits import Limit
from tenants.models import WebhookDelivery, WebhookEndpoint
from tenants.nudges import nudge
from tenants.outbound.fetch_errors import SENTENCES
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action
from tenants.webhooks import endpoints, publishing
from tenants.webhooks.types import EVENT_TYPES
from tenants.webhooks.webhook_forms import EndpointForm, SwitchOnForm
from tenants.webhooks.webhook_tasks import deliver_hook

PAGE = 25
TESTS = Limit("webhook-test", count=10, seconds=3600)


@require_safe
@member_page(Action.MANAGE_KEYS)
def webhooks(request: MemberRequest) -> HttpResponse:
    """Every endpoint, and what each event means."""
    context = {"endpoints": WebhookEndpoint.objects.all(), "types": EVENT_TYPES.items()}
    return render(request, "tenants/webhooks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
@fresh_sign_in
def webhook_create(request: MemberRequest) -> HttpResponse:
    """Add an endpoint; its secret is on the answer to this POST and nowhere else, ever."""
    form = EndpointForm(request.POST or None)
    if form.is_valid():
        try:
            endpoint, secret = endpoints.add(**form.cleaned_data, actor=_actor(request))
        except InvalidInput as error:
            _blame(form, error)
        else:
            context = {"endpoint": endpoint, "secret": secret}
            return render(request, "tenants/webhook_secret.html", context)
    return render(request, "tenants/webhook_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
@fresh_sign_in
def webhook_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change where and what of is told."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    names = ("url", "description", "event_types")
    initial = {"endpoint_id": pk, **{name: getattr(endpoint, name) for name in names}}
    form = EndpointForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in names}
        try:
            endpoints.change(pk, **given, actor=_actor(request))
        except InvalidInput as error:
            _blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:webhook", pk)
    return render(request, "tenants/webhook_form.html", {"form": form, "endpoint": endpoint})


@require_safe
@member_page(Action.MANAGE_KEYS)
def webhook(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One endpoint, and the events of the last thirty days with every try."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    rows = endpoint.deliveries.select_related("event").prefetch_related("tries")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "endpoint": endpoint,
        "page_obj": page,
        "deliveries": [_row(delivery, endpoint) for delivery in page],
        "refresh": endpoint.is_on and any(each.is_open for each in page),
        "old_secret_until": endpoint.old_secret_until if len(endpoint.secrets) > 1 else None,
        "switch_form": SwitchOnForm(),
    }
    return render(request, "tenants/webhook.html", context)


def _row(delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> dict[str, Any]:
    tries = list(delivery.tries.all())
    if delivery.delivered_at:
        state, tone = _("Delivered"), "ok"
    elif delivery.given_up_at:
        state, tone = _("Given up"), "bad"
    elif not endpoint.is_on:
        state, tone = _("Kept"), "quiet"
    else:
        state, tone = (_("Tried again later"), "warn") if tries else (_("On its way"), "wait")
    return {
        "delivery": delivery,
        "state": state,
        "tone": tone,
        "tries": [
            {"at": each.at, "took_ms": each.took_ms, "answer": each.answer, "what": _what(each)}
            for each in tries
        ],
        "may_again": endpoint.is_on and bool(tries),
    }


def _what(attempt: Any) -> str:
    if attempt.status_code:
        return f"HTTP {attempt.status_code}"
    return str(SENTENCES.get(attempt.trouble, attempt.trouble))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
@fresh_sign_in
def webhook_rotate(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say what happens, then make a new secret; it is shown once."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    if request.method != "POST":
        return render(request, "tenants/webhook_rotate.html", {"endpoint": endpoint})
    endpoint, secret = endpoints.rotate(pk, actor=_actor(request), now=timezone.now())
    context = {"endpoint": endpoint, "secret": secret, "old_until": endpoint.old_secret_until}
    return render(request, "tenants/webhook_secret.html", context)


@require_POST
@member_page(Action.MANAGE_KEYS)
def webhook_switch(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Switch an endpoint off, or on again with what was missed."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    now, actor = timezone.now(), _actor(request)
    if endpoint.is_on:
        endpoints.switch_off(pk, actor=actor, now=now)
        messages.success(request, _("Switched off. Events are kept for 30 days."))
    else:
        form = SwitchOnForm(request.POST)
        wanted = form.is_valid() and form.cleaned_data["with_backlog"]
        count = endpoints.switch_on(pk, with_backlog=wanted, actor=actor, now=now)
        words = ngettext(
            "Switched on. %(count)d event follows.", "Switched on. %(count)d events follow.", count
        )
        messages.success(request, words % {"count": count})
    return redirect("tenants:webhook", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
def webhook_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say what is lost, then remove an endpoint."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    if request.method != "POST":
        return render(request, "tenants/webhook_remove.html", {"endpoint": endpoint})
    endpoints.remove(pk, actor=_actor(request))
    messages.success(request, _("The webhook is removed."))
    return redirect("tenants:webhooks")


@require_POST
@member_page(Action.MANAGE_KEYS)
def webhook_test(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send an event without meaning, ten times an hour at most."""
    endpoint = get_object_or_404(WebhookEndpoint.objects, pk=pk)
    if not endpoint.is_on:
        raise DomainError(_("Switch the endpoint on first."), code="switched_off")
    try:
        wait = TESTS.wait(pk)
    except redis.RedisError:
        wait = 0.0  # Whoever may test may also wait; the limit only keeps mistakes small.
    if wait:
        raise DomainError(_("That were many tests. Try again in a few minutes."), code="limited")
    publishing.publish_test(endpoint, now=timezone.now())
    messages.success(request, _("A test is on its way. What became of it stands below."))
    return redirect("tenants:webhook", pk)


@require_POST
@member_page(Action.MANAGE_KEYS)
def webhook_again(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send one event again, under the same id."""
    delivery = get_object_or_404(WebhookDelivery.objects, pk=pk)
    endpoints.send_again(pk, now=timezone.now())
    nudge(deliver_hook, delivery.tenant_id, pk)
    messages.success(request, _("It is sent again."))
    return redirect("tenants:webhook", delivery.endpoint_id)


def _actor(request: MemberRequest) -> Actor:
    return Actor.member(request.user)


def _blame(form: Form, error: InvalidInput) -> None:
    for name in error.fields:
        form.add_error(name if name in form.fields else None, error.message)
