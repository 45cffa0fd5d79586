"""The page on which a business answers who is registered, and asks for an exception."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants import registrants
from tenants.brands import find_brand
from tenants.events import Actor
from tenants.isv_doubts import isv_matches
from tenants.models import RegistrantDecision
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, demand, may
from tenants.registrant_forms import ExceptionForm, RegistrantForm


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
    context: dict[str, Any] = {
        "decision": decision,
        "brand": brand,
        "matches": isv_matches(brand) if brand else [],
        "rows": RegistrantForm.labelled(decision) if decision else [],
        "is_settled": registrants.is_settled(decision),
        "may_edit": may(request.membership, Action.EDIT),
        "form": form,
    }
    context["asks"] = _may_ask(context)
    return render(request, "tenants/registrant_result.html", context)


def _may_ask(context: dict[str, Any]) -> bool:
    """Is there anything to ask an exception for, and nothing waiting already?"""
    decision: RegistrantDecision | None = context["decision"]
    if decision is None or context["brand"] is None or not context["may_edit"]:
        return False
    is_waiting = decision.exception_status == "waiting"
    return not is_waiting and (bool(context["matches"]) or not context["is_settled"])
