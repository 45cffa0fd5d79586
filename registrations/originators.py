"""Verbs of numbers: plan one for a registration, record what the carrier gave, make it live."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from registrations import usecases
from registrations.carrier import CarrierError
from registrations.carrier.numbers import ACTIVE, Number
from registrations.models import (
    Originator,
    Registration,
    RegistrationEvent,
    RegistrationType,
)
from registrations.states import ORIGINATOR_TRANSITIONS, OriginatorStatus
from tenants.errors import TransitionNotAllowed
from tenants.events import Actor
from tenants.scoping import current_tenant_id

TRANSACTIONAL, PROMOTIONAL = "TRANSACTIONAL", "PROMOTIONAL"
CARRIER = Actor.carrier()


class NumberTaken(CarrierError):
    """The carrier gave us a number that another registration of ours still holds.

    It happens where the carrier's account was reset. Support has to look, so it is shown.
    """

    def __init__(self) -> None:
        super().__init__(
            "The carrier gave us a number that another registration still holds. Ask support."
        )


@dataclass(frozen=True)
class NumberJob:
    """All that setting a number up needs, read in one scope and used outside any."""

    tenant_id: UUID
    originator_id: UUID
    registration_id: UUID
    number_type: str
    message_type: str
    opt_out_list: str
    campaign: str  # the carrier's id of the campaign that the number joins; empty for toll-free
    carrier_id: str
    self_managed: bool


def opt_out_list_of(tenant_id: UUID) -> str:
    """Return the name of a tenant's own list: on a shared one a STOP to one would block all."""
    return f"tenant-{tenant_id.hex}"


@transaction.atomic
def plan(registration_id: UUID) -> NumberJob:
    """Return the work on a registration's number, with a row that its order can be traced by."""
    registration: Registration = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("program")
        .get(pk=registration_id)
    )
    originator = _open_one(registration)
    published = registration.program.published if registration.program else None
    promotional = published is not None and usecases.is_promotional(published.frozen_content)
    is_campaign = registration.type == RegistrationType.TEN_DLC_CAMPAIGN
    return NumberJob(
        tenant_id=current_tenant_id(),
        originator_id=originator.pk,
        registration_id=registration.pk,
        number_type=originator.number_type,
        message_type=PROMOTIONAL if promotional else TRANSACTIONAL,
        opt_out_list=originator.opt_out_list,
        campaign=registration.carrier_id if is_campaign else "",
        carrier_id=originator.carrier_id,
        # Toll-free: the carriers answer STOP themselves, and nothing can change that.
        self_managed=is_campaign,
    )


def _open_one(registration: Registration) -> Originator:
    open_ones = Originator.objects.exclude(status=OriginatorStatus.RELEASED)
    found: Originator | None = open_ones.filter(registration=registration).first()
    if found is not None:
        return found
    made: Originator = Originator.objects.create(
        registration=registration,
        program=registration.program,
        number_type=registration.facts.number_type,
        opt_out_list=opt_out_list_of(current_tenant_id()),
    )
    return made


@transaction.atomic
def record_number(originator_id: UUID, *, number: Number, now: datetime) -> Originator:
    """Take over what the carrier shows of a number; it goes live once both sides are ready.

    Ready means: the registration is approved, the number is active, and, where we answer STOP
    ourselves, the carrier has left that to us. Raises NumberTaken.
    """
    originator = _locked(originator_id)
    is_new = originator.carrier_id == ""
    changed = originator.carrier_status != number.status
    originator.carrier_id, originator.number = number.id, number.number
    originator.carrier_status, originator.carrier_checked_at = number.status, now
    originator.is_self_managed = number.is_self_managed
    try:
        with transaction.atomic():
            originator.save()
    except IntegrityError as error:
        raise NumberTaken from error
    if is_new or changed:
        _note(originator, {"number_status": number.status, "is_new": is_new})
    may_start = originator.status in (OriginatorStatus.PENDING, OriginatorStatus.SUSPENDED)
    if may_start and _is_ready(originator, number):
        return _move(originator, OriginatorStatus.ACTIVE)
    return originator


def _is_ready(originator: Originator, number: Number) -> bool:
    registration = originator.registration
    answered = registration.type != RegistrationType.TEN_DLC_CAMPAIGN or number.is_self_managed
    approved = registration.is_in_force
    return approved and number.status == ACTIVE and number.is_two_way and answered


def suspend(registration: Registration, *, actor: Actor) -> None:
    """Stop the numbers of a registration whose approval ended, in the transaction that ended it."""
    running = Originator.objects.filter(registration=registration).select_for_update()
    for originator in running.filter(
        status__in=(OriginatorStatus.PENDING, OriginatorStatus.ACTIVE)
    ):
        _move(originator, OriginatorStatus.SUSPENDED, actor=actor)


@transaction.atomic
def record_trouble(originator_id: UUID, *, message: str, now: datetime) -> None:
    """Show why a number is not set up yet; the sweep tries again."""
    originator = _locked(originator_id)
    originator.carrier_checked_at = now
    originator.save(update_fields=["carrier_checked_at"])
    registration = originator.registration
    if registration.filing_error != message:
        registration.filing_error = message
        registration.save(update_fields=["filing_error"])
        _note(originator, {"message": message})


def _locked(originator_id: UUID) -> Originator:
    found: Originator = (
        Originator.objects.select_for_update(of=("self",))
        .select_related("registration")
        .get(pk=originator_id)
    )
    return found


def _note(originator: Originator, data: dict[str, object], actor: Actor = CARRIER) -> None:
    RegistrationEvent.record(
        RegistrationEvent.Kind.NUMBER,
        actor=actor,
        registration=originator.registration,
        data={"originator": str(originator.pk), **data},
    )


def _move(originator: Originator, to: OriginatorStatus, *, actor: Actor = CARRIER) -> Originator:
    """Take one step of the table, save the row, and write the event; the row is locked already."""
    if to not in ORIGINATOR_TRANSITIONS[OriginatorStatus(originator.status)]:
        raise TransitionNotAllowed(
            f"A number that is “{originator.get_status_display()}” cannot become “{to.label}”."
        )
    before = originator.status
    originator.status, originator.changed_at = to, timezone.now()
    originator.save()
    if to == OriginatorStatus.ACTIVE and originator.registration.filing_error:
        registration = originator.registration
        registration.filing_error = ""
        registration.save(update_fields=["filing_error"])
    _note(originator, {"from": before, "to": str(to)}, actor)
    return originator
