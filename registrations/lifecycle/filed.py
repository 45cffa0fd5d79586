"""What became of handing a filing over: the carrier has it, or does not take its answers."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registrations.lifecycle.moving import S, _move, locked, mark
from registrations.models import Registration, RegistrationEvent
from tenants.events import Actor


@transaction.atomic
def record_filed(registration_id: UUID, *, actor: Actor) -> Registration:
    """Note that the carrier has the whole filing; noting it twice changes nothing."""
    registration = locked(registration_id)
    if registration.status != S.SUBMITTED:
        return registration
    registration.filing_error, registration.filing_lease_until = "", None
    registration.carrier_checked_at = None
    RegistrationEvent.record(
        RegistrationEvent.Kind.FILED,
        actor=actor,
        registration=registration,
        version=registration.current,
    )
    return _move(registration, S.IN_REVIEW, actor=actor)


@transaction.atomic
def record_refusal(
    registration_id: UUID, *, message: str, fields: dict[str, str], actor: Actor
) -> Registration:
    """Note that the carrier does not take the answers as they are; the tenant must correct them."""
    registration = locked(registration_id)
    if registration.status != S.SUBMITTED:
        return registration
    version = registration.current
    version.denied_reasons = [{"code": "NOT_ACCEPTED", "text": message}]
    version.decided_at = timezone.now()
    version.save(update_fields=["denied_reasons", "decided_at"])
    for path, reason in fields.items():
        mark(version, path, denied_reason=reason, feedback="")
    registration.filing_error, registration.filing_lease_until = "", None
    data = {"message": message, "fields": fields}
    return _move(registration, S.NEEDS_CHANGES, actor=actor, version=version, data=data)
