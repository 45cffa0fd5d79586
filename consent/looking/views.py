"""A member's pages about looks: ask for one, see what each reader saw, settle what was missing."""

import uuid

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consent.looking import drift, looks, panels
from consent.looking.forms import SettleForm
from consent.models import PageLook, Program
from consent.states import LookPage, LookReason, LookStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may


@require_safe
@member_page(Action.VIEW)
def look_list(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Every look at a program's pages that is kept."""
    program = _program(pk)
    context = {
        "program": program,
        "looks": panels.history(program),
        "may_edit": may(request.membership, Action.EDIT),
    }
    return render(request, "consent/looks.html", context)


@require_POST
@member_page(Action.EDIT)
def look_now(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a look at every page."""
    program = _program(pk)
    looks.ask_all(program, actor=Actor.member(request.user))
    messages.success(request, _("The pages are being looked at. That takes about a minute."))
    return redirect(f"{reverse('consent:program', args=[program.pk])}#looks")


@require_POST
@member_page(Action.EDIT)
def take_pictures(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for pictures of the live call to action, to be kept as evidence."""
    program = _program(pk)
    actor = Actor.member(request.user)
    looks.ask(program, LookPage.JOIN, reason=LookReason.EVIDENCE, actor=actor)
    messages.success(request, _("The pictures are being taken. That takes about a minute."))
    return redirect(f"{reverse('consent:program', args=[program.pk])}#looks")


@require_safe
@member_page(Action.VIEW)
def look_page(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """What each reader saw in one look."""
    look = _look(pk)
    context = {
        "program": look.program,
        "look": look,
        "label": looks.page_label(look.page),
        "is_looking": look.status != LookStatus.DONE,
        **panels.look_panel(look),
    }
    return render(request, "consent/look.html", context)


@require_safe
@member_page(Action.VIEW)
def look_picture(request: MemberRequest, pk: uuid.UUID, reader: str, part: str) -> HttpResponse:
    """One picture of a look, for members only, as pixels and nothing else."""
    rows = [row for row in _look(pk).readers if row["reader"] == reader]
    found = rows[0].get(part) if rows and part in ("page", "zoom") else None
    if not found:
        raise Http404
    try:
        with storages["default"].open(found["key"]) as file:
            response = HttpResponse(file.read(), content_type="image/png")
    except (OSError, BotoCoreError, ClientError) as error:
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@member_page(Action.VIEW)
def drift_page(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """What is missing on the live pages, and the words to put back."""
    return _drift_page(request, _program(pk), SettleForm())


@require_POST
@member_page(Action.EDIT)
def drift_settle(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Settle it by a member's word."""
    program, form = _program(pk), SettleForm(request.POST)
    task = drift.open_task(program)
    if task is None:
        messages.info(request, _("Nothing is missing any more."))
        return redirect("consent:drift", pk=program.pk)
    if form.is_valid():
        try:
            drift.settle(task, note=form.cleaned_data["note"], actor=Actor.member(request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is settled. The pages are looked at all the same."))
            return redirect("consent:program", pk=program.pk)
    return _drift_page(request, program, form, status=422)


def _drift_page(
    request: MemberRequest, program: Program, form: SettleForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "program": program,
        "drift": panels.task_panel(drift.open_task(program)),
        "form": form,
        "may_edit": may(request.membership, Action.EDIT),
    }
    return render(request, "consent/drift.html", context, status=status)


def _program(pk: uuid.UUID) -> Program:
    """Another tenant's program is as unknown as one that does not exist."""
    program: Program = get_object_or_404(Program.objects.select_related("tenant"), pk=pk)
    return program


def _look(pk: uuid.UUID) -> PageLook:
    found: PageLook = get_object_or_404(PageLook.objects.select_related("program"), pk=pk)
    return found
