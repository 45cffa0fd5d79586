"""The settings page of a business: its name, how people sign in, visits, domain, and data."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.events import Actor
from tenants.models import CustomDomain
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action, may
from tenants.settings_page import tenant_settings
from tenants.settings_page.settings_forms import NameForm, SignInForm, VisitsForm
from tenants.states import DomainStatus

# Each form is one panel and one address, so that saving one leaves the others as they are.
FORMS: dict[str, type[Form]] = {"name": NameForm, "sign_in": SignInForm, "visits": VisitsForm}

# How the state of the domain is coloured.
DOMAIN_TONES = {
    DomainStatus.PENDING: "wait",
    DomainStatus.VERIFIED: "ok",
    DomainStatus.LOST: "bad",
}


@require_safe
@member_page(Action.VIEW)
def settings_page(request: MemberRequest) -> HttpResponse:
    """Everything that the business can set; owners change it, everybody may read it."""
    return render(request, "tenants/settings.html", _context(request))


@require_POST
@member_page(Action.MANAGE_TENANT)
def settings_save(request: MemberRequest, part: str) -> HttpResponse:
    """Save one panel."""
    return _save(request, part)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_TENANT)
@fresh_sign_in
def settings_sign_in(request: MemberRequest) -> HttpResponse:
    """Save how people sign in. It is read when somebody had to prove themselves meanwhile."""
    return _save(request, "sign_in") if request.method == "POST" else redirect("tenants:settings")


def _save(request: MemberRequest, part: str) -> HttpResponse:
    form = FORMS[part](request.POST)
    if not form.is_valid():
        context = {**_context(request), f"{part}_form": form, "form": form}
        return render(request, "tenants/settings.html", context, status=422)
    try:
        tenant_settings.change(
            request.tenant,
            form.cleaned_data,
            actor=Actor.member(request.user),
            user=request.user,
        )
    except tenant_settings.OwnSecondStepFirst as error:
        messages.warning(request, error.message)
        return redirect("mfa_index")
    messages.success(request, _("Saved."))
    return redirect("tenants:settings")


def _context(request: MemberRequest) -> dict[str, Any]:
    tenant = request.tenant
    values = {
        "name": tenant.name,
        "requires_mfa": tenant.requires_mfa,
        "allows_visits": tenant.allows_visits,
    }
    domain = CustomDomain.objects.filter(tenant=tenant).first()
    return {
        **{f"{part}_form": form(initial=values) for part, form in FORMS.items()},
        "may_manage": may(request.membership, Action.MANAGE_TENANT),
        "domain": domain,
        "domain_tone": DOMAIN_TONES[DomainStatus(domain.status)] if domain else "",
        "has_second_step": tenant_settings.has_second_step(request.user),
        "data_links": _data_links(request),
    }


def _data_links(request: MemberRequest) -> list[dict[str, str]]:
    """What can be done with the data, as far as the portal has pages for it and the reader may."""
    wanted = (
        ("history", _("History"), _("Everything that happened here, and who did it.")),
        ("exports", _("Export"), _("All your data in one file.")),
        ("tenants:close", _("Close this business"), _("Stop sending and have the data erased.")),
    )
    is_owner = may(request.membership, Action.MANAGE_TENANT, while_stopped=True)
    found = []
    for name, label, hint in wanted if is_owner else wanted[:1]:
        try:
            found.append({"url": reverse(name), "label": label, "hint": hint})
        except NoReverseMatch:
            continue
    return found
