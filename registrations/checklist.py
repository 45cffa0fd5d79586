"""The checklist of a number: what must be so at the carrier, what was found and mended."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from registrations.models import Originator, ProvisionStep, RegistrationEvent
from registrations.types import Kind, TypeFacts
from tenants.events import Actor

Step = ProvisionStep.Step


@dataclass(frozen=True)
class Look:
    """What one step found at the carrier; whatever was wrong is mended by now."""

    was_right: bool = True
    detail: dict[str, Any] = field(default_factory=dict)
    # Wrong because we want something else today, not because the carrier's side was changed.
    is_our_change: bool = False


def steps_of(facts: TypeFacts) -> tuple[Step, ...]:
    """Return what a number of this kind needs, in the order in which it is done."""
    if not facts.number_type:
        return ()
    given = {Step.NUMBER, Step.ASSOCIATION, Step.CONFIGURATION_SET, Step.EVENT_DESTINATION}
    if facts.kind != Kind.SENDER_ID:
        given |= {Step.OPT_OUT_LIST}
    if facts.can_be_answered:
        given |= {Step.TWO_WAY, Step.KEYWORDS}
    if facts.we_answer:
        given |= {Step.SELF_MANAGED}
    return tuple(step for step in Step if step in given)


def of(originator: Originator) -> list[ProvisionStep]:
    """Return every line of a number's checklist in order; those not begun have no row yet."""
    found = {row.step: row for row in originator.steps.all()}
    return [
        found.get(step) or ProvisionStep(originator=originator, step=step)
        for step in steps_of(originator.registration.facts)
    ]


@transaction.atomic
def record(originator_id: UUID, step: Step, look: Look, *, now: datetime) -> None:
    """Note that a line is so; what had been so before and was found otherwise is a drift.

    `now` is when the work began: what another worker set up meanwhile has not drifted.
    """
    row = _row(originator_id, step)
    was_so = row.done_at is not None and row.created_at < now
    drifted = was_so and not look.was_right and not look.is_our_change
    if drifted or row.trouble:
        _note(row, {"step": str(step), "healed": True})
    if drifted:
        row.drifted_at = now
    if drifted or (row.drifted_at is not None and row.healed_at is None):
        row.healed_at = now
    row.done_at, row.checked_at, row.trouble = row.done_at or now, now, ""
    row.detail = {**row.detail, **look.detail}
    row.save()


@transaction.atomic
def record_trouble(originator_id: UUID, step: Step, message: str, *, now: datetime) -> None:
    """Note why a line is not so; where it was so before, it has drifted and is not mended yet."""
    row = _row(originator_id, step)
    if row.trouble != message:
        _note(row, {"step": str(step), "message": message})
    if row.done_at is not None:
        row.drifted_at, row.healed_at = row.drifted_at if row.trouble else now, None
    row.checked_at, row.trouble = now, message
    row.save()


def _row(originator_id: UUID, step: Step) -> ProvisionStep:
    row: ProvisionStep
    row, _ = ProvisionStep.objects.select_for_update().get_or_create(
        originator_id=originator_id, step=step
    )
    return row


def _note(row: ProvisionStep, data: dict[str, Any]) -> None:
    RegistrationEvent.record(
        RegistrationEvent.Kind.STEP,
        actor=Actor.system("provisioning"),
        registration=row.originator.registration,
        data={"originator": str(row.originator_id), **data},
    )
