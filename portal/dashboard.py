"""What the home page tells a tenant: may I text yet, and if not, whose turn is it?"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.looking import panels
from consent.models import ConsentEvent, Program, ProgramEvent, Standing
from messaging.models import InboundMessage, InboundOutcome, Message
from messaging.states import MessageStatus
from portal import set_up
from registrations.models import Registration, RegistrationEvent
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.events import Event
from tenants.models import TenantEvent

DAYS = 14
RECENT = 8


def overview() -> dict[str, Any]:
    """Return the context of `dashboard.html` for the tenant in scope."""
    return {
        **set_up.task_list(),
        "figures": _figures(),
        "programs": _programs(),
        "chart": _chart(),
        "needs_you": _needs_you(),
        "recent": _recent(),
    }


def _programs() -> list[dict[str, Any]]:
    """Every program with the number that it texts from and how many people it may text."""
    programs = Program.objects.annotate(
        may_text=Count("consents", filter=Q(consents__standing=Standing.OPTED_IN))
    ).prefetch_related("originators")
    return [_program_row(program) for program in programs.order_by("name")]


def _program_row(program: Any) -> dict[str, Any]:
    numbers = [n for n in program.originators.all() if n.status != OriginatorStatus.RELEASED]
    live = [n for n in numbers if n.status == OriginatorStatus.ACTIVE]
    shown = (live or numbers or [None])[0]
    return {
        "name": program.name,
        "url": reverse("consent:program", args=[program.pk]),
        "number": shown.number if shown else "",
        "state": shown.status if shown else "NONE",
        "state_label": shown.get_status_display() if shown else _("No number yet"),
        "may_text": program.may_text,
    }


def _chart() -> dict[str, Any] | None:
    """Texts by day as bars in a box of 280 by 100, with the numbers for a table beside it."""
    if not Message.objects.exists():
        return None
    since = timezone.now() - timedelta(days=DAYS)
    points = _by_day(Message.objects.filter(created_at__gte=since), "created_at")
    top, width, today = max([*points, 1]), 280 / DAYS, timezone.localdate()
    bars = [
        {
            "x": round(index * width + 2, 1),
            "y": round(96 - 92 * value / top, 1),
            "width": round(width - 4, 1),
            "height": round(92 * value / top, 1),
            "day": today - timedelta(days=DAYS - 1 - index),
            "value": value,
        }
        for index, value in enumerate(points)
    ]
    spoken = _("Texts by day, last %(days)d days, highest %(top)d") % {"days": DAYS, "top": top}
    return {"bars": bars, "top": top, "spoken": spoken}


def _figures() -> list[dict[str, Any]]:
    """The last fortnight in four figures; none before there is something to count."""
    since = timezone.now() - timedelta(days=DAYS)
    messages = Message.objects.filter(created_at__gte=since)
    if not Message.objects.exists():
        return []
    totals = messages.aggregate(
        all=Count("pk"),
        delivered=Count("pk", filter=Q(status=MessageStatus.DELIVERED)),
        final=Count(
            "pk", filter=Q(status__in=[MessageStatus.DELIVERED, MessageStatus.UNDELIVERED])
        ),
        refused=Count("pk", filter=Q(status=MessageStatus.REFUSED)),
    )
    stops = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.OPT_OUT, at__gte=since)
    rate = f"{100 * totals['delivered'] / totals['final']:.0f}" if totals["final"] else "–"
    period = _("last %(days)d days") % {"days": DAYS}
    return [
        _figure(_("Texts"), totals["all"], "", period, _by_day(messages, "created_at")),
        _figure(_("Delivered"), rate, "%", _("of those with a known outcome"), []),
        _figure(_("Opt-outs"), stops.count(), "", period, _by_day(stops, "at")),
        _figure(_("Refused before sending"), totals["refused"], "", period, []),
    ]


def _figure(label: str, value: object, unit: str, change: str, points: list[int]) -> dict[str, Any]:
    spoken = _("%(label)s by day, highest %(top)d") % {
        "label": label,
        "top": max(points, default=0),
    }
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "change": change,
        "points": points,
        "spoken": spoken,
    }


def _by_day(rows: Any, field: str) -> list[int]:
    counted = dict(
        rows.annotate(day=TruncDate(field)).values_list("day").annotate(Count("pk")).order_by("day")
    )
    today = timezone.localdate()
    return [counted.get(today - timedelta(days=ago), 0) for ago in reversed(range(DAYS))]


def _needs_you() -> list[dict[str, Any]]:
    """At most five things that wait for the tenant."""
    found = [_waiting(filing) for filing in _filings_that_wait()]
    found += panels.drifted()
    unclear = InboundMessage.objects.filter(outcome=InboundOutcome.NEEDS_PERSON)
    if unclear.exists():
        found.append(
            {
                "title": _("Somebody may have asked you to stop"),
                "url": reverse("messaging:inbound_list"),
                "when": unclear.earliest("received_at").received_at,
                "state": "WARNING",
                "state_label": _("Read it"),
            }
        )
    return found


def _filings_that_wait() -> list[Registration]:
    """Filings to be put right, begun anew, or whose registry waits for an answer by e-mail."""
    S = RegistrationStatus
    by_mail = Q(status=S.IN_REVIEW, carrier_status="REQUIRES_AUTHENTICATION")
    waiting = Registration.objects.filter(
        Q(status__in=(S.NEEDS_CHANGES, S.REVOKED)) | by_mail
    ).order_by("-changed_at")
    return list(waiting.select_related("program", "brand")[:4])


def _waiting(filing: Registration) -> dict[str, Any]:
    """One filing; its page has the button that leads on."""
    return {
        "title": str(filing),
        "url": reverse("registrations:detail", args=[filing.pk]),
        "when": filing.changed_at,
        "state": filing.status,
        "state_label": filing.get_status_display(),
    }


def _recent() -> list[dict[str, Any]]:
    """The newest events that a person would call news; the carrier's inner steps are not."""
    kinds = RegistrationEvent.Kind
    steps = (kinds.CARRIER_STATUS, kinds.NUMBER, kinds.FILED, kinds.STEP, kinds.REMINDED)
    rows: list[Event] = []
    for model in (TenantEvent, ProgramEvent, RegistrationEvent, ConsentEvent):
        rows += list(model.objects.exclude(kind__in=steps).order_by("-at")[:RECENT])
    return [_entry(event) for event in _newest(rows)]


def _newest(rows: Iterable[Event]) -> list[Event]:
    return sorted(rows, key=lambda event: event.at, reverse=True)[:RECENT]


def _entry(event: Event) -> dict[str, Any]:
    kinds = dict(type(event).Kind.choices)  # type: ignore[attr-defined]
    status = getattr(event, "to_status", "")
    moved = f": {dict(RegistrationStatus.choices).get(status, status)}" if status else ""
    registration = getattr(event, "registration", None)
    what = registration.type_label if registration and moved else kinds.get(event.kind, event.kind)
    return {
        "what": f"{what}{moved}",
        "at": event.at,
        "who": event.actor_label or event.get_actor_kind_display(),
        "state": status or event.kind,
    }
