"""A member's pages of writing a registration: opening one, answering it, putting answers back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from registrations import drafting, offers, presenting
from registrations.definitions import FormField, Section
from registrations.forms import AnswersForm, CreateForm, asked
from registrations.models import Registration
from registrations.requirements import Answer, is_allowed
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Brand
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_create(request: MemberRequest) -> HttpResponse:
    """Choose what to register, among all that the carrier offers."""
    brand = Brand.objects.first()
    if brand is None:
        messages.info(
            request, _("Enter your company details first: every registration shows them.")
        )
        return redirect("tenants:brand")
    offered = drafting.offered_types()
    data = request.POST if request.method == "POST" else None
    form = CreateForm(data, offered=offered, initial={"type": request.GET.get("type", "")})
    if request.method == "POST" and form.is_valid():
        made = _open(request, form)
        if made is not None:
            return redirect("registrations:detail", pk=made.pk)
    context = {
        "form": form,
        "groups": offers.groups(offered, country=brand.country),
        "chosen": form["type"].value(),
        "with_program": "|".join(facts.type for facts in offered if facts.needs_program),
    }
    return render(request, "registrations/create.html", context)


def _open(request: MemberRequest, form: CreateForm) -> Registration | None:
    """Open the registration, or say in the form why it cannot be."""
    try:
        return drafting.create_registration(
            form.cleaned_data["type"],
            program=form.cleaned_data["program"],
            actor=Actor.member(request.user),
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_answers(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer what our facts could not; with ?all=1 the whole form, with ?field= one question."""
    registration = get_object_or_404(Registration.objects.select_related("brand", "program"), pk=pk)
    version = drafting.open_round(registration)
    answers = drafting.effective(registration)
    sections = drafting.form_of(registration.type)
    fields = drafting.fields_of(sections)
    one, whole = request.GET.get("field", ""), "all" in request.GET
    remarks = {value.path for value in presenting.remarks_on(version)}
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        registration=registration,
        questions=_questions(fields, answers, remarks, one=one, whole=whole),
        answers=answers,
    )
    if request.method == "POST" and form.is_valid() and _save(request, registration, form):
        messages.success(request, _("Answers saved."))
        return redirect("registrations:detail", pk=pk)
    context = {
        "registration": registration,
        "form": form,
        "one": one,
        "whole": whole,
        "sections": shown_sections(sections, form),
        "fix_url": presenting.fix_url(registration, one, answers) if one else "",
        "source": presenting.source_of(answers.get(one)),
        "form_missing": not drafting.is_read(registration.type),
    }
    return render(request, "registrations/answers.html", context)


def _questions(
    fields: list[FormField],
    answers: dict[str, Answer],
    remarks: set[str],
    *,
    one: str,
    whole: bool,
) -> list[FormField]:
    if one:
        return [field for field in fields if field.path == one]
    return fields if whole else asked(fields, answers, remarks=remarks)


def shown_sections(sections: tuple[Section, ...], form: AnswersForm) -> list[dict[str, Any]]:
    """Return the form's fields by the carrier's sections, each with what decides whether it shows.

    `when` and `choices` name the other question and the answers of it; `is_hidden` says that as
    things stand the question is not to be answered.
    """
    found = []
    for section in sections:
        rows = [_row(form, field) for field in section.fields if field.path in form.fields]
        if rows:
            found.append({"title": section.title, "hint": section.hint, "rows": rows})
    return found


def _row(form: AnswersForm, field: FormField) -> dict[str, Any]:
    condition = field.condition
    here = condition is not None and condition.path in form.fields
    return {
        "field": form[field.path],
        "when": condition.path if condition and here else "",
        "choices": "|".join(sorted(condition.choices)) if condition else "",
        "is_hidden": here and not form.is_bound and not is_allowed(field, form.answers),
        "source": presenting.source_of(form.answers.get(field.path)),
    }


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


@require_POST
@member_page(Action.EDIT)
def registration_put_back(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Put our own answer back in the place of one that was typed."""
    registration = get_object_or_404(Registration.objects.all(), pk=pk)
    path = request.POST.get("field", "")
    try:
        drafting.save_answers(registration.pk, answers={path: ""}, actor=Actor.member(request.user))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Our own answer stands again."))
    return redirect("registrations:detail", pk=pk)
