"""Texts from recipients: keyword → ledger → at most one automatic answer.

STOP takes effect whatever else is broken: tenant suspended, carrier down, contact unknown. HELP
is answered for everybody who asks. That is why an opt-out is not copied to the carrier's own
opt-out list: a number on it gets nothing at all, neither the confirmation nor the answer to HELP.
"""

import logging
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from consent import double_opt_in, keywords, ledger
from consent.keywords import Keyword
from consent.models import Consent, ConsentEvent, OptMethod, ProgramVersion, Standing
from consent.rendering import joint_kinds
from messaging import joining, sending
from messaging.models import InboundMessage, InboundOutcome, Message, Purpose
from registrations.models import Originator
from registrations.states import OriginatorStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.scoping import all_tenants_scope, tenant_scope

logger = logging.getLogger(__name__)

# A repeated STOP is recorded and not answered again for this long.
ONE_CONFIRMATION = timedelta(hours=24)
# Two machines answering each other must come to an end.
ANSWERS_PER_HOUR = 5
PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class Text:
    """One text as the carrier reports it; `received_at` is the carrier's time."""

    carrier_id: str
    sender: str
    destination: str
    body: str
    received_at: datetime


def receive_text(text: Text) -> InboundMessage | None:
    """Take one text, once, however often it is delivered; None when the number is not ours.

    Whose text it is follows from the destination number alone.
    """
    owner = _owner(text.destination)
    if owner is None:
        logger.warning("a text came in for a number that no tenant has")
        return None
    tenant_id, originator_id = owner
    with tenant_scope(tenant_id):
        originator = Originator.objects.select_related("program").get(pk=originator_id)
        return _receive(text, originator)


def _owner(number: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Find the number's tenant; the one who has it now, else the last who had it."""
    with all_tenants_scope("find the tenant of a number"):
        numbers = Originator.objects.filter(number=number).exclude(number="")
        live = numbers.exclude(status=OriginatorStatus.RELEASED)
        rows = live.values_list("tenant_id", "pk")
        former = numbers.order_by("-changed_at").values_list("tenant_id", "pk")
        return rows.first() or former.first()


@transaction.atomic
def _receive(text: Text, originator: Originator) -> InboundMessage:
    known = InboundMessage.objects.filter(carrier_id=text.carrier_id)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            inbound = InboundMessage.objects.create(
                originator=originator,
                carrier_id=text.carrier_id,
                sender=text.sender[:16],
                body=text.body,
                meaning=_meaning(text, originator),
                outcome=InboundOutcome.KEPT,
                received_at=text.received_at,
            )
    except IntegrityError:
        return known.get()
    inbound.outcome = _act(inbound, originator)
    inbound.save(update_fields=["outcome"])
    return inbound


def _meaning(text: Text, originator: Originator) -> Keyword:
    version = originator.program.published
    words = {version.opt_in_keyword} if version and version.opt_in_keyword else set()
    before = _standing(text.sender, originator)
    is_stopped = before is not None and before.standing == Standing.OPTED_OUT
    is_open = is_stopped or _question(text.sender, originator, text.received_at) is not None
    return keywords.meaning(text.body, program_keywords=words, open_question=is_open)


def _act(inbound: InboundMessage, originator: Originator) -> InboundOutcome:
    if not PHONE.fullmatch(inbound.sender):
        return InboundOutcome.NOT_A_PHONE
    if inbound.meaning == Keyword.STOP:
        return _stop(inbound, originator)
    if inbound.meaning == Keyword.HELP:
        return _help(inbound, originator)
    if inbound.meaning == Keyword.START:
        return _start(inbound, originator)
    if inbound.meaning == Keyword.UNCLEAR_STOP:
        return InboundOutcome.NEEDS_PERSON
    return InboundOutcome.KEPT


def _stop(inbound: InboundMessage, originator: Originator) -> InboundOutcome:
    """Opt out, refuse what waits, confirm once: one transaction."""
    silent = _is_repeated(inbound, originator)
    event = ledger.record_opt_out(
        inbound.sender,
        program=originator.program,
        method=OptMethod.KEYWORD,
        actor=Actor.recipient(),
        occurred_at=inbound.received_at,
    )
    sending.refuse_waiting(inbound.sender, now=timezone.now())
    if _carrier_answers_stop(inbound, originator):
        return InboundOutcome.CARRIER_ANSWERED
    version = originator.program.published
    if silent or version is None:
        return InboundOutcome.STOPPED_SILENTLY
    sending.queue_reply(
        Purpose.OPT_OUT_CONFIRMATION,
        program=originator.program,
        originator=originator,
        recipient=inbound.sender,
        body=version.frozen_texts.optout_confirmation,
        answers_event=event,
        answers_inbound=inbound,
    )
    return InboundOutcome.STOPPED


def _is_repeated(inbound: InboundMessage, originator: Originator) -> bool:
    """Was this person stopped already, and told so within a day? A new STOP after a START is not
    a repetition."""
    stopped = Consent.objects.of_recipient(inbound.sender).filter(
        program=originator.program, standing=Standing.OPTED_OUT
    )
    told = Message.objects.filter(
        recipient=inbound.sender,
        originator=originator,
        purpose=Purpose.OPT_OUT_CONFIRMATION,
        created_at__gt=timezone.now() - ONE_CONFIRMATION,
    )
    return bool(stopped.exists() and told.exists())


def _carrier_answers_stop(inbound: InboundMessage, originator: Originator) -> bool:
    """Toll-free carriers answer the one word STOP whatever is configured; others when told to."""
    bare = inbound.body.strip().upper() == "STOP"
    return not originator.is_self_managed or (originator.number_type == "TOLL_FREE" and bare)


def _help(inbound: InboundMessage, originator: Originator) -> InboundOutcome:
    """Answer whoever asks, subscribed or not."""
    version = originator.program.published
    if not originator.is_self_managed:
        return InboundOutcome.CARRIER_ANSWERED
    if version is None:
        return InboundOutcome.KEPT
    if _asked_too_often(inbound, Purpose.HELP_REPLY):
        return InboundOutcome.LIMITED
    sending.queue_reply(
        Purpose.HELP_REPLY,
        program=originator.program,
        originator=originator,
        recipient=inbound.sender,
        body=version.frozen_texts.help_reply,
        answers_inbound=inbound,
    )
    return InboundOutcome.HELPED


def _asked_too_often(inbound: InboundMessage, purpose: Purpose) -> bool:
    lately = Message.objects.filter(
        recipient=inbound.sender,
        purpose=purpose,
        created_at__gt=timezone.now() - timedelta(hours=1),
    )
    return bool(lately.count() >= ANSWERS_PER_HOUR)


def _start(inbound: InboundMessage, originator: Originator) -> InboundOutcome:
    """Opt in, or back in: a text from the phone proves that the sender holds it."""
    version = originator.program.published
    if version is None:
        return InboundOutcome.KEPT
    before = _standing(inbound.sender, originator)
    if before is None or before.standing != Standing.OPTED_OUT:
        question = _question(inbound.sender, originator, inbound.received_at)
        if question is not None and keywords.is_yes(inbound.body) and _is_of_age(question, version):
            event = double_opt_in.confirm(question, occurred_at=inbound.received_at)
            return _welcome(event, inbound, originator)
    if version.minimum_age and (before is None or not _kinds_before(before)):
        # A text cannot show a date of birth, and the form asks for one.
        return InboundOutcome.AGE_UNKNOWN
    if version.double_opt_in and before is None:
        return _ask(inbound, originator, version)
    return _come_in(inbound, originator, version, before)


def _is_of_age(question: ConsentEvent, version: ProgramVersion) -> bool:
    """Did whoever was asked pass the age gate that stands today?"""
    passed: int = question.data.get("age_gate", {}).get("minimum", 0)
    return passed >= version.minimum_age


def _standing(number: str, originator: Originator) -> Consent | None:
    found: Consent | None = (
        Consent.objects.of_recipient(number).filter(program=originator.program).first()
    )
    return found


def _question(number: str, originator: Originator, at: datetime) -> ConsentEvent | None:
    return double_opt_in.open_question(number, program=originator.program, at=at)


def _ask(
    inbound: InboundMessage, originator: Originator, version: ProgramVersion
) -> InboundOutcome:
    """A keyword of a program that confirms: the question is all that it gets."""
    event = double_opt_in.ask(
        inbound.sender,
        version=version,
        method=OptMethod.KEYWORD,
        message_kinds=_offered_by_keyword(version),
        proof=ledger.Proof(disclosure=_call_to_action(version)),
        actor=Actor.recipient(),
        occurred_at=inbound.received_at,
        now=timezone.now(),
    )
    if event is None:
        return InboundOutcome.LIMITED
    joining.answer(event, originator=originator, inbound=inbound)
    return InboundOutcome.ASKED


def _come_in(
    inbound: InboundMessage,
    originator: Originator,
    version: ProgramVersion,
    before: Consent | None,
) -> InboundOutcome:
    event = ledger.record_opt_in(
        inbound.sender,
        version=version,
        method=OptMethod.KEYWORD,
        message_kinds=_kinds_on_start(before, version),
        proof=ledger.Proof(disclosure=_shown_before(before, version)),
        actor=Actor.recipient(),
        occurred_at=inbound.received_at,
        proves_possession=True,
    )
    if event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN:
        return InboundOutcome.TOO_OLD
    if before is not None and before.standing == Standing.OPTED_IN:
        return InboundOutcome.ALREADY_IN
    return _welcome(event, inbound, originator)


def _welcome(
    event: ConsentEvent, inbound: InboundMessage, originator: Originator
) -> InboundOutcome:
    """Confirm an opt-in, unless this phone has had as many confirmations as it may."""
    if event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN:
        return InboundOutcome.TOO_OLD
    if _asked_too_often(inbound, Purpose.OPT_IN_CONFIRMATION):
        return InboundOutcome.LIMITED
    joining.answer(event, originator=originator, inbound=inbound)
    return InboundOutcome.JOINED


def _kinds_on_start(before: Consent | None, version: ProgramVersion) -> list[str]:
    """Whoever comes back gets what they had; whoever joins by keyword what the keyword offers."""
    had = _kinds_before(before) if before else []
    still = [kind for kind in version.message_kinds if kind in had]
    return still or _offered_by_keyword(version)


def _offered_by_keyword(version: ProgramVersion) -> list[str]:
    """Offers never come along with notices: one word agrees to one of the two."""
    return list(joint_kinds(version.frozen_content))


def _kinds_before(before: Consent) -> list[str]:
    """What the person has, or had last: a STOP that follows a STOP takes away and names nothing."""
    if before.standing == Standing.OPTED_IN:
        return list(before.message_kinds)
    ended = (ConsentEvent.Kind.OPT_OUT, ConsentEvent.Kind.NARROWED)
    events = ConsentEvent.objects.filter(
        recipient=before.recipient, program=before.program, kind__in=ended
    )
    last = events.exclude(message_kinds=[]).order_by("-at").first()
    return list(last.message_kinds) if last else []


def _shown_before(before: Consent | None, version: ProgramVersion) -> str:
    """What the person had in front of them: our answer to their STOP, or the call to action."""
    stopped = before is not None and before.standing == Standing.OPTED_OUT
    return version.frozen_texts.optout_confirmation if stopped else _call_to_action(version)


def _call_to_action(version: ProgramVersion) -> str:
    """The words that told the person which keyword to text, where the program has some."""
    texts = version.frozen_texts
    return texts.cta_keyword or texts.cta_flyer or texts.cta_web_text


@transaction.atomic
def decide_unclear(inbound_id: uuid.UUID, *, is_stop: bool, actor: Actor) -> InboundMessage:
    """Record a member's decision about a text that may or may not ask to stop."""
    inbound: InboundMessage = InboundMessage.objects.select_for_update(of=("self",)).get(
        pk=inbound_id
    )
    if inbound.outcome != InboundOutcome.NEEDS_PERSON:
        raise DomainError("Somebody has decided about this text already.", code="decided")
    inbound.outcome = InboundOutcome.NOT_A_STOP
    if is_stop:
        inbound.outcome = InboundOutcome.STOPPED_BY_MEMBER
        ledger.record_opt_out(
            inbound.sender,
            program=inbound.originator.program,
            method=OptMethod.STAFF,
            actor=actor,
            occurred_at=inbound.received_at,
            note="Asked for it in a text that a member has read.",
        )
        sending.refuse_waiting(inbound.sender, now=timezone.now())
    inbound.save(update_fields=["outcome"])
    return inbound
