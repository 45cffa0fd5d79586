"""Keeps what the carrier's forms were and are, and finds the drafts that a change touches.

A form that reads otherwise than before becomes a revision with its differences. Every filing that
is still being written, corrected or read by staff, and of which the change asks something, gets
one event, which its page shows and by which staff find it.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registrations import drafting, form_changes
from registrations.form_changes import Change
from registrations.models import (
    FormDefinition,
    FormRevision,
    Registration,
    RegistrationEvent,
)
from registrations.states import RegistrationStatus
from tenants.events import Actor
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)
Kind = RegistrationEvent.Kind
WATCH = Actor.system("schema watch")
# Whose answers can still be changed, by the tenant or by sending them back.
OPEN = (
    RegistrationStatus.DRAFT,
    RegistrationStatus.NEEDS_CHANGES,
    RegistrationStatus.STAFF_REVIEW,
)
# A run that ended before it had told of a change is made up for by the runs of these days.
TOLD_WITHIN = timedelta(days=3)


@transaction.atomic
def keep(
    registration_type: str,
    *,
    about: Mapping[str, Any],
    sections: list[dict[str, Any]],
    fields: list[dict[str, Any]],
    now: datetime,
) -> FormRevision | None:
    """Keep a form as it was read; return the new revision where it reads otherwise than before."""
    read = {"about": dict(about), "sections": sections, "fields": fields}
    made, is_new = FormDefinition.objects.select_for_update().get_or_create(
        registration_type=registration_type, defaults={**read, "fetched_at": now}
    )
    before = {"about": made.about, "sections": made.sections, "fields": made.fields}
    made.fetched_at, made.is_offered = now, True
    if not is_new and read == before:
        _first_revision(made, now)
        made.save(update_fields=["fetched_at", "is_offered"])
        return None
    changes = [] if is_new else form_changes.differences(registration_type, before, read)
    if not is_new:
        _first_revision(made, now)
        made.revision += 1
    made.about, made.sections, made.fields = read["about"], sections, fields
    made.save()
    return FormRevision.objects.create(
        registration_type=registration_type, number=made.revision, changes=changes, read_at=now,
        # The first reading is no change: there is nothing for staff to see.
        seen_at=None if changes else now, **read,
    )  # fmt: skip


def _first_revision(form: FormDefinition, now: datetime) -> None:
    """Keep a form that was read before revisions were kept as the first of them."""
    FormRevision.objects.get_or_create(
        registration_type=form.registration_type,
        number=form.revision,
        defaults={
            "about": form.about,
            "sections": form.sections,
            "fields": form.fields,
            "read_at": now,
            "seen_at": now,
        },
    )


def note_offered(offered: set[str], *, now: datetime) -> None:
    """Note which types the carrier's list names; one that it names no more is offered no more."""
    gone = FormDefinition.objects.exclude(pk__in=offered)
    gone.update(is_offered=False, fetched_at=now)
    FormDefinition.objects.filter(pk__in=offered).update(is_offered=True)


def tell_of_recent(now: datetime) -> None:
    """Write the events of the changes of the last days; those that are written stay single."""
    recent = FormRevision.objects.filter(read_at__gt=now - TOLD_WITHIN).exclude(changes=[])
    for revision in recent.order_by("read_at"):
        tell(revision)


def tell(revision: FormRevision) -> int:
    """Write an event to every open filing that a change touches; return how many were written."""
    with all_tenants_scope("drafts that a change of a form touches"):
        rows = list(
            Registration.objects.filter(type=revision.registration_type, status__in=OPEN)
            .order_by("tenant_id")
            .values_list("tenant_id", "pk")
        )
    return sum(_tell_one(revision, tenant, registration) for tenant, registration in rows)


def _tell_one(revision: FormRevision, tenant_id: UUID, registration_id: UUID) -> bool:
    with tenant_scope(tenant_id), transaction.atomic():
        registration = Registration.objects.select_for_update().get(pk=registration_id)
        version = registration.current
        # A denied round that nobody corrects yet is frozen; its next starts by today's form.
        if registration.status not in OPEN or not version.is_open:
            return False
        if _is_told(registration, revision):
            return False
        touching = changes_touching(registration, revision.changes)
        if touching:
            RegistrationEvent.record(
                Kind.FORM_CHANGED,
                actor=WATCH,
                registration=registration,
                version=version,
                data={"revision": revision.number, "changes": touching},
            )
        return bool(touching)


def _is_told(registration: Registration, revision: FormRevision) -> bool:
    told = registration.events.filter(kind=Kind.FORM_CHANGED, data__revision=revision.number)
    return bool(told.exists())


def changes_touching(registration: Registration, changes: Iterable[Change]) -> list[Change]:
    """Return the changes of a form that ask something of one filing, by its answers of today."""
    sections = drafting.form_of(registration.type)
    fields = {field.path: field for field in drafting.fields_of(sections)}
    stored = {value.path: value.answer for value in registration.current.values.all()}
    answers = {**stored, **drafting.effective(registration)}
    return form_changes.touching(changes, fields, answers)


def touched(revision: FormRevision) -> list[RegistrationEvent]:
    """Return the events of the filings that a change touched, of all tenants; for staff."""
    found = RegistrationEvent.objects.filter(
        kind=Kind.FORM_CHANGED,
        data__revision=revision.number,
        registration__type=revision.registration_type,
    )
    return list(found.select_related("registration__tenant", "registration__program", "version"))


def news_for(registration: Registration) -> list[RegistrationEvent]:
    """Return the changes that asked something of the round being written, newest first."""
    version = registration.current
    if not registration.is_editable or not version.is_open:
        return []
    return list(registration.events.filter(kind=Kind.FORM_CHANGED, version=version).order_by("-at"))


def mark_seen(revision: FormRevision, *, by: str) -> None:
    """Note that staff have seen a change, and who; the first to say so counts."""
    unseen = FormRevision.objects.filter(pk=revision.pk, seen_at=None)
    unseen.update(seen_at=timezone.now(), seen_by=by[:200])


def unseen_count() -> int:
    """Return how many changes of forms no staff member has seen yet."""
    return FormRevision.objects.filter(seen_at=None).count()
