"""Verbs that move a registration: hand in, send back, accept, file, decide, close.

`_move` is the only code that assigns a registration's status. Each verb locks the row first.
"""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.rules import Finding
from registrations import drafting, preflight, tasks
from registrations.answers import SENSITIVE
from registrations.carrier.filing import Decision, VersionDecision
from registrations.denials import is_final
from registrations.models import (
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import (
    EDITABLE,
    FINAL,
    FROM_CARRIER,
    KNOWN_CARRIER_STATUSES,
    TRANSITIONS,
    RegistrationStatus,
)
from tenants.crypto import encrypt
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.scoping import current_tenant_id

logger = logging.getLogger(__name__)
Kind = RegistrationEvent.Kind
S = RegistrationStatus
# The carrier's version states in which a review is still open.
UNDECIDED = frozenset({"SUBMITTED", "AWS_REVIEWING", "REVIEWING", "REQUIRES_AUTHENTICATION"})


@transaction.atomic
def submit_for_review(registration_id: UUID, *, actor: Actor) -> Registration:
    """Hand a round in for the ISV's review: its answers are written down and checked once more.

    Raises DomainError `blocked`, with the findings, while anything must be fixed.
    """
    registration = _locked(registration_id)
    version = drafting.open_round(registration)
    drafting.prefill(version)
    blockers = preflight.blockers(preflight.check(registration))
    if blockers:
        raise DomainError(
            f"{len(blockers)} things must be fixed before this can be handed in.",
            code="blocked",
            fields={"findings": [_plain(finding) for finding in blockers]},
        )
    version.submitted_at = timezone.now()
    version.save(update_fields=["submitted_at"])
    registration.review_note = ""
    return _move(registration, S.STAFF_REVIEW, actor=actor, version=version)


@transaction.atomic
def request_changes(registration_id: UUID, *, actor: Actor, reason: str) -> Registration:
    """Return a registration to the tenant, with the reviewer's reason shown to them."""
    if not reason.strip():
        raise InvalidInput("Say what to change.", fields={"reason": "missing"})
    registration = _locked(registration_id)
    registration.review_note = reason.strip()
    data = {"reason": reason.strip()}
    _only_from(registration, S.STAFF_REVIEW)
    return _move(registration, S.NEEDS_CHANGES, actor=actor, data=data)


@transaction.atomic
def accept_for_carrier(registration_id: UUID, *, actor: Actor) -> Registration:
    """Accept a registration: freeze its answers as the evidence of what is sent, and file it."""
    registration = _locked(registration_id)
    _only_from(registration, S.STAFF_REVIEW)
    if registration.type == RegistrationType.TEN_DLC_CAMPAIGN:
        registration.parent = preflight.approved_brand(registration)
        if registration.parent is None:
            raise DomainError("The brand is not approved yet.", code="brand_not_approved")
    _demand_settled_registrant(registration)
    version = registration.current
    version.answers_sent = _snapshot(version)
    version.save(update_fields=["answers_sent"])
    registration.filing_error, registration.filing_attempts = "", 0
    registration.filing_lease_until = None
    moved = _move(registration, S.SUBMITTED, actor=actor, version=version)
    tasks.nudge(tasks.file_registration, current_tenant_id(), registration.pk)
    return moved


@transaction.atomic
def close(registration_id: UUID, *, actor: Actor) -> Registration:
    """Give a registration up before it is filed, or after it was sent back."""
    registration = _locked(registration_id)
    if registration.status not in EDITABLE | {S.STAFF_REVIEW}:
        raise TransitionNotAllowed(
            "Only a registration that is not with the carrier can be closed."
        )
    return _move(registration, S.CLOSED, actor=actor)


@transaction.atomic
def record_filed(registration_id: UUID, *, actor: Actor) -> Registration:
    """Note that the carrier has the whole filing; noting it twice changes nothing."""
    registration = _locked(registration_id)
    if registration.status != S.SUBMITTED:
        return registration
    registration.filing_error, registration.filing_lease_until = "", None
    registration.carrier_checked_at = None
    RegistrationEvent.record(
        Kind.FILED, actor=actor, registration=registration, version=registration.current
    )
    return _move(registration, S.IN_REVIEW, actor=actor)


@transaction.atomic
def record_refusal(
    registration_id: UUID, *, message: str, fields: dict[str, str], actor: Actor
) -> Registration:
    """Note that the carrier does not take the answers as they are; the tenant must correct them."""
    registration = _locked(registration_id)
    if registration.status != S.SUBMITTED:
        return registration
    version = registration.current
    version.denied_reasons = [{"code": "NOT_ACCEPTED", "text": message}]
    version.decided_at = timezone.now()
    version.save(update_fields=["denied_reasons", "decided_at"])
    for path, reason in fields.items():
        _mark(version, path, reason, "")
    registration.filing_error, registration.filing_lease_until = "", None
    data = {"message": message, "fields": fields}
    return _move(registration, S.NEEDS_CHANGES, actor=actor, version=version, data=data)


@transaction.atomic
def record_carrier_status(registration_id: UUID, *, seen: Decision, now: datetime) -> Registration:
    """Take over what the carrier shows; seeing the same twice changes nothing.

    A status that we do not know is kept, shown and logged, and leaves our state alone.
    """
    registration = _locked(registration_id)
    registration.carrier_checked_at = now
    if registration.status not in {S.IN_REVIEW, S.APPROVED}:
        return _saved(registration)
    version = registration.current
    if _is_news(registration, version, seen):
        _note_carrier_status(registration, version, seen)
    target = _meaning(registration, seen)
    if target is None or target == registration.status:
        return _saved(registration)
    if seen.version is not None:
        _note_decision(version, seen.version, now)
        for mark in seen.fields:
            _mark(version, mark.path, mark.denied_reason, mark.feedback)
    if target == S.APPROVED and registration.facts.number_type:
        tasks.nudge(tasks.provision, current_tenant_id(), registration.pk)
    data = {"carrier_status": seen.registration_status, "reasons": version.denied_reasons}
    return _move(registration, target, actor=Actor.carrier(), version=version, data=data)


def _meaning(registration: Registration, seen: Decision) -> RegistrationStatus | None:
    """Say which of our states the carrier's two mean, or None to leave ours alone.

    A resubmitted registration may show REQUIRES_UPDATES of the round before for a while, so a
    denial counts only when the version that was filed shows it.
    """
    version, target = seen.version, FROM_CARRIER.get(seen.registration_status)
    if version is not None and version.status == "DENIED":
        final = is_final(reason.code for reason in version.reasons)
        target = S.REJECTED if final else S.NEEDS_CHANGES
    elif version is not None and version.status == "REVOKED":
        target = S.REVOKED if registration.status == S.APPROVED else S.NEEDS_CHANGES
    elif target == S.NEEDS_CHANGES and (version is None or version.status in UNDECIDED):
        target = None
    # What does not lead on from our state is shown and left alone: a raise would end the sweep.
    return target if target in TRANSITIONS[S(registration.status)] else None


def _is_news(registration: Registration, version: RegistrationVersion, seen: Decision) -> bool:
    shown = seen.version.status if seen.version else version.carrier_status
    return (registration.carrier_status, version.carrier_status) != (
        seen.registration_status,
        shown,
    )


def _note_carrier_status(
    registration: Registration, version: RegistrationVersion, seen: Decision
) -> None:
    """Keep both of the carrier's statuses as they came, and write them into the history."""
    if seen.registration_status not in KNOWN_CARRIER_STATUSES:
        logger.warning(
            "registration %s: unknown carrier status %s", registration.pk, seen.registration_status
        )
    data = {"from": registration.carrier_status, "to": seen.registration_status}
    registration.carrier_status = seen.registration_status
    if seen.version is not None:
        data["version"] = version.carrier_status = seen.version.status
        version.save(update_fields=["carrier_status"])
    RegistrationEvent.record(
        Kind.CARRIER_STATUS,
        actor=Actor.carrier(),
        registration=registration,
        version=version,
        data=data,
    )


def _note_decision(version: RegistrationVersion, seen: VersionDecision, now: datetime) -> None:
    version.denied_reasons = [asdict(reason) for reason in seen.reasons]
    version.feedback, version.decided_at = seen.feedback, now
    version.save(update_fields=["denied_reasons", "feedback", "decided_at"])


def _mark(version: RegistrationVersion, path: str, reason: str, feedback: str) -> None:
    """Keep the reviewers' remark at its field; a field that we left empty gets an empty answer."""
    if not reason and not feedback:
        return
    row = version.values.filter(path=path).first() or FieldValue(
        version=version, path=path, source="typed"
    )
    row.denied_reason, row.feedback = reason, feedback
    row.save()


def _demand_settled_registrant(registration: Registration) -> None:
    """Refuse while it is open whose data is filed: an exception may have been taken back since."""
    found = preflight.about_registrant(registration)
    if found:
        raise DomainError(
            found[0].message,
            code="blocked",
            fields={"findings": [_plain(finding) for finding in found]},
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


def _plain(finding: Finding) -> dict[str, str]:
    names = ("rule", "severity", "message", "fix", "field")
    return {name: str(getattr(finding, name)) for name in names}


def _locked(registration_id: UUID) -> Registration:
    found: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    return found


def _only_from(registration: Registration, status: RegistrationStatus) -> None:
    """Refuse a step of the review on a registration that is not in review."""
    if registration.status != status:
        raise TransitionNotAllowed(
            f"This registration is “{registration.get_status_display()}” by now."
        )


def _saved(registration: Registration) -> Registration:
    registration.save()
    return registration


def _move(
    registration: Registration,
    to: RegistrationStatus,
    *,
    actor: Actor,
    version: RegistrationVersion | None = None,
    data: dict[str, Any] | None = None,
) -> Registration:
    """Take one step of the table, save the row, and write the event; the row is locked already."""
    if to not in TRANSITIONS[S(registration.status)]:
        raise TransitionNotAllowed(
            f"A registration that is “{registration.get_status_display()}” "
            f"cannot become “{to.label}”."
        )
    before = registration.status
    registration.status, registration.changed_at = to, timezone.now()
    if to == S.APPROVED and before == S.IN_REVIEW:
        registration.approved_round = (version or registration.current).number
    elif to in FINAL:
        registration.approved_round = None
    registration.save()
    RegistrationEvent.record(
        Kind.MOVED,
        actor=actor,
        registration=registration,
        version=version or registration.current,
        from_status=before,
        to_status=to,
        data=data or {},
    )
    return registration
