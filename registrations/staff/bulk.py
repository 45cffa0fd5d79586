"""Accepting many filings at once: only clean ones, after a look at each, each by itself.

What is clean is decided when the list is shown and once more when it is confirmed. A filing that
was handed in anew in between is left alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from consent.rules import Severity
from registrations import lifecycle
from registrations.models import Registration
from registrations.staff import findings
from registrations.states import RegistrationStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import IsvSettings, TenantStatus, User
from tenants.scoping import tenant_scope

MOST = 50
_TOKEN = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})~(.*)")


@dataclass(frozen=True)
class Candidate:
    """A filing that was selected, with what was found in it and why it is left out, if it is."""

    registration: Registration
    handed_in: str
    blockers: int
    warnings: int
    answered: int
    advice: int
    gives: str
    obstacle: str

    @property
    def token(self) -> str:
        """The filing as it was shown: its id and when it was handed in."""
        return f"{self.registration.pk}~{self.handed_in}"


@dataclass(frozen=True)
class Result:
    """What became of one filing."""

    registration: Registration
    is_done: bool
    words: str


def candidates(selected: Iterable[UUID], viewer: User) -> list[Candidate]:
    """Return the selected filings with the verdict on each; the scope is everybody's."""
    rows = Registration.objects.filter(pk__in=list(selected)[:MOST])
    return [
        candidate(each, viewer)
        for each in rows.select_related("tenant", "brand", "program", "first_accepted_by")
    ]


def candidate(registration: Registration, viewer: User) -> Candidate:
    """Look at one filing as it is now."""
    with tenant_scope(str(registration.tenant_id)):
        found = findings.of(registration)
        obstacle = _obstacle(registration, found, viewer)
        return Candidate(
            registration=registration,
            handed_in=handed_in(registration),
            blockers=findings.count(found, Severity.BLOCKER),
            warnings=findings.count(found, Severity.WARNING, answered=False),
            answered=findings.count(found, Severity.WARNING, answered=True),
            advice=findings.count(found, Severity.ADVICE),
            gives=what_accepting_does(registration),
            obstacle=obstacle,
        )


def handed_in(registration: Registration) -> str:
    """Return a mark of the round as it was handed in; it differs after every handing in."""
    version = registration.current
    moment = version.submitted_at.isoformat() if version.submitted_at else ""
    return f"{version.number}~{moment}"


def two_persons_accept() -> bool:
    """Is the rule of two persons on?"""
    return IsvSettings.objects.filter(pk=1, two_person_review=True).exists()


def what_accepting_does(registration: Registration) -> str:
    """Say whether an acceptance is the first of two, the second, or the only one."""
    if not two_persons_accept():
        return _("Files it")
    if registration.first_accepted_at is None:
        return _("First acceptance; a second person files it")
    return _("Second acceptance; files it")


def _obstacle(registration: Registration, found: Sequence[findings.Found], viewer: User) -> str:
    """Say why a filing cannot be accepted unread, or nothing."""
    if registration.status != RegistrationStatus.STAFF_REVIEW:
        return _("It does not wait for us: %(state)s.") % {
            "state": registration.get_status_display()
        }
    if registration.tenant.status != TenantStatus.ACTIVE:
        return _("The business is not active.")
    if registration.first_accepted_by_id == viewer.pk:
        return _("You accepted it first; a colleague gives the second acceptance.")
    if any(each.finding.is_blocker for each in found):
        return _("It has blockers.")
    if any(each.is_open for each in found):
        return _("It has warnings that nobody answered for.")
    return ""


def accept(tokens: Iterable[str], viewer: User) -> list[Result]:
    """Accept what is still clean and unchanged, each by itself; say of each what became of it."""
    matches = map(_TOKEN.fullmatch, list(tokens)[:MOST])
    shown = {match[1]: match[2] for match in matches if match}
    rows = Registration.objects.filter(pk__in=shown).select_related("tenant", "brand", "program")
    return [_accept_one(each, shown[str(each.pk)], viewer) for each in rows]


def _accept_one(registration: Registration, as_shown: str, viewer: User) -> Result:
    found = candidate(registration, viewer)
    if found.obstacle:
        return Result(registration, False, found.obstacle)
    if found.handed_in != as_shown:
        return Result(registration, False, _("It was handed in anew since you saw it."))
    try:
        with tenant_scope(str(registration.tenant_id)):
            moved = lifecycle.accept_for_carrier(registration.pk, actor=Actor.staff(viewer))
    except DomainError as error:
        return Result(registration, False, error.message)
    return Result(registration, True, accepted_words(moved))


def accepted_words(registration: Registration) -> str:
    """Say what an acceptance did, by the state that it led to."""
    if registration.status == RegistrationStatus.STAFF_REVIEW:
        return _("First acceptance noted. A second person files it.")
    return _("Accepted. It is being handed to the carrier.")
