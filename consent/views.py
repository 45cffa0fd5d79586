"""A member's pages about programs: list, founding, builder with live preview, publication."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import overview, programs, publishing, versions
from consent.builder import pages as builder
from consent.builder.form import StartForm
from consent.exports.using import use_it
from consent.models import Program
from consent.programs import BrandMissing
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
    context["exports"] = use_it(context["version"])
    return render(request, "consent/program.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def program_edit(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The builder: what is written on the left, what it becomes on the right."""
    program = _program(pk)
    brand = Brand.objects.first()
    if brand is None:
        return _brand_first(request)
    return builder.edit(request, program, brand)


@require_POST
@member_page(Action.EDIT)
def program_preview(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The preview alone, of fields that are not saved and may have gaps."""
    return builder.preview(request, _program(pk), programs.brand_in_scope())


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def program_publish(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: what would become public, and what would change. POST: publish it."""
    program = _program(pk)
    draft = program.draft
    if draft is None:
        messages.info(request, _("Everything that you wrote is published already."))
        return redirect("consent:program", pk=program.pk)
    return publishing.publish(request, program, draft)


@require_safe
@member_page(Action.VIEW)
def version_compare(request: MemberRequest, pk: uuid.UUID, first: int, second: int) -> HttpResponse:
    """Two versions of a program, text by text."""
    program = _program(pk)
    found = versions.pair(program, first, second)
    if found is None:
        raise Http404
    before, after = found
    context = {
        "program": program,
        "before": before,
        "after": after,
        "versions": program.versions.order_by("number"),
        "changes": versions.text_changes(before, after),
    }
    return render(request, "consent/version_compare.html", context)


@require_POST
@member_page(Action.EDIT)
def program_indexable(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Let search engines list the hosted pages, or not."""
    is_indexable = request.POST.get("is_indexable") == "1"
    programs.let_search_engines_list(
        _program(pk), is_indexable=is_indexable, actor=Actor.member(request.user)
    )
    said = (
        _("Search engines may list the pages of this program.")
        if is_indexable
        else _("Search engines are asked not to list the pages of this program.")
    )
    messages.success(request, said)
    return redirect("consent:program", pk=pk)


def _program(pk: uuid.UUID) -> Program:
    """Another tenant's program is as unknown as one that does not exist."""
    program: Program = get_object_or_404(Program.objects.select_related("tenant"), pk=pk)
    return program


def _brand_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("First tell us about your company: every text and page names it."))
    return redirect("tenants:brand")
