"""A member's check of a filing: findings, their fixes, a word for warnings, and the live look."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from registrations import (
    acknowledging,
    crosswalk,
    drafting,
    forecasting,
    live_checks,
    mending,
    presenting,
)
from registrations.models import Registration
from registrations.presenting import checks
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

REASON = "reason-"


@require_safe
@member_page(Action.VIEW)
def registration_check(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Show everything that stands between a filing and its hand-in; start a live look if due."""
    registration = _registration(pk)
    drafting.open_round(registration)
    if may(request.membership, Action.EDIT):
        live_checks.ensure(pk)
        forecasting.forecast(
            registration,
            moment=forecasting.Moment.CHECKED,
            actor=Actor.member(request.user),
        )
    return _page(request, registration)


@require_POST
@member_page(Action.EDIT)
def registration_mend(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one finding right, or all, or let our own answer stand again."""
    registration, actor = _registration(pk), Actor.member(request.user)
    try:
        if "put_back" in request.POST:
            mending.put_back(pk, digest=request.POST["put_back"], actor=actor)
            messages.success(request, _("Our own answer stands there again."))
            return _back(registration)
        if "repair" in request.POST:
            done = mending.mend(pk, digest=request.POST["repair"], actor=actor)
        else:
            done = mending.mend_all(pk, actor=actor)
    except DomainError as error:
        messages.error(request, error.message)
        return _back(registration)
    _say(request, done)
    return _back(registration)


def _say(request: MemberRequest, done: mending.Mended) -> None:
    said = ngettext("%(count)d thing is put right.", "%(count)d things are put right.", done.count)
    if not done.count:
        messages.info(request, _("Nothing here can be put right by itself."))
    elif done.in_program:
        more = _("Some of it is in the program's draft: publish it, and the filing follows.")
        messages.success(request, f"{said % {'count': done.count}} {more}")
    else:
        messages.success(request, said % {"count": done.count})


@require_POST
@member_page(Action.SUBMIT)
def registration_acknowledge(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer for the warnings for which a reason was given; the others stay open."""
    registration = _registration(pk)
    drafting.open_round(registration)
    given = {
        name.removeprefix(REASON): text
        for name, text in request.POST.items()
        if name.startswith(REASON) and isinstance(text, str) and text.strip()
    }
    standing = {each.digest for each in acknowledging.open_warnings(registration)}
    # The live look may have gone on since the page was read: what still stands counts.
    gone = [digest for digest in given if digest not in standing]
    given = {digest: text for digest, text in given.items() if digest in standing}
    if gone:
        messages.info(request, _("Some warnings are gone or have changed. Read what is left."))
        if not given:
            return _back(registration)
    try:
        made = acknowledging.acknowledge_each(pk, reasons=given, actor=Actor.member(request.user))
    except InvalidInput as error:
        return _page(request, registration, typed=given, errors=error.fields, said=error.message)
    except DomainError as error:
        messages.error(request, error.message)
        return _back(registration)
    said = ngettext(
        "You answered for %(count)d warning.", "You answered for %(count)d warnings.", len(made)
    )
    messages.success(request, said % {"count": len(made)})
    return _back(registration)


@require_POST
@member_page(Action.EDIT)
def registration_look(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Have everything looked at again that the filing points to."""
    registration = _registration(pk)
    try:
        live_checks.ask(pk, actor=Actor.member(request.user))
    except DomainError as error:
        messages.error(request, error.message)
    return _back(registration)


@login_required
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Show what reviewers say and what it means; each reason at an address of its own."""
    words = request.GET.get("q", "").strip()[:100]
    found = crosswalk.search(words)
    context = {
        "words": words,
        "groups": checks.code_groups(found),
        "count": len(found),
        "total": len(crosswalk.every()),
    }
    return render(request, "registrations/codes.html", context)


def _page(
    request: MemberRequest,
    registration: Registration,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    said: str = "",
) -> HttpResponse:
    context = {
        "registration": registration,
        "version": registration.current,
        "sections": presenting.sections(registration),
        "may_edit": may(request.membership, Action.EDIT),
        "may_submit": may(request.membership, Action.SUBMIT),
        "reason_min": acknowledging.REASON_MIN,
        "said": said,
        **checks.page(registration, typed=typed or {}, errors=errors or {}),
    }
    return render(request, "registrations/check.html", context)


def _back(registration: Registration) -> HttpResponse:
    return redirect("registrations:check", pk=registration.pk)


def _registration(pk: uuid.UUID) -> Registration:
    """Return a registration of this tenant; another tenant's does not exist."""
    found: Registration = get_object_or_404(
        Registration.objects.select_related("brand", "program"), pk=pk
    )
    return found
