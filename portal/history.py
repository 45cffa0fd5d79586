"""Everything that happened to a tenant, merged from the events of all apps, newest first.

Texts are left out: they have pages of their own, and would drown the rest.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import ConsentEvent, OptMethod, ProgramEvent, mask
from registrations import history as filings
from registrations.models import RegistrationEvent
from tenants.events import ActorKind, Event
from tenants.models import (
    ApiKey,
    Brand,
    Membership,
    Registrant,
    Role,
    Tenant,
    TenantEvent,
)
from tenants.origin import Door

SOURCES: tuple[type[Event], ...] = (TenantEvent, ProgramEvent, RegistrationEvent, ConsentEvent)
RELATED: Mapping[type[Event], tuple[str, ...]] = {
    ProgramEvent: ("program",),
    RegistrationEvent: ("registration__program", "registration__brand", "version"),
    ConsentEvent: ("program",),
}
PEOPLE_SHOWN = 200
# Actors that are one for the filter, whoever they are.
ANONYMOUS = (ActorKind.RECIPIENT, ActorKind.CARRIER, ActorKind.SYSTEM)
# What of an event's data says more than its kind does, in the order in which it is shown.
TOLD = (
    "name", "email", "person", "role", "host", "prefix", "caption", "kind", "status", "outcome",
    "url", "reason", "remark", "note", "message",
)  # fmt: skip

# Codes that stand in events, in words.
CODES: Mapping[str, Any] = {**dict(Role.choices), **dict(Registrant.choices)}


@dataclass(frozen=True)
class Subject:
    """What the history can be narrowed to: kinds of the tenant's own events, or another app's."""

    label: Promise
    source: type[Event]
    prefixes: tuple[str, ...] = ()


SUBJECTS: Mapping[str, Subject] = {
    "company": Subject(
        gettext_lazy("Company details"),
        TenantEvent,
        ("tenant.", "brand.", "registrant.", "website."),
    ),
    "people": Subject(gettext_lazy("People"), TenantEvent, ("member.", "invitation.", "visit.")),
    "keys": Subject(gettext_lazy("API keys"), TenantEvent, ("api_key.",)),
    "settings": Subject(
        gettext_lazy("Settings and domain"), TenantEvent, ("tenant.settings_changed", "domain.")
    ),
    "data": Subject(gettext_lazy("Exports"), TenantEvent, ("export.",)),
    "programs": Subject(gettext_lazy("Programs"), ProgramEvent),
    "registrations": Subject(gettext_lazy("Registrations"), RegistrationEvent),
    "recipients": Subject(gettext_lazy("Opt-ins and opt-outs"), ConsentEvent),
}


@dataclass(frozen=True)
class Filters:
    """What to show. `person` is an actor's kind, and its id where it has one: `member:…`."""

    person: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Cursor:
    """The event after which a page begins. Two of the same instant are told apart by their id."""

    at: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read one from an address; None when it is none."""
        at, _separator, id_ = text.partition("~")
        try:
            moment = datetime.fromisoformat(at)
            # In UTC, since the database knows fewer time zones than an address can name.
            return cls(moment.astimezone(UTC), uuid.UUID(id_)) if moment.tzinfo else None
        except (ValueError, OverflowError):
            return None


def page(filters: Filters, *, after: Cursor | None, size: int) -> tuple[list[Event], Cursor | None]:
    """Return the next events of the tenant in scope, newest first, and where to go on."""
    found: list[Event] = []
    for source in SOURCES:
        rows = _rows(source, filters, after)
        if rows is not None:
            found += list(rows.order_by("-at", "-id")[: size + 1])
    found.sort(key=lambda event: (event.at, event.pk), reverse=True)
    shown = found[:size]
    return shown, Cursor(shown[-1].at, shown[-1].pk) if len(found) > size else None


def _rows(source: type[Event], filters: Filters, after: Cursor | None) -> Any:
    """The events of one source, or None where the filter leaves it out."""
    rows = source.objects.select_related(*RELATED.get(source, ()))
    subject = SUBJECTS.get(filters.subject)
    if subject and subject.source is not source:
        return None
    if subject and subject.prefixes:
        wanted = Q()
        for prefix in subject.prefixes:
            wanted |= Q(kind__startswith=prefix)
        rows = rows.filter(wanted)
    if filters.person:
        kind, _separator, actor_id = filters.person.partition(":")
        rows = rows.filter(actor_kind=kind, **({"actor_id": actor_id} if actor_id else {}))
    if filters.since:
        rows = rows.filter(at__date__gte=filters.since)
    if filters.until:
        rows = rows.filter(at__date__lte=filters.until)
    if after:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.id))
    return rows


def people(tenant: Tenant) -> list[tuple[str, str]]:
    """Return who can be filtered by: members and keys of today, and all who ever did something.

    The ledger is not asked: those who act in it are recipients, who have no name, or members.
    """
    found: dict[str, str] = {}
    for source in (TenantEvent, ProgramEvent, RegistrationEvent):
        named = source.objects.exclude(actor_kind__in=ANONYMOUS).exclude(actor_id="")
        actors = named.order_by().values_list("actor_kind", "actor_id", "actor_label").distinct()
        found |= {f"{kind}:{id_}": label for kind, id_, label in actors[:PEOPLE_SHOWN]}
    members = Membership.objects.filter(tenant=tenant).select_related("user")
    found |= {f"{ActorKind.MEMBER}:{each.user_id}": each.user.email for each in members}
    keys = ApiKey.objects.filter(tenant=tenant).values_list("pk", "name")
    found |= {f"{ActorKind.API_KEY}:{pk}": name for pk, name in keys}
    chosen = sorted(found.items(), key=lambda entry: entry[1].lower())
    return [*chosen, *((str(kind), str(kind.label)) for kind in ANONYMOUS)]


def entry(event: Event, *, with_address: bool = False) -> dict[str, Any]:
    """Return one event in words. Addresses are personal data, for those who manage people."""
    return {
        "at": event.at,
        "who": event.actor_label or event.get_actor_kind_display(),
        "who_kind": _who_kind(event),
        "what": what(event),
        "note": note(event),
        "changes": changes(event),
        "where": Door(event.door).label if event.door in Door.values else event.door,
        "address": (event.address or "") if with_address else "",
        "url": _url(event),
        "kind": event.kind,
    }


def _who_kind(event: Event) -> str:
    """What the actor is, where the label does not say so already."""
    kind = event.get_actor_kind_display()
    return "" if event.actor_label.lower() in {"", kind.lower()} else kind


def what(event: Event) -> str:
    """Say what happened."""
    if isinstance(event, RegistrationEvent):
        return f"{filings.entry(event)['what']} · {event.registration}"
    label = str(dict(type(event).Kind.choices).get(event.kind, event.kind))  # type: ignore[attr-defined]
    if isinstance(event, ConsentEvent):
        return f"{label}: {mask(event.recipient)} · {event.program}"
    if isinstance(event, ProgramEvent):
        return f"{label} · {event.program}"
    return label


def note(event: Event) -> str:
    """Say what more there is to say in one line."""
    if isinstance(event, ConsentEvent):
        return str(dict(OptMethod.choices).get(event.method, event.method))
    given = (event.data.get(key) for key in TOLD)
    told = [str(CODES.get(str(value), value)) for value in given if _is_plain(value)]
    if isinstance(event.data.get("rows"), int):
        told.append(_("%(count)d rows") % {"count": event.data["rows"]})
    parts = event.data.get("changed") or event.data.get("fields")
    if isinstance(parts, list):
        told.append(_("Changed: %(names)s") % {"names": ", ".join(map(_field_label, parts))})
    return " · ".join(told)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def changes(event: Event) -> list[dict[str, str]]:
    """Return before and after of each field that changed, where the event kept them."""
    found = event.data.get("changed")
    if not isinstance(found, dict):
        return []
    return [
        {"field": _field_label(name), "before": _shown(pair[0]), "after": _shown(pair[1])}
        for name, pair in found.items()
        if isinstance(pair, Sequence) and len(pair) == 2 and not isinstance(pair, str)
    ]


def _shown(value: object) -> str:
    words = {True: _("yes"), False: _("no"), None: "", "": ""}
    if isinstance(value, bool | None):
        return words[value]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _field_label(name: str) -> str:
    fields = {field.name: field for field in Brand._meta.concrete_fields}
    known = fields.get(name)
    return capfirst(str(known.verbose_name) if known else str(name).replace("_", " "))


def _url(event: Event) -> str:
    if isinstance(event, ProgramEvent):
        return reverse("consent:program", args=[event.program_id])
    if isinstance(event, RegistrationEvent):
        return reverse("registrations:detail", args=[event.registration_id])
    return ""
