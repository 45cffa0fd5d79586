"""The page on which a business answers who is registered, and asks for an exception."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.company.brand_doubts import Doubt
from tenants.company.brands import find_brand
from tenants.events import Actor
from tenants.models import Brand, RegistrantDecision
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, demand, may
from tenants.registrant import registrants
from tenants.registrant.isv_doubts import isv_matches
from tenants.registrant.registrant_forms import ExceptionForm, RegistrantForm
from tenants.states import ExceptionStatus


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def registrant(request: MemberRequest) -> HttpResponse:
    """The three questions, and once they are answered what follows; `?again=1` asks anew."""
    decision = registrants.current()
    if request.method == "POST":
        demand(request.membership, Action.EDIT)
        return _decide(request, decision)
    asks = may(request.membership, Action.EDIT) and (decision is None or "again" in request.GET)
    if asks:
        return _questions(request, RegistrantForm(), decision)
    return _result(request, decision, ExceptionForm())


@require_POST
@member_page(Action.EDIT)
def ask_exception(request: MemberRequest) -> HttpResponse:
    """Ask staff for an exception, with a reason."""
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _result(request, registrants.current(), form)
    registrants.ask_exception(reason=form.cleaned_data["reason"], actor=Actor.member(request.user))
    messages.success(request, _("Your reason is with our staff. They answer on this page."))
    return redirect("tenants:registrant")


def _decide(request: MemberRequest, decision: RegistrantDecision | None) -> HttpResponse:
    form = RegistrantForm(request.POST)
    if not form.is_valid():
        return _questions(request, form, decision)
    registrants.decide(answers=form.answers(), actor=Actor.member(request.user))
    return redirect("tenants:registrant")


def _questions(
    request: HttpRequest, form: RegistrantForm, decision: RegistrantDecision | None
) -> HttpResponse:
    context = {"form": form, "decision": decision}
    return render(request, "tenants/registrant.html", context)


def _result(
    request: MemberRequest, decision: RegistrantDecision | None, form: ExceptionForm
) -> HttpResponse:
    """Show what was decided, what follows, and where the exception stands."""
    brand = find_brand()
    is_waiting = decision is not None and decision.exception_status == ExceptionStatus.WAITING
    matches = _new_matches(brand, decision if is_waiting else None)
    is_settled = registrants.is_settled(decision)
    may_edit = may(request.membership, Action.EDIT)
    has_cause = bool(matches) or not (is_settled or is_waiting)
    context: dict[str, Any] = {
        "decision": decision,
        "brand": brand,
        "matches": matches,
        "rows": RegistrantForm.labelled(decision) if decision else [],
        "is_settled": is_settled,
        "is_waiting": is_waiting,
        "may_edit": may_edit,
        "asks": may_edit and decision is not None and brand is not None and has_cause,
        "form": form,
    }
    return render(request, "tenants/registrant_result.html", context)


def _new_matches(brand: Brand | None, waiting: RegistrantDecision | None) -> list[Doubt]:
    """Return the matches that nobody has asked an exception for yet.

    They carry no link to their fields, which stand on another page.
    """
    if brand is None:
        return []
    asked = waiting.matches if waiting else {}
    return [replace(m, field="") for m in isv_matches(brand) if m.field not in asked]
