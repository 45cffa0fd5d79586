"""Verbs after a decision: update what is approved, drop the update, begin anew, and close."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from registrations import drafting
from registrations.lifecycle.moving import S, _move, locked, only_from
from registrations.models import Registration, RegistrationVersion
from registrations.states import EDITABLE, FINAL
from tenants.errors import DomainError, TransitionNotAllowed
from tenants.events import Actor

CLOSABLE = EDITABLE | {S.STAFF_REVIEW, S.APPROVED, S.REVOKED, S.REJECTED}


@transaction.atomic
def amend(registration_id: UUID, *, actor: Actor) -> RegistrationVersion:
    """Open an update of an approved registration, with every answer of the approved round.

    The approval stays in force, and the numbers go on sending, until the update is approved.
    """
    registration = locked(registration_id)
    only_from(registration, S.APPROVED)
    after = registration.approved or registration.current
    version = drafting.next_round(registration, after=after, actor=actor)
    registration.review_note = ""
    _move(registration, S.DRAFT, actor=actor, version=version, data={"step": "amended"})
    return version


@transaction.atomic
def drop_update(registration_id: UUID, *, actor: Actor) -> Registration:
    """Give an update up before it is filed: what was approved stays as it was."""
    registration = locked(registration_id)
    only_from(registration, *EDITABLE)
    if not registration.is_in_force:
        raise DomainError("There is no approval to go back to.", code="not_in_force")
    version = registration.current
    if version.is_open:
        version.discarded_at = timezone.now()
        version.save(update_fields=["discarded_at"])
    registration.review_note = ""
    data = {"step": "update_dropped"}
    return _move(registration, S.APPROVED, actor=actor, version=version, data=data)


@transaction.atomic
def reopen(registration_id: UUID, *, actor: Actor) -> RegistrationVersion:
    """Begin anew after an approval was taken back, with every answer carried over.

    Some registries give it again to the same registration once the matter is settled.
    """
    registration = locked(registration_id)
    only_from(registration, S.REVOKED)
    last = registration.current
    is_open = last.is_open and last.discarded_at is None
    version = last if is_open else drafting.next_round(registration, after=last, actor=actor)
    try:
        with transaction.atomic():
            _move(registration, S.DRAFT, actor=actor, version=version, data={"step": "reopened"})
    except IntegrityError:
        raise DomainError(
            "Another registration of this kind was opened meanwhile. Continue with that one.",
            code="registration_exists",
        ) from None
    return version


@transaction.atomic
def close(registration_id: UUID, *, actor: Actor) -> Registration:
    """Close a registration for good, with the campaigns that rest on it; its numbers stop at once.

    A sweep then releases the numbers and removes the registration at the carrier. What the carrier
    is reviewing cannot be closed: it must be decided or taken back first.
    """
    registration = locked(registration_id)
    if registration.status not in CLOSABLE:
        raise TransitionNotAllowed(
            "Only a registration that is not with the carrier can be closed."
        )
    for child in registration.children.exclude(status__in=FINAL).select_for_update():
        _close_child(child, actor)
    return _move(registration, S.CLOSED, actor=actor)


def _close_child(child: Registration, actor: Actor) -> None:
    if child.status not in CLOSABLE:
        raise DomainError(
            "A registration that rests on this one is with the carrier. Wait for its decision.",
            code="child_with_carrier",
        )
    _move(child, S.CLOSED, actor=actor, data={"step": "closed_with_parent"})
