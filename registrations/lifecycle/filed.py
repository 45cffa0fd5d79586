"""What became of handing a filing over: the carrier has it, refuses it, or never got it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registrations import progress
from registrations.lifecycle.moving import S, _move, locked, mark, only_from
from registrations.models import Registration, RegistrationEvent
from tenants.errors import DomainError, InvalidInput
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
    for path, reason in fields.items():
        mark(registration.current, path, denied_reason=reason, feedback="")
    data = {"message": message, "fields": fields}
    return _sent_back(registration, "NOT_ACCEPTED", message, actor=actor, data=data)


@transaction.atomic
def recall(registration_id: UUID, *, actor: Actor, reason: str) -> Registration:
    """Take an accepted filing back before the carrier has it; the tenant corrects it.

    For what no try can bring further, such as a refusal that is not about the answers. Refused
    while a worker is at it, since that one may be handing it in at this moment.
    """
    if not reason.strip():
        raise InvalidInput("Say why it is taken back.", fields={"reason": "missing"})
    registration = locked(registration_id)
    only_from(registration, S.SUBMITTED)
    if progress.is_held(registration, now=timezone.now()):
        raise DomainError(
            "A worker is filing it at this moment. Try again in some minutes.", code="being_filed"
        )
    registration.review_note = reason.strip()
    data = {"reason": reason.strip()}
    return _sent_back(registration, "NOT_FILED", reason.strip(), actor=actor, data=data)


def _sent_back(
    registration: Registration, code: str, text: str, *, actor: Actor, data: dict[str, Any]
) -> Registration:
    """Let the round end as a denied one does: frozen, and followed by the next."""
    version = registration.current
    version.denied_reasons = [{"code": code, "text": text}]
    version.decided_at = timezone.now()
    version.save(update_fields=["denied_reasons", "decided_at"])
    registration.filing_error = registration.filing_wait = ""
    registration.filing_lease_until = None
    return _move(registration, S.NEEDS_CHANGES, actor=actor, version=version, data=data)
