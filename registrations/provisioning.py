"""Sets numbers up at the carrier and keeps them so: each line of the checklist is looked at first.

Looking before changing makes every line safe to repeat, by a worker that comes after one that
died as much as by the slow round that finds what somebody changed at the carrier.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from registrations import checklist, originators
from registrations.carrier import (
    CarrierError,
    CarrierRejected,
    event_sets,
    filing,
    keywords,
    numbers,
    texting,
)
from registrations.carrier.numbers import Number
from registrations.carrier.pacing import NotNow
from registrations.checklist import Look, Step
from registrations.models import Registration
from registrations.originators import NumberJob
from registrations.types import Kind
from tenants.scoping import tenant_scope


class NotGiven(CarrierError):
    """The carrier has not given the number yet; nothing is wrong."""


class ElsewhereTied(CarrierError):
    """The carrier has our number under another registration, which no call of ours can undo."""

    def __init__(self) -> None:
        super().__init__("The carrier has this number under another registration. Ask support.")


def provision(tenant_id: str, registration_id: str, *, now: datetime) -> None:
    """Bring the number of a registration in force to what it must be, as far as it goes now.

    Nothing where the approval has ended since somebody asked for it: a number that was ordered
    then would cost money, and nobody would give it back.
    """
    with tenant_scope(tenant_id):
        if not Registration.objects.in_force().filter(pk=registration_id).exists():
            return
        job = originators.plan(UUID(registration_id))
    try:
        _ensure_practice_set()
        _bring(job, now)
    except NotNow:
        return
    except NotGiven:
        with tenant_scope(tenant_id):
            originators.record_look(job.originator_id, now=now)
    except CarrierError as error:
        with tenant_scope(tenant_id):
            originators.record_trouble(job.originator_id, message=str(error), now=now)


def with_number(job: NumberJob) -> NumberJob:
    """Have a number leased; the row's own id is the token, so there is never a second."""
    if job.carrier_id:
        return job
    now = timezone.now()
    number = _find(job) if job.appears_by_itself else _order(job, now)
    with tenant_scope(job.tenant_id):
        originators.record_number(job.originator_id, number=number, now=now)
        checklist.record(job.originator_id, Step.NUMBER, Look(), now=now)
    return replace(job, carrier_id=number.id)


def _ensure_practice_set() -> None:
    """Where the simulator is the carrier, texts of test keys name the set of the installation."""
    if texting.plays_carrier():
        event_sets.ensure_configuration_set(
            settings.CARRIER_CONFIGURATION_SET, topic_arn=settings.SNS_EVENTS_TOPIC_ARN
        )


def _order(job: NumberJob, now: datetime) -> Number:
    numbers.create_opt_out_list(job.opt_out_list)
    with tenant_scope(job.tenant_id):
        checklist.record(job.originator_id, Step.OPT_OUT_LIST, Look(), now=now)
    return numbers.request_number(
        numbers.NumberOrder(
            number_type=job.number_type,
            message_type=job.message_type,
            opt_out_list=job.opt_out_list,
            token=job.originator_id.hex,
            country=job.country,
            registration=job.campaign,
        )
    )


def _find(job: NumberJob) -> Number:
    """Find what the carrier gives by itself after an approval: a short code or a sender ID."""
    if job.kind == Kind.SENDER_ID:
        found = numbers.sender_id_given_to(job.registration, country=job.country)
    else:
        found = numbers.number_given_to(job.registration)
    if found is None:
        raise NotGiven("The carrier has not given the number yet.")
    return found


def _look_at(job: NumberJob) -> Number:
    if job.kind == Kind.SENDER_ID:
        return _find(job)
    return numbers.describe_number(job.carrier_id)


def _bring(job: NumberJob, now: datetime) -> None:
    """Walk the checklist; the number goes live once every line is so."""
    job = with_number(job)
    try:
        number = _look_at(job)
    except CarrierRejected as error:
        if error.code != numbers.GONE:
            raise
        with tenant_scope(job.tenant_id):
            originators.record_gone(job.originator_id, now=now)
        return
    for step in job.steps:
        number = _take(step, job, number, now)
    with tenant_scope(job.tenant_id):
        originators.record_number(job.originator_id, number=number, now=now)


def _take(step: Step, job: NumberJob, number: Number, now: datetime) -> Number:
    """Do one line, or note why it could not be done."""
    try:
        changed, look = VERBS[step](job, number)
    except NotNow:
        raise
    except CarrierError as error:
        with tenant_scope(job.tenant_id):
            checklist.record_trouble(job.originator_id, step, str(error), now=now)
        raise
    with tenant_scope(job.tenant_id):
        checklist.record(job.originator_id, step, look, now=now)
        if step == Step.EVENT_DESTINATION:
            originators.record_configuration_set(job.originator_id, name=job.configuration_set)
    return changed


def _opt_out_list(job: NumberJob, number: Number) -> tuple[Number, Look]:
    if number.opt_out_list == job.opt_out_list:
        return number, Look()
    numbers.create_opt_out_list(job.opt_out_list)
    moved = numbers.use_opt_out_list(job.carrier_id, job.opt_out_list)
    return moved, Look(was_right=False, detail={"found": number.opt_out_list})


def _leased(_job: NumberJob, number: Number) -> tuple[Number, Look]:
    return number, Look()


def _association(job: NumberJob, number: Number) -> tuple[Number, Look]:
    """Have the number tied to its registration; a tie to another one cannot be undone by a call."""
    if number.registration in (job.registration, "") and not job.registration:
        return number, Look()
    if number.registration == job.registration:
        return number, Look()
    if number.registration:
        raise ElsewhereTied
    filing.associate(job.registration, job.carrier_id)
    return replace(number, registration=job.registration), Look(was_right=False)


def _configuration_set(job: NumberJob, number: Number) -> tuple[Number, Look]:
    if _events(job).exists:
        return number, Look()
    event_sets.create_set(job.configuration_set)
    return number, Look(was_right=False)


def _event_destination(job: NumberJob, number: Number) -> tuple[Number, Look]:
    found, topic = _events(job), settings.SNS_EVENTS_TOPIC_ARN
    if found.is_right:
        return number, Look()
    verb = event_sets.mend_destination if found.has_destination else event_sets.create_destination
    verb(job.configuration_set, topic_arn=topic)
    return number, Look(was_right=False)


def _events(job: NumberJob) -> event_sets.EventSet:
    return event_sets.describe_set(job.configuration_set, topic_arn=settings.SNS_EVENTS_TOPIC_ARN)


def _two_way(job: NumberJob, number: Number) -> tuple[Number, Look]:
    topic = settings.SNS_INBOUND_TOPIC_ARN
    if number.is_two_way and number.channel == topic:
        return number, Look()
    return numbers.connect(job.carrier_id, topic_arn=topic), Look(was_right=False)


def _self_managed(job: NumberJob, number: Number) -> tuple[Number, Look]:
    if number.is_self_managed:
        return number, Look()
    return numbers.leave_opt_outs_to_us(job.carrier_id), Look(was_right=False)


def _keywords(job: NumberJob, number: Number) -> tuple[Number, Look]:
    """Put the program's words where the carrier answers, or would if it took STOP over again.

    On toll-free numbers the networks answer STOP with a text of their own, which nothing changes.
    """
    held = keywords.replies(job.carrier_id)
    wrong = {word: text for word, text in job.words.items() if held.get(word) != text}
    for word, text in wrong.items():
        keywords.put_reply(job.carrier_id, word, text)
    changed_here = all(job.words_before.get(word) == held.get(word) for word in wrong)
    return number, Look(not wrong, {"words": job.words}, is_our_change=changed_here)


Verb = Callable[[NumberJob, Number], tuple[Number, Look]]
VERBS: dict[Step, Verb] = {
    Step.OPT_OUT_LIST: _opt_out_list,
    Step.NUMBER: _leased,
    Step.ASSOCIATION: _association,
    Step.CONFIGURATION_SET: _configuration_set,
    Step.EVENT_DESTINATION: _event_destination,
    Step.TWO_WAY: _two_way,
    Step.SELF_MANAGED: _self_managed,
    Step.KEYWORDS: _keywords,
}
