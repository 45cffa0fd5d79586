"""Says in words, and to apps as events, what became of a registration or a number."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.deadlines import OPENED, Audience, Rung
from registrations.models import Deadline, Originator, Registration, RegistrationVersion
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants import notices, webhooks
from tenants.events import Actor, ActorKind
from tenants.models import Notice
from tenants.notices import sending
from tenants.permissions import Action

S = RegistrationStatus
Tone = Notice.Tone
REASONS_SHOWN = 5

EVENTS: Mapping[str, str] = {
    S.STAFF_REVIEW: "registration.submitted",
    S.IN_REVIEW: "registration.in_review",
    S.NEEDS_CHANGES: "registration.needs_changes",
    S.APPROVED: "registration.approved",
    S.REJECTED: "registration.rejected",
    S.REVOKED: "registration.revoked",
    S.CLOSED: "registration.closed",
}

# What members are told of a step: how it is coloured, whether it is mailed in any case, the
# title, and what it means for them. Steps that members take themselves are no news to them.
WORDS: Mapping[str, tuple[str, bool, Promise, Promise]] = {
    S.NEEDS_CHANGES: (
        Tone.WARN, False, gettext_lazy("Changes needed: %(what)s"),
        gettext_lazy("It came back. Correct it and hand it in again."),
    ),
    S.APPROVED: (
        Tone.OK, False, gettext_lazy("Approved: %(what)s"),
        gettext_lazy("Nothing for you to do. Its number is set up by itself."),
    ),
    S.REJECTED: (
        Tone.BAD, True, gettext_lazy("Refused for good: %(what)s"),
        gettext_lazy("It cannot be corrected. Read why before you file another one."),
    ),
    S.REVOKED: (
        Tone.BAD, True, gettext_lazy("Approval taken back: %(what)s"),
        gettext_lazy("Its numbers no longer text, from now on. Read why and file again."),
    ),
    S.CLOSED: (
        Tone.BAD, True, gettext_lazy("Closed by the carrier: %(what)s"),
        gettext_lazy("Its numbers no longer text. Ask support what happened."),
    ),
}  # fmt: skip

TO_DO: Mapping[str, Promise] = {
    Deadline.Kind.ANSWER_MAIL: gettext_lazy("Answer the registry’s e-mail: %(what)s"),
    Deadline.Kind.CORRECT: gettext_lazy("Still to be corrected: %(what)s"),
    Deadline.Kind.UPDATE: gettext_lazy("File the new wording: %(what)s"),
    Deadline.Kind.READ: gettext_lazy("Waits to be read: %(what)s"),
}
HOW: Mapping[str, Promise] = {
    Deadline.Kind.ANSWER_MAIL: gettext_lazy(
        "The registry has sent an e-mail with a code to the contact of your company. Without an"
        " answer in time it closes the registration."
    ),
    Deadline.Kind.CORRECT: gettext_lazy("Nothing goes on until it is handed in again."),
    Deadline.Kind.UPDATE: gettext_lazy(
        "It was approved with words that your program no longer uses. Reviewers compare them with"
        " your pages, so send an update."
    ),
    Deadline.Kind.READ: gettext_lazy("The business waits for us."),
}


CODES_AT_MOST = 50


def publish_step(
    registration: Registration, *, before: str, version: RegistrationVersion | None
) -> None:
    """Tell the business's app of a step, where it is one that an app is told of."""
    kind = EVENTS.get(registration.status)
    if kind:
        # Codes are no closed set, and an event has a largest size.
        denied = version.denied_reasons[:CODES_AT_MOST] if version else []
        reasons = [each.get("code", "")[:100] for each in denied]
        facts = {"previous_status": before, "reasons": reasons}
        webhooks.publish(kind, data={**_facts(registration, version), **facts})


def tell_step(
    registration: Registration,
    *,
    version: RegistrationVersion | None,
    actor: Actor,
    deadline: Deadline | None,
) -> None:
    """Tell members of a step that somebody else took."""
    if registration.status not in WORDS or actor.kind == ActorKind.MEMBER:
        return
    tone, is_hard, title, meaning = WORDS[registration.status]
    why = [*_reasons(version), registration.review_note]
    told = notices.Told(
        kind=EVENTS[registration.status],
        title=str(title) % {"what": registration},
        text="\n".join([str(meaning), *filter(None, why)]),
        path=path_of(registration),
        once=f"registration:{registration.pk}:{registration.changed_at.isoformat()}",
        tone=tone,
        is_hard=is_hard,
        due_at=deadline.due_at if deadline else None,
    )
    notices.send(told, to=Action.SUBMIT)


def tell_update_refused(registration: Registration, version: RegistrationVersion | None) -> None:
    """Tell members that an update was refused while the approval before it stays in force."""
    told = notices.Told(
        kind="registration.update_refused",
        title=_("Update refused: %(what)s") % {"what": registration},
        text="\n".join([_("What was approved before stays in force."), *_reasons(version)]),
        path=path_of(registration),
        once=f"registration:{registration.pk}:{registration.changed_at.isoformat()}",
        tone=Tone.WARN,
    )
    notices.send(told, to=Action.SUBMIT)


def _reasons(version: RegistrationVersion | None) -> list[str]:
    """Return the carrier's reasons in its own words, a few of them."""
    reasons = version.denied_reasons if version else []
    said = [f"• {each.get('text') or each.get('code', '')}" for each in reasons]
    more = len(said) - REASONS_SHOWN
    if more > 0:
        words = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        return [*said[:REASONS_SHOWN], words]
    return said


def tell_number(originator: Originator) -> None:
    """Tell members and their app that a number may text, or may not any more."""
    live = originator.status == OriginatorStatus.ACTIVE
    if not live and originator.status != OriginatorStatus.SUSPENDED:
        return
    webhooks.publish("number.live" if live else "number.suspended", data=_number(originator))
    title = _("A number is live: %(what)s") if live else _("A number may not text: %(what)s")
    good = _("Your program can text now. Opt-ins are checked for every text, as always.")
    bad = _("Texts from it are refused until this is settled. Look at its registration.")
    told = notices.Told(
        kind="number.live" if live else "number.suspended",
        title=title % {"what": originator.program},
        text=good if live else bad,
        path=path_of(originator.registration),
        once=f"number:{originator.pk}:{originator.changed_at.isoformat()}",
        tone=Tone.OK if live else Tone.BAD,
        is_hard=not live,
    )
    notices.send(told, to=Action.SUBMIT)


def opened(deadline: Deadline) -> None:
    """Tell of a deadline that comes with no other news."""
    told = _told(deadline, OPENED, _how(deadline), deadline.tone)
    notices.send(told, to=Action.SUBMIT)
    _publish_deadline(deadline, OPENED)


def reminder(deadline: Deadline, rung: Rung, *, now: datetime) -> int:
    """Remind those whom a rung of the ladder names; return how many people."""
    tone = Tone.BAD if deadline.due_at <= now else Tone.WARN
    text = f"{_left(deadline, now)} {_how(deadline)}"
    told, people = _told(deadline, rung.code, text, tone), 0
    for audience in rung.to:
        people += _send(told, audience)
    if Audience.MEMBERS in rung.to:
        _publish_deadline(deadline, rung.code)
    return people


def _send(told: notices.Told, audience: Audience) -> int:
    if audience == Audience.MEMBERS:
        return notices.send(told, to=Action.SUBMIT)
    groups = {Audience.REVIEWERS: sending.REVIEWERS, Audience.LEADERS: sending.LEADERS}
    return sending.send_to_staff(told, groups=groups[audience])


def _told(deadline: Deadline, code: str, text: str, tone: str) -> notices.Told:
    registration = deadline.registration
    for_staff = deadline.kind == Deadline.Kind.READ
    return notices.Told(
        kind=f"deadline.{deadline.kind}",
        title=str(TO_DO[deadline.kind]) % {"what": registration},
        text=text,
        path=staff_path_of(registration) if for_staff else path_of(registration),
        once=f"deadline:{deadline.pk}:{code}",
        tone=tone,
        is_hard=deadline.is_hard,
        due_at=deadline.due_at,
    )


def _how(deadline: Deadline) -> str:
    return str(HOW[deadline.kind])


def _left(deadline: Deadline, now: datetime) -> str:
    days = (deadline.due_at - now).days
    if deadline.due_at <= now:
        late = (now - deadline.due_at).days
        if not late:
            return _("The time is over.")
        words = ngettext("%(days)d day late.", "%(days)d days late.", late)
        return words % {"days": late}
    if not days:
        return _("Less than a day is left.")
    words = ngettext("%(days)d day is left.", "%(days)d days are left.", days)
    return words % {"days": days}


def _publish_deadline(deadline: Deadline, code: str) -> None:
    facts = {
        "deadline": deadline.kind,
        "reminder": code,
        "due_at": deadline.due_at.isoformat(),
        "is_hard": deadline.is_hard,
    }
    webhooks.publish("registration.deadline", data={**_facts(deadline.registration), **facts})


def _facts(
    registration: Registration, version: RegistrationVersion | None = None
) -> dict[str, Any]:
    """Return the ids and states of a registration; no answer, name or number."""
    return {
        "id": str(registration.pk),
        "object": "registration",
        "registration_type": registration.type,
        "program": str(registration.program_id) if registration.program_id else None,
        "status": str(registration.status),
        "round": version.number if version else None,
        "is_in_force": registration.is_in_force,
    }


def _number(originator: Originator) -> dict[str, Any]:
    return {
        "id": str(originator.pk),
        "object": "number",
        "registration": str(originator.registration_id),
        "program": str(originator.program_id),
        "number_type": originator.number_type,
        "status": str(originator.status),
    }


def path_of(registration: Registration) -> str:
    """Return where members act on a registration, whatever host this runs for."""
    return reverse("registrations:detail", args=[registration.pk], urlconf=settings.ROOT_URLCONF)


def staff_path_of(registration: Registration) -> str:
    """Return where staff act on it."""
    name = "admin:registrations_registration_change"
    return reverse(name, args=[registration.pk], urlconf=settings.ROOT_URLCONF)


def tell_form_changed(registrations: Iterable[Registration], *, what: str) -> None:
    """Tell members that the carrier's form changed under what they are writing."""
    day = timezone.localdate().isoformat()
    for registration in registrations:
        told = notices.Told(
            kind="registration.form_changed",
            title=_("The carrier’s form changed: %(what)s") % {"what": registration},
            text="\n".join([_("Look at your answers before you hand it in."), what]).strip(),
            path=path_of(registration),
            once=f"form:{registration.pk}:{day}",
        )
        notices.send(told, to=Action.EDIT)


def tell_first_accepted(registration: Registration) -> None:
    """Tell reviewers that a filing needs a second person."""
    told = notices.Told(
        kind="staff.second_person",
        title=_("Needs a second person: %(what)s") % {"what": registration},
        text=_("One reviewer has accepted it. Another one files it."),
        path=staff_path_of(registration),
        once=f"second:{registration.pk}:{registration.changed_at.isoformat()}",
    )
    sending.send_to_staff(told)
