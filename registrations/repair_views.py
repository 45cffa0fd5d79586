"""A member's page for putting a denied registration right: remark by remark, then hand in again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consent.looking import looks
from consent.states import LookPage, LookReason
from registrations import (
    differences,
    expected,
    fees,
    forecasting,
    preflight,
    presenting,
    repairing,
)
from registrations.forms import AnswersForm
from registrations.models import Registration, RegistrationVersion
from registrations.repair.correcting import Way
from registrations.repair.desk import Desk
from registrations.repairing import Proposal
from registrations.states import RegistrationStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

TYPED = frozenset({Way.TEXT, Way.ANSWER, Way.PICTURE})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_repair(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """What was denied, why, and what would mend it; corrected here and handed in again."""
    registration = get_object_or_404(Registration.objects.select_related("brand", "program"), pk=pk)
    version = repairing.round_to_repair(registration)
    if version is None:
        messages.info(request, _("There is nothing to put right here."))
        return redirect("registrations:detail", pk=pk)
    bound: dict[str, AnswersForm] = {}
    if request.method == "POST":
        done = _act(request, registration, version, bound)
        if done is not None:
            return done
    return render(
        request, "registrations/repair.html", _page(request, registration, version, bound)
    )


def _act(
    request: MemberRequest,
    registration: Registration,
    version: RegistrationVersion,
    bound: dict[str, AnswersForm],
) -> HttpResponse | None:
    """Do what a button asks; None where the page must show a form with its errors."""
    name = next((name for name in _ACTIONS if name in request.POST), "")
    if not name:
        return redirect("registrations:repair", pk=registration.pk)
    try:
        answer = _ACTIONS[name](request, registration, request.POST[name])
    except _Refused as refused:
        bound[refused.path] = refused.form
        return None
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("registrations:repair", pk=registration.pk)
    return answer


class _Refused(Exception):
    """A form was filled in such that nothing can be saved; the page shows it again."""

    def __init__(self, path: str, form: AnswersForm) -> None:
        super().__init__()
        self.path, self.form = path, form


def _back(registration: Registration, key: str = "") -> HttpResponse:
    url = reverse("registrations:repair", args=[registration.pk])
    return redirect(f"{url}#remark-{key}" if key else url)


def _apply(request: MemberRequest, registration: Registration, key: str) -> HttpResponse:
    done = repairing.apply(registration.pk, keys={key}, actor=Actor.member(request.user))
    _say_applied(request, done)
    return _back(registration, key)


def _apply_all(request: MemberRequest, registration: Registration, _value: str) -> HttpResponse:
    done = repairing.apply(registration.pk, keys=None, actor=Actor.member(request.user))
    _say_applied(request, done)
    return _back(registration)


def _say_applied(request: MemberRequest, done: int) -> None:
    said = ngettext("%(count)d answer is corrected.", "%(count)d answers are corrected.", done)
    if done:
        messages.success(request, said % {"count": done})
    else:
        messages.info(request, _("That was put right already."))


def _own(request: MemberRequest, registration: Registration, path: str) -> HttpResponse:
    """Save one answer in the person's own words."""
    form = _form(registration, path, request.POST)
    if form is None:
        raise DomainError(_("The form has no such field."))
    if not form.is_valid():
        raise _Refused(path, form)
    repairing.put(registration.pk, answers=form.cleaned_data, actor=Actor.member(request.user))
    messages.success(request, _("Your answer is saved. The difference stands below it."))
    return _back(registration)


def _line(request: MemberRequest, registration: Registration, key: str) -> HttpResponse:
    line = str(request.POST.get("line", ""))
    repairing.answer(registration.pk, key=key, line=line, actor=Actor.member(request.user))
    messages.success(request, _("The reviewer will read your line."))
    return _back(registration, key)


def _draft(request: MemberRequest, registration: Registration, key: str) -> HttpResponse:
    program = repairing.draft_program(registration.pk, key=key, actor=Actor.member(request.user))
    said = _("The words are in the draft. Read what publishing changes; then come back here.")
    messages.info(request, said)
    return redirect("consent:program_publish", pk=program)


def _take(request: MemberRequest, registration: Registration, _value: str) -> HttpResponse:
    """Let our own browser take pictures of the live form."""
    if registration.program is None:
        raise DomainError(_("This registration is about no program."))
    looks.ask(
        registration.program,
        LookPage.JOIN,
        reason=LookReason.EVIDENCE,
        actor=Actor.member(request.user),
    )
    said = _("The pictures are being taken. That takes about a minute; then choose one here.")
    messages.success(request, said)
    return _back(registration)


_ACTIONS: dict[str, Callable[[MemberRequest, Registration, str], HttpResponse]] = {
    "apply": _apply,
    "apply_all": _apply_all,
    "own": _own,
    "answer": _line,
    "draft": _draft,
    "take": _take,
}


def _form(registration: Registration, path: str, data: Any = None) -> AnswersForm | None:
    """Return the form of one field, filled with what stands there now."""
    version = repairing.round_to_repair(registration)
    if version is None:
        return None
    desk = Desk(registration, version)
    if path not in desk.fields:
        return None
    questions = [desk.fields[path]]
    return AnswersForm(data, registration=registration, questions=questions, answers=desk.now)


def _page(
    request: MemberRequest,
    registration: Registration,
    version: RegistrationVersion,
    bound: dict[str, AnswersForm],
) -> dict[str, Any]:
    found = repairing.proposals(version)
    is_editable = registration.is_editable
    rows = [_row(registration, each, bound) for each in found]
    done = sum(each.is_done for each in found)
    context = {
        "registration": registration,
        "denied": version,
        "is_ours": version.is_open,
        "turn": presenting.turn(registration),
        "rows": rows,
        "done": done,
        "total": len(found),
        "applicable": sum(each.can_apply and not each.is_done for each in found),
        "is_final": not is_editable,
        "is_rejected": registration.status == RegistrationStatus.REJECTED,
        "may_submit": may(request.membership, Action.SUBMIT),
        "form": next(iter(bound.values()), None),
    }
    return {**context, **(_retry(registration, version, done == len(found)) if is_editable else {})}


def _row(
    registration: Registration, each: Proposal, bound: dict[str, AnswersForm]
) -> dict[str, Any]:
    """One remark with the field's form where a person may answer right there."""
    may_type = registration.is_editable and each.correction.way in TYPED and each.is_first
    form = bound.get(each.path) or (_form(registration, each.path) if may_type else None)
    return {"proposal": each, "form": form, "has_errors": each.path in bound}


def _retry(
    registration: Registration, denied: RegistrationVersion, is_done: bool
) -> dict[str, Any]:
    """What is different now, what pre-flight says of it, and what a retry costs and takes."""
    current = registration.current
    after = current if current.is_open else Desk(registration, denied).now
    compared = [] if denied.pk == current.pk else differences.between(denied, after, version=denied)
    foretold = forecasting.current(registration) if current.is_open else []
    # What somebody has answered for is settled; the check page shows it with the answer.
    found = [each.finding for each in foretold if each.acknowledgement is None]
    country = registration.brand.country
    return {
        "current": current,
        "differences": differences.changed(compared),
        "unchanged": [each for each in compared if not each.is_changed],
        "groups": presenting.grouped(registration, found),
        "blockers": len(preflight.blockers(found)),
        "fees": fees.for_retry(registration),
        "expected": expected.time_for(registration.type, country=country),
        "open_warnings": sum(each.is_open for each in foretold),
        "can_hand_in": is_done and current.is_open and not preflight.blockers(found),
    }
