"""Verbs that record how far a filing has come, so that whoever goes on repeats nothing.

None of them moves the registration's status; `lifecycle` does.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from consent.models import Evidence
from registrations.models import (
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from registrations.states import FINAL, RegistrationStatus
from registrations.types import TypeFacts, facts_of_type
from tenants.events import Actor
from tenants.scoping import current_tenant_id

# Longer than the hard limit of a task, so that a worker never outlives its lease.
LEASE = timedelta(seconds=150)
# What a filing may wait for besides quotas: a turn at the carrier, and its brand's approval.
PACE, BRAND = "PACE", "BRAND"
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True)
class PutValue:
    """One answer to be put, and whether it was."""

    id: UUID
    path: str
    text: str = ""
    choices: list[str] = field(default_factory=list)
    evidence: Evidence | None = None
    attachment: str = ""
    is_put: bool = False


@dataclass(frozen=True)
class Job:
    """All that filing one round needs, read in one scope and used outside any."""

    tenant_id: UUID
    registration_id: UUID
    version_id: UUID
    type: str
    name: str
    round: int
    carrier_id: str
    carrier_version: int | None
    values: tuple[PutValue, ...]
    # The approved brand registration that a campaign or vetting is filed under.
    parent_id: UUID | None = None
    brand_carrier_id: str = ""
    is_brand_in_force: bool = False
    # It came to an end, so that waiting for it is in vain.
    is_brand_gone: bool = False

    @property
    def facts(self) -> TypeFacts:
        """What follows from the type alone."""
        return facts_of_type(self.type)


def is_held(registration: Registration, *, now: datetime) -> bool:
    """Is a worker at it? After a failure the same field holds the end of a wait, which is none."""
    until, since = registration.filing_lease_until, registration.filing_turn_at
    return bool(until and since and until > now and until == since + LEASE)


@transaction.atomic
def claim(registration_id: UUID, *, now: datetime) -> Job | None:
    """Take the lease on a filing and return the work; None where there is none to be had.

    A row that another worker is just taking is left to that one.
    """
    registration: Registration | None = (
        Registration.objects.may_be_filed(now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("parent", "program", "brand")
        .filter(pk=registration_id)
        .first()
    )
    if registration is None:
        return None
    registration.filing_lease_until, registration.filing_turn_at = now + LEASE, now
    registration.filing_attempts = min(registration.filing_attempts + 1, 1000)
    registration.save(update_fields=["filing_lease_until", "filing_turn_at", "filing_attempts"])
    return _job(registration, registration.current)


def _job(registration: Registration, version: RegistrationVersion) -> Job:
    return Job(
        tenant_id=current_tenant_id(),
        registration_id=registration.pk,
        version_id=version.pk,
        type=registration.type,
        name=str(registration),
        round=version.number,
        carrier_id=registration.carrier_id,
        carrier_version=version.carrier_version,
        values=tuple(
            _put_value(value)
            for value in version.values.select_related("evidence")
            if value.answer.is_given
        ),
        parent_id=registration.parent_id,
        brand_carrier_id=registration.parent.carrier_id if registration.parent else "",
        is_brand_in_force=bool(registration.parent and registration.parent.is_in_force),
        is_brand_gone=bool(registration.parent and registration.parent.status in FINAL),
    )


def _put_value(value: FieldValue) -> PutValue:
    return PutValue(
        id=value.pk,
        path=value.path,
        text=value.text,
        choices=list(value.choices),
        evidence=value.evidence,
        attachment=value.carrier_attachment_id,
        is_put=value.put_at is not None,
    )


def record_carrier_id(registration_id: UUID, *, carrier_id: str) -> None:
    """Keep the carrier's id of a registration."""
    Registration.objects.filter(pk=registration_id).update(carrier_id=carrier_id)


def record_carrier_version(version_id: UUID, *, number: int) -> None:
    """Keep which of the carrier's versions this round fills."""
    RegistrationVersion.objects.filter(pk=version_id).update(carrier_version=number)


def record_attachment(value_id: UUID, *, attachment: str) -> None:
    """Keep the carrier's id of an uploaded file."""
    FieldValue.objects.filter(pk=value_id).update(carrier_attachment_id=attachment)


def record_put(value_id: UUID, *, now: datetime) -> None:
    """Note that the carrier has an answer."""
    FieldValue.objects.filter(pk=value_id).update(put_at=now)


def record_looks(registration_ids: list[UUID], *, now: datetime) -> None:
    """Note that the carrier was asked, whatever came of it."""
    Registration.objects.filter(pk__in=registration_ids).update(carrier_checked_at=now)


@transaction.atomic
def give_back(registration_id: UUID, *, until: datetime | None = None, wait: str = "") -> None:
    """End a turn that was no failure: the filing may be taken up again, at once or from a time on.

    `wait` says what it waits for: PACE, BRAND, or a quota by its name. The history gets a row when
    a filing begins to wait for something that people can do something about.
    """
    registration: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.status != RegistrationStatus.SUBMITTED:
        return
    if wait not in ("", PACE, registration.filing_wait):
        RegistrationEvent.record(
            RegistrationEvent.Kind.FILING_FAILED,
            actor=Actor.system("filing"),
            registration=registration,
            data={"wait": wait},
        )
    if wait != PACE or registration.filing_wait in ("", PACE):
        registration.filing_wait = wait
    registration.filing_lease_until, registration.filing_attempts = until, 0
    if wait == "":
        registration.filing_error = ""
    registration.save(
        update_fields=["filing_lease_until", "filing_attempts", "filing_wait", "filing_error"]
    )


def forget_wait(registration_id: UUID) -> None:
    """Note that a filing waits for nothing any more."""
    Registration.objects.filter(pk=registration_id).update(filing_wait="")


@transaction.atomic
def record_trouble(registration_id: UUID, *, message: str, now: datetime) -> None:
    """Note that a filing could not go on, show why, and wait longer each time before the next try.

    The history gets a row when the trouble is a new one, not for every try.
    """
    registration: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.status != RegistrationStatus.SUBMITTED:
        return
    if registration.filing_error != message:
        RegistrationEvent.record(
            RegistrationEvent.Kind.FILING_FAILED,
            actor=Actor.carrier(),
            registration=registration,
            data={"message": message},
        )
    registration.filing_error = message
    registration.filing_lease_until = now + wait_after(registration.filing_attempts)
    registration.save(update_fields=["filing_error", "filing_lease_until"])


def wait_after(attempts: int) -> timedelta:
    """Return the wait after so many failed attempts: doubling, to a limit."""
    return min(FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 10), LONGEST_WAIT)
