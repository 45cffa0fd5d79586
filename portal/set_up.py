"""The whole set-up as a task list: what is done, what is open, and whom the rest waits for."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.models import Evidence, Program
from messaging.models import Message
from messaging.states import MessageStatus
from registrations import presenting
from registrations.models import Originator, Registration, RegistrationType
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.company import setup, setup_steps
from tenants.isv import white_label
from tenants.models import Brand, Registrant
from tenants.registrant import registrants
from tenants.states import ExceptionStatus

YOU, ISV, CARRIER, EARLIER = "you", "isv", "carrier", "earlier"
ENDED = (RegistrationStatus.REJECTED, RegistrationStatus.REVOKED, RegistrationStatus.CLOSED)
_WHO = {presenting.YOU: YOU, presenting.WE: ISV, presenting.CARRIER: CARRIER}


@dataclass(frozen=True)
class Task:
    """One step on the way to the first text."""

    title: str
    hint: str = ""  # what it is about, or what to have at hand
    url: str | None = None
    state: str = "INCOMPLETE"
    state_label: str = ""
    reason: str = ""  # whom or what it waits for, in a sentence
    who: str = YOU  # whose turn it is; nobody's once it is completed

    @property
    def is_done(self) -> bool:
        """Is there nothing left to do?"""
        return self.state == "COMPLETED"


@dataclass(frozen=True)
class Situation:
    """What the tasks are judged by, read once."""

    brand: Brand | None
    program: Program | None
    has_evidence: bool
    filing: Registration | None  # the one that leads to a number, else the newest
    number: Originator | None
    has_delivered: bool


def task_list() -> dict[str, Any]:
    """Return groups of tasks with counts and the next step, for the tenant in scope."""
    now = _situation()
    groups: list[tuple[str, tuple[Callable[[Situation], Task], ...]]] = [
        (_("Your company"), (_company, _registrant)),
        (_("How people agree"), (_describe, _publish, _evidence)),
        (_("Review"), (_hand_in, _approval)),
        (_("Texting"), (_first_text,)),
    ]
    made = [(title, [make(now) for make in makers]) for title, makers in groups]
    tasks = [task for _title, group in made for task in group]
    return {
        "next": _next(tasks),
        "tasks": [{"title": t, "tasks": [asdict(task) for task in group]} for t, group in made],
        "done_count": sum(task.is_done for task in tasks),
        "total_count": len(tasks),
    }


def _situation() -> Situation:
    filings = Registration.objects.select_related("brand", "program").order_by("-changed_at")
    living = filings.exclude(status__in=ENDED)
    numbers = living.exclude(type=RegistrationType.TEN_DLC_BRAND)
    return Situation(
        brand=Brand.objects.first(),
        program=Program.objects.order_by("created_at").first(),
        has_evidence=Evidence.objects.exists(),
        filing=numbers.first() or living.first() or filings.first(),
        number=Originator.objects.filter(status=OriginatorStatus.ACTIVE).first(),
        has_delivered=Message.objects.filter(status=MessageStatus.DELIVERED).exists(),
    )


def _next(tasks: list[Task]) -> dict[str, str] | None:
    """Whose turn it is, and the one step that leads on; None when everything is done.

    What the reader can do comes first, even while an earlier task waits for somebody else.
    """
    open_tasks = [task for task in tasks if not task.is_done and task.who != EARLIER]
    for task in open_tasks:
        if task.who == YOU:
            return {"turn": _("Your turn"), "sentence": task.title, "url": task.url or ""}
    for task in open_tasks:
        return {"turn": _turn_of(task.who), "sentence": task.reason, "url": ""}
    return None


def _turn_of(who: str) -> str:
    if who == CARRIER:
        return _("The carrier's turn")
    return _("%(isv)s's turn") % {"isv": white_label.current().name}


def _done(title: str, url: str) -> Task:
    return Task(title, "", url, "COMPLETED", _("Completed"), who="")


def _open(title: str, hint: str, url: str, *, label: str = "") -> Task:
    return Task(title, hint, url, "INCOMPLETE", label or _("To do"))


def _blocked(title: str, hint: str, *, by: str) -> Task:
    """A task that an earlier one has to be completed for."""
    reason = _("Waits for an earlier task: %(task)s.") % {"task": by}
    return Task(title, hint, None, "CANNOT_START", _("Cannot start yet"), reason, EARLIER)


def _problem(title: str, hint: str, url: str, *, label: str, reason: str = "") -> Task:
    return Task(title, hint, url, "PROBLEM", label, reason)


def _with_staff(title: str, url: str | None, *, label: str, reason: str) -> Task:
    return Task(title, "", url, "STAFF_REVIEW", label, reason, ISV)


def _company(now: Situation) -> Task:
    title, url = _("Company details"), reverse("tenants:brand")
    if now.brand:
        return _done(title, url)
    done, total = len(setup.steps_done()), len(setup_steps.steps_for(setup.answers()))
    hint = _("10 minutes; have at hand: the letter of the tax office, your address, your website")
    label = _("%(done)d of %(total)d steps") % {"done": done, "total": total} if done else ""
    return _open(title, hint, url, label=label)


def _registrant(now: Situation) -> Task:
    """Who is registered; an exception is staff's to decide."""
    title, url = _("Who is registered"), reverse("tenants:registrant")
    isv, decision = {"isv": white_label.current().name}, registrants.current()
    if decision is None:
        hint = _("Three questions; have at hand: who collects the consent and writes the texts")
        return _open(title, hint, url)
    if decision.exception_status == ExceptionStatus.WAITING:
        reason = _("Waits for %(isv)s, who read your reasons for an exception.") % isv
        return _with_staff(title, url, label=_("Waiting for staff"), reason=reason)
    carried = bool(now.brand and registrants.open_matches(now.brand))
    if decision.outcome == Registrant.END_BUSINESS and not carried:
        return _done(title, url)
    if decision.exception_status == ExceptionStatus.REFUSED:
        reason = _("Your exception was refused: %(why)s") % {"why": decision.remark}
        return _problem(title, "", url, label=_("Refused"), reason=reason)
    if carried:
        reason = _("Your company details carry data of %(isv)s.") % isv
        return _problem(title, "", url, label=_("Problem found"), reason=reason)
    if registrants.is_settled(decision):
        return _done(title, url)
    return _open(title, _("Your answers need an exception; say why"), url)


def _describe(now: Situation) -> Task:
    title = _("Your program")
    hint = _("Have at hand: what you will send, how often, and how people agree to it")
    if now.program:
        return _done(title, _program_url(now))
    if not now.brand:
        return _blocked(title, hint, by=_("Company details"))
    return _open(title, hint, reverse("consent:program_create"))


def _publish(now: Situation) -> Task:
    title = _("Opt-in form, terms and privacy pages")
    hint = _("Publish them, so that reviewers and recipients can open them")
    if now.program is None:
        return _blocked(title, hint, by=_("Your program"))
    if now.program.published:
        return _done(title, _program_url(now))
    return _open(title, hint, _program_url(now))


def _evidence(now: Situation) -> Task:
    title = _("Screenshot of your opt-in")
    hint = _("The part most often refused; have at hand: the form as people see it, not filled in")
    if now.program is None:
        return _blocked(title, hint, by=_("Your program"))
    return (
        _done(title, _program_url(now))
        if now.has_evidence
        else _open(title, hint, _program_url(now))
    )


def _program_url(now: Situation) -> str:
    return reverse("consent:program", args=[now.program.pk]) if now.program else ""


def _hand_in(now: Situation) -> Task:
    """The filing that lets a number send, until staff have read and accepted it."""
    title, hint = _("Check and hand in"), _("We check everything first, then a person reads it")
    filing, S = now.filing, RegistrationStatus
    if now.program is None or now.program.published is None:
        return _blocked(title, hint, by=_("Opt-in form, terms and privacy pages"))
    if filing is None:
        return _open(title, hint, reverse("registrations:list"))
    create, url = reverse("registrations:create"), _filing_url(filing)
    if filing.status in ENDED:
        return _open(title, _("The last one came to an end; start another"), create)
    is_brand = filing.type == RegistrationType.TEN_DLC_BRAND
    # An update of what is approved is the registration's own affair; the set-up is done.
    if not is_brand and filing.is_in_force:
        return _done(title, url)
    if is_brand and filing.is_in_force:
        return _open(title, _("Your brand is approved; its campaign is next"), create)
    if not is_brand and filing.status in (S.SUBMITTED, S.IN_REVIEW, S.APPROVED):
        return _done(title, url)
    turn = presenting.turn(filing)
    who = _WHO.get(turn["who"], YOU)
    state = "PROBLEM" if filing.status == S.NEEDS_CHANGES else filing.status
    return Task(title, str(filing), url, state, filing.get_status_display(), turn["sentence"], who)


def _approval(now: Situation) -> Task:
    """What the carrier decides, and the number that comes of it."""
    title, S = _("The carrier’s approval, and your number"), RegistrationStatus
    if now.number:
        return _done(title, reverse("registrations:list"))
    filing = now.filing
    is_brand = filing is not None and filing.type == RegistrationType.TEN_DLC_BRAND
    if filing is None or is_brand or filing.status not in (S.SUBMITTED, S.IN_REVIEW, S.APPROVED):
        hint = _("The carrier decides; we then set the number up by ourselves")
        return _blocked(title, hint, by=_("Check and hand in"))
    turn = presenting.turn(filing)
    label = filing.get_status_display()
    who = _WHO.get(turn["who"], ISV)
    return Task(title, "", _filing_url(filing), filing.status, label, turn["sentence"], who)


def _filing_url(filing: Registration) -> str:
    return reverse("registrations:detail", args=[filing.pk])


def _first_text(now: Situation) -> Task:
    title, url = _("Your first text"), reverse("messaging:message_list")
    hint = _("From the Messages page, or by your app through the API")
    if now.has_delivered:
        return _done(title, url)
    if now.number is None:
        return _blocked(title, hint, by=_("The carrier’s approval, and your number"))
    return _open(title, hint, url)
