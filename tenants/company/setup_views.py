"""The pages of the guided set-up: where one stands, one page for each step, and the check."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tenants.company import brand_rows, brands, setup_steps, tax_ids, website_views
from tenants.company import setup as company
from tenants.company.brand_checks import CONFIRMED
from tenants.company.brand_doubts import doubts
from tenants.company.brand_form import DetailsForm
from tenants.company.setup_steps import Step, form_for
from tenants.events import Actor
from tenants.models import BrandDraft
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


class CheckForm(forms.Form):
    """The statement at the end; `revision` says which answers the member read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    statement = forms.BooleanField(
        label=gettext_lazy(
            "I have compared every line with the official documents, and I may give these details "
            "for the business"
        ),
        error_messages={"required": gettext_lazy("Confirm this once you have read every line.")},
    )


@require_safe
@member_page(Action.EDIT)
def setup(request: MemberRequest) -> HttpResponse:
    """What is done and what is open, and the way on from where the member stopped."""
    if brands.find_brand() is not None:
        return redirect("tenants:brand")
    found, done = company.answers(), company.steps_done()
    steps = setup_steps.steps_for(found)
    following = company.next_step()
    context = {
        "groups": [{"title": _("Steps"), "tasks": [*_tasks(steps, done), _check_task(following)]}],
        "done_count": len(done),
        "total_count": len(steps),
        "next_url": _url(following),
        "began": bool(done),
        "is_prefilled": bool(company.prefilled()),
    }
    return render(request, "tenants/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def setup_step(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask the questions of one step and keep the answers."""
    if brands.find_brand() is not None:
        messages.info(request, _("Your company details are saved already. Change them here."))
        return redirect("tenants:brand")
    draft, found = company.draft(), company.answers()
    step = setup_steps.find_step(slug, found)
    if step is None:
        raise Http404
    if request.method != "POST":
        return _show(request, step, form_for(step, found), draft)
    if "refresh" in request.POST:
        written = {name: request.POST.get(name, "") for name in step.fields}
        return _show(request, step, form_for(step, {**found, **written}), draft)
    form = form_for(step, found, data=request.POST)
    if not form.is_valid():
        return _show(request, step, form, draft)
    try:
        company.save_step(
            slug, _values(form), revision=_revision(request), actor=Actor.member(request.user)
        )
    except company.DraftChanged as error:
        return _conflict(request, step, form, saved_by=error.saved_by)
    return redirect(_url(_following(step)))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def setup_check(request: MemberRequest) -> HttpResponse:
    """Show every answer once more, with what looks doubtful, and save them on confirmation."""
    if brands.find_brand() is not None:
        return redirect("tenants:brand")
    if company.next_step() is not None:
        messages.info(request, _("These steps are still open. Complete them first."))
        return redirect("tenants:setup")
    draft, found = company.draft(), company.answers()
    form = CheckForm(request.POST or None, initial={"revision": draft.revision})
    if form.is_valid():
        try:
            company.finish(Actor.member(request.user), revision=form.cleaned_data["revision"])
        except company.DraftChanged:
            sentence = _("Somebody changed an answer while you were reading. Read it again.")
            messages.warning(request, sentence)
            return redirect("tenants:setup_check")
        messages.success(request, _("Your company details are saved."))
        return redirect("home")
    context = {
        "form": form,
        "groups": _summary(found),
        "doubts": _doubts(found),
        **website_views.draft_panels(found, request.membership),
    }
    return render(request, "tenants/setup_check.html", context)


def _show(
    request: MemberRequest, step: Step, form: DetailsForm, draft: BrandDraft, **context: Any
) -> HttpResponse:
    steps = setup_steps.steps_for(company.answers())
    place = steps.index(step)
    mine = company.prefilled() & set(step.fields)
    return render(
        request,
        "tenants/setup_step.html",
        {
            "form": form,
            "step": step,
            "revision": draft.revision,
            "number": place + 1,
            "total": len(steps),
            "back_url": _url(steps[place - 1]) if place else reverse("tenants:setup"),
            "is_first": not place,
            "is_prefilled": bool(mine),
            **context,
        },
        status=409 if context.get("conflict") else 200,
    )


def _conflict(
    request: MemberRequest, step: Step, mine: DetailsForm, *, saved_by: str
) -> HttpResponse:
    """Show both versions; the form now carries the current revision, so saving again decides."""
    draft, found = company.draft(), company.answers()
    written, data = mine.values(), request.POST.copy()
    if "•" in data.get("tax_id", ""):
        data["tax_id"] = tax_ids.mask(found.get("tax_id", ""))
    rows = [
        {
            "label": mine.fields[name].label,
            "theirs": brand_rows.in_words(name, found.get(name, "")),
            "mine": brand_rows.in_words(name, written[name]),
        }
        for name in step.fields
        if found.get(name, "") != written[name]
    ]
    last = {"actor_label": saved_by, "at": draft.updated_at}
    form = form_for(step, found, data=data)
    return _show(request, step, form, draft, conflict={"rows": rows, "last": last})


def _values(form: DetailsForm) -> dict[str, str]:
    """Return the answers to keep, with the member's word for a number of unusual form."""
    return {**form.values(), **({CONFIRMED: "yes"} if form.confirmed() else {})}


def _revision(request: MemberRequest) -> int:
    """Return the draft's revision that the member saw; 0, the oldest, when it is missing."""
    written = request.POST.get("revision", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def _following(step: Step) -> Step | None:
    """Return the next open step after this one, else the first open one, else None: the check."""
    steps, done = setup_steps.steps_for(company.answers()), company.steps_done()
    rest = steps[steps.index(step) + 1 :] if step in steps else []
    return next((each for each in [*rest, *steps] if each not in done), None)


def _url(step: Step | None) -> str:
    if step is None:
        return reverse("tenants:setup_check")
    return reverse("tenants:setup_step", args=[step.slug])


def _tasks(steps: list[Step], done: list[Step]) -> list[dict[str, Any]]:
    """Each step with its state: done, filled in by the ISV, no longer fitting, or open."""
    saved, filled = company.draft().steps_done, company.prefilled()
    tasks = []
    for step in steps:
        state, label = "INCOMPLETE", _("To do")
        if step in done:
            state, label = "COMPLETED", _("Completed")
        elif step.slug in saved:
            state, label = "PROBLEM", _("Look again")
        elif filled & set(step.fields):
            label = _("Check what is filled in")
        hint = "" if step in done else step.lead
        tasks.append(_task(step.title, hint, _url(step), state, label))
    return tasks


def _check_task(following: Step | None) -> dict[str, Any]:
    title = _("Check your answers")
    if following is None:
        return _task(title, "", _url(None), "INCOMPLETE", _("To do"))
    task = _task(title, "", "", "CANNOT_START", _("Cannot start yet"))
    return {**task, "reason": _("Complete the steps above first.")}


def _task(title: Any, hint: Any, url: str, state: str, label: str) -> dict[str, Any]:
    return {"title": title, "hint": hint, "url": url, "state": state, "state_label": label}


def _summary(found: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return every answer by step, each with the way to change it."""
    known = {**found}
    return [
        {"title": step.title, "rows": brand_rows.rows(step.fields, known, url=_url(step))}
        for step in setup_steps.steps_for(found)
    ]


def _doubts(found: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what looks doubtful, each leading to the step where it is mended."""
    step_of = {name: step for step in setup_steps.steps_for(found) for name in step.fields}
    return [
        {
            "rule": doubt.rule,
            "severity": doubt.severity,
            "message": doubt.message,
            "fix": doubt.fix,
            "pieces": doubt.pieces,
            "url": f"{_url(step_of[doubt.field])}{doubt.url}",
        }
        for doubt in doubts(company.as_brand(found), brands.names_elsewhere())
    ]
