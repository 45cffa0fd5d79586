"""Verbs of answering for a warning: a person says by name why it does not apply."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from registrations import drafting, forecasting
from registrations.forecasting import Foretold
from registrations.models import Acknowledgement, Registration, RegistrationEvent
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor, ActorKind
from tenants.models import User

# Shorter ones say nothing ("ok"); longer ones nobody reads.
REASON_MIN, REASON_MAX = 10, 1000
_PEOPLE = frozenset({ActorKind.MEMBER, ActorKind.STAFF})


def open_warnings(registration: Registration) -> list[Foretold]:
    """Return the warnings about the newest round that nobody has answered for yet."""
    return [each for each in forecasting.current(registration) if each.is_open]


def acknowledge(
    registration_id: UUID, *, digest: str, reason: str, actor: Actor
) -> Acknowledgement:
    """Answer for one warning; see `acknowledge_each`."""
    return acknowledge_each(registration_id, reasons={digest: reason}, actor=actor)[0]


@transaction.atomic
def acknowledge_each(
    registration_id: UUID, *, reasons: Mapping[str, str], actor: Actor
) -> list[Acknowledgement]:
    """Answer for warnings by their digests, each with a reason of its own; all of them or none.

    Raises InvalidInput for a reason that says too little, and DomainError where no person acts,
    or a warning is no more: then the words have changed, and what is said of them now is another
    warning. Answering twice for the same one changes nothing.
    """
    if actor.kind not in _PEOPLE:
        raise DomainError(_("Only a person can answer for a warning."), code="person_needed")
    _check_reasons(reasons)
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    drafting.open_round(registration)
    found = {each.digest: each for each in forecasting.current(registration)}
    gone = [digest for digest in reasons if digest not in found]
    if gone:
        raise DomainError(
            _("The filing has changed since you read this. Read the warnings again."),
            code="warning_changed",
        )
    made = [
        _acknowledge(registration, found[digest], reason.strip(), actor)
        for digest, reason in reasons.items()
    ]
    return [each for each in made if each is not None]


def _check_reasons(reasons: Mapping[str, str]) -> None:
    wrong = {
        digest: _("Say in a sentence why it does not apply (%(min)d to %(max)d characters).")
        % {"min": REASON_MIN, "max": REASON_MAX}
        for digest, reason in reasons.items()
        if not REASON_MIN <= len(reason.strip()) <= REASON_MAX
    }
    if wrong or not reasons:
        raise InvalidInput(
            next(iter(wrong.values()), _("Say why the warning does not apply.")), fields=wrong
        )


def _acknowledge(
    registration: Registration, foretold: Foretold, reason: str, actor: Actor
) -> Acknowledgement:
    finding = foretold.finding
    if foretold.acknowledgement is not None:
        return foretold.acknowledgement
    if finding.is_blocker:
        raise DomainError(_("This must be fixed; nobody can answer for it."), code="blocked")
    version = registration.current
    made, is_new = Acknowledgement.objects.get_or_create(
        version=version,
        digest=foretold.digest,
        defaults={
            "rule": finding.rule,
            "field": finding.field,
            "reason": reason,
            "made_by": name_of(actor),
        },
    )
    if is_new:
        RegistrationEvent.record(
            RegistrationEvent.Kind.ACKNOWLEDGED,
            actor=actor,
            registration=registration,
            version=version,
            data={"rule": finding.rule, "field": finding.field, "reason": reason},
        )
    return made


def name_of(actor: Actor) -> str:
    """Return a person's name with the address that tells them from their namesakes."""
    user = User.objects.filter(pk=actor.id).first() if actor.id else None
    name = user.get_full_name().strip() if user else ""
    return (f"{name} ({actor.label})" if name else actor.label)[:200]
