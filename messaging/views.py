"""Members' pages about texts: the list, one text's life, what people texted back, a try-out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent.content import MessageKind
from consent.models import Consent
from messaging import inbound, sending
from messaging.forms import MessageFilter, TryOutForm
from messaging.models import InboundMessage, InboundOutcome, Message, MessageEvent
from messaging.states import MessageStatus
from messaging.wording import MEANINGS, TONES
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

PER_PAGE = 50


@require_safe
@member_page(Action.VIEW)
def message_list(request: MemberRequest) -> HttpResponse:
    """Every text, newest first."""
    filters = MessageFilter(request.GET)
    found = Message.objects.select_related("program")
    status = filters.cleaned_data["status"] if filters.is_valid() else ""
    if status:
        found = found.filter(status=status)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    open_ends = [m for m in page if not m.is_final and m.status != MessageStatus.OUTCOME_UNKNOWN]
    context = {
        "page_obj": page,
        "rows": [{"message": m, "tone": TONES[m.status]} for m in page],
        "filters": filters,
        "is_filtered": bool(status),
        "is_moving": bool(open_ends),
        "undecided": _undecided().count(),
        "may_send": may(request.membership, Action.EDIT),
    }
    return render(request, "messaging/message_list.html", context)


@require_safe
@member_page(Action.VIEW)
def message(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The life of one text."""
    found = get_object_or_404(Message.objects.select_related("program", "originator"), pk=pk)
    consent = Consent.objects.of_recipient(found.recipient).filter(program=found.program).first()
    context = {
        "message": found,
        "tone": TONES[found.status],
        "meaning": MEANINGS[found.status],
        "kind": dict(MessageKind.choices()).get(found.message_kind, found.message_kind),
        "consent": consent,
        "entries": [_entry(event) for event in found.events.order_by("-at")],
    }
    return render(request, "messaging/message.html", context)


def _entry(event: MessageEvent) -> dict[str, Any]:
    """One step, for the timeline."""
    if event.kind == MessageEvent.Kind.CARRIER_EVENT:
        what = _("The carrier reported %(type)s") % {"type": event.data.get("type", "?")}
        return {"what": what, "at": event.at, "note": event.data.get("description"), "tone": "info"}
    if event.kind == MessageEvent.Kind.HELD:
        until = datetime.fromisoformat(event.data["until"])
        note = _("until %(time)s (UTC)") % {"time": date_format(until, "j F, H:i")}
        return {"what": MessageEvent.Kind.HELD.label, "at": event.at, "note": note, "tone": "wait"}
    label = dict(MessageStatus.choices).get(event.to_status, event.to_status)
    return {
        "what": label,
        "at": event.at,
        "who": event.actor_label,
        "note": event.data.get("code"),
        "tone": TONES.get(event.to_status, "quiet"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.EDIT)
def message_send(request: MemberRequest) -> HttpResponse:
    """Send one text by hand, through the same verb as the API."""
    form = TryOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = sending.queue_message(
                form.cleaned_data["program"],
                recipient=form.cleaned_data["to"],
                body=form.cleaned_data["body"],
                message_kind=form.cleaned_data["message_kind"],
                actor=Actor.member(request.user),
            )
        except DomainError as error:
            field = "message_kind" if "kind" in error.fields else None
            form.add_error(field, error.message)
        else:
            return redirect("messaging:message", sent.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "has_programs": bool(form.fields["message_kind"].choices)}  # type: ignore[attr-defined]
    return render(request, "messaging/message_send.html", context, status=status)


@require_safe
@member_page(Action.VIEW)
def inbound_list(request: MemberRequest) -> HttpResponse:
    """What people texted, newest first; on top what may be a STOP and awaits a decision."""
    found = InboundMessage.objects.select_related("originator__program")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "undecided": _undecided().select_related("originator__program").order_by("received_at"),
        "may_decide": may(request.membership, Action.EDIT),
    }
    return render(request, "messaging/inbound_list.html", context)


def _undecided() -> Any:
    return InboundMessage.objects.filter(outcome=InboundOutcome.NEEDS_PERSON)


@require_POST
@member_page(Action.EDIT)
def inbound_decide(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a member's word for whether a text asks to stop."""
    get_object_or_404(InboundMessage, pk=pk)
    is_stop = request.POST.get("decision") != "no"
    inbound.decide_unclear(pk, is_stop=is_stop, actor=Actor.member(request.user))
    said = _("Stopped. They get no more texts.") if is_stop else _("Noted: not a STOP.")
    messages.success(request, said)
    return redirect("messaging:inbound_list")
