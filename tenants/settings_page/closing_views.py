"""A business closes itself, and may change its mind while the days of grace last."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tenants import access
from tenants.errors import NotPermitted
from tenants.events import Actor
from tenants.form_fields import NEEDED, LineField
from tenants.models import Tenant, TenantStatus
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.permissions import Action


class WhyForm(forms.Form):
    """Why a business is closed or reopened."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NEEDED},
        help_text=gettext_lazy("Kept in the history of the business."),
    )


class CloseForm(WhyForm):
    """The same, with the name of the business typed, so that nobody closes the wrong one."""

    name = LineField(label=gettext_lazy("Name of the business"), max_length=100)
    field_order = ("name", "reason")

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        self.tenant = tenant
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("To be sure that it is this one, type: %s") % tenant.name

    def clean_name(self) -> str:
        """Take the name in any case."""
        name: str = self.cleaned_data["name"]
        if name.casefold() != " ".join(self.tenant.name.split()).casefold():
            raise forms.ValidationError(_("Type the name as it stands here: %s") % self.tenant.name)
        return name


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_TENANT, while_stopped=True)
@fresh_sign_in
def close(request: MemberRequest) -> HttpResponse:
    """Close the business, or reopen what one of its owners has closed."""
    if request.tenant.status == TenantStatus.CLOSED:
        return _reopen(request)
    form = CloseForm(request.POST or None, tenant=request.tenant)
    if form.is_valid():
        access.close_tenant(
            request.tenant.pk,
            actor=Actor.member(request.user),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The business is closed."))
        return redirect("home")
    return render(
        request, "tenants/close.html", {"form": form, "closing_days": settings.CLOSING_DAYS}
    )


def _reopen(request: MemberRequest) -> HttpResponse:
    if not access.may_member_reopen(request.tenant):
        raise NotPermitted(_("Only the portal's staff can reopen this business. Write to them."))
    form = WhyForm(request.POST or None)
    if form.is_valid():
        access.reopen_tenant(
            request.tenant.pk,
            actor=Actor.member(request.user),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The business is open again."))
        return redirect("home")
    return render(request, "tenants/reopen.html", {"form": form})
