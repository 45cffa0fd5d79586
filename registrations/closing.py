"""Ending what runs: what would follow from it, and taking a round back from the carrier."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.models import Program
from registrations import lifecycle, tasks
from registrations.carrier import CarrierRejected, filing
from registrations.lifecycle.moving import locked, only_from
from registrations.models import (
    Originator,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from registrations.states import FINAL, OriginatorStatus, RegistrationStatus
from registrations.types import Kind
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.scoping import current_tenant_id, tenant_scope

DISCARDABLE = "SUBMITTED"
LIVE = (OriginatorStatus.PENDING, OriginatorStatus.ACTIVE, OriginatorStatus.SUSPENDED)


@dataclass(frozen=True)
class Ending:
    """What would follow if a registration ended now."""

    numbers: tuple[Originator, ...]  # stop sending, and are given back if it is closed
    programs: tuple[Program, ...]  # have no other number to text from
    children: tuple[Registration, ...]  # rest on it and end with it
    blocked_by: tuple[Registration, ...]  # rest on it and are with the carrier: it must wait
    has_queued_texts: bool  # texts that wait for these numbers will be refused
    is_at_carrier: bool  # there is something to remove there
    must_be_vetted_anew: bool
    carrier_answers: bool  # some of the numbers answer STOP by the carrier until they are gone


def consequences_of_end(registration: Registration) -> Ending:
    """Return what ends with a registration: for the page before the button."""
    children = list(registration.children.exclude(status__in=FINAL))
    ending = [registration, *children]
    numbers = Originator.objects.filter(registration__in=ending, status__in=LIVE)
    held = tuple(numbers.select_related("program"))
    with_carrier = {RegistrationStatus.SUBMITTED, RegistrationStatus.IN_REVIEW}
    return Ending(
        numbers=held,
        programs=_left_without(held),
        children=tuple(children),
        blocked_by=tuple(each for each in children if each.status in with_carrier),
        has_queued_texts=any(each.status == OriginatorStatus.ACTIVE for each in held),
        is_at_carrier=any(each.carrier_id for each in ending),
        must_be_vetted_anew=registration.facts.kind == Kind.BRAND,
        carrier_answers=any(not each.is_self_managed for each in held if each.number),
    )


def _left_without(ending: tuple[Originator, ...]) -> tuple[Program, ...]:
    """Return the programs that text from none but these numbers."""
    others = Originator.objects.filter(status=OriginatorStatus.ACTIVE).exclude(
        pk__in=[each.pk for each in ending]
    )
    kept = set(others.values_list("program_id", flat=True))
    lost = {each.program_id: each.program for each in ending}
    return tuple(program for pk, program in lost.items() if pk not in kept)


def may_discard(registration: Registration) -> bool:
    """May the round be taken back from the carrier? Only before a reviewer has opened it."""
    in_review = registration.status == RegistrationStatus.IN_REVIEW
    return in_review and registration.carrier_status == DISCARDABLE


@transaction.atomic
def discard(registration_id: UUID, *, actor: Actor) -> Registration:
    """Ask for a round to be taken back from the carrier, to correct it without waiting.

    The carrier allows it only until its review begins. A worker asks it and reads what came of it.
    """
    registration = locked(registration_id)
    only_from(registration, RegistrationStatus.IN_REVIEW)
    if not may_discard(registration):
        raise DomainError(
            "The carrier's review has begun. It cannot be taken back any more.", code="too_late"
        )
    RegistrationEvent.record(
        RegistrationEvent.Kind.DISCARDED,
        actor=actor,
        registration=registration,
        version=registration.current,
        data={"step": "asked"},
    )
    tasks.nudge(tasks.discard_round, current_tenant_id(), registration.pk)
    return registration


def ask_carrier(tenant_id: str, registration_id: str, *, now: datetime) -> None:
    """Discard the round at the carrier where it may still be, and take over what it shows then.

    The state after a discard is not published, so it is read and never assumed. Asking twice
    changes nothing: what is discarded already is only read, and a wish that comes late is not
    taken for one about a later round. Raises CarrierError where it must be asked again.
    """
    wanted = UUID(registration_id)
    with tenant_scope(tenant_id):
        registration: Registration = Registration.objects.get(pk=wanted)
        version = registration.current
        is_asked = _is_asked(version)
    in_review = registration.status == RegistrationStatus.IN_REVIEW
    if not (in_review and is_asked) or version.carrier_version is None:
        return
    refusal = ""
    try:
        shown = filing.version_decision(registration.carrier_id, version.carrier_version).status
        if shown == DISCARDABLE:
            filing.discard(registration.carrier_id)
    except CarrierRejected as error:
        refusal = str(error)
    state = filing.registration_status([registration.carrier_id])[0]
    seen = filing.decision(
        registration.carrier_id, version.carrier_version, registration_status=state.status
    )
    with tenant_scope(tenant_id):
        if refusal:
            _note_refusal(registration, refusal)
        lifecycle.record_carrier_status(wanted, seen=seen, now=now)


def _is_asked(version: RegistrationVersion) -> bool:
    """Did somebody ask for this very round to be taken back?"""
    asked = RegistrationEvent.objects.filter(
        kind=RegistrationEvent.Kind.DISCARDED, version=version, data__step="asked"
    )
    return bool(asked.exists())


def _note_refusal(registration: Registration, message: str) -> None:
    RegistrationEvent.record(
        RegistrationEvent.Kind.DISCARDED,
        actor=Actor.carrier(),
        registration=registration,
        version=registration.current,
        data={"step": "refused", "message": message},
    )
