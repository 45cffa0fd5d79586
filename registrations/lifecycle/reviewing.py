"""The staff's verbs: send a filing back, refuse it for good, or accept it for the carrier."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registrations import following, forecasting, preflight, tasks
from registrations.answers import SENSITIVE
from registrations.lifecycle.moving import S, _move, as_plain, locked, mark, only_from
from registrations.models import (
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from tenants.crypto import encrypt
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import IsvSettings, TenantStatus
from tenants.scoping import current_tenant_id


@transaction.atomic
def request_changes(
    registration_id: UUID, *, actor: Actor, reason: str, remarks: Mapping[str, str] | None = None
) -> Registration:
    """Return a registration to the tenant, with the reason and the remarks by field shown to them.

    Remarks of an earlier reading go: what is still wrong is said anew.
    """
    if not reason.strip():
        raise InvalidInput("Say what to change.", fields={"reason": "missing"})
    registration = locked(registration_id)
    only_from(registration, S.STAFF_REVIEW)
    version = registration.current
    version.values.exclude(staff_remark="").update(staff_remark="")
    said = {path: text.strip() for path, text in (remarks or {}).items() if text.strip()}
    for path, text in said.items():
        mark(version, path, staff_remark=text)
    registration.review_note = reason.strip()
    data = {"reason": reason.strip(), "fields": said}
    return _move(registration, S.NEEDS_CHANGES, actor=actor, version=version, data=data)


@transaction.atomic
def refuse(registration_id: UUID, *, actor: Actor, reason: str) -> Registration:
    """Refuse a filing for good, with the reason shown to the tenant.

    A refused update ends itself alone: the approval before it stays in force.
    """
    if not reason.strip():
        raise InvalidInput("Say why it is refused.", fields={"reason": "missing"})
    registration = locked(registration_id)
    only_from(registration, S.STAFF_REVIEW)
    registration.review_note = reason.strip()
    data = {"reason": reason.strip(), "step": "refused"}
    if not registration.is_in_force:
        return _move(registration, S.REJECTED, actor=actor, data=data)
    version = registration.current
    version.discarded_at = timezone.now()
    version.save(update_fields=["discarded_at"])
    data["step"] = "update_refused"
    return _move(registration, S.APPROVED, actor=actor, version=version, data=data)


@transaction.atomic
def accept_for_carrier(registration_id: UUID, *, actor: Actor) -> Registration:
    """Accept a registration: freeze its answers as the evidence of what is sent, and file it.

    Where the ISV wants two persons, the first acceptance is noted and the second one files.
    """
    registration = locked(registration_id)
    only_from(registration, S.STAFF_REVIEW)
    if registration.tenant.status != TenantStatus.ACTIVE:
        raise DomainError("The business is not active.", code="business_not_active")
    if registration.facts.needs_brand:
        registration.parent = preflight.approved_brand(registration)
        if registration.parent is None:
            raise DomainError("The brand is not approved yet.", code="brand_not_approved")
    _demand_settled_registrant(registration)
    if _is_first_of_two(registration, actor):
        return _seconded(registration, actor)
    version = registration.current
    forecasting.forecast(registration, moment=forecasting.Moment.ACCEPTED, actor=actor)
    version.values.exclude(staff_remark="").update(staff_remark="")
    version.answers_sent = _snapshot(version)
    version.save(update_fields=["answers_sent"])
    registration.filing_error, registration.filing_attempts = "", 0
    registration.filing_lease_until = None
    moved = _move(registration, S.SUBMITTED, actor=actor, version=version)
    tasks.nudge(tasks.file_registration, current_tenant_id(), registration.pk)
    return moved


def _is_first_of_two(registration: Registration, actor: Actor) -> bool:
    """Does a second person have to accept as well? One person cannot be both."""
    if not IsvSettings.objects.filter(two_person_review=True).exists():
        return False
    if not actor.id:
        raise DomainError("A person has to accept this.", code="person_needed")
    if registration.first_accepted_at is None:
        return True
    if str(registration.first_accepted_by_id) == actor.id:
        raise DomainError(
            "You accepted this already. Another person has to accept it as well.",
            code="second_person_needed",
        )
    return False


def _seconded(registration: Registration, actor: Actor) -> Registration:
    registration.first_accepted_by_id = actor.id
    registration.first_accepted_at = timezone.now()
    registration.save()
    RegistrationEvent.record(
        RegistrationEvent.Kind.SECONDED,
        actor=actor,
        registration=registration,
        version=registration.current,
    )
    following.first_accepted(registration)
    return registration


def _demand_settled_registrant(registration: Registration) -> None:
    """Refuse while it is open whose data is filed: an exception may have been taken back since."""
    found = preflight.about_registrant(registration)
    if found:
        raise DomainError(
            found[0].message,
            code="blocked",
            fields={"findings": [as_plain(finding) for finding in found]},
        )


def _snapshot(version: RegistrationVersion) -> dict[str, Any]:
    """Write down exactly what is sent; tax ids are encrypted here as they are everywhere."""
    rows = version.values.select_related("evidence")
    return {value.path: _sent(value) for value in rows if value.answer.is_given}


def _sent(value: FieldValue) -> dict[str, Any]:
    if value.evidence is not None:
        return {"file": str(value.evidence.pk), "sha256": value.evidence.public_sha256}
    if value.choices:
        return {"choices": value.choices}
    if value.path in SENSITIVE:
        return {"encrypted": encrypt(value.text)}
    return {"text": value.text}
