"""Takes what was closed away from the carrier: first its numbers, then the registration itself.

There is no call that unties a number; giving it back does. A brand goes after the campaigns that
rest on it. Each step looks at what is left, so that it may be repeated after a crash anywhere.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registrations import originators
from registrations.carrier import CarrierError, filing, numbers
from registrations.carrier.pacing import NotNow
from registrations.models import Originator, Registration, RegistrationEvent
from registrations.progress import wait_after
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.events import Actor
from tenants.scoping import current_tenant_id, tenant_scope


@dataclass(frozen=True)
class Held:
    """One number or sender ID that the carrier still has for us."""

    originator_id: UUID
    carrier_id: str
    sender_id: str
    country: str
    opt_out_list: str


@dataclass(frozen=True)
class Removal:
    """What is left of a closed registration, read in one scope and used outside any."""

    tenant_id: UUID
    registration_id: UUID
    carrier_id: str
    held: tuple[Held, ...]


def remove(tenant_id: str, registration_id: str, *, now: datetime) -> None:
    """Take one closed registration away as far as it goes; what is refused is shown and retried."""
    wanted = UUID(registration_id)
    with tenant_scope(tenant_id):
        job = _plan(wanted, now)
    if job is None:
        return
    try:
        for held in job.held:
            _give_back(held, job.carrier_id)
            with tenant_scope(tenant_id):
                originators.record_gone(held.originator_id, now=now)
        if job.carrier_id:
            filing.delete_registration(job.carrier_id)
    except NotNow:
        return
    except CarrierError as error:
        with tenant_scope(tenant_id):
            _record_trouble(wanted, str(error), now)
        return
    with tenant_scope(tenant_id):
        _record_removed(wanted, now)


def _plan(registration_id: UUID, now: datetime) -> Removal | None:
    """Return what is left, or None where it is not its turn: others rest on it, or it waits."""
    registration: Registration = Registration.objects.get(pk=registration_id)
    waits = registration.filing_lease_until and registration.filing_lease_until > now
    done = registration.status != RegistrationStatus.CLOSED or registration.removed_at
    children = registration.children.filter(status=RegistrationStatus.CLOSED, removed_at=None)
    if waits or done or children.exclude(carrier_id="").exists():
        return None
    numbers_left = registration.originators.exclude(status=OriginatorStatus.RELEASED)
    return Removal(
        tenant_id=current_tenant_id(),
        registration_id=registration.pk,
        carrier_id=registration.carrier_id,
        held=tuple(_held(each) for each in numbers_left),
    )


def _held(originator: Originator) -> Held:
    return Held(
        originator_id=originator.pk,
        carrier_id=originator.carrier_id,
        sender_id=originator.sender_id,
        country=originator.country,
        opt_out_list=originator.opt_out_list,
    )


def _give_back(held: Held, registration: str) -> None:
    if held.sender_id:
        numbers.release_sender_id(held.sender_id, country=held.country)
    elif held.carrier_id:
        numbers.release_number(held.carrier_id)
    elif registration:
        _give_back_unrecorded(held, registration)


def _give_back_unrecorded(held: Held, registration: str) -> None:
    """Give back a number that was ordered by a worker that died before it could say which."""
    with numbers.gone_is_fine():
        found = numbers.number_given_to(registration)
        if found is not None and found.opt_out_list == held.opt_out_list:
            numbers.release_number(found.id)


@transaction.atomic
def _record_trouble(registration_id: UUID, message: str, now: datetime) -> None:
    """Show what the carrier refuses, and wait longer each time before the next try."""
    registration: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.filing_error != message:
        _note(registration, {"message": message})
    registration.filing_error = message
    registration.filing_attempts = min(registration.filing_attempts + 1, 1000)
    registration.filing_lease_until = now + wait_after(registration.filing_attempts)
    registration.save(update_fields=["filing_error", "filing_attempts", "filing_lease_until"])


@transaction.atomic
def _record_removed(registration_id: UUID, now: datetime) -> None:
    registration: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.removed_at is not None:
        return
    registration.removed_at, registration.filing_error = now, ""
    registration.filing_lease_until = None
    if registration.carrier_id:
        registration.carrier_status = "DELETED"
        _note(registration, {})
    registration.save()


def _note(registration: Registration, data: dict[str, str]) -> None:
    RegistrationEvent.record(
        RegistrationEvent.Kind.REMOVED,
        actor=Actor.system("removing"),
        registration=registration,
        data=data,
    )
