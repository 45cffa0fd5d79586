"""The history of a registration in plain words, for its tenant and for staff alike."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from registrations.models import ProvisionStep, Registration, RegistrationEvent
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
    say = _SAYERS.get(event.kind)
    if say is not None:
        return say(event)
    return str(dict(Kind.choices).get(event.kind, event.kind))


def _revised(event: RegistrationEvent) -> str:
    return _("Round %(number)s opened with all answers carried over") % {
        "number": event.data.get("round", "")
    }


def _carrier_status(event: RegistrationEvent) -> str:
    if event.data.get("step") == "approval_withdrawn":
        return _("The carrier took the approval back; the numbers may not text")
    shown = {"status": words(event.data.get("to", ""))}
    return _("The carrier shows: %(status)s") % shown


def _step(event: RegistrationEvent) -> str:
    """A line of a number's checklist that was done, or found changed and mended."""
    step = event.data.get("step", "")
    name = dict(ProvisionStep.Step.choices).get(step, step)
    if event.data.get("healed") or event.data.get("healed_at"):
        return _("Found changed at the carrier and set right: %(step)s") % {"step": name}
    return _("Set up at the carrier: %(step)s") % {"step": name}


def _acknowledged(event: RegistrationEvent) -> str:
    if event.data.get("rule") == "FILING-DENIED-UNCHANGED":
        return _("A line to the reviewer")
    return _("A warning was answered for")


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
    isv = {"isv": white_label.current().name}
    steps = {
        "refused": _("Refused by %(isv)s for good") % isv,
        "update_refused": _("The update was refused; what was approved stays in force"),
        "taken_back": _("Taken back before anybody decided"),
        "amended": _("An update was begun; what was approved stays in force"),
        "update_dropped": _("The update was given up; what was approved stays in force"),
        "reopened": _("Begun anew after the approval was taken back"),
        "closed_with_parent": _("Closed together with the registration that it rests on"),
    }
    if (step := event.data.get("step", "")) in steps:
        return steps[step]
    by_carrier = event.actor_kind == ActorKind.CARRIER
    moved = {
        S.DRAFT: _("Back to a draft"),
        S.STAFF_REVIEW: _("Handed in to %(isv)s") % isv,
        S.SUBMITTED: _("Accepted by %(isv)s, to be filed") % isv,
        S.IN_REVIEW: _("With the carrier's reviewers"),
        S.NEEDS_CHANGES: _denied(event) if by_carrier else _("Sent back by %(isv)s") % isv,
        S.APPROVED: _("Approved by the carrier"),
        S.REJECTED: _("Refused by the carrier for good"),
        S.REVOKED: _("Approval withdrawn by the carrier"),
        S.CLOSED: _("Closed"),
    }
    return str(moved.get(S(event.to_status), event.to_status))


def _denied(event: RegistrationEvent) -> str:
    if event.data.get("reasons"):
        return _("Denied by the carrier")
    return _("The carrier wants changes")


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


_SAYERS: dict[str, Callable[[RegistrationEvent], str]] = {
    Kind.MOVED: _moved,
    Kind.REVISED: _revised,
    Kind.NUMBER: _number,
    Kind.CARRIER_STATUS: _carrier_status,
    Kind.STEP: _step,
    Kind.ACKNOWLEDGED: _acknowledged,
}


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
        "REQUIRES_OFFLINE_REVIEW": _("being reviewed by hand, outside the form"),
        "APPROVED": _("approved"),
        "DENIED": _("denied"),
        "REVOKED": _("taken back"),
        "ARCHIVED": _("replaced by a later round"),
        "DISCARDED": _("discarded"),
        "ACTIVE": _("active"),
        "PENDING": _("being set up"),
        "CLOSED": _("closed"),
        "DELETED": _("deleted"),
    }
    return known.get(carrier_status, carrier_status)
