"""A member’s page about the registry’s e-mail: who got it, how it looks, what if it is lost."""

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations.models import Deadline, Registration, RegistrationEvent
from registrations.states import RegistrationStatus
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action

WAITING = "REQUIRES_AUTHENTICATION"
# The link in the mail works for seven days, by the carrier's guide.
LINK_DAYS = 7


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def registration_mail(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead through the e-mail, and note that somebody pressed the link in it.

    The note moves nothing: the carrier's own status says when the review goes on.
    """
    registration = get_object_or_404(Registration.objects.select_related("brand"), pk=pk)
    if not is_waiting(registration):
        messages.info(request, _("The carrier waits for no e-mail at the moment."))
        return redirect("registrations:detail", pk=pk)
    if request.method == "POST":
        note_pressed(registration, actor=Actor.member(request.user))
        messages.success(
            request, _("Noted. The review goes on once the registry has told the carrier.")
        )
        return redirect("registrations:detail", pk=pk)
    due = Deadline.objects.filter(
        registration=registration, kind=Deadline.Kind.ANSWER_MAIL, met_at__isnull=True
    ).first()
    since = _since(registration)
    context = {
        "registration": registration,
        "email": registration.brand.contact_email,
        "since": since,
        "due_at": due.due_at if due else since + timedelta(days=LINK_DAYS),
        "pressed": registration.events.filter(kind=RegistrationEvent.Kind.AUTHENTICATED).first(),
    }
    return render(request, "registrations/mail.html", context)


def is_waiting(registration: Registration) -> bool:
    """Does the carrier wait for an answer to its registry's e-mail?"""
    in_review = registration.status == RegistrationStatus.IN_REVIEW
    return in_review and registration.carrier_status == WAITING


def note_pressed(registration: Registration, *, actor: Actor) -> RegistrationEvent:
    """Write into the history that somebody says to have pressed the link."""
    return RegistrationEvent.record(
        RegistrationEvent.Kind.AUTHENTICATED,
        actor=actor,
        registration=registration,
        version=registration.current,
    )


def _since(registration: Registration) -> datetime:
    seen = registration.events.filter(
        kind=RegistrationEvent.Kind.CARRIER_STATUS, data__to=WAITING
    ).first()
    return seen.at if seen else registration.changed_at
