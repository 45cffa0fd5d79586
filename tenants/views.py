"""A tenant's own pages: founding it, switching to it, its company details."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants import access
from tenants.company import brand_rows, brands
from tenants.company.brand_doubts import doubts
from tenants.company.brand_form import BrandForm
from tenants.company.brands import BrandChanged
from tenants.company.website_views import brand_panels
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.forms import TenantForm
from tenants.isv import white_label
from tenants.middleware import SESSION_KEY
from tenants.models import Brand, TenantEvent
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, demand, may
from tenants.registrant.isv_doubts import isv_matches


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Found a business; the first page after signing up."""
    if not white_label.current().open_sign_up:
        return render(request, "account/signup_closed.html", status=403)
    form = TenantForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            tenant = access.create_tenant(name=name, owner=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            request.session[SESSION_KEY] = str(tenant.pk)
            return redirect("home")
    return render(request, "tenants/create.html", {"form": form})


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work for another business that the member belongs to, from its home page on."""
    wanted = request.POST.get("tenant", "")
    mine = {str(membership.tenant_id) for membership in access.memberships_of(request.user)}
    if wanted in mine:
        request.session[SESSION_KEY] = wanted
    else:
        messages.error(request, _("You do not belong to that business."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def brand(request: MemberRequest) -> HttpResponse:
    """The company details: a form for those who may edit, else what is saved."""
    saved = brands.find_brand()
    if request.method == "POST":
        demand(request.membership, Action.EDIT)
        return _save_brand(request, saved)
    if saved is None and may(request.membership, Action.EDIT):
        return redirect("tenants:setup")
    found = doubts(saved, brands.names_elsewhere()) if saved else []
    context: dict[str, Any] = {"brand": saved, "doubts": found}
    context |= brand_panels(saved, request.membership)
    if may(request.membership, Action.EDIT):
        return render(request, "tenants/brand.html", {**context, "form": BrandForm(saved=saved)})
    context["rows"] = _rows(saved) if saved else []
    # Without the link to a field that this member has no form for.
    context["doubts"] = [replace(doubt, field="") for doubt in context["doubts"]]
    return render(request, "tenants/brand_read.html", context)


def _save_brand(request: MemberRequest, saved: Brand | None) -> HttpResponse:
    form = BrandForm(request.POST, saved=saved)
    if form.is_valid():
        try:
            stored = brands.save_brand(
                values=form.values(),
                revision=form.cleaned_data["revision"],
                actor=Actor.member(request.user),
                confirmed=form.confirmed(),
            )
        except BrandChanged as conflict:
            return _conflict(request, form, conflict.current)
        messages.success(request, _("Your company details are saved."))
        doubtful = doubts(stored, brands.names_elsewhere()) or isv_matches(stored)
        return redirect("tenants:brand" if doubtful else "home")
    return render(request, "tenants/brand.html", {"form": form, "brand": saved})


def _conflict(request: MemberRequest, mine: BrandForm, current: Brand) -> HttpResponse:
    """Show both versions; the form now carries the current revision, so saving again decides."""
    data = request.POST.copy()
    data["revision"] = str(current.revision)
    if "•" in data["tax_id"]:
        data["tax_id"] = current.masked_tax_id
    changes = brands.differences(current, mine.values())
    last = TenantEvent.objects.filter(kind=TenantEvent.Kind.BRAND_SAVED).first()
    rows = [
        {"label": mine.fields[name].label, "theirs": theirs, "mine": ours}
        for name, (theirs, ours) in changes.items()
    ]
    context = {
        "form": BrandForm(data, saved=current),
        "brand": current,
        "conflict": {"rows": rows, "last": last},
    }
    return render(request, "tenants/brand.html", context, status=409)


def _rows(brand: Brand) -> list[dict[str, Any]]:
    """Return the saved details for reading, the tax number by its end only."""
    values = {name: getattr(brand, name) for name in brands.FIELDS}
    return brand_rows.rows([name for name in brands.FIELDS if values[name]], values)
