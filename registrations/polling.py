"""Asks the carrier what became of filings: by the page where many are due, by name where few are.

A page of the carrier's list shows a hundred registrations, a call by name five, so one round over
N open registrations costs at most ⌈N/100⌉ list calls. Details are read only where something
changed. A round that is cut short goes on at its next page; what it did not find in the list is
asked by name, which is how an end or a removal is noticed.
"""

import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Max, Q
from django.utils import timezone

from registrations import lifecycle, progress
from registrations.carrier import CarrierRejected, filing
from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)
PER_PAGE, PER_CALL = 100, filing.IDS_PER_CALL
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A review that is young is asked about often, an old one ever more rarely: younger than this →
# so many times CARRIER_POLL_SECONDS, but at most an hour.
AGES = ((HOUR, 1), (6 * HOUR, 2), (DAY, 4), (timedelta(days=3650), 16))
# An approval is rarely withdrawn.
IN_FORCE_EVERY = timedelta(hours=6)
# The carrier's states in which a filing is open; others are found by name.
UNDER_WAY = (
    *("CREATED", "SUBMITTED", "AWS_REVIEWING", "REVIEWING"),
    *("REQUIRES_AUTHENTICATION", "PROVISIONING"),
)
COMPLETE = ("COMPLETE",)
LOCK_SECONDS = 110
GONE = "ResourceNotFoundException"
# So many an hour may be deleted at the carrier behind our back before we doubt it.
GONE_AT_MOST, GONE_COUNT = 5, "polling-gone"


@dataclass(frozen=True)
class Due:
    """A registration to ask about, and what the carrier said of it last."""

    tenant_id: UUID
    registration_id: UUID
    carrier_id: str
    carrier_status: str
    is_in_review: bool
    is_in_force: bool
    is_told: bool  # somebody said that it changed
    version: int | None
    approved: int | None


@dataclass(frozen=True)
class Group:
    """Registrations that are asked about together, and the list that shows most of them."""

    name: str
    statuses: tuple[str, ...]
    due: Callable[[datetime], Q]
    listed: Q


def _review_due(now: datetime) -> Q:
    """Under review, and not looked at for as long as its age allows; or told to be looked at."""
    base, younger = timedelta(seconds=settings.CARRIER_POLL_SECONDS), now + DAY
    due = Q(carrier_checked_at=None)
    for age, factor in AGES:
        pause = min(base * factor, max(base, HOUR))
        of_age = Q(changed_at__gt=now - age, changed_at__lte=younger)
        due |= of_age & Q(carrier_checked_at__lte=now - pause)
        younger = now - age
    return Q(status=RegistrationStatus.IN_REVIEW) & due


def _force_due(now: datetime) -> Q:
    late = Q(carrier_checked_at=None) | Q(carrier_checked_at__lte=now - IN_FORCE_EVERY)
    return (
        Q(approved_round__isnull=False)
        & ~Q(status__in=[RegistrationStatus.IN_REVIEW, RegistrationStatus.SUBMITTED])
        & late
    )


GROUPS = (
    Group("review", UNDER_WAY, _review_due, Q(status=RegistrationStatus.IN_REVIEW)),
    Group("force", COMPLETE, _force_due, Q(carrier_status__in=COMPLETE)),
)


def poll(*, seconds: float) -> None:
    """Look at all that is due, for a while; the next call goes on. One at a time does it.

    Raises CarrierError where the carrier cannot be asked.
    """
    if not cache.add("polling", 1, timeout=LOCK_SECONDS):
        return
    try:
        ends = time.monotonic() + seconds
        for group in GROUPS:
            _look_through(group, ends)
    finally:
        cache.delete("polling")


def mark(carrier_id: str) -> bool:
    """Have one registration looked at next; False for one that is not ours, or not awaited."""
    with all_tenants_scope("whose registration the carrier tells of"):
        found = list(
            Registration.objects.filter(carrier_id=carrier_id)
            .filter(GROUPS[0].listed | Q(approved_round__isnull=False))
            .values_list("tenant_id", "pk")
        )
    for tenant_id, registration_id in found:
        with tenant_scope(tenant_id):
            Registration.objects.filter(pk=registration_id).update(carrier_checked_at=None)
    return bool(found)


def _look_through(group: Group, ends: float) -> None:
    """Go through one group, by the page where that is cheaper, then by name."""
    kept = cache.get(_key(group)) or {}
    now = kept.get("since") or timezone.now()
    by_page = bool(kept) or _is_list_cheaper(group, now)
    if by_page and not _walk(group, kept.get("token", ""), now, ends):
        return
    due = _read(group.due(now) & (Q(carrier_checked_at=None) | Q(carrier_checked_at__lt=now)))
    for start in range(0, len(due), PER_CALL):
        if time.monotonic() >= ends:
            return
        _ask(due[start : start + PER_CALL])


def _is_list_cheaper(group: Group, now: datetime) -> bool:
    with all_tenants_scope("how many registrations are due"):
        rows = Registration.objects.exclude(carrier_id="")
        due, listed = rows.filter(group.due(now)).count(), rows.filter(group.listed).count()
    return math.ceil(listed / PER_PAGE) < math.ceil(due / PER_CALL)


def _walk(group: Group, token: str, since: datetime, ends: float) -> bool:
    """Take in page after page; False where the time is over, with the place kept."""
    while True:
        try:
            page = filing.list_registrations(group.statuses, token=token)
        except CarrierRejected:
            # A place in the list that is known no more: the next round begins at its beginning.
            cache.delete(_key(group))
            raise
        _take_in({state.id: state for state in page.states})
        token = page.next_token
        if not token:
            cache.delete(_key(group))
            return True
        cache.set(_key(group), {"token": token, "since": since}, timeout=None)
        if time.monotonic() >= ends:
            return False


def _key(group: Group) -> str:
    return f"polling-{group.name}"


def _take_in(states: dict[str, filing.RegistrationState]) -> None:
    """Record a page: what is as it was in one go, the rest one by one."""
    wanted = Q(status=RegistrationStatus.IN_REVIEW) | Q(approved_round__isnull=False)
    unchanged: dict[UUID, list[UUID]] = defaultdict(list)
    for one in _read(wanted & Q(carrier_id__in=list(states))):
        if _has_changed(one, states[one.carrier_id]):
            _record(one, states[one.carrier_id])
        else:
            unchanged[one.tenant_id].append(one.registration_id)
    for tenant_id, ids in unchanged.items():
        with tenant_scope(tenant_id):
            progress.record_looks(ids, now=timezone.now())


def _ask(due: list[Due]) -> None:
    """Read up to five registrations by name and record each.

    The carrier refuses the whole call when one of them is gone, so they are then asked one by
    one, and the missing one is taken as deleted there.
    """
    try:
        found = filing.registration_status([one.carrier_id for one in due])
        states = {state.id: state for state in found}
    except CarrierRejected as error:
        if error.code != GONE:
            raise
        if len(due) > 1:
            for one in due:
                _ask([one])
            return
        if not _may_be_gone():
            _pass_over(due)
            return
        states = {}
    for one in due:
        _record(one, states.get(one.carrier_id))


def _may_be_gone() -> bool:
    """Is it likely that one more was deleted there? Many at once say that we ask elsewhere.

    Another account or Region knows none of ours, and what is taken for deleted is closed here and
    its numbers are released.
    """
    cache.add(GONE_COUNT, 0, timeout=int(HOUR.total_seconds()))
    return bool(cache.incr(GONE_COUNT) <= GONE_AT_MOST)


def _pass_over(due: list[Due]) -> None:
    """Count as looked at what may not be decided now, and call for a person."""
    logger.error("the carrier knows many registrations no more: is it our account and Region?")
    for one in due:
        with tenant_scope(one.tenant_id):
            progress.record_looks([one.registration_id], now=timezone.now())


def _has_changed(one: Due, state: filing.RegistrationState) -> bool:
    """Is there anything to read behind this state?

    REQUIRES_UPDATES and COMPLETE may still be of the round before, and a status tells nothing of
    an update of what is approved: then only the version does. Beside an update that was refused
    or dropped, or where the carrier told of a change, an approval is looked at by its version too.
    """
    if state.status != one.carrier_status:
        return True
    if one.is_in_review:
        return one.is_in_force or state.status in ("REQUIRES_UPDATES", *COMPLETE)
    return one.is_in_force and (one.is_told or state.status not in COMPLETE)


def _record(one: Due, state: filing.RegistrationState | None) -> None:
    """Record one state, with its details where something changed.

    One that cannot be read counts as looked at all the same, or it would hold up all others.
    """
    try:
        seen = _seen(one, state)
    except CarrierRejected as error:
        logger.warning("registration %s not read: %s", one.registration_id, error)
        with tenant_scope(one.tenant_id):
            progress.record_looks([one.registration_id], now=timezone.now())
        return
    with tenant_scope(one.tenant_id):
        lifecycle.record_carrier_status(one.registration_id, seen=seen, now=timezone.now())


def _seen(one: Due, state: filing.RegistrationState | None) -> filing.Decision:
    if state is None:
        return filing.Decision("DELETED")
    if not _has_changed(one, state) or one.version is None:
        return filing.Decision(state.status)
    return filing.decision(
        one.carrier_id, one.version, registration_status=state.status, approved=one.approved
    )


def _read(wanted: Q) -> list[Due]:
    """List registrations of all tenants, longest unseen first."""
    with all_tenants_scope("registrations at the carrier"):
        rows: Iterable[dict[str, Any]] = (
            Registration.objects.filter(wanted)
            .exclude(carrier_id="")
            .annotate(
                version=Max("versions__carrier_version"),
                approved=Max(
                    "versions__carrier_version", filter=Q(versions__number=F("approved_round"))
                ),
            )
            .order_by(F("carrier_checked_at").asc(nulls_first=True))
            .values(
                *("tenant_id", "pk", "carrier_id", "carrier_status", "status"),
                *("approved_round", "version", "approved", "carrier_checked_at"),
            )
        )
        return [_due(row) for row in rows]


def _due(row: dict[str, Any]) -> Due:
    return Due(
        tenant_id=row["tenant_id"],
        registration_id=row["pk"],
        carrier_id=row["carrier_id"],
        carrier_status=row["carrier_status"],
        is_in_review=row["status"] == RegistrationStatus.IN_REVIEW,
        is_in_force=row["approved_round"] is not None,
        is_told=row["carrier_checked_at"] is None,
        version=row["version"],
        approved=row["approved"],
    )
