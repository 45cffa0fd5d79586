"""The developers' page: API keys, and a first call to the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants import access
from tenants.events import Actor
from tenants.forms import ApiKeyForm, ReplaceKeyForm
from tenants.models import ApiKey, ApiKeyKind
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action, may

KEYS_SHOWN = 100
# Days before the end of a key from which on the page warns, and from which on it warns loudly.
WARN_DAYS, ALARM_DAYS = 30, 7
# Runs as it stands once YOUR_KEY and PROGRAM are filled in; the number is set aside for examples.
EXAMPLE = """\
curl {url}/api/v1/messages \\
  -H "Authorization: Bearer YOUR_KEY" \\
  -H "Idempotency-Key: first-text-1" \\
  -H "Content-Type: application/json" \\
  -d '{{
    "program": "PROGRAM",
    "to": "+12065550123",
    "kind": "appointment",
    "body": "See you Friday at 9."
  }}'"""


@require_safe
@member_page(Action.VIEW)
def developers(request: MemberRequest) -> HttpResponse:
    """The keys, and a call that works with the newest usable test key."""
    keys = list(ApiKey.objects.filter(tenant=request.tenant)[:KEYS_SHOWN])
    usable = sorted((key for key in keys if key.is_usable), key=_live_last)
    context = {
        "keys": keys,
        "ending": [_ending(key) for key in keys if _is_ending(key)],
        "may_manage": may(request.membership, Action.MANAGE_KEYS),
        "example_prefix": usable[0].prefix if usable else "ast_test_",
        "example": EXAMPLE.format(url=settings.PUBLIC_URL),
    }
    return render(request, "tenants/developers.html", context)


def _is_ending(key: ApiKey) -> bool:
    """Will an app stop working soon? A key that was replaced is meant to end."""
    soon = timezone.now() + timedelta(days=WARN_DAYS)
    return key.is_usable and key.replaced_by_id is None and key.expires_at < soon


def _ending(key: ApiKey) -> dict[str, Any]:
    """One warning, as a notice."""
    left = max((key.expires_at - timezone.now()).days, 0)
    words = ngettext(
        "“%(name)s” ends in %(days)d day", "“%(name)s” ends in %(days)d days", left
    ) % {"name": key.name, "days": left}
    if not left:
        words = _("“%(name)s” ends today") % {"name": key.name}
    return {"title": words, "tone": "bad" if left < ALARM_DAYS else "warn", "key": key}


def _live_last(key: ApiKey) -> bool:
    return key.kind == ApiKeyKind.LIVE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
@fresh_sign_in
def key_create(request: MemberRequest) -> HttpResponse:
    """Make a key; its secret is on the answer to this POST and nowhere else, ever."""
    form = ApiKeyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "tenants/key_create.html", {"form": form})
    key, secret = access.issue_api_key(
        request.tenant,
        name=form.cleaned_data["name"],
        kind=ApiKeyKind(form.cleaned_data["kind"]),
        actor=Actor.member(request.user),
        created_by=request.user,
        key_id=form.cleaned_data["key_id"],
        scopes=form.cleaned_data["scopes"],
        life=timedelta(days=form.cleaned_data["days"]),
    )
    return render(request, "tenants/key_created.html", {"key": key, "secret": secret})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
@fresh_sign_in
def key_rotate(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say what happens, then put a new key in the place of one; its secret is shown once."""
    old = get_object_or_404(ApiKey, pk=pk, tenant=request.tenant)
    form = ReplaceKeyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "tenants/key_rotate.html", {"key": old, "form": form})
    key, secret = access.rotate_api_key(
        old.pk,
        tenant=request.tenant,
        actor=Actor.member(request.user),
        created_by=request.user,
        new_id=form.cleaned_data["key_id"],
    )
    old.refresh_from_db()
    context = {"key": key, "secret": secret, "old": old}
    return render(request, "tenants/key_created.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
def key_revoke(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say what will stop working, then revoke the key at once."""
    key = get_object_or_404(ApiKey, pk=pk, tenant=request.tenant)
    if request.method != "POST":
        return render(request, "tenants/key_revoke.html", {"key": key})
    access.revoke_api_key(key.pk, tenant=request.tenant, actor=Actor.member(request.user))
    messages.success(
        request, _("The key “%(name)s” is revoked. It no longer works.") % {"name": key.name}
    )
    return redirect("tenants:developers")
