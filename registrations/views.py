"""A member's pages about registrations: list, opening one, its page, its answers, handing in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations import drafting, history, lifecycle, preflight, presenting
from registrations.definitions import REQUIRED
from registrations.forms import asked
from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may


@require_safe
@member_page(Action.VIEW)
def registration_list(request: MemberRequest) -> HttpResponse:
    """Every registration of the business, with whose turn it is."""
    found = Registration.objects.select_related("brand", "program")
    rows = [{"registration": each, "turn": presenting.turn(each)} for each in found]
    context = {"rows": rows, "may_edit": may(request.membership, Action.EDIT)}
    return render(request, "registrations/list.html", context)


@require_safe
@member_page(Action.VIEW)
def registration_detail(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything about one registration."""
    registration = _registration(pk)
    version = registration.current
    editable = registration.is_editable and version.is_open
    found = preflight.check(registration) if editable else []
    context = {
        **_common(request, registration),
        **(_open_questions(registration) if editable else {}),
        "is_open": editable,
        "is_denied": registration.status == RegistrationStatus.NEEDS_CHANGES
        and not version.is_open,
        "groups": presenting.grouped(registration, found),
        "blockers": len(preflight.blockers(found)),
        "sections": presenting.sections(registration),
        "history": history.entries(registration),
        "numbers": registration.originators.all(),
        "decided": _last_decision(registration),
        "is_approved": registration.status == RegistrationStatus.APPROVED,
    }
    context["refresh"] = context["turn"]["who"] in (presenting.WE, presenting.CARRIER)
    return render(request, "registrations/detail.html", context)


def _open_questions(registration: Registration) -> dict[str, bool]:
    """Say whether anything is left for a person to answer, and whether any of it must be."""
    fields = drafting.fields_of(drafting.form_of(registration.type))
    answers = drafting.effective(registration)
    remarks = {value.path for value in presenting.remarks_on(registration.current)}
    questions = asked(fields, answers, remarks=remarks)
    missing = [f for f in questions if f.path not in answers and f.requirement == REQUIRED]
    return {"has_questions": bool(questions), "must_answer": bool(missing)}


def _last_decision(registration: Registration) -> Any:
    """Return the newest round that was denied, while its remarks are still to be answered."""
    if registration.status in (RegistrationStatus.APPROVED, RegistrationStatus.CLOSED):
        return None
    return next((v for v in registration.versions.all() if v.denied_reasons), None)


@require_safe
@member_page(Action.SUBMIT)
def registration_check(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Read all answers once more before they are handed in."""
    registration = _registration(pk)
    drafting.open_round(registration)
    found = preflight.check(registration)
    if preflight.blockers(found):
        messages.error(request, _("Some things must be fixed first."))
        return redirect("registrations:detail", pk=pk)
    context = {
        **_common(request, registration),
        "sections": presenting.sections(registration),
        "groups": presenting.grouped(registration, found),
    }
    return render(request, "registrations/check.html", context)


@require_POST
@member_page(Action.SUBMIT)
def registration_submit(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand the answers in."""
    _registration(pk)
    try:
        lifecycle.submit_for_review(pk, actor=Actor.member(request.user))
    except DomainError as error:
        messages.error(request, error.message)
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
