"""The one step of the state machine, with all that must follow from it in the same transaction."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from consent.rules import Finding
from registrations import following, originators
from registrations.models import (
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from registrations.states import FINAL, TRANSITIONS, RegistrationStatus
from tenants.errors import TransitionNotAllowed
from tenants.events import Actor

S = RegistrationStatus


def locked(registration_id: UUID) -> Registration:
    """Return a registration, locked until the transaction ends."""
    found: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    return found


def only_from(registration: Registration, *allowed: RegistrationStatus) -> None:
    """Refuse a step on a registration that is in none of these states any more."""
    if registration.status not in allowed:
        raise TransitionNotAllowed(
            f"This registration is “{registration.get_status_display()}” by now."
        )


def as_plain(finding: Finding) -> dict[str, str]:
    """Return a finding as an error's fields carry it."""
    names = ("rule", "severity", "message", "fix", "field")
    return {name: str(getattr(finding, name)) for name in names}


def mark(version: RegistrationVersion, path: str, **remarks: str) -> None:
    """Keep remarks at their field; a field that we left empty gets an empty answer."""
    if not any(remarks.values()):
        return
    row = version.values.filter(path=path).first() or FieldValue(
        version=version, path=path, source="typed"
    )
    for name, text in remarks.items():
        setattr(row, name, text)
    row.save()


def forget_first_acceptance(registration: Registration) -> None:
    """What is handed in anew must be accepted by two persons anew."""
    registration.first_accepted_by, registration.first_accepted_at = None, None


def _move(
    registration: Registration,
    to: RegistrationStatus,
    *,
    actor: Actor,
    version: RegistrationVersion | None = None,
    data: dict[str, Any] | None = None,
) -> Registration:
    """Take one step of the table, save the row, and write the event; the row is locked already.

    What ends a registration takes its approval, and its numbers stop at once.
    """
    if to not in TRANSITIONS[S(registration.status)]:
        raise TransitionNotAllowed(
            f"A registration that is “{registration.get_status_display()}” "
            f"cannot become “{to.label}”."
        )
    before = registration.status
    registration.status, registration.changed_at = to, timezone.now()
    if to in FINAL:
        registration.approved_round = None
    if S.STAFF_REVIEW in (to, before) and to != S.SUBMITTED:
        forget_first_acceptance(registration)
    registration.save()
    version = version or registration.current
    RegistrationEvent.record(
        RegistrationEvent.Kind.MOVED,
        actor=actor,
        registration=registration,
        version=version,
        from_status=before,
        to_status=to,
        data=data or {},
    )
    if to in FINAL:
        originators.suspend(registration, actor=actor)
    following.moved(registration, before=before, version=version, actor=actor)
    return registration
