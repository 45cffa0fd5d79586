"""Verbs of looks at what a filing points to: ask for one, take up its next step, note it.

A row says what is to be looked at, step by step, and a worker takes one step up under a lease, so
that a look which a killed worker began goes on where it stood. No database transaction is open
while anything is called.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations import drafting, live_findings, live_plan, live_tasks
from registrations.live_plan import Seen, Step
from registrations.models import LiveCheck, Registration
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Tenant
from tenants.nudges import nudge
from tenants.scoping import current_tenant_id

HOUR = timedelta(hours=1)
# Looks in an hour for one business; each opens some ten addresses of others.
AT_MOST = 20
# Longer than any step may take.
LEASE = timedelta(seconds=150)
GIVE_UP = timedelta(minutes=30)


@transaction.atomic
def ask(registration_id: UUID, *, actor: Actor) -> LiveCheck | None:
    """Ask for a look at everything that a filing points to, by a person's wish, and return it.

    One that is under way is returned as it is. None where the filing points to nothing. Raises
    DomainError when people asked too often in an hour.
    """
    return _ask(registration_id, is_wish=True)


@transaction.atomic
def ensure(registration_id: UUID) -> LiveCheck | None:
    """Have a look where none is fresh: younger than a day, and of all that it points to now.

    Asked too often within the hour, nothing is started: the forecast then says so by itself.
    """
    return _ask(registration_id, is_wish=False)


def _ask(registration_id: UUID, *, is_wish: bool) -> LiveCheck | None:
    # One look is asked for at a time, or two requests would both find room.
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    registration = Registration.objects.select_related("brand", "program").get(pk=registration_id)
    version = registration.current
    targets = live_plan.plan(registration, drafting.effective(registration))
    found = LiveCheck.objects.filter(version=version, finished_at=None).first()
    if found is not None and _looks_at(found, targets):
        return found
    done = live_findings.finished(version)
    if not is_wish and done is not None and live_findings.is_fresh(done, targets):
        return done
    if not targets or not _has_room(is_wish=is_wish):
        return None
    LiveCheck.objects.filter(version=version, finished_at=None).delete()
    check: LiveCheck = LiveCheck.objects.create(
        version=version, total=len(targets), seen=[target.as_row() for target in targets]
    )
    nudge(live_tasks.check_live, current_tenant_id(), check.pk)
    return check


def _looks_at(check: LiveCheck, targets: Sequence[live_plan.Target]) -> bool:
    asked = [(row["what"], row["address"]) for row in check.seen]
    return asked == [(str(each.what), each.address) for each in targets]


def _has_room(*, is_wish: bool) -> bool:
    count = LiveCheck.objects.filter(asked_at__gt=timezone.now() - HOUR).count()
    if count >= AT_MOST and is_wish:
        raise DomainError(
            _("It was checked live %(count)d times within the hour. Try again later.")
            % {"count": count},
            code="too_many_checks",
        )
    return bool(count < AT_MOST)


def newest(registration: Registration) -> LiveCheck | None:
    """Return the newest look at the newest round, finished or under way."""
    found: LiveCheck | None = LiveCheck.objects.filter(version=registration.current).first()
    return found


def waiting(now: datetime) -> QuerySet[LiveCheck]:
    """Return the unfinished looks that no worker has in hand."""
    is_free = Q(lease_until=None) | Q(lease_until__lt=now)
    found: QuerySet[LiveCheck] = LiveCheck.objects.filter(is_free, finished_at=None)
    return found


@transaction.atomic
def take_up(check_id: UUID | str, *, now: datetime) -> Step | None:
    """Take the next step of a look up for a while; None when another has it, or all is done."""
    rows = waiting(now).select_related("version__registration__brand")
    check = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=check_id).first()
    if check is None:
        return None
    index = _next(check)
    if index is None or now - check.asked_at > GIVE_UP:
        _close(check, now)
        return None
    # A lease that ran out is a worker that died; its step is begun again.
    check.attempts += check.lease_until is not None
    check.lease_until = now + LEASE
    check.save()
    return Step(check, index)


@transaction.atomic
def note(step: Step, seen: Seen, *, now: datetime) -> LiveCheck | None:
    """Note how a step came out; one that another worker noted meanwhile is left alone."""
    rows = LiveCheck.objects.select_for_update().filter(finished_at=None)
    check: LiveCheck | None = rows.filter(pk=step.check.pk).first()
    if check is None or check.seen[step.index]["state"] != live_plan.WAITING:
        return check
    check.seen[step.index].update(state=seen.state, said=seen.said[:300])
    check.findings += [live_findings.as_row(each) for each in seen.findings]
    check.done, check.lease_until = check.done + 1, None
    if _next(check) is None:
        check.finished_at = now
    check.save()
    return check


def _next(check: LiveCheck) -> int | None:
    rows: list[dict[str, Any]] = check.seen
    states = (index for index, row in enumerate(rows) if row["state"] == live_plan.WAITING)
    return next(states, None)


def _close(check: LiveCheck, now: datetime) -> None:
    """End a look that took too long; what nobody saw stays unknown."""
    for row in check.seen:
        if row["state"] == live_plan.WAITING:
            row.update(state=live_plan.UNKNOWN, said=_("We could not look at it in time."))
            check.trouble = _("Some of it could not be looked at in time.")
    check.finished_at, check.lease_until = now, None
    check.save()
