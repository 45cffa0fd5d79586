"""What a line of the staff's list says of a filing, read for a whole page at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.rules import Severity
from registrations.models import (
    Acknowledgement,
    Deadline,
    Forecast,
    FormDefinition,
    Originator,
    Registration,
    RegistrationVersion,
)
from registrations.staff import claiming, queue
from registrations.staff.working_hours import Age, age
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.models import TenantStatus, User

S = RegistrationStatus
MANY_ROUNDS = 3


@dataclass(frozen=True)
class Flag:
    """Something to know before a filing is opened; grave flags stand out."""

    words: str
    is_grave: bool = False


@dataclass(frozen=True)
class Line:
    """What is shown of one filing beside its own columns."""

    round: int
    age: Age
    flags: tuple[Flag, ...]
    holder: User | None
    acts: str
    behind: int


@dataclass
class _Read:
    """All that the lines of a page are made from, read once."""

    now: datetime
    versions: dict[UUID, RegistrationVersion]
    acknowledged: dict[UUID, int]
    findings: dict[UUID, list[dict[str, Any]]]
    behind: dict[UUID, int]
    known: set[UUID]
    revisions: dict[str, int]
    live: set[UUID]
    due: dict[UUID, datetime]


def lines(registrations: Sequence[Registration], *, now: datetime) -> dict[UUID, Line]:
    """Return a line for each filing, in a number of queries that does not grow with them."""
    read = _read(registrations, now)
    return {each.pk: _line(each, read) for each in registrations}


def _read(registrations: Sequence[Registration], now: datetime) -> _Read:
    keys = [each.pk for each in registrations]
    newest = (
        RegistrationVersion.objects.filter(registration__in=keys)
        .order_by("registration_id", "-number")
        .distinct("registration_id")
    )
    versions = {each.registration_id: each for each in newest}
    rounds = [version.pk for version in versions.values()]
    answered = Acknowledgement.objects.filter(version__in=rounds).order_by().values_list("version")
    forecasts = Forecast.objects.filter(version__in=rounds).order_by("version_id", "-made_at")
    tenants = {each.tenant_id for each in registrations}
    return _Read(
        now=now,
        versions=versions,
        acknowledged=dict(answered.annotate(n=Count("pk"))),
        findings=dict(forecasts.distinct("version_id").values_list("version_id", "findings")),
        behind=queue.behind(registrations),
        known=_known(tenants),
        revisions=dict(FormDefinition.objects.values_list("registration_type", "revision")),
        live=set(
            Originator.objects.filter(
                registration__in=keys, status=OriginatorStatus.ACTIVE
            ).values_list("registration_id", flat=True)
        ),
        due=dict(
            Deadline.objects.filter(
                registration__in=keys, kind=Deadline.Kind.READ, met_at=None
            ).values_list("registration_id", "due_at")
        ),
    )


def _known(tenants: Iterable[UUID | None]) -> set[UUID]:
    """Return the businesses of which the carrier has approved something."""
    rows = Registration.objects.in_force().filter(tenant__in=tenants)
    return set(rows.order_by().values_list("tenant_id", flat=True).distinct())


def _line(registration: Registration, read: _Read) -> Line:
    version = read.versions.get(registration.pk)
    return Line(
        round=version.number if version else 0,
        age=age(
            registration.changed_at,
            read.now,
            settings.STAFF_TIME_ZONE,
            due_at=read.due.get(registration.pk),
        ),
        flags=tuple(_flags(registration, version, read)),
        holder=claiming.holder(registration, read.now),
        acts=who_acts(registration, has_number=registration.pk in read.live),
        behind=read.behind.get(registration.pk, 0),
    )


def _flags(
    registration: Registration, version: RegistrationVersion | None, read: _Read
) -> Iterable[Flag]:
    """Yield what to know of a filing, the gravest first."""
    turn = getattr(registration, "turn", None)
    if registration.tenant.status != TenantStatus.ACTIVE:
        yield Flag(_("business is not active"), is_grave=True)
    elif turn == queue.Turn.HELD:
        yield Flag(_("its brand is not approved"), is_grave=True)
    if waiting := read.behind.get(registration.pk):
        words = ngettext("%(n)d filing waits behind it", "%(n)d filings wait behind it", waiting)
        yield Flag(words % {"n": waiting}, is_grave=True)
    if registration.first_accepted_at:
        yield Flag(_("first acceptance given"))
    if registration.tenant_id not in read.known:
        yield Flag(_("new business"))
    if registration.is_in_force:
        yield Flag(_("update"))
    if version is not None:
        yield from _flags_of_round(registration, version, read)


def _flags_of_round(
    registration: Registration, version: RegistrationVersion, read: _Read
) -> Iterable[Flag]:
    if version.number >= MANY_ROUNDS:
        yield Flag(_("round %(n)d") % {"n": version.number}, is_grave=True)
    found = read.findings.get(version.pk, [])
    if blockers := sum(each.get("severity") == Severity.BLOCKER for each in found):
        words = ngettext("%(n)d blocker", "%(n)d blockers", blockers)
        yield Flag(words % {"n": blockers}, is_grave=True)
    if answered := read.acknowledged.get(version.pk, 0):
        words = ngettext("%(n)d warning answered for", "%(n)d warnings answered for", answered)
        yield Flag(words % {"n": answered})
    newest = read.revisions.get(registration.type)
    if version.form_revision is not None and newest not in (None, version.form_revision):
        yield Flag(_("form changed"), is_grave=True)


def who_acts(registration: Registration, *, has_number: bool) -> str:
    """Return whose turn it is, in a word."""
    status = registration.status
    asked = registration.carrier_status == "REQUIRES_AUTHENTICATION"
    if status in (S.DRAFT, S.NEEDS_CHANGES) or (status == S.IN_REVIEW and asked):
        return _("business")
    if status == S.IN_REVIEW:
        return _("carrier")
    sets_up = status == S.APPROVED and registration.facts.number_type and not has_number
    if status in (S.STAFF_REVIEW, S.SUBMITTED) or sets_up:
        return _("we")
    return _("nobody")
