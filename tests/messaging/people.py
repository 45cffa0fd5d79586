"""What most messaging tests begin with: a program that may send, and people who have opted in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from consent import ledger
from consent.models import ConsentEvent, OptMethod, Program
from messaging.models import Message
from registrations.models import Originator
from tenants.events import Actor
from tests.builders import RECIPIENT, make_brand, make_originator, make_program

STRANGER = "+12065550107"


@dataclass(frozen=True)
class Sender:
    """A published program with a live number."""

    program: Program
    originator: Originator


def make_sender(**originator: Any) -> Sender:
    """In the open scope."""
    program = make_program()
    return Sender(program, make_originator(program, make_brand(), **originator))


def opt_in(
    program: Program, number: str = RECIPIENT, *, at: datetime | None = None, **fields: Any
) -> ConsentEvent:
    """Record that a person ticked the box, witnessed."""
    return ledger.record_opt_in(
        number,
        version=program.published,
        method=OptMethod.WEB_FORM,
        message_kinds=fields.pop("kinds", ["appointment"]),
        proof=ledger.Proof(disclosure="I agree to appointment reminders."),
        actor=Actor.recipient(),
        occurred_at=at or timezone.now(),
        **fields,
    )


def opt_out(program: Program, number: str = RECIPIENT, **fields: Any) -> ConsentEvent:
    """Record that a person texted STOP."""
    return ledger.record_opt_out(
        number,
        program=program,
        method=fields.pop("method", OptMethod.KEYWORD),
        actor=Actor.recipient(),
        occurred_at=fields.pop("at", timezone.now()),
    )


def statuses(**filters: Any) -> list[str]:
    """The states of texts, oldest first."""
    found = Message.objects.filter(**filters).order_by("created_at")
    return [str(status) for status in found.values_list("status", flat=True)]
