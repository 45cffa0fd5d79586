"""Verbs of opting out by another way than a text: on the web, by telephone, by mail, in person.

The law lets nobody prescribe one way to stop. Whatever the way, what waits is refused at once.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent import ledger
from consent.ledger import Visit
from consent.models import Consent, ConsentEvent, OptMethod, Program, ProgramVersion
from messaging import sending
from tenants.errors import DomainError
from tenants.events import Actor


@transaction.atomic
def by_web_form(number: str, *, program: Program, visit: Visit) -> ConsentEvent:
    """Stop every program of the business for a number typed into its preference centre."""
    event = ledger.record_opt_out(
        number,
        program=program,
        method=OptMethod.WEB_FORM,
        actor=Actor.recipient(),
        occurred_at=timezone.now(),
        visit=visit,
    )
    sending.refuse_waiting(number, now=timezone.now())
    return event


@transaction.atomic
def some_kinds(
    number: str, *, version: ProgramVersion, kinds: Collection[str], visit: Visit
) -> ConsentEvent:
    """Stop some kinds of one program; texts of these kinds that wait are refused as they leave."""
    return ledger.narrow(
        number,
        program=version.program,
        kinds=kinds,
        method=OptMethod.WEB_FORM,
        actor=Actor.recipient(),
        occurred_at=timezone.now(),
        visit=visit,
    )


@transaction.atomic
def on_request(
    number: str, *, channel: str, note: str, occurred_at: datetime, actor: Actor
) -> ConsentEvent:
    """Stop every program for somebody who told a person of the business so, and who it was.

    A number that nobody knows is stopped too, so that it is not texted later.
    """
    known = Consent.objects.of_recipient(number).select_related("program").order_by("-changed_at")
    first = known.first()
    program = first.program if first else Program.objects.first()
    if program is None:
        raise DomainError(_("There is no program yet, so nobody is texted."), code="no_program")
    event = ledger.record_opt_out(
        number,
        program=program,
        method=OptMethod.STAFF,
        actor=actor,
        occurred_at=occurred_at,
        note=note,
        data={"channel": channel},
    )
    sending.refuse_waiting(number, now=timezone.now())
    return event
