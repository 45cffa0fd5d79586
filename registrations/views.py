"""A member's pages about registrations: list, opening one, its page, its answers, handing in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations import detail, drafting, lifecycle, listing, presenting
from registrations.models import Registration
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may


@require_safe
@member_page(Action.VIEW)
def registration_list(request: MemberRequest) -> HttpResponse:
    """Every registration of the business, those first in which it is its turn."""
    context = {
        **listing.context(request.GET.get("state", "")),
        "may_edit": may(request.membership, Action.EDIT),
    }
    return render(request, "registrations/list.html", context)


@require_safe
@member_page(Action.VIEW)
def registration_detail(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything about one registration."""
    registration = _registration(pk)
    context = {
        **_common(request, registration),
        **detail.context(registration, request.membership),
    }
    return render(request, "registrations/detail.html", context)


@require_POST
@member_page(Action.SUBMIT)
def registration_submit(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand the answers in."""
    _registration(pk)
    try:
        lifecycle.submit_for_review(pk, actor=Actor.member(request.user))
    except DomainError as error:
        messages.error(request, error.message)
        if error.code in ("blocked", "unacknowledged"):
            return redirect("registrations:check", pk=pk)
    else:
        messages.success(request, _("Handed in. You can follow it on this page."))
    return redirect("registrations:detail", pk=pk)


@require_POST
@member_page(Action.SUBMIT)
def registration_revise(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the next round after a denial."""
    _registration(pk)
    drafting.revise(pk, actor=Actor.member(request.user))
    messages.success(request, _("A new round is open. Every answer was carried over."))
    return redirect("registrations:detail", pk=pk)


def _registration(pk: uuid.UUID) -> Registration:
    """Return a registration of this tenant; another tenant's does not exist."""
    found: Registration = get_object_or_404(
        Registration.objects.select_related("brand", "program"), pk=pk
    )
    return found


def _common(request: MemberRequest, registration: Registration) -> dict[str, Any]:
    return {
        "registration": registration,
        "version": registration.current,
        "turn": presenting.turn(registration),
        "may_edit": may(request.membership, Action.EDIT),
        "may_submit": may(request.membership, Action.SUBMIT),
    }
