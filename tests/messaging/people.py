"""What most messaging tests begin with: a program that may send, and people who have opted in."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from consent import ledger
from consent.models import ConsentEvent, OptMethod, Program
from messaging import tasks
from messaging.models import CarrierCallback, Message
from registrations.carrier import numbers
from registrations.carrier.simulator.testing import Simulator
from registrations.models import Originator
from registrations.originators import opt_out_list_of
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import all_tenants_scope
from tests.builders import RECIPIENT, make_brand, make_originator, make_program

STRANGER = "+12065550107"


@dataclass(frozen=True)
class Sender:
    """A published program with a live number."""

    program: Program
    originator: Originator

    @property
    def tenant_id(self) -> str:
        """Whose it is."""
        return str(self.program.tenant_id)


def make_sender(**originator: Any) -> Sender:
    """In the open scope."""
    program = make_program()
    return Sender(program, make_originator(program, make_brand(), **originator))


def opt_in(
    program: Program, number: str = RECIPIENT, *, at: datetime | None = None, **fields: Any
) -> ConsentEvent:
    """Record that a person ticked the box, witnessed."""
    version = program.published
    assert version is not None
    return ledger.record_opt_in(
        number,
        version=version,
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


def simulated_number(carrier: Simulator, tenant: Tenant) -> dict[str, str]:
    """Lease a number that needs no registration at the carrier; return an originator's fields."""
    opt_out_list = opt_out_list_of(tenant.pk)
    numbers.create_opt_out_list(opt_out_list)
    order = numbers.NumberOrder(
        number_type="LONG_CODE",
        message_type="TRANSACTIONAL",
        opt_out_list=opt_out_list,
        token=uuid.uuid4().hex,
        country="CA",
    )
    number = numbers.request_number(order)
    carrier.advance(10)
    numbers.update_number(number.id, topic_arn=settings.SNS_INBOUND_TOPIC_ARN, self_managed=True)
    return {"number": number.number, "carrier_id": number.id, "opt_out_list": opt_out_list}


def work_off() -> None:
    """Do what the workers would do, until nothing is due."""
    for _ in range(20):
        callbacks = list(
            CarrierCallback.objects.waiting(timezone.now()).values_list("pk", flat=True)
        )
        with all_tenants_scope("test"):
            due = list(Message.objects.due(timezone.now()).values_list("tenant_id", "pk"))
        for pk in callbacks:
            tasks.process_callback(str(pk))
        for tenant_id, pk in due:
            tasks.deliver(str(tenant_id), str(pk))
        if not callbacks and not due:
            return


def eventually(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Work until something is so, or fail."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to be"
        work_off()
        time.sleep(0.05)
