"""Members' pages about the people who are texted: who may be, and the proof of it."""

import re
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consent.content import MessageKind
from consent.models import Consent, ConsentEvent, Standing
from messaging.forms import NumberSearch
from messaging.models import InboundMessage, Message
from messaging.numbers import read_number
from messaging.recording_forms import Channel
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

PER_PAGE = 50
LAST_FOUR = re.compile(r"\d{4}")
TONES = {
    ConsentEvent.Kind.OPT_IN: "ok",
    ConsentEvent.Kind.OPT_OUT: "bad",
    ConsentEvent.Kind.OPT_IN_UNPROVEN: "warn",
    ConsentEvent.Kind.OPT_IN_REQUESTED: "wait",
    ConsentEvent.Kind.NARROWED: "info",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def recipient_list(request: MemberRequest) -> HttpResponse:
    """Where each person stands with each program; a search is posted, never in an address."""
    form = NumberSearch(request.POST or None)
    found = Consent.objects.select_related("program", "last_event")
    wanted = request.GET.get("standing")
    if wanted in Standing.values:
        found = found.filter(standing=wanted)
    if request.method == "POST" and form.is_valid():
        found = _matching(found, form.cleaned_data["number"])
        if found.count() == 1:
            return redirect("messaging:recipient", found.get().pk)
        if not found.exists():
            form.add_error("number", _("Nobody with this number has opted in or out."))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [{"consent": c, "kinds": _kinds(c.message_kinds)} for c in page],
        "standings": [{"value": v, "label": label} for v, label in Standing.choices],
        "standing": wanted if wanted in Standing.values else "",
        "is_search": request.method == "POST",
        "may_edit": may(request.membership, Action.EDIT),
    }
    return render(request, "messaging/recipient_list.html", context)


def _matching(found: Any, text: str) -> Any:
    """People by their number in any notation, or by its last four digits."""
    if LAST_FOUR.fullmatch(text.strip()):
        return found.filter(recipient__endswith=text.strip())
    number = read_number(text, region="US")
    people = found.filter(recipient=number) if number else found.none()
    # One person is one page, however many programs they have joined.
    first = people.first()
    return people.filter(pk=first.pk) if first else people


def _kinds(codes: list[str]) -> list[str]:
    labels = dict(MessageKind.choices())
    return [labels.get(code, code) for code in codes]


@require_safe
@member_page(Action.VIEW)
def recipient(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One person: may they be texted, why, and every event with the words they were shown."""
    found = get_object_or_404(Consent, pk=pk)
    standings = Consent.objects.of_recipient(found.recipient).select_related("program")
    events = ConsentEvent.objects.filter(recipient=found.recipient)
    context = {
        "consent": found,
        "standings": [{"consent": c, "kinds": _kinds(c.message_kinds)} for c in standings],
        "may_be_texted": any(c.standing == Standing.OPTED_IN for c in standings),
        "may_edit": may(request.membership, Action.EDIT),
        "events": [
            {"event": event, "tone": TONES.get(event.kind, "quiet"), "label": _label(event),
             "kinds": _kinds(event.message_kinds), "notes": _notes(event)}
            for event in events.select_related("program", "version").order_by("-at")[:200]
        ],
        "texts": Message.objects.filter(recipient=found.recipient)[:10],
        "replies": InboundMessage.objects.filter(sender=found.recipient)[:10],
    }  # fmt: skip
    return render(request, "messaging/recipient.html", context)


def _notes(event: ConsentEvent) -> list[str]:
    """What else is known of an event, in words."""
    data, notes = event.data, []
    if "age_gate" in data:
        notes.append(
            _("Passed the age gate of %(age)d years") % {"age": data["age_gate"]["minimum"]}
        )
    if "answers" in data:
        notes.append(_("Confirmed by YES from the phone"))
    if "channel" in data:
        notes.append(str(dict(Channel.choices).get(data["channel"], data["channel"])))
    if data.get("note"):
        notes.append(data["note"])
    return notes


def _label(event: ConsentEvent) -> str:
    return str(dict(ConsentEvent.Kind.choices).get(event.kind, event.kind))
