"""The developers' page: API keys, and a first call to the API."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants import access
from tenants.events import Actor
from tenants.forms import ApiKeyForm
from tenants.models import ApiKey, ApiKeyKind
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action, may

KEYS_SHOWN = 100
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
        "may_manage": may(request.membership, Action.MANAGE_KEYS),
        "example_prefix": usable[0].prefix if usable else "ast_test_",
        "example": EXAMPLE.format(url=settings.PUBLIC_URL),
    }
    return render(request, "tenants/developers.html", context)


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
    )
    return render(request, "tenants/key_created.html", {"key": key, "secret": secret})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_KEYS)
def key_revoke(request: MemberRequest, pk: str) -> HttpResponse:
    """Say what will stop working, then revoke the key at once."""
    key = get_object_or_404(ApiKey, pk=pk, tenant=request.tenant)
    if request.method != "POST":
        return render(request, "tenants/key_revoke.html", {"key": key})
    access.revoke_api_key(key.pk, tenant=request.tenant, actor=Actor.member(request.user))
    messages.success(
        request, _("The key “%(name)s” is revoked. It no longer works.") % {"name": key.name}
    )
    return redirect("tenants:developers")
