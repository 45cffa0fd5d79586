"""What the carrier shows becomes a state of ours, once, whatever the order in which it comes.

The carrier keeps a status of the registration and one of each version. Both are kept as they came,
known or not. A version's status counts for the round that was filed as that version and for no
other, so that late news of an earlier round decides nothing.
"""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from registrations import following, originators, scoring, tasks
from registrations.carrier.filing import Decision, VersionDecision
from registrations.denials import is_final
from registrations.lifecycle.moving import S, _move, locked, mark
from registrations.models import Registration, RegistrationEvent, RegistrationVersion
from registrations.states import (
    FROM_CARRIER,
    KNOWN_CARRIER_STATUSES,
    KNOWN_VERSION_STATUSES,
    TRANSITIONS,
    UNDECIDED,
    RegistrationStatus,
)
from tenants.events import Actor
from tenants.scoping import current_tenant_id

logger = logging.getLogger(__name__)
CARRIER = Actor.carrier()


@transaction.atomic
def record_carrier_status(registration_id: UUID, *, seen: Decision, now: datetime) -> Registration:
    """Take over what the carrier shows; seeing the same twice changes nothing.

    A status that we do not know is kept, shown and logged, and leaves our state alone.
    """
    registration = locked(registration_id)
    registration.carrier_checked_at = now
    decisions = [seen.version, *seen.others] if seen.version else [*seen.others]
    _note_carrier_status(registration, seen, decisions)
    if any(_withdraws(registration, each) for each in decisions):
        _withdraw(registration, seen)
    target = _meaning(registration, seen)
    # What does not lead on from our state is shown and left alone: a raise would end the sweep.
    if target is None or target not in TRANSITIONS[S(registration.status)]:
        registration.save()
        return registration
    return _decide(registration, target, seen, now)


def _round_of(registration: Registration, seen: VersionDecision) -> RegistrationVersion | None:
    """Return the round that fills one of the carrier's versions, the newest where one was reused.

    None: a version that we did not make.
    """
    same_number = models.Q(carrier_version=None, number=seen.number)
    found = registration.versions.filter(models.Q(carrier_version=seen.number) | same_number)
    return found.order_by(models.F("carrier_version").desc(nulls_last=True), "-number").first()


def _meaning(registration: Registration, seen: Decision) -> RegistrationStatus | None:
    """Say which of our states the carrier's two mean, or None to leave ours alone."""
    target = FROM_CARRIER.get(seen.registration_status)
    if target == S.CLOSED:
        return target
    if registration.status != S.IN_REVIEW:
        return None
    version = seen.version
    if version is None:
        # Without the version's own word only what cannot be meant of an earlier round counts.
        return None if registration.is_in_force or target == S.NEEDS_CHANGES else target
    if _round_of(registration, version) != registration.current:
        return None
    return _verdict(registration, version, target)


def _verdict(
    registration: Registration, version: VersionDecision, target: RegistrationStatus | None
) -> RegistrationStatus | None:
    """Say what becomes of the round under review.

    An update that is refused for good leaves the approval before it in force. A resubmitted
    registration may go on showing what it showed of the round before, so an undecided version
    decides nothing.
    """
    if version.status == "DENIED" and is_final(reason.code for reason in version.reasons):
        return S.APPROVED if registration.is_in_force else S.REJECTED
    decided = {"DENIED": S.NEEDS_CHANGES, "DISCARDED": S.NEEDS_CHANGES, "REVOKED": S.REVOKED}
    if version.status in decided:
        return decided[version.status]
    is_vague = registration.is_in_force and version.status != "APPROVED"
    return None if version.status in UNDECIDED or (is_vague and target == S.APPROVED) else target


def _decide(
    registration: Registration, target: RegistrationStatus, seen: Decision, now: datetime
) -> Registration:
    """Keep the decision at its round and take the step."""
    version = registration.current
    data: dict[str, Any] = {"carrier_status": seen.registration_status}
    # An end from outside decides no round, neither one under review nor one that was approved.
    is_decided = target != S.CLOSED
    if is_decided and seen.version is not None and _round_of(registration, seen.version) == version:
        _note_decision(version, seen, now)
        data["reasons"] = version.denied_reasons
        scoring.score(version, now=now)
    if target == S.APPROVED and seen.version is not None and seen.version.status == "DENIED":
        data["step"] = "update_refused"
    elif target == S.APPROVED:
        registration.approved_round = version.number
        if registration.facts.number_type:
            tasks.nudge(tasks.provision, current_tenant_id(), registration.pk)
    return _move(registration, target, actor=CARRIER, version=version, data=data)


def _note_decision(version: RegistrationVersion, seen: Decision, now: datetime) -> None:
    decision = seen.version
    if decision is None:
        return
    version.denied_reasons = [asdict(reason) for reason in decision.reasons]
    version.feedback, version.decided_at = decision.feedback, now
    if decision.status == "DISCARDED":
        version.discarded_at = now
    version.save(update_fields=["denied_reasons", "feedback", "decided_at", "discarded_at"])
    for each in seen.fields:
        mark(version, each.path, denied_reason=each.denied_reason, feedback=each.feedback)


def _withdraws(registration: Registration, decision: VersionDecision) -> bool:
    """Does the carrier take the approval back that is in force?"""
    if decision.status != "REVOKED" or not registration.is_in_force:
        return False
    found = _round_of(registration, decision)
    return found is not None and found.number == registration.approved_round


def _withdraw(registration: Registration, seen: Decision) -> None:
    """End the approval: its numbers stop. An update that the carrier has goes on by itself."""
    data = {"carrier_status": seen.registration_status, "round": registration.approved_round}
    if S.REVOKED in TRANSITIONS[S(registration.status)] and registration.status != S.IN_REVIEW:
        _move(registration, S.REVOKED, actor=CARRIER, data=data)
        return
    registration.approved_round = None
    registration.save()
    RegistrationEvent.record(
        RegistrationEvent.Kind.CARRIER_STATUS,
        actor=CARRIER,
        registration=registration,
        version=registration.current,
        data={**data, "step": "approval_withdrawn"},
    )
    originators.suspend(registration, actor=CARRIER)


def _note_carrier_status(
    registration: Registration, seen: Decision, decisions: list[VersionDecision]
) -> None:
    """Keep all of the carrier's statuses as they came, and write what is new into the history."""
    if registration.carrier_status != seen.registration_status:
        _warn_of_unknown(registration, seen.registration_status, KNOWN_CARRIER_STATUSES)
    news = [change for each in decisions if (change := _version_news(registration, each))]
    if registration.carrier_status == seen.registration_status and not news:
        return
    data = {"from": registration.carrier_status, "to": seen.registration_status}
    registration.carrier_status = seen.registration_status
    version = news[0] if news else registration.current
    if news:
        data["version"] = version.carrier_status
    RegistrationEvent.record(
        RegistrationEvent.Kind.CARRIER_STATUS,
        actor=CARRIER,
        registration=registration,
        version=version,
        data=data,
    )
    following.carrier_said(registration)


def _version_news(
    registration: Registration, decision: VersionDecision
) -> RegistrationVersion | None:
    """Keep a version's status at its round; return the round where that is news."""
    version = _round_of(registration, decision)
    if version is None or version.carrier_status == decision.status:
        return None
    _warn_of_unknown(registration, decision.status, KNOWN_VERSION_STATUSES)
    version.carrier_status = decision.status
    version.save(update_fields=["carrier_status"])
    return version


def _warn_of_unknown(registration: Registration, status: str, known: frozenset[str]) -> None:
    if status not in known:
        logger.warning("registration %s: unknown carrier status %s", registration.pk, status)
