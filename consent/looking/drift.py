"""Verbs of drift: what was approved and is no longer on a page becomes a task, once.

Two looks in a row must miss it: one bad answer of a site is no drift. The next look that sees it
again settles the task by itself; a person can settle it with a note.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.looking import remedies, tasks
from consent.looking.comparing import Attested
from consent.models import DriftTask, PageLook, Program, ProgramEvent
from consent.states import DRIFT_TRANSITIONS, DriftStatus, LookStatus
from tenants.errors import InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.nudges import nudge

# Two looks that are nearer to one another saw the same fault of a minute.
APART = timedelta(minutes=10)
# A mail that was not claimed by then was lost on the way to a worker.
UNTOLD = timedelta(minutes=5)
NOTE_LENGTH = 300
WATCH = Actor.system("page watch")


@transaction.atomic
def judge(look: PageLook, *, wanted: Attested, now: datetime) -> DriftTask | None:
    """Open, change or settle the task of a program by what a finished look saw; return it."""
    program = Program.objects.select_for_update().get(pk=look.program_id)
    if not is_conclusive(look):
        return None
    task = open_task(program)
    missed = {entry(look.page, rule) for rule in look.vanished}
    twice = missed & _missed_before(look)
    if task is not None:
        return _changed(task, look, missed, twice, wanted, now=now)
    return _opened(program, look, twice, wanted) if twice else None


def entry(page: str, rule: str) -> str:
    """Return how a task names one disclosure of one page."""
    return f"{page}:{rule}"


def is_conclusive(look: PageLook) -> bool:
    """Did any reader get far enough to say something of the page?"""
    return any(not row["is_our_fault"] for row in look.readers)


def open_task(program: Program) -> DriftTask | None:
    """Return what is to be put right on a program's pages, if anything is."""
    found: DriftTask | None = DriftTask.objects.filter(
        program=program, status=DriftStatus.OPEN
    ).first()
    return found


@transaction.atomic
def settle(task: DriftTask, *, note: str, actor: Actor) -> DriftTask:
    """Settle a task by a person's word, which must be given. The watch goes on all the same."""
    said = " ".join(note.split())
    if not said or len(said) > NOTE_LENGTH:
        problem = _("Say in at most %(length)d characters why this is settled.") % {
            "length": NOTE_LENGTH
        }
        raise InvalidInput(problem, fields={"note": problem})
    return _move(task, DriftStatus.SETTLED, actor=actor, note=said)


def untold(*, now: datetime) -> list[tuple[Any, Any]]:
    """Return (tenant, task) of those that nobody was told of; needs the scope of all tenants."""
    told = ProgramEvent.objects.filter(
        program=OuterRef("program"),
        kind=ProgramEvent.Kind.DRIFT_MAILED,
        at__gte=OuterRef("created_at"),
    )
    waiting: QuerySet[DriftTask] = DriftTask.objects.filter(
        ~Exists(told), status=DriftStatus.OPEN, created_at__lt=now - UNTOLD
    )
    return list(waiting.values_list("tenant_id", "pk"))


def _missed_before(look: PageLook) -> set[str]:
    """Return what the conclusive look before this one missed on the same page."""
    earlier = PageLook.objects.filter(
        program=look.program_id,
        page=look.page,
        url=look.url,
        status=LookStatus.DONE,
        created_at__lte=look.created_at - APART,
    )
    for each in earlier[:5]:
        if is_conclusive(each):
            return {entry(each.page, rule) for rule in each.vanished}
    return set()


def _opened(program: Program, look: PageLook, missing: set[str], wanted: Attested) -> DriftTask:
    draft = remedies.filled_draft(program, wanted, actor=WATCH)
    task: DriftTask = DriftTask.objects.create(
        program=program,
        look=look,
        vanished=sorted(missing),
        remedy=remedies.text(missing, look.page, wanted),
        draft=draft,
    )
    ProgramEvent.record(ProgramEvent.Kind.DRIFTED, actor=WATCH, program=program, data=_data(task))
    nudge(tasks.tell_of_drift, task.tenant_id, task.pk)
    return task


def _changed(
    task: DriftTask,
    look: PageLook,
    missed: set[str],
    twice: set[str],
    wanted: Attested,
    *,
    now: datetime,
) -> DriftTask:
    """Take out what is back on the page, add what is gone twice; settle when nothing is left."""
    here = {each for each in task.vanished if each.startswith(f"{look.page}:")}
    left = (set(task.vanished) - here) | (here & missed) | twice
    if not left:
        return _move(task, DriftStatus.SETTLED, actor=WATCH, note=_("It is back on the page."))
    if left != set(task.vanished):
        elsewhere = remedies.without(task.remedy, look.page)
        words = remedies.text(left, look.page, wanted)
        task.vanished = sorted(left)
        task.remedy = "\n\n".join(filter(None, (elsewhere, words)))
        task.save(update_fields=["vanished", "remedy"])
    return task


def _move(task: DriftTask, to: DriftStatus, *, actor: Actor, note: str) -> DriftTask:
    """Take one step of the table, and write it into the program's history."""
    locked: DriftTask = DriftTask.objects.select_for_update().get(pk=task.pk)
    if to not in DRIFT_TRANSITIONS[DriftStatus(locked.status)]:
        raise TransitionNotAllowed(_("This is settled already."))
    locked.status = to
    locked.settled_at, locked.settled_by = timezone.now(), actor.label
    locked.save()
    ProgramEvent.record(
        ProgramEvent.Kind.MENDED,
        actor=actor,
        program=locked.program,
        data={**_data(locked), "note": note},
    )
    return locked


def _data(task: DriftTask) -> dict[str, Any]:
    return {"task": str(task.pk), "vanished": list(task.vanished)}


def by_page(entries: Iterable[str]) -> dict[str, list[str]]:
    """Return the rules of a task's entries by their page."""
    found: dict[str, list[str]] = {}
    for each in entries:
        page, _sign, rule = each.partition(":")
        found.setdefault(page, []).append(rule)
    return found
