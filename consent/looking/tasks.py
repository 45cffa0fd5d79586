"""Work on live pages that Celery is told to do: look, find lost looks, watch, tell, and forget."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.evidence import add_taken
from consent.looking import drift, drift_mails, looks, readers, reports, watch
from consent.looking.sightings import Reader, Sighting
from consent.models import PageLook, Program
from consent.states import LookReason
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.nudges import nudge
from tenants.scoping import all_tenants_scope, tenant_scope

SWEEP_AT_MOST = 100
US = Actor.system("page check")


@shared_task(name="consent.tasks.look_at_page")
def look_at_page(tenant_id: str, look_id: str) -> None:
    """Look at one page. Safe to run twice: the lease lets one worker through."""
    with tenant_scope(tenant_id):
        job = looks.take_up(look_id, now=timezone.now())
    if job is None:
        return
    seen = readers.look(job.look.url, own=job.own)
    found = reports.report(seen, job.wanted)
    with tenant_scope(tenant_id):
        look = looks.finish(look_id, found=found, now=timezone.now())
        if look is not None:
            drift.judge(look, wanted=job.wanted, now=timezone.now())
    if look is None:
        reports.delete_pictures(found.keys)
    elif look.reason == LookReason.EVIDENCE:
        _keep_as_evidence(tenant_id, look, seen)


def _keep_as_evidence(tenant_id: str, look: PageLook, seen: tuple[Sighting, ...]) -> None:
    """Give reviewers the pictures of a page, unless what was seen is no page."""
    on_desktop = next((each for each in seen if each.reader == Reader.DESKTOP), None)
    with tenant_scope(tenant_id):
        if on_desktop is None or not on_desktop.is_readable or on_desktop.page is None:
            why = on_desktop.problem if on_desktop else ""
            looks.add_problem(look, why or look.problem or _("No picture could be taken."))
            return
        try:
            _add(look.program, on_desktop)
        except DomainError as error:
            looks.add_problem(look, error.message)


def _add(program: Program, seen: Sighting) -> None:
    day = timezone.localdate().isoformat()
    pictures = (
        (seen.page, _("The whole sign-up page, taken %(day)s")),
        (seen.zoom, _("The call to action on the sign-up page, enlarged, taken %(day)s")),
    )
    for picture, caption in pictures:
        if picture is not None:
            add_taken(program, body=picture.body, caption=caption % {"day": day}, actor=US)


@shared_task(name="consent.tasks.sweep_looks")
def sweep_looks() -> None:
    """Find looks whose nudge was lost or whose worker was killed, and mails that nobody sent."""
    now = timezone.now()
    with all_tenants_scope("sweep looks at pages"):
        rows = looks.waiting(now).order_by("created_at")
        found = list(rows.values_list("tenant_id", "pk")[:SWEEP_AT_MOST])
        untold = drift.untold(now=now)[:SWEEP_AT_MOST]
    for tenant_id, look_id in found:
        nudge(look_at_page, tenant_id, look_id)
    for tenant_id, task_id in untold:
        nudge(tell_of_drift, tenant_id, task_id)


@shared_task(name="consent.tasks.watch_pages")
def watch_pages() -> None:
    """Ask for looks at pages that were not looked at for a day, some of each business."""
    with all_tenants_scope("watch published pages"):
        due = watch.due(timezone.now())
    for tenant_id, program_id, page in due:
        with tenant_scope(tenant_id):
            program = Program.objects.select_related("tenant").get(pk=program_id)
            looks.ask(program, page, reason=LookReason.WATCH, actor=US)


@shared_task(name="consent.tasks.tell_of_drift")
def tell_of_drift(tenant_id: str, task_id: str) -> None:
    """Mail owners and editors that a page lost something, once."""
    with tenant_scope(tenant_id):
        mail = drift_mails.claim(task_id)
    if mail is not None:
        drift_mails.send(mail)


@shared_task(name="consent.tasks.forget_looks")
def forget_looks() -> None:
    """Take old looks away, with their pictures."""
    with all_tenants_scope("forget old looks at pages"):
        old = looks.overdue()
    for tenant_id, look_id in old:
        with tenant_scope(tenant_id):
            look = PageLook.objects.filter(pk=look_id).first()
            keys = reports.keys(look.readers) if look else []
            PageLook.objects.filter(pk=look_id).delete()
        reports.delete_pictures(keys)
