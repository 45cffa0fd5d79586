"""The builder's two pages: the form with its preview, and the preview alone as one types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consent import fields, overview, programs
from consent.builder import mending, wordings, work
from consent.builder.form import OWN, ProgramForm
from consent.builder.mending import Outcome
from consent.builder.work import Work
from consent.differences import difference
from consent.models import Program, ProgramVersion
from consent.programs import EditConflict
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand
from tenants.pages import MemberRequest


def edit(request: MemberRequest, program: Program, brand: Brand) -> HttpResponse:
    """Show the builder, do what one of its buttons asks, or save."""
    latest = program.latest
    action = next((name for name in mending.ACTIONS if name in request.POST), "")
    if request.method != "POST":
        form = ProgramForm.of(latest)
    elif action:
        return _acted(request, program, brand, action)
    else:
        form = ProgramForm(request.POST, region=brand.country)
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            return _saved(request, program, form, brand)
        except EditConflict as error:
            form.refuse(error)
            conflict = _theirs(latest, form)
        except DomainError as error:
            form.refuse(error)
    laid = work.lay_out(program, form.written(), brand=brand)
    # Whoever was shown what the other one saved may save over it.
    seen = latest.edit_token if conflict else form["seen"].value()
    return _shown(request, laid, form, seen=seen, conflict=conflict)


def preview(request: HttpRequest, program: Program, brand: Brand) -> HttpResponse:
    """Return what the fields become, for whoever is still typing."""
    form = ProgramForm(request.POST, region=brand.country)
    laid = work.lay_out(program, form.written(), brand=brand)
    return render(request, "consent/_preview.html", _preview(request, laid))


def _acted(request: MemberRequest, program: Program, brand: Brand, action: str) -> HttpResponse:
    """Do what a button inside of the form asks, and show the form with it, unsaved."""
    form = ProgramForm(request.POST, region=brand.country)
    laid = work.lay_out(program, form.written(), brand=brand)
    outcome = mending.act(laid, action, request.POST[action])
    laid = laid.with_fields(outcome.written)
    seen = str(form["seen"].value() or "")
    filled = ProgramForm.filled(outcome.written, seen=seen, region=brand.country)
    return _shown(request, laid, filled, seen=seen, outcome=outcome)


def _shown(
    request: HttpRequest,
    laid: Work,
    form: ProgramForm,
    *,
    seen: str,
    conflict: list[dict[str, str]] | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    context = {
        **_preview(request, laid),
        "form": form,
        "seen": seen,
        "conflict": conflict,
        "outcome": outcome,
        "wordings": _wordings(laid, outcome.opened if outcome else ""),
        "has_more": _has_more(laid, form),
    }
    return render(request, "consent/program_edit.html", context)


def _preview(request: HttpRequest, laid: Work) -> dict[str, Any]:
    """Return what the preview's template takes."""
    shown = laid.preview(can_mend=lambda finding: mending.mended(laid, finding) is not None)
    slugs = {place.slug for place in shown.places}
    see = request.POST.get("see", "")
    return {
        "program": laid.program,
        "preview": shown,
        "may_mend": True,
        "see": see if see in slugs | {"all"} else "",
        "frame": request.POST.get("frame", ""),
    }


def _wordings(laid: Work, opened: str) -> list[dict[str, Any]]:
    """Return every text that the tenant may write itself, with how ours would read."""
    own, composed = laid.written.own_texts, laid.composed
    keys = {**composed, **own}
    return [
        {
            "key": key,
            "control": OWN + key,
            "name": wordings.title(key),
            "is_own": key in own,
            "text": own.get(key, composed.get(key, "")),
            "ours": _ours(own[key], composed.get(key, "")) if key in own else [],
            "rows": min(max(own[key].count("\n") + len(own[key]) // 60 + 2, 4), 18)
            if key in own
            else 0,
            "is_opened": key == opened,
        }
        for key in keys
    ]


def _ours(own: str, composed: str) -> list[dict[str, str]]:
    """Return how our wording differs from the tenant's, or nothing where it does not."""
    return difference(own, composed) if composed and own != composed else []


def _has_more(laid: Work, form: ProgramForm) -> bool:
    """Is anything said in the part of the form that is folded away?"""
    names = ("double_opt_in", "minimum_age", *fields.OWN_PAGES)
    return any(getattr(laid.written, name) or form[name].errors for name in names)


def _saved(
    request: MemberRequest, program: Program, form: ProgramForm, brand: Brand
) -> HttpResponse:
    """Save the draft and say where to go next."""
    laid = work.lay_out(program, form.written(), brand=brand)
    programs.save_draft(
        program,
        written=work.without_echoes(laid),
        seen=form.cleaned_data["seen"],
        actor=Actor.member(request.user),
    )
    if "publish" in request.POST:
        return redirect("consent:program_publish", pk=program.pk)
    messages.success(request, _("The draft is saved. Nothing changes for the public yet."))
    return redirect("consent:program", pk=program.pk)


def _theirs(latest: ProgramVersion, form: ProgramForm) -> list[dict[str, str]]:
    """Return what somebody else saved meanwhile, where it differs from what was typed here."""
    said, typed = fields.of_version(latest), fields.tidy(form.written())
    return [
        {"label": overview.field_names([name]), "value": _as_text(getattr(said, name))}
        for name in fields.changed(said, typed)
    ]


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n\n".join(f"{wordings.title(key)}: {text}" for key, text in value.items())
    return "\n".join(value) if isinstance(value, tuple) else str(value)
