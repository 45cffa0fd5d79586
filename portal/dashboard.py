"""What the home page tells a tenant: may I text yet, and if not, whose turn is it?"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import ConsentEvent, Evidence, Program, ProgramEvent, Standing
from messaging.models import InboundMessage, InboundOutcome, Message
from messaging.states import MessageStatus
from registrations import presenting
from registrations.models import Originator, Registration, RegistrationEvent, RegistrationType
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants import white_label
from tenants.events import Event
from tenants.models import Brand, Tenant, TenantEvent

DAYS = 14
RECENT = 8
ENDED = (RegistrationStatus.REJECTED, RegistrationStatus.REVOKED, RegistrationStatus.CLOSED)


@dataclass(frozen=True)
class Task:
    """One step on the way to the first text."""

    title: str
    hint: str
    url: str | None
    state: str
    state_label: str
    reason: str = ""


def overview(tenant: Tenant) -> dict[str, Any]:
    """Return the context of `dashboard.html` for the tenant in scope."""
    brand = Brand.objects.first()
    program = Program.objects.order_by("created_at").first()
    groups: list[tuple[str, list[Task]]] = [
        (_("Your company"), [_company(brand)]),
        (_("How people agree"), [_describe(brand, program), _publish(program), _evidence(program)]),
        (_("Registration"), [_register(program), _number()]),
        (_("Texting"), [_first_text()]),
    ]
    tasks = [task for _title, group in groups for task in group]
    return {
        "next": _next(tasks),
        "tasks": [{"title": t, "tasks": [asdict(task) for task in group]} for t, group in groups],
        "done_count": sum(task.state == "COMPLETED" for task in tasks),
        "total_count": len(tasks),
        "figures": _figures(),
        "programs": _programs(),
        "chart": _chart(),
        "needs_you": _needs_you(),
        "recent": _recent(),
    }


def _next(tasks: list[Task]) -> dict[str, str] | None:
    """Whose turn it is, and the one step that leads on; None when everything is done."""
    filings = Registration.objects.select_related("brand", "program").order_by("-changed_at")
    turns = [presenting.turn(each) for each in filings]
    drafting = any(turn["who"] == presenting.YOU for turn in turns[:1])
    waiting = [turn for turn in turns if turn["who"] in (presenting.WE, presenting.CARRIER)]
    for task in (task for task in tasks if task.state != "COMPLETED"):
        is_open = task.state in {"INCOMPLETE", "PROBLEM"}
        if task.url and (is_open or (drafting and task.state == RegistrationStatus.DRAFT)):
            return {"turn": _("Your turn"), "sentence": task.title, "url": task.url}
        if waiting:
            return {"turn": waiting[0]["label"], "sentence": waiting[0]["sentence"], "url": ""}
    if all(task.state == "COMPLETED" for task in tasks):
        return None
    turn = _("%(isv)s's turn") % {"isv": white_label.current().name}
    return {"turn": turn, "sentence": _("We set your number up."), "url": ""}


def _task(
    title: str, hint: str, url: str, *, done: bool, waits_for: str = "", open_label: str = ""
) -> Task:
    """A task that is done, waits for an earlier one, or is open."""
    if done:
        return Task(title, "", url, "COMPLETED", _("Completed"))
    if waits_for:
        return Task(title, hint, None, "CANNOT_START", _("Cannot start yet"), waits_for)
    return Task(title, hint, url, "INCOMPLETE", open_label or _("To do"))


def _company(brand: Brand | None) -> Task:
    return _task(
        _("Company details"),
        _("10 minutes; have your tax letter at hand"),
        reverse("tenants:brand"),
        done=brand is not None,
    )


def _describe(brand: Brand | None, program: Program | None) -> Task:
    return _task(
        _("Your program"),
        _("What you will send, how often, and how people agree to it"),
        reverse("consent:program", args=[program.pk])
        if program
        else reverse("consent:program_create"),
        done=program is not None,
        waits_for="" if brand else _("Enter your company details first."),
    )


def _publish(program: Program | None) -> Task:
    return _task(
        _("Opt-in form, terms and privacy pages"),
        _("Publish them, so that reviewers and recipients can open them"),
        reverse("consent:program", args=[program.pk]) if program else "",
        done=program is not None and program.published is not None,
        waits_for="" if program else _("Describe your program first."),
    )


def _evidence(program: Program | None) -> Task:
    return _task(
        _("Screenshot of your opt-in"),
        _("The part most often refused"),
        reverse("consent:program", args=[program.pk]) if program else "",
        done=Evidence.objects.exists(),
        waits_for="" if program else _("Describe your program first."),
    )


def _register(program: Program | None) -> Task:
    """The registration that lets a number send: a campaign or a toll-free filing."""
    title, url = _("Register with the carriers"), reverse("registrations:list")
    filings = Registration.objects.exclude(type=RegistrationType.TEN_DLC_BRAND)
    if filings.filter(status=RegistrationStatus.APPROVED).exists():
        return Task(title, "", url, "COMPLETED", _("Completed"))
    if program is None or program.published is None:
        waiting = _("Publish your program first.")
        return Task(title, "", None, "CANNOT_START", _("Cannot start yet"), waiting)
    newest = Registration.objects.order_by("-changed_at").first()
    if newest and newest.status == RegistrationStatus.APPROVED and not filings.exists():
        hint = _("Your brand is approved; its campaign is next")
        return Task(title, hint, reverse("registrations:create"), "INCOMPLETE", _("To do"))
    if newest and newest.status in ENDED and not filings.exclude(status__in=ENDED).exists():
        hint = _("The last one came to an end; start another")
        return Task(title, hint, reverse("registrations:create"), "INCOMPLETE", _("To do"))
    if newest is None:
        return Task(title, _("We check everything first"), url, "INCOMPLETE", _("To do"))
    state = "PROBLEM" if newest.status == RegistrationStatus.NEEDS_CHANGES else newest.status
    return Task(title, str(newest), url, state, newest.get_status_display())


def _number() -> Task:
    return _task(
        _("A number to text from"),
        "",
        reverse("registrations:list"),
        done=Originator.objects.filter(status=OriginatorStatus.ACTIVE).exists(),
        waits_for=_("We set it up by ourselves once the carrier has approved."),
    )


def _first_text() -> Task:
    live = Originator.objects.filter(status=OriginatorStatus.ACTIVE).exists()
    return _task(
        _("Your first text"),
        _("From the Messages page, or by your app through the API"),
        reverse("messaging:message_list"),
        done=Message.objects.filter(status=MessageStatus.DELIVERED).exists(),
        waits_for="" if live else _("You need a number first."),
    )


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
    filings = Registration.objects.filter(status=RegistrationStatus.NEEDS_CHANGES)[:4]
    found = [
        {
            "title": str(filing),
            "url": reverse("registrations:detail", args=[filing.pk]),
            "when": filing.changed_at,
            "state": filing.status,
            "state_label": filing.get_status_display(),
        }
        for filing in filings.select_related("program", "brand")
    ]
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


def _recent() -> list[dict[str, Any]]:
    """The newest events that a person would call news; the carrier's inner steps are not."""
    kinds = RegistrationEvent.Kind
    steps = (kinds.CARRIER_STATUS, kinds.NUMBER, kinds.FILED)
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
