"""Tells owners and editors by e-mail that a page lost something that reviewers approved."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consent.looking import drift, looks, remedies
from consent.models import DriftTask, ProgramEvent
from consent.states import DriftStatus
from tenants import mails
from tenants.models import Membership, Role
from tenants.scoping import current_tenant_id

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    """One notice with those who get it."""

    task_id: str
    to: tuple[str, ...]
    subject: str
    context: dict[str, Any]


def claim(task_id: str) -> Mail | None:
    """Return the notice of an open task and note that it goes out; None where it went already.

    It is noted first: a mail that is lost with a killed worker is better than one a minute.
    """
    open_ones = DriftTask.objects.select_related("program", "look").select_for_update(of=("self",))
    task: DriftTask | None = open_ones.filter(pk=task_id, status=DriftStatus.OPEN).first()
    if task is None or _is_told(task):
        return None
    people = Membership.objects.filter(
        tenant_id=current_tenant_id(), role__in=(Role.OWNER, Role.EDITOR), user__is_active=True
    )
    to = tuple(people.values_list("user__email", flat=True).order_by("user__email"))
    ProgramEvent.record(
        ProgramEvent.Kind.DRIFT_MAILED,
        actor=drift.WATCH,
        program=task.program,
        data={"task": str(task.pk), "people": len(to)},
    )
    subject = _("Something is missing on a page of %(program)s") % {"program": task.program.name}
    return Mail(str(task.pk), to, subject, _context(task))


def _is_told(task: DriftTask) -> bool:
    told = ProgramEvent.objects.filter(
        program=task.program_id, kind=ProgramEvent.Kind.DRIFT_MAILED, data__task=str(task.pk)
    )
    return bool(told.exists())


def _context(task: DriftTask) -> dict[str, Any]:
    url = reverse("consent:drift", args=[task.program_id], urlconf=settings.ROOT_URLCONF)
    return {
        "program": task.program.name,
        "pages": [
            {"label": looks.page_label(page), "titles": [remedies.rule_title(r) for r in rules]}
            for page, rules in drift.by_page(task.vanished).items()
        ],
        "page_url": task.look.url,
        "remedy": task.remedy,
        "url": f"{settings.PUBLIC_URL}{url}",
    }


def send(mail: Mail) -> None:
    """Send a notice to each of its people; one that is refused does not hold up the others."""
    for address in mail.to:
        try:
            mails.send("drift", to=address, subject=mail.subject, context=mail.context)
        except OSError as error:
            logger.warning("a notice of task %s was not mailed: %s", mail.task_id, error)
