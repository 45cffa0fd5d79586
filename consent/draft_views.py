"""Members make and withdraw the secret link to a draft."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent import sharing
from consent.models import Program
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


@require_POST
@member_page(Action.EDIT)
def share(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the link; it is shown on the program's page."""
    program = get_object_or_404(Program, pk=pk)
    sharing.share_draft(program, actor=Actor.member(request.user))
    messages.success(request, _("The link works. Whoever has it can read the draft."))
    return redirect(_link_box(program))


@require_POST
@member_page(Action.EDIT)
def unshare(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw the link."""
    program = get_object_or_404(Program, pk=pk)
    sharing.unshare_draft(program, actor=Actor.member(request.user))
    messages.success(request, _("The link leads nowhere now."))
    return redirect(_link_box(program))


def _link_box(program: Program) -> str:
    return reverse("consent:program", args=[program.pk]) + "#draft-link"
