"""The history of a registration in plain words, for its tenant and for staff alike."""

from typing import Any

from django.utils.translation import gettext as _

from registrations.models import Registration, RegistrationEvent
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.events import ActorKind
from tenants.isv import white_label

LENGTH = 100
Kind = RegistrationEvent.Kind
S = RegistrationStatus
# The carrier's statuses at which we move, so that the move tells of them.
SAID_BY_MOVES = frozenset({"CREATED", "SUBMITTED", "COMPLETE", "REQUIRES_UPDATES", "CLOSED"})


def entries(registration: Registration, *, every_step: bool = False) -> list[dict[str, Any]]:
    """Return what happened, newest first, as entries of a timeline.

    Without every step, what another entry says in plainer words is left out.
    """
    events = registration.events.select_related("version")[:LENGTH]
    return [entry(event) for event in events if every_step or not _is_repeated(event)]


def _is_repeated(event: RegistrationEvent) -> bool:
    """Does a move of ours, or the number going live, say the same of this step?"""
    if event.kind == Kind.CARRIER_STATUS:
        return event.data.get("to") in SAID_BY_MOVES
    if event.kind == Kind.NUMBER:
        told = ("to", "is_new", "message")
        return event.data.get("number_status") == "ACTIVE" and not any(map(event.data.get, told))
    return event.kind == Kind.FILED


def entry(event: RegistrationEvent) -> dict[str, Any]:
    """Return one step as an entry of a timeline."""
    return {
        "what": _what(event),
        "at": event.at,
        "who": _who(event),
        "note": _note(event),
        "state": event.to_status or "info",
        "tone": "" if event.to_status else "info",
    }


def _what(event: RegistrationEvent) -> str:
    if event.kind == Kind.MOVED:
        return _moved(event)
    if event.kind == Kind.REVISED:
        return _("Round %(number)s opened with all answers carried over") % {
            "number": event.data.get("round", "")
        }
    if event.kind == Kind.NUMBER:
        return _number(event)
    if event.kind == Kind.CARRIER_STATUS:
        return _("The carrier shows: %(status)s") % {"status": words(event.data.get("to", ""))}
    known = dict(Kind.choices)
    return str(known.get(event.kind, event.kind))


def _number(event: RegistrationEvent) -> str:
    if moved := event.data.get("to"):
        words_of = {
            OriginatorStatus.SUSPENDED: _("The number may not text any more"),
            OriginatorStatus.RELEASED: _("The number was given back"),
        }
        return words_of.get(moved, _("The number is live"))
    if event.data.get("is_new"):
        return _("A number was leased")
    if event.data.get("message"):
        return _("The number could not be set up yet")
    return _("The carrier shows the number as: %(status)s") % {
        "status": words(event.data.get("number_status", ""))
    }


def _moved(event: RegistrationEvent) -> str:
    if step := _step(event):
        return step
    by_carrier = event.actor_kind == ActorKind.CARRIER
    moved = {
        S.STAFF_REVIEW: _("Handed in to %(isv)s") % {"isv": white_label.current().name},
        S.SUBMITTED: _("Accepted by %(isv)s, to be filed") % {"isv": white_label.current().name},
        S.IN_REVIEW: _("With the carrier's reviewers"),
        S.NEEDS_CHANGES: _("Denied by the carrier")
        if by_carrier
        else _("Sent back by %(isv)s") % {"isv": white_label.current().name},
        S.APPROVED: _("Approved by the carrier"),
        S.REJECTED: _("Refused by the carrier for good"),
        S.REVOKED: _("Approval withdrawn by the carrier"),
        S.CLOSED: _("Closed"),
    }
    return moved.get(S(event.to_status), event.to_status)


def _step(event: RegistrationEvent) -> str:
    """Return the words of a move whose target state alone does not tell what happened."""
    isv = {"isv": white_label.current().name}
    words_of = {
        "taken_back": _("Taken back from %(isv)s") % isv,
        "refused": _("Refused by %(isv)s for good") % isv,
        "update_refused": _("The update was refused; the approval before it stays in force"),
        "amended": _("An update was opened; the approval stays in force"),
        "update_dropped": _("The update was dropped; the approval stays in force"),
        "reopened": _("Opened anew after the approval was withdrawn"),
        "closed_with_parent": _("Closed together with the brand that it rested on"),
    }
    return words_of.get(event.data.get("step", ""), "")


def _who(event: RegistrationEvent) -> str:
    known = {
        ActorKind.CARRIER: _("the carrier"),
        ActorKind.SYSTEM: white_label.current().name,
    }
    return str(known.get(ActorKind(event.actor_kind), event.actor_label))


def _note(event: RegistrationEvent) -> str:
    data = event.data
    reasons = [reason.get("text", "") for reason in data.get("reasons", [])]
    return data.get("reason") or data.get("message") or "; ".join(filter(None, reasons))


def words(carrier_status: str) -> str:
    """Return one of the carrier's statuses as a sentence; an unknown one as it came."""
    known = {
        "CREATED": _("opened"),
        "SUBMITTED": _("received"),
        "AWS_REVIEWING": _("being checked by Amazon"),
        "REVIEWING": _("being reviewed"),
        "REQUIRES_AUTHENTICATION": _("waiting for an answer to its e-mail"),
        "PROVISIONING": _("approved and being set up"),
        "COMPLETE": _("complete"),
        "REQUIRES_UPDATES": _("changes needed"),
        "ACTIVE": _("active"),
        "PENDING": _("being set up"),
        "CLOSED": _("closed"),
        "DELETED": _("deleted"),
    }
    return known.get(carrier_status, carrier_status)
