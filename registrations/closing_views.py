"""A member's pages before a step that has consequences: update, drop, take back, close, reopen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from registrations import closing, lifecycle
from registrations.models import Registration
from registrations.states import EDITABLE, RegistrationStatus
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action

S = RegistrationStatus
Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One step with consequences, in words."""

    verb: Callable[..., Any]
    title: Text
    lead: Text
    points: tuple[Text, ...]
    button: Text
    done: Text
    is_end: bool = False


STEPS: dict[str, Step] = {
    "amend": Step(
        lifecycle.amend,
        gettext_lazy("Update this registration"),
        gettext_lazy("A new round opens with every answer that is approved now."),
        (
            gettext_lazy("The approval stays in force, and its numbers go on texting."),
            gettext_lazy("The update is read by us and then by the carrier, like a first filing."),
            gettext_lazy("If the update is refused, what is approved now stays as it is."),
            gettext_lazy("Some changes are not accepted by the carrier at all; it then says so."),
        ),
        gettext_lazy("Open an update"),
        gettext_lazy("An update is open. Every answer was carried over."),
    ),
    "drop": Step(
        lifecycle.drop_update,
        gettext_lazy("Drop this update"),
        gettext_lazy("The round that you were writing is not filed."),
        (
            gettext_lazy("What is approved now stays in force; its numbers go on texting."),
            gettext_lazy("The answers of the dropped round stay readable and are not used again."),
        ),
        gettext_lazy("Drop the update"),
        gettext_lazy("The update was dropped."),
    ),
    "take_back": Step(
        lifecycle.take_back,
        gettext_lazy("Take this round back"),
        gettext_lazy("It was handed in and not decided yet."),
        (
            gettext_lazy("You can change the answers again."),
            gettext_lazy("When you hand it in again, it goes to the end of the line."),
        ),
        gettext_lazy("Take it back"),
        gettext_lazy("Taken back. You can change the answers."),
    ),
    "discard": Step(
        closing.discard,
        gettext_lazy("Take this round back from the carrier"),
        gettext_lazy("The carrier has it, and its review has not begun."),
        (
            gettext_lazy("This round is lost at the carrier for good. We keep its answers."),
            gettext_lazy("The next round opens with every answer carried over."),
            gettext_lazy("The place in the carrier's line is lost; the wait starts anew."),
            gettext_lazy("Fees that were charged for this round are not given back."),
            gettext_lazy("If the review begins before we ask, the carrier refuses."),
        ),
        gettext_lazy("Take it back from the carrier"),
        gettext_lazy("We are asking the carrier. This page shows what came of it."),
    ),
    "reopen": Step(
        lifecycle.reopen,
        gettext_lazy("Open this registration anew"),
        gettext_lazy("The carrier withdrew the approval, so its numbers may not text."),
        (
            gettext_lazy("Settle what led to the withdrawal first, or it will be refused again."),
            gettext_lazy("The next round opens with every answer carried over."),
            gettext_lazy("The numbers are kept, and go on costing; they text again on approval."),
        ),
        gettext_lazy("Open it anew"),
        gettext_lazy("The next round is open."),
    ),
    "close": Step(
        lifecycle.close,
        gettext_lazy("Close this registration"),
        gettext_lazy("It ends for good and stays readable. You can start another one."),
        (),
        gettext_lazy("Close this registration"),
        gettext_lazy("The registration is closed."),
        is_end=True,
    ),
}


def _page(name: str, request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what follows from a step, and take it once it is confirmed."""
    registration: Registration = get_object_or_404(
        Registration.objects.select_related("brand", "program"), pk=pk
    )
    step = STEPS[name]
    name_of_it = str(registration.program or registration.brand)
    wanted = name_of_it if _asks_for_name(step, registration) else ""
    mistyped = request.method == "POST" and request.POST.get("name", "").strip() != wanted
    if request.method == "POST" and not (wanted and mistyped):
        step.verb(pk, actor=Actor.member(request.user))
        messages.success(request, str(step.done))
        return redirect("registrations:detail", pk=pk)
    context = {
        "registration": registration,
        "step": step,
        "wanted": wanted,
        "error": _("Type “%(name)s” exactly as shown.") % {"name": wanted} if mistyped else "",
        "ending": closing.consequences_of_end(registration) if step.is_end else None,
        "is_possible": name in possible(registration),
    }
    return render(request, "registrations/closing.html", context)


def _asks_for_name(step: Step, registration: Registration) -> bool:
    """Does the step end something that runs? Then it takes more than one press."""
    return step.is_end and registration.is_in_force


def possible(registration: Registration) -> list[str]:
    """Return the steps with consequences that the state of a registration allows."""
    status, found = registration.status, []
    if status == S.APPROVED:
        found.append("amend")
    if status in EDITABLE and registration.is_in_force:
        found.append("drop")
    if status == S.STAFF_REVIEW:
        found.append("take_back")
    if closing.may_discard(registration):
        found.append("discard")
    if status == S.REVOKED:
        found.append("reopen")
    if status in lifecycle.CLOSABLE:
        found.append("close")
    return found


def _view(name: str) -> Callable[..., HttpResponse]:
    """Make the view of one step."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @member_page(Action.SUBMIT)
    def view(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
        return _page(name, request, pk)

    return view


registration_amend = _view("amend")
registration_drop = _view("drop")
registration_take_back = _view("take_back")
registration_discard = _view("discard")
registration_reopen = _view("reopen")
registration_close = _view("close")
