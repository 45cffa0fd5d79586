"""The tenant's verbs of a round: hand it in for the ISV's review, and take it back from there."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registrations import drafting, forecasting, live_checks
from registrations.forecasting import Foretold
from registrations.lifecycle.moving import S, _move, as_plain, locked, only_from
from registrations.models import Registration, RegistrationEvent
from tenants.errors import DomainError
from tenants.events import Actor


@transaction.atomic
def submit_for_review(registration_id: UUID, *, actor: Actor) -> Registration:
    """Hand a round in for the ISV's review: its answers are written down and checked once more.

    Raises DomainError `blocked`, with the findings, while anything must be fixed, and
    `unacknowledged` while nobody has answered for a warning. The forecast is kept. A live check
    is started where none is fresh, and not waited for: that it is missing is a warning by itself.
    """
    registration = locked(registration_id)
    version = drafting.open_round(registration)
    drafting.prefill(version)
    _demand_sound(forecasting.current(registration))
    forecasting.forecast(registration, moment=forecasting.Moment.HANDED_IN, actor=actor)
    live_checks.ensure(registration.pk)
    version.submitted_at = timezone.now()
    version.save(update_fields=["submitted_at"])
    registration.review_note = ""
    return _move(registration, S.STAFF_REVIEW, actor=actor, version=version)


def _demand_sound(found: list[Foretold]) -> None:
    """Refuse while anything must be fixed, or a warning is left that nobody answered for."""
    blockers = forecasting.blockers(found)
    if blockers:
        raise DomainError(
            f"{len(blockers)} things must be fixed before this can be handed in.",
            code="blocked",
            fields={"findings": [as_plain(each.finding) for each in blockers]},
        )
    warnings = [each for each in found if each.is_open]
    if warnings:
        raise DomainError(
            f"{len(warnings)} warnings are left. Mend them, or say by name why they do not apply.",
            code="unacknowledged",
            fields={"warnings": [as_plain(each.finding) for each in warnings]},
        )


@transaction.atomic
def take_back(registration_id: UUID, *, actor: Actor) -> Registration:
    """Take a round back before staff have decided: it becomes what it was when it was handed in.

    After a denial that is “changes needed”, because what was asked for is still asked for.
    """
    registration = locked(registration_id)
    only_from(registration, S.STAFF_REVIEW)
    version = registration.current
    version.submitted_at = None
    version.save(update_fields=["submitted_at"])
    data = {"step": "taken_back"}
    return _move(registration, _came_from(registration), actor=actor, version=version, data=data)


def _came_from(registration: Registration) -> S:
    """Return the state from which the round was handed in."""
    handed_in = registration.events.filter(
        kind=RegistrationEvent.Kind.MOVED, to_status=S.STAFF_REVIEW
    ).first()
    sent_back = handed_in is not None and handed_in.from_status == S.NEEDS_CHANGES
    return S.NEEDS_CHANGES if sent_back else S.DRAFT
