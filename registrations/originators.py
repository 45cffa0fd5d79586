"""Verbs of numbers: plan one for a registration, record what the carrier gave, make it live."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from consent.models import ProgramVersion
from registrations import checklist as lines
from registrations import following, usecases
from registrations.carrier import CarrierError
from registrations.carrier.keywords import MESSAGE_MAX
from registrations.carrier.numbers import ACTIVE, Number
from registrations.checklist import Step
from registrations.models import Originator, ProvisionStep, Registration, RegistrationEvent
from registrations.states import ORIGINATOR_TRANSITIONS, OriginatorStatus
from registrations.types import Kind, TypeFacts
from tenants.errors import TransitionNotAllowed
from tenants.events import Actor
from tenants.scoping import current_tenant_id

TRANSACTIONAL, PROMOTIONAL = "TRANSACTIONAL", "PROMOTIONAL"
CARRIER = Actor.carrier()


class NumberTaken(CarrierError):
    """The carrier gave us a number that another registration of ours still holds.

    It happens where the carrier's account was reset. Support has to look, so it is shown.
    """

    def __init__(self) -> None:
        super().__init__(
            "The carrier gave us a number that another registration still holds. Ask support."
        )


@dataclass(frozen=True)
class NumberJob:
    """All that setting a number up needs, read in one scope and used outside any."""

    tenant_id: UUID
    originator_id: UUID
    registration_id: UUID
    kind: Kind
    country: str
    number_type: str
    message_type: str
    opt_out_list: str
    configuration_set: str
    registration: str  # the carrier's id of the registration; empty before it is filed
    carrier_id: str
    steps: tuple[Step, ...]
    # What the carrier is to answer to STOP and HELP, and what we had it answer before.
    words: dict[str, str] = field(default_factory=dict)
    words_before: dict[str, str] = field(default_factory=dict)

    @property
    def campaign(self) -> str:
        """The registration that a number joins as it is ordered; only campaigns take it so."""
        return self.registration if self.kind == Kind.CAMPAIGN else ""

    @property
    def appears_by_itself(self) -> bool:
        """Does the carrier give it unasked, once it has approved?"""
        return self.kind in (Kind.SHORT_CODE, Kind.SENDER_ID)


def opt_out_list_of(tenant_id: UUID) -> str:
    """Return the name of a tenant's own list: on a shared one a STOP to one would block all."""
    return f"tenant-{tenant_id.hex}"


def configuration_set_of(tenant_id: UUID) -> str:
    """Return the name of a tenant's own configuration set, which its sends name."""
    return f"tenant-{tenant_id.hex}"


def checklist(originator: Originator) -> list[ProvisionStep]:
    """Return every line of a number's checklist, in order."""
    return lines.of(originator)


@transaction.atomic
def plan(registration_id: UUID) -> NumberJob:
    """Return the work on a registration's number, with a row that its order can be traced by."""
    registration: Registration = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("program", "brand")
        .get(pk=registration_id)
    )
    originator = _open_one(registration)
    published = registration.program.published if registration.program else None
    promotional = published is not None and usecases.is_promotional(published.frozen_content)
    done = {row.step: row.detail for row in originator.steps.all()}
    return NumberJob(
        tenant_id=current_tenant_id(),
        originator_id=originator.pk,
        registration_id=registration.pk,
        kind=registration.facts.kind,
        country=originator.country,
        number_type=originator.number_type,
        message_type=PROMOTIONAL if promotional else TRANSACTIONAL,
        opt_out_list=originator.opt_out_list,
        configuration_set=configuration_set_of(current_tenant_id()),
        registration=registration.carrier_id,
        carrier_id=originator.carrier_id,
        steps=lines.steps_of(registration.facts),
        words=_words(registration.facts, published),
        words_before=done.get(Step.KEYWORDS, {}).get("words", {}),
    )


def _words(facts: TypeFacts, published: ProgramVersion | None) -> dict[str, str]:
    """Return the program's own replies, where the carrier takes them."""
    if published is None:
        return {}
    texts = published.frozen_texts
    said = {"HELP": texts.help_reply, "STOP": texts.optout_confirmation}
    if facts.kind == Kind.TOLL_FREE:
        del said["STOP"]
    return {word: text[:MESSAGE_MAX] for word, text in said.items() if text}


def _open_one(registration: Registration) -> Originator:
    open_ones = Originator.objects.exclude(status=OriginatorStatus.RELEASED)
    found: Originator | None = open_ones.filter(registration=registration).first()
    if found is not None:
        return found
    facts = registration.facts
    made: Originator = Originator.objects.create(
        registration=registration,
        program=registration.program,
        number_type=facts.number_type,
        # A form for several countries is filled for the one that the business is in.
        country=registration.brand.country if facts.country == "ZZ" else facts.country,
        opt_out_list=opt_out_list_of(current_tenant_id()),
    )
    return made


@transaction.atomic
def record_number(originator_id: UUID, *, number: Number, now: datetime) -> Originator:
    """Take over what the carrier shows of a number; it goes live once both sides are ready.

    Ready means: the registration is approved, the number is active, and, where we answer STOP
    ourselves, the carrier has left that to us. Raises NumberTaken.
    """
    originator = _locked(originator_id)
    is_new = originator.carrier_id == ""
    changed = originator.carrier_status != number.status
    originator.carrier_id, originator.number = number.id, number.number
    originator.sender_id = number.sender_id
    originator.carrier_status, originator.carrier_checked_at = number.status, now
    originator.is_self_managed = number.is_self_managed
    try:
        with transaction.atomic():
            originator.save()
    except IntegrityError as error:
        raise NumberTaken from error
    if is_new or changed:
        _note(originator, {"number_status": number.status, "is_new": is_new})
    may_start = originator.status in (OriginatorStatus.PENDING, OriginatorStatus.SUSPENDED)
    if may_start and _is_ready(originator, number):
        return _move(originator, OriginatorStatus.ACTIVE)
    return originator


def _is_ready(originator: Originator, number: Number) -> bool:
    registration = originator.registration
    facts = registration.facts
    answered = not facts.we_answer or number.is_self_managed
    reachable = not facts.can_be_answered or number.is_two_way
    return registration.is_in_force and number.status == ACTIVE and reachable and answered


def record_configuration_set(originator_id: UUID, *, name: str) -> None:
    """Send with this set from now on: it exists, and its events reach us."""
    Originator.objects.filter(pk=originator_id).update(configuration_set=name)


def record_look(originator_id: UUID, *, now: datetime) -> None:
    """Note that the carrier was asked in vain, so that others get their turn before it."""
    Originator.objects.filter(pk=originator_id).update(carrier_checked_at=now)


@transaction.atomic
def record_gone(originator_id: UUID, *, now: datetime) -> None:
    """Note that the carrier does not have a number any more, whoever gave it back."""
    originator = _locked(originator_id)
    originator.carrier_checked_at = now
    if originator.status != OriginatorStatus.RELEASED:
        _move(originator, OriginatorStatus.RELEASED)


def suspend(registration: Registration, *, actor: Actor) -> None:
    """Stop the numbers of a registration whose approval ended, in the transaction that ended it."""
    running = Originator.objects.filter(registration=registration).select_for_update()
    for originator in running.filter(
        status__in=(OriginatorStatus.PENDING, OriginatorStatus.ACTIVE)
    ):
        _move(originator, OriginatorStatus.SUSPENDED, actor=actor)


@transaction.atomic
def record_trouble(originator_id: UUID, *, message: str, now: datetime) -> None:
    """Show why a number is not set up yet; the sweep tries again."""
    originator = _locked(originator_id)
    originator.carrier_checked_at = now
    originator.save(update_fields=["carrier_checked_at"])
    registration = originator.registration
    if originator.status == OriginatorStatus.ACTIVE:
        return  # The checklist shows it; the number goes on.
    if registration.filing_error != message:
        registration.filing_error = message
        registration.save(update_fields=["filing_error"])
        _note(originator, {"message": message})


def _locked(originator_id: UUID) -> Originator:
    found: Originator = (
        Originator.objects.select_for_update(of=("self",))
        .select_related("registration")
        .get(pk=originator_id)
    )
    return found


def _note(originator: Originator, data: dict[str, object], actor: Actor = CARRIER) -> None:
    RegistrationEvent.record(
        RegistrationEvent.Kind.NUMBER,
        actor=actor,
        registration=originator.registration,
        data={"originator": str(originator.pk), **data},
    )


def _move(originator: Originator, to: OriginatorStatus, *, actor: Actor = CARRIER) -> Originator:
    """Take one step of the table, save the row, and write the event; the row is locked already."""
    if to not in ORIGINATOR_TRANSITIONS[OriginatorStatus(originator.status)]:
        raise TransitionNotAllowed(
            f"A number that is “{originator.get_status_display()}” cannot become “{to.label}”."
        )
    before = originator.status
    originator.status, originator.changed_at = to, timezone.now()
    originator.save()
    if to == OriginatorStatus.ACTIVE and originator.registration.filing_error:
        registration = originator.registration
        registration.filing_error = ""
        registration.save(update_fields=["filing_error"])
    _note(originator, {"from": before, "to": str(to)}, actor)
    following.number_moved(originator)
    return originator
