"""The page on which a business puts its hosted pages on a domain of its own, step by step."""

from typing import Any

import redis
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.hosting import custom_domains, hosts
from tenants.limits import Limit
from tenants.models import CustomDomain
from tenants.outbound.dns_lookups import look
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action, demand, may
from tenants.settings_page.settings_forms import DomainForm
from tenants.settings_page.settings_views import DOMAIN_TONES
from tenants.states import DomainStatus

# A check asks other people's name servers and holds up a worker for seconds.
CHECKS = Limit("domain_check", count=10, seconds=600)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def domain(request: MemberRequest) -> HttpResponse:
    """The steps and how far they are; without a domain, the question which one."""
    found = CustomDomain.objects.filter(tenant=request.tenant).first()
    form = DomainForm(request.POST or None)
    if request.method == "POST":
        demand(request.membership, Action.MANAGE_TENANT)
        if form.is_valid() and _add(request, form):
            return redirect("tenants:domain")
    return render(request, "tenants/domain.html", {**_steps(found, request), "form": form})


@require_POST
@member_page(Action.MANAGE_TENANT)
def domain_check(request: MemberRequest) -> HttpResponse:
    """Ask the DNS now."""
    found = get_object_or_404(CustomDomain, tenant=request.tenant)
    if _must_wait(request):
        messages.warning(request, _("That was often. DNS takes minutes; try again in a while."))
        return redirect("tenants:domain")
    seen = look(found.host, target=hosts.target())
    checked = custom_domains.check(
        found.pk, seen=seen, actor=Actor.member(request.user), now=timezone.now()
    )
    if checked.status == DomainStatus.VERIFIED and not checked.problem:
        messages.success(request, _("Your domain works."))
    return redirect("tenants:domain")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_TENANT)
@fresh_sign_in
def domain_remove(request: MemberRequest) -> HttpResponse:
    """Say what stops working, then give the domain up."""
    if request.method != "POST":
        found = get_object_or_404(CustomDomain, tenant=request.tenant)
        return render(request, "tenants/domain_remove.html", {"domain": found})
    custom_domains.remove(tenant=request.tenant, actor=Actor.member(request.user))
    messages.success(request, _("The domain is removed. Your pages are at the portal's address."))
    return redirect("tenants:domain")


def _add(request: MemberRequest, form: DomainForm) -> bool:
    """Claim the host, or say on the form why it cannot be."""
    try:
        custom_domains.add(
            form.cleaned_data["host"], tenant=request.tenant, actor=Actor.member(request.user)
        )
    except InvalidInput as error:
        form.add_error("host", error.message)
    except DomainError as error:
        form.add_error(None, error.message)
    else:
        return True
    return False


def _must_wait(request: MemberRequest) -> bool:
    """Without Redis a check goes ahead: it changes nothing but what the page says."""
    try:
        return CHECKS.wait(request.tenant.pk) > 0
    except redis.RedisError:
        return False


def _steps(found: CustomDomain | None, request: MemberRequest) -> dict[str, Any]:
    target = hosts.target()
    context: dict[str, Any] = {
        "domain": found,
        "target": target,
        "target_is_address": hosts.is_address(target),
        "may_manage": may(request.membership, Action.MANAGE_TENANT),
    }
    if found is not None:
        context |= {
            "proof_name": custom_domains.proof_name(found),
            "proof_value": custom_domains.proof_value(found),
            "is_verified": found.status == DomainStatus.VERIFIED,
            "tone": DOMAIN_TONES[DomainStatus(found.status)],
            "url": hosts.base_url(request.tenant),
        }
    return context
