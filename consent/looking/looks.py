"""Verbs of looks at live pages: ask for one, take it up, note what was seen, forget old ones.

A row says what is to be looked at, and a worker takes it up under a lease, so that a look which a
killed worker began is begun again. No database transaction is open while a site is called.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.looking import places, tasks
from consent.looking.comparing import Attested
from consent.looking.reports import Report
from consent.models import DriftTask, PageLook, Program
from consent.states import LOOK_TRANSITIONS, LookPage, LookReason, LookStatus
from tenants.errors import DomainError, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Tenant
from tenants.nudges import nudge
from tenants.outbound.fetching import OwnSite
from tenants.scoping import current_tenant_id

HOUR = timedelta(hours=1)
# Looks in an hour for one business: by its people's wish, and altogether.
BY_HAND, ALTOGETHER = 30, 90
# Longer than a look may take.
LEASE = timedelta(seconds=120)
GIVE_UP = timedelta(minutes=30)
# Looks that are kept of one page.
KEPT = 20
FORGET_AT_MOST = 500


@dataclass(frozen=True)
class Job:
    """One look in a worker's hands: where to look, and what must be there."""

    look: PageLook
    wanted: Attested
    own: OwnSite | None


@transaction.atomic
def ask(program: Program, page: str, *, reason: str, actor: Actor) -> PageLook | None:
    """Ask for a look at the live page of a program, and return it.

    One that is asked for already is returned as it is. Raises DomainError when nothing is
    published, or when people asked too often in an hour; what we ask ourselves is then left out,
    and None returned.
    """
    # One look is asked for at a time, or two requests would both find room.
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    version = program.published
    if version is None:
        raise DomainError(
            _("Publish the program first: nobody can open its pages yet."), code="not_published"
        )
    url = places.url(version, page)
    asked = PageLook.objects.filter(program=program, page=page, url=url, reason=reason)
    found: PageLook | None = asked.exclude(status=LookStatus.DONE).first()
    if found is not None:
        return found
    if not _has_room(by_hand=reason != LookReason.WATCH):
        return None
    look: PageLook = PageLook.objects.create(
        program=program, page=page, url=url, reason=reason, asked_by=actor.label
    )
    nudge(tasks.look_at_page, current_tenant_id(), look.pk)
    return look


def ask_all(program: Program, *, actor: Actor) -> list[PageLook]:
    """Ask for a look at every page of a program, by a person's wish."""
    asked = (ask(program, page, reason=LookReason.ASKED, actor=actor) for page in places.PAGES)
    return [look for look in asked if look is not None]


def _has_room(*, by_hand: bool) -> bool:
    recent = PageLook.objects.filter(created_at__gt=timezone.now() - HOUR)
    if not by_hand:
        return bool(recent.count() < ALTOGETHER)
    count = recent.exclude(reason=LookReason.WATCH).count()
    if count >= BY_HAND:
        raise DomainError(
            _("Your pages were looked at %(count)d times within the hour. Try again later.")
            % {"count": count},
            code="too_many_looks",
        )
    return True


def waiting(now: datetime) -> QuerySet[PageLook]:
    """Return the looks that no worker has in hand."""
    is_left = Q(status=LookStatus.RUNNING, lease_until__lt=now)
    found: QuerySet[PageLook] = PageLook.objects.filter(Q(status=LookStatus.WAITING) | is_left)
    return found


@transaction.atomic
def take_up(look_id: UUID | str, *, now: datetime) -> Job | None:
    """Take a look up for a while; None when another worker has it, or it is done or given up."""
    rows = waiting(now).select_related("program__tenant")
    look = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=look_id).first()
    if look is None:
        return None
    look.lease_until = now + LEASE
    _move(look, LookStatus.RUNNING)
    version = look.program.published
    if version is None or now - look.created_at > GIVE_UP:
        _close(look, Report((), (), _("We could not look at the page. Ask again.")), now)
        return None
    own = places.own_site(look.program, look.url)
    return Job(look, places.wanted(version, look.page), own)


@transaction.atomic
def finish(look_id: UUID | str, *, found: Report, now: datetime) -> PageLook | None:
    """Note what a look found; None where another worker finished it meanwhile."""
    running = PageLook.objects.select_related("program__tenant").filter(status=LookStatus.RUNNING)
    look: PageLook | None = running.select_for_update(of=("self",)).filter(pk=look_id).first()
    return None if look is None else _close(look, found, now)


def _close(look: PageLook, found: Report, now: datetime) -> PageLook:
    look.readers, look.vanished = list(found.readers), list(found.vanished)
    look.problem = found.problem[:300]
    look.finished_at, look.lease_until = now, None
    return _move(look, LookStatus.DONE)


def add_problem(look: PageLook, problem: str) -> None:
    """Note what went wrong after a look, such as that a picture found no room."""
    look.problem = problem[:300]
    look.save(update_fields=["problem"])


def newest(program: Program, page: str, *, is_done: bool = False) -> PageLook | None:
    """Return the newest look at a page of a program; on demand the newest that is done."""
    looks = PageLook.objects.filter(program=program, page=page)
    if is_done:
        looks = looks.filter(status=LookStatus.DONE)
    found: PageLook | None = looks.first()
    return found


def overdue(*, at_most: int = FORGET_AT_MOST) -> list[tuple[Any, Any]]:
    """Return (tenant, look) of those beyond what is kept of a page, but for those tasks name."""
    place = Window(
        RowNumber(), partition_by=[F("program"), F("page")], order_by=F("created_at").desc()
    )
    named = DriftTask.objects.values("look")
    done = PageLook.objects.exclude(pk__in=named).filter(status=LookStatus.DONE)
    ranked = done.annotate(place=place).filter(place__gt=KEPT).order_by("created_at")
    return list(ranked.values_list("tenant_id", "pk")[:at_most])


def _move(look: PageLook, to: LookStatus) -> PageLook:
    """Take one step of the table and save."""
    if to not in LOOK_TRANSITIONS[LookStatus(look.status)]:
        raise TransitionNotAllowed(f"A look that is {look.status} cannot become {to}.")
    look.status = to
    look.save()
    return look


def page_label(page: str) -> str:
    """Return a page's name in words; an unknown one as it is."""
    return str(dict(LookPage.choices).get(page, page))
