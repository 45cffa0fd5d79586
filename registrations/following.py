"""What follows from every step of a registration or number, in the same transaction.

The state machines call these and nothing else: deadlines open and close, people get notices, and
the business's app gets an event. All are rows; workers do the sending.
"""

from datetime import timedelta

from django.utils import timezone

from registrations import announcing, deadlines
from registrations.deadlines import CORRECTION_TIME, MAIL_LIFE, READING_DAYS, Kind
from registrations.models import Deadline, Originator, Registration, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.events import Actor

S = RegistrationStatus
AUTHENTICATION = "REQUIRES_AUTHENTICATION"


def moved(
    registration: Registration, *, before: str, version: RegistrationVersion | None, actor: Actor
) -> None:
    """Follow a registration into its new state; called by its `_move`, the row is locked."""
    now = timezone.now()
    deadlines.meet_what_is_over(registration, now=now)
    deadline = None
    if registration.status == S.NEEDS_CHANGES:
        deadline = _open(registration, Kind.CORRECT, due_in=CORRECTION_TIME)
    elif registration.status == S.STAFF_REVIEW:
        due_at = deadlines.working_days_after(now, READING_DAYS)
        deadlines.open(registration, Kind.READ, due_at=due_at, is_hard=False, is_told=True)
    is_old = version is None or registration.approved_round != version.number
    if registration.status == S.APPROVED and is_old:
        # An update was given up, or refused: what was approved before stays so.
        if before == S.IN_REVIEW:
            announcing.tell_update_refused(registration, version)
        return
    announcing.publish_step(registration, before=before, version=version)
    announcing.tell_step(registration, version=version, actor=actor, deadline=deadline)


def carrier_said(registration: Registration) -> None:
    """Follow the carrier's own status: it may wait for somebody to answer its e-mail.

    Called once the new status was noted. The registry gives seven days and closes then.
    """
    if registration.carrier_status != AUTHENTICATION:
        deadlines.meet(registration, Kind.ANSWER_MAIL)
    elif not _has(registration, Kind.ANSWER_MAIL):
        announcing.opened(_open(registration, Kind.ANSWER_MAIL, due_in=MAIL_LIFE, is_hard=True))


def wording_changed(registration: Registration) -> bool:
    """An approved registration quotes words that its program no longer uses: ask for an update."""
    if _has(registration, Kind.UPDATE):
        return False
    announcing.opened(_open(registration, Kind.UPDATE, due_in=deadlines.UPDATE_TIME))
    return True


def first_accepted(registration: Registration) -> None:
    """A first person accepted a filing, and a second one has to."""
    announcing.tell_first_accepted(registration)


def number_moved(originator: Originator) -> None:
    """Follow a number into its new state; called by its `_move`."""
    announcing.tell_number(originator)


def _has(registration: Registration, kind: str) -> bool:
    found = Deadline.objects.filter(registration=registration, kind=kind, met_at=None)
    return bool(found.exists())


def _open(
    registration: Registration, kind: str, *, due_in: timedelta, is_hard: bool = False
) -> Deadline:
    due_at = timezone.now() + due_in
    return deadlines.open(registration, kind, due_at=due_at, is_hard=is_hard, is_told=True)
