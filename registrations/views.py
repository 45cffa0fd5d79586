"""A member's pages about registrations: list, opening one, its page, its answers, handing in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registrations import drafting, history, lifecycle, preflight, presenting
from registrations.definitions import REQUIRED
from registrations.forms import AnswersForm, CreateForm, asked
from registrations.models import Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Brand
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


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_create(request: MemberRequest) -> HttpResponse:
    """Choose what to register."""
    if not Brand.objects.exists():
        messages.info(
            request, _("Enter your company details first: every registration shows them.")
        )
        return redirect("tenants:brand")
    form = CreateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.create_registration(
                form.cleaned_data["type"],
                program=form.cleaned_data["program"],
                actor=Actor.member(request.user),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("registrations:detail", pk=made.pk)
    context = {"form": form, "cards": _cards(form)}
    return render(request, "registrations/create.html", context)


def _cards(form: CreateForm) -> list[dict[str, Any]]:
    """Each type with what it is for, how long it takes, and what it needs."""
    chosen = form["type"].value()
    return [
        {
            "value": value,
            "label": label,
            "checked": value == chosen,
            **presenting.ABOUT.get(value, {}),
        }
        for value, label in RegistrationType.choices
    ]


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


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_answers(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer what our facts could not, or, with ?field=, answer one field differently."""
    registration = _registration(pk)
    version = drafting.open_round(registration)
    answers = drafting.effective(registration)
    fields = drafting.fields_of(drafting.form_of(registration.type))
    one = request.GET.get("field", "")
    remarks = {value.path for value in presenting.remarks_on(version)}
    questions = (
        [f for f in fields if f.path == one] if one else asked(fields, answers, remarks=remarks)
    )
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        registration=registration,
        questions=questions,
        answers=answers,
    )
    if request.method == "POST" and form.is_valid() and _save(request, registration, form):
        messages.success(request, _("Answers saved."))
        return redirect("registrations:detail", pk=pk)
    context = {
        **_common(request, registration),
        "form": form,
        "one": one,
        "required": [form[path] for path, f in form.fields.items() if f.required or one],
        "optional": [form[path] for path, f in form.fields.items() if not f.required and not one],
        "fix_url": presenting.fix_url(registration, one, answers) if one else "",
        "source": presenting.source_of(answers.get(one)),
        "form_missing": not fields,
    }
    return render(request, "registrations/answers.html", context)


def _save(request: MemberRequest, registration: Registration, form: AnswersForm) -> bool:
    try:
        drafting.save_answers(
            registration.pk, answers=form.cleaned_data, actor=Actor.member(request.user)
        )
    except InvalidInput as error:
        for path in error.fields:
            form.add_error(path if path in form.fields else None, error.message)
        return False
    return True


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


@require_POST
@member_page(Action.SUBMIT)
def registration_close(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a registration up."""
    _registration(pk)
    lifecycle.close(pk, actor=Actor.member(request.user))
    messages.success(request, _("The registration is closed."))
    return redirect("registrations:list")


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
