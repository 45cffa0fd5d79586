"""A member's pages about programs: list, founding, builder with live preview, publication."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import fields, overview, previewing, programs, reviewing
from consent.evidence import add_evidence
from consent.fields import ProgramFields
from consent.forms import EvidenceForm, ProgramForm, StartForm
from consent.models import Program, ProgramVersion
from consent.previewing import Preview
from consent.programs import BrandMissing, EditConflict
from consent.rendering import render as render_texts
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may


@require_safe
@member_page(Action.VIEW)
def program_list(request: MemberRequest) -> HttpResponse:
    """Every program of the business."""
    context = {"rows": overview.rows(), "may_edit": may(request.membership, Action.EDIT)}
    return render(request, "consent/program_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def program_create(request: MemberRequest) -> HttpResponse:
    """The first two questions; the builder asks the rest."""
    brand = Brand.objects.first()
    if brand is None:
        return _brand_first(request)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            program = programs.create_program(
                written=form.written(brand), actor=Actor.member(request.user)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("consent:program_edit", pk=program.pk)
    return render(request, "consent/program_create.html", {"form": form})


@require_safe
@member_page(Action.VIEW)
def program_page(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything about one program."""
    program = _program(pk)
    try:
        context = overview.context(program)
    except BrandMissing:
        return _brand_first(request)
    context["may_edit"] = may(request.membership, Action.EDIT)
    return render(request, "consent/program.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def program_edit(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The builder: what is written on the left, what it becomes on the right."""
    program = _program(pk)
    brand = Brand.objects.first()
    if brand is None:
        return _brand_first(request)
    latest, is_post = program.latest, request.method == "POST"
    form = ProgramForm(request.POST, region=brand.country) if is_post else ProgramForm.of(latest)
    conflict: list[dict[str, str]] = []
    if is_post and "preview" not in request.POST and form.is_valid():
        try:
            return _saved(request, program, form)
        except EditConflict as error:
            form.refuse(error)
            conflict = _theirs(latest, form)
        except DomainError as error:
            form.refuse(error)
    context = {
        "program": program,
        "form": form,
        # Whoever was shown what the other one saved may save over it.
        "seen": latest.edit_token if conflict else form["seen"].value(),
        "conflict": conflict,
        "preview": _preview(program, form.written()),
    }
    return render(request, "consent/program_edit.html", context)


@require_POST
@member_page(Action.EDIT)
def program_preview(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The preview alone, of fields that are not saved and may have gaps."""
    program = _program(pk)
    preview = _preview(program, ProgramForm(request.POST).written())
    return render(request, "consent/_preview.html", {"preview": preview, "program": program})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def program_publish(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: what would become public, and what would change. POST: publish it."""
    program = _program(pk)
    draft = program.draft
    if draft is None:
        messages.info(request, _("Everything that you wrote is published already."))
        return redirect("consent:program", pk=program.pk)
    if request.method == "POST":
        return _publish(request, program)
    preview = overview.preview_of(draft, evidence_count=program.evidence.count())
    live = program.published
    before = live.frozen_texts if live else None
    context = {
        "program": program,
        "draft": draft,
        "published": live,
        "preview": preview,
        "facts": overview.facts(draft),
        "links": overview.links(program),
        "changes": overview.text_changes(before, preview.texts),
    }
    return render(request, "consent/program_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def evidence_upload(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a screenshot of the call to action."""
    program = _program(pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(
                program,
                upload=form.cleaned_data["picture"],
                caption=form.cleaned_data["caption"],
                actor=Actor.member(request.user),
            )
        except DomainError as error:
            form.refuse(_at_picture(error))
        else:
            messages.success(request, _("The screenshot is stored and has its public address."))
            return redirect("consent:program", pk=program.pk)
    return render(request, "consent/evidence_upload.html", {"program": program, "form": form})


def _program(pk: uuid.UUID) -> Program:
    """Another tenant's program is as unknown as one that does not exist."""
    program: Program = get_object_or_404(Program.objects.select_related("tenant"), pk=pk)
    return program


def _brand_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("First tell us about your company: every text and page names it."))
    return redirect("tenants:brand")


def _preview(program: Program, written: ProgramFields) -> Preview:
    """Return the preview of fields that may be wrong or missing."""
    brand = programs.brand_in_scope()
    content = programs.content_for(program, fields.tidy(written, region=brand.country))
    texts = render_texts(content)
    found = reviewing.findings(content, texts, brand=brand, evidence_count=program.evidence.count())
    return previewing.preview(content, texts, found)


def _saved(request: MemberRequest, program: Program, form: ProgramForm) -> HttpResponse:
    """Save the draft and say where to go next."""
    programs.save_draft(
        program,
        written=form.written(),
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
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _publish(request: MemberRequest, program: Program) -> HttpResponse:
    try:
        version = programs.publish(
            program, seen=request.POST.get("seen", ""), actor=Actor.member(request.user)
        )
    except EditConflict as error:
        messages.error(request, error.message)
        return redirect("consent:program_publish", pk=program.pk)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("consent:program_edit", pk=program.pk)
    messages.success(request, _("Version %(number)d is live.") % {"number": version.number})
    return redirect("consent:program", pk=program.pk)


def _at_picture(error: DomainError) -> DomainError:
    """A refusal that names no field is about the file."""
    return (
        error
        if error.fields
        else type(error)(error.message, code=error.code, fields={"picture": error.message})
    )
