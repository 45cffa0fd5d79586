"""Which published pages are due for their daily look, spread over the day and over businesses.

Every program with a published version is watched, whether its registration is approved already or
not: reviewers open the pages before they approve, and carriers open them afterwards.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from consent.looking import places
from consent.models import DriftTask, PageLook, Program, ProgramVersion
from consent.states import DriftStatus, VersionStatus
from tenants.models import TenantStatus

DAY = timedelta(hours=24)
# After something was missing for the first time: one bad answer proves nothing.
SECOND_LOOK = timedelta(minutes=30)
# In one round, altogether and of one business.
AT_MOST, OF_ONE = 60, 6
_LOOKED_AT = 2000
Due = tuple[UUID, UUID, str]


def due(now: datetime) -> list[Due]:
    """Return (tenant, program, page) of what is due; needs the scope of all tenants."""
    found = [row for page in places.PAGES for row in _due(page, now)]
    found.sort(key=lambda row: row[0])
    counts: Counter[UUID] = Counter()
    chosen: list[Due] = []
    for _since, tenant_id, program_id, page in found:
        if counts[tenant_id] < OF_ONE and len(chosen) < AT_MOST:
            counts[tenant_id] += 1
            chosen.append((tenant_id, program_id, page))
    return chosen


def _due(page: str, now: datetime) -> list[tuple[datetime, UUID, UUID, str]]:
    newest = PageLook.objects.filter(program=OuterRef("pk"), page=page).order_by("-created_at")
    live = ProgramVersion.objects.filter(program=OuterRef("pk"), status=VersionStatus.PUBLISHED)
    tasks = DriftTask.objects.filter(program=OuterRef("pk"), status=DriftStatus.OPEN)
    rows = (
        Program.objects.filter(
            tenant__status=TenantStatus.ACTIVE, versions__status=VersionStatus.PUBLISHED
        )
        .annotate(
            looked=Subquery(newest.values("created_at")[:1]),
            vanished=Subquery(newest.values("vanished")[:1]),
            since=Subquery(live.values("published_at")[:1]),
            task=Subquery(tasks.values("pk")[:1]),
        )
        .order_by("looked")
        .values_list("tenant_id", "pk", "looked", "vanished", "since", "task")[:_LOOKED_AT]
    )
    timed = ((_due_at(row), row[0], row[1], page) for row in rows)
    return [row for row in timed if row[0] <= now]


def _due_at(row: tuple[Any, ...]) -> datetime:
    """Return when a page is due; the first time at an hour of the day that is its program's own."""
    _tenant_id, program_id, looked, vanished, since, task = row
    if looked is None:
        first: datetime = since + timedelta(minutes=program_id.int % (24 * 60))
        return first
    again: datetime = looked + (SECOND_LOOK if vanished and task is None else DAY)
    return again
