"""Members' pages on which they write down a yes to texts that they were given, or a no."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent import phones
from consent.models import Consent, ConsentEvent, Program, ProgramVersion
from messaging import recording, sending, stopping
from messaging.recording_forms import OptOutForm, RecordForm
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def record(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The script to read out, and the form for what was answered."""
    program = get_object_or_404(Program, pk=pk)
    version = program.published
    if version is None:
        messages.info(request, _("Publish the program first: people agree to published words."))
        return redirect("consent:program", pk=program.pk)
    form = RecordForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        if form.is_refused(now=timezone.now()):
            messages.error(
                request, _("They may not get these texts. Nothing was recorded; do not text them.")
            )
            return redirect("messaging:record", pk=program.pk)
        return _record(request, version, form)
    wordings = recording.shown(version.frozen_texts)
    context = {
        "program": program,
        "version": version,
        "form": form,
        "script": version.frozen_texts.verbal_script.splitlines(),
        "has_words": bool(wordings),
    }
    return render(request, "messaging/record.html", context, status=422 if form.errors else 200)


def _record(request: MemberRequest, version: ProgramVersion, form: RecordForm) -> HttpResponse:
    number = form.cleaned_data["phone"]
    event = recording.record(
        number,
        version=version,
        kinds=form.agreed,
        taken=form.taken(),
        actor=Actor.member(request.user),
    )
    _say(request, version, event)
    consent = Consent.objects.of_recipient(number).filter(program=version.program).first()
    if consent is None:
        return redirect("messaging:record", pk=version.program_id)
    return redirect("messaging:recipient", consent.pk)


def _say(request: MemberRequest, version: ProgramVersion, event: ConsentEvent | None) -> None:
    """Tell the agent what came of it."""
    if event is None:
        messages.error(
            request,
            _("This number was asked three times today. Nothing was recorded; try tomorrow."),
        )
    elif event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN:
        originator = sending.originator_of(version.program)
        number = phones.national(originator.number) if originator else _("your number")
        messages.warning(
            request,
            _(
                "This person stopped your texts earlier. What you wrote is kept, and they still"
                " get none: ask them to text START to %(number)s from their phone."
            )
            % {"number": number},
        )
    elif event.kind == ConsentEvent.Kind.OPT_IN_REQUESTED:
        messages.success(
            request, _("Recorded. We ask the phone by text now; texts begin after its YES.")
        )
    else:
        messages.success(request, _("Recorded. The confirmation is on its way to the phone."))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def opt_out(request: MemberRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write down that somebody asked for no more texts, by whatever way."""
    consent = get_object_or_404(Consent, pk=pk) if pk else None
    form = OptOutForm(request.POST or None, number=consent.recipient if consent else "")
    if request.method == "POST" and form.is_valid():
        try:
            event = stopping.on_request(
                form.recipient,
                channel=form.cleaned_data["channel"],
                note=form.cleaned_data["note"],
                occurred_at=form.cleaned_data["occurred_at"],
                actor=Actor.member(request.user),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Stopped. They get no more texts from you."))
            stands = Consent.objects.get(recipient=event.recipient, program=event.program)
            return redirect("messaging:recipient", stands.pk)
    context = {"form": form, "consent": consent}
    return render(request, "messaging/opt_out.html", context, status=422 if form.errors else 200)
