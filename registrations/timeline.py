"""The road of a registration: what lies behind it, where it stands, by when, and what comes next.

What comes next is text in grey, never a promise. Late is said as late.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from registrations import expected, history
from registrations.expected import Expected
from registrations.models import Registration, RegistrationEvent
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.isv import white_label

S = RegistrationStatus
Kind = RegistrationEvent.Kind
# States from which the road still leads to the carrier's decision.
BEFORE_STAFF = frozenset({S.DRAFT, S.NEEDS_CHANGES})
_ROAD = (S.DRAFT, S.STAFF_REVIEW, S.SUBMITTED, S.IN_REVIEW, S.APPROVED)


@dataclass(frozen=True)
class Wait:
    """A wait for the carrier's decision: since when, how long is usual, and whether it is late."""

    since: datetime
    day: int
    expected: Expected
    late_at: datetime | None
    is_late: bool

    @property
    def words(self) -> str:
        """The wait in a sentence."""
        day = _("Day %(day)d.") % {"day": self.day}
        late = _("This is late. We ask the carrier; nothing is lost.") if self.is_late else ""
        return " ".join(filter(None, (self.expected.words, day, late)))


def wait(registration: Registration, *, now: datetime | None = None) -> Wait | None:
    """Return how long the carrier has had it; None while it is not with the carrier."""
    if registration.status != S.IN_REVIEW:
        return None
    now = now or timezone.now()
    filed = registration.events.filter(kind=Kind.FILED, version=registration.current).first()
    since = filed.at if filed else registration.changed_at
    usual = expected.time_for(registration.type, country=registration.brand.country)
    late_at = usual.late_at(since)
    return Wait(since, (now - since).days + 1, usual, late_at, bool(late_at and now > late_at))


def entries(registration: Registration) -> list[dict[str, Any]]:
    """Return the whole road, newest first: what may come in grey, then what happened."""
    return [*ahead(registration), *history.entries(registration)]


def ahead(registration: Registration) -> list[dict[str, Any]]:
    """Return the steps that would follow if all goes well, the furthest first."""
    status = S(registration.status)
    if status in (S.APPROVED, S.REJECTED, S.REVOKED, S.CLOSED):
        return _number_ahead(registration) if status == S.APPROVED else []
    begin = _ROAD.index(S.DRAFT if status == S.NEEDS_CHANGES else status)
    steps = [_future(step) for step in _ROAD[begin + 1 :]]
    number = [_("The number may text")] if registration.facts.number_type else []
    return [_entry(what) for what in reversed([*steps, *number])]


def _number_ahead(registration: Registration) -> list[dict[str, Any]]:
    live = registration.originators.filter(status=OriginatorStatus.ACTIVE).exists()
    if live or not registration.facts.number_type:
        return []
    return [_entry(_("The number may text"))]


def _future(status: RegistrationStatus) -> str:
    isv = {"isv": white_label.current().name}
    return {
        S.STAFF_REVIEW: _("%(isv)s reads it") % isv,
        S.SUBMITTED: _("We file it with the carrier"),
        S.IN_REVIEW: _("The carrier's reviewers read it"),
        S.APPROVED: _("The carrier decides"),
    }[status]


def _entry(what: str) -> dict[str, Any]:
    return {"what": what, "ahead": True, "tone": "quiet"}


def carrier_words(registration: Registration) -> list[dict[str, str]]:
    """Return the carrier's own statuses as they came, with what we make of them."""
    rows = [(_("Registration"), registration.carrier_status)]
    rows += [
        (_("Round %(number)d") % {"number": each.number}, each.carrier_status)
        for each in registration.versions.all()
    ]
    return [{"label": label, "raw": raw, "words": history.words(raw)} for label, raw in rows if raw]
