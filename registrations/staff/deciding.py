"""What staff do with one filing, or with many: claim, accept, send back, refuse, go on."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations import lifecycle
from registrations.models import Registration
from registrations.staff import bulk, claiming, comparing, keys, queue, reading
from registrations.staff.remarks import DecisionForm
from registrations.states import RegistrationStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.scoping import tenant_scope

QUEUE = "admin:registrations_registration_changelist"
Verb = Callable[[Registration, Actor], Registration]
WordedVerb = Callable[[Registration, Actor, DecisionForm], Registration]


def may_decide(request: HttpRequest) -> bool:
    """May this person decide on filings? The pages are read-only, so this is no page's right."""
    return request.user.has_perm("registrations.change_registration")


def find(pk: uuid.UUID | None) -> Registration:
    """Return one filing with what its page names; raise Http404."""
    related = ("tenant", "brand", "program", "claimed_by", "first_accepted_by")
    found: Registration | None = Registration.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page(
    request: HttpRequest, registration: Registration, form: DecisionForm | None = None
) -> HttpResponse:
    """Draw the page in the scope of its tenant: in the staff's, findings would mix tenants."""
    decides = may_decide(request)
    following = queue.after(registration, request.user, now=timezone.now())  # type: ignore[arg-type]
    with tenant_scope(str(registration.tenant_id)):
        context = {
            **admin.site.each_context(request),
            "title": str(registration),
            "opts": Registration._meta,
            **reading.of(registration, viewer=request.user, decides=decides, form=form),
            **keys.context(request),
            "following": following,
        }
        return render(request, "admin/registrations/review.html", context)


def accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept and file; with the rule of two persons, give the first or the second acceptance."""
    registration = _to_decide(request, pk)
    return _take(
        request,
        registration,
        lambda row, actor: lifecycle.accept_for_carrier(row.pk, actor=actor),
    )


def send_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return it to the business, with the reason and a remark at each field that needs one."""

    def verb(row: Registration, actor: Actor, form: DecisionForm) -> Registration:
        asked = form.asked(reading.paths_of(row))
        return lifecycle.request_changes(row.pk, actor=actor, **asked)

    said = _("Sent back. The business sees your reason and remarks.")
    return _take_with_words(request, pk, verb, needs="reason", said=said)


def refuse(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Refuse it for good, with the reason."""

    def verb(row: Registration, actor: Actor, form: DecisionForm) -> Registration:
        return lifecycle.refuse(row.pk, actor=actor, reason=form.cleaned_data["refusal"])

    said = _("Refused. The business sees your reason.")
    return _take_with_words(request, pk, verb, needs="refusal", said=said)


def recall(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an accepted filing back before the carrier has it, with the reason."""

    def verb(row: Registration, actor: Actor, form: DecisionForm) -> Registration:
        return lifecycle.recall(row.pk, actor=actor, reason=form.cleaned_data["reason"])

    said = _("Taken back. The business sees your reason.")
    return _take_with_words(request, pk, verb, needs="reason", said=said)


def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that one reads a filing."""
    registration = _to_decide(request, pk)
    with tenant_scope(str(registration.tenant_id)):
        taken = claiming.claim(pk, person=request.user)  # type: ignore[arg-type]
    if taken:
        messages.success(request, _("You are reading “%(name)s”.") % {"name": registration})
    else:
        messages.warning(request, _("It does not wait for us any more."))
    return redirect(keys.came_from(request))


def release(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let go of a filing that one claimed."""
    registration = _to_decide(request, pk)
    with tenant_scope(str(registration.tenant_id)):
        claiming.release(pk, person=request.user)  # type: ignore[arg-type]
    return redirect(keys.came_from(request))


def go_on(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead to the filing to read after this one, or to the queue."""
    if not request.user.has_perm("registrations.view_registration"):
        raise PermissionDenied
    found = queue.after(find(pk), request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect(url_of(found) if found else reverse(QUEUE))


def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show any two rounds of a filing side by side."""
    if not request.user.has_perm("registrations.view_registration"):
        raise PermissionDenied
    registration = find(pk)
    with tenant_scope(str(registration.tenant_id)):
        context = {
            **admin.site.each_context(request),
            "title": _("Compare rounds"),
            "opts": Registration._meta,
            "registration": registration,
            "comparison": comparing.chosen(registration, request.GET),
        }
        return render(request, "admin/registrations/compare.html", context)


def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept the filings that were confirmed, and say of each what became of it."""
    if request.method != "POST" or not may_decide(request):
        raise PermissionDenied
    results = bulk.accept(request.POST.getlist("filing"), request.user)  # type: ignore[arg-type]
    context = {
        **admin.site.each_context(request),
        "title": _("What became of each"),
        "opts": Registration._meta,
        "results": results,
        "done": sum(result.is_done for result in results),
    }
    return render(request, "admin/registrations/bulk_result.html", context)


def url_of(registration: Registration) -> str:
    """Return the address of a filing's page."""
    return reverse("admin:registrations_registration_change", args=[registration.pk])


def _to_decide(request: HttpRequest, pk: uuid.UUID) -> Registration:
    """Return the filing to decide on, for staff who may and by POST only."""
    if request.method != "POST" or not may_decide(request):
        raise PermissionDenied
    return find(pk)


def _take_with_words(
    request: HttpRequest, pk: uuid.UUID, verb: WordedVerb, *, needs: str, said: str
) -> HttpResponse:
    """Take a decision that the business reads the words of, or show the form with what it lacks."""
    registration = _to_decide(request, pk)
    form = DecisionForm(request.POST, needs_reason_for=needs)
    if not form.is_valid():
        return page(request, registration, form)
    return _take(request, registration, lambda row, actor: verb(row, actor, form), said=said)


def _take(
    request: HttpRequest, registration: Registration, verb: Verb, *, said: str = ""
) -> HttpResponse:
    """Take a decision on the filing as it was read, and go back to the queue."""
    try:
        with tenant_scope(str(registration.tenant_id)):
            _demand_as_read(request, registration)
            moved = verb(registration, Actor.staff(request.user))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(url_of(registration))
    messages.success(request, said or bulk.accepted_words(moved))
    return redirect(reverse(QUEUE))


def _demand_as_read(request: HttpRequest, registration: Registration) -> None:
    """Refuse to decide on a round that was handed in after the page was drawn."""
    read: Any = request.POST.get("read")
    waits = registration.status == RegistrationStatus.STAFF_REVIEW
    if waits and read and read != bulk.handed_in(registration):
        raise DomainError(
            _("It was handed in anew since you opened it. Read it again."), code="read_again"
        )
