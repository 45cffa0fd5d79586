"""Verb of the public opt-in form: record what was agreed to, and answer it by text.

The answer never tells whether a number is new, known or stopped; so nothing here returns it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from consent import double_opt_in, ledger
from consent.ledger import Visit
from consent.models import ConsentEvent, OptMethod, ProgramVersion
from messaging import sending
from messaging.models import InboundMessage, Purpose
from registrations.models import Originator
from tenants.events import Actor


@transaction.atomic
def join(
    number: str,
    *,
    version: ProgramVersion,
    kinds: Collection[str],
    visit: Visit,
    minimum_age: int = 0,
) -> ConsentEvent | None:
    """Record an opt-in with the exact words of the boxes that were ticked, and confirm it.

    The words come from the version's own frozen texts, never from what was posted. A number that
    has opted out stays so: anybody can type anybody's number, and only START from it proves that
    the phone is at hand. `minimum_age` is the age that the form has checked.
    """
    shown = [box.text for box in version.frozen_texts.cta_web if box.kind in kinds]
    return agree(
        number,
        version=version,
        method=OptMethod.WEB_FORM,
        kinds=kinds,
        proof=ledger.Proof(
            disclosure="\n\n".join(shown),
            page_url=visit.page_url,
            ip_address=visit.ip_address,
            user_agent=visit.user_agent,
            minimum_age=minimum_age,
        ),
        actor=Actor.recipient(),
    )


@transaction.atomic
def agree(
    number: str,
    *,
    version: ProgramVersion,
    method: OptMethod,
    kinds: Collection[str],
    proof: ledger.Proof,
    actor: Actor,
    occurred_at: datetime | None = None,
) -> ConsentEvent | None:
    """Record that somebody agreed somewhere, and confirm it or ask the phone, as the program says.

    None where the number was asked often enough today: then nothing was recorded.
    """
    now = timezone.now()
    wish: dict[str, Any] = {
        "version": version,
        "method": method,
        "message_kinds": sorted(kinds),
        "proof": proof,
        "actor": actor,
        "occurred_at": occurred_at or now,
    }
    if version.double_opt_in:
        event = double_opt_in.ask(number, **wish, now=now)
    else:
        event = ledger.record_opt_in(number, **wish)
    if event is not None:
        answer(event)
    return event


def answer(
    event: ConsentEvent,
    *,
    originator: Originator | None = None,
    inbound: InboundMessage | None = None,
) -> None:
    """Queue the text that follows a wish: the question, the confirmation, or none at all.

    The words are those of the version that the person was shown.
    """
    version = event.version
    if version is None or event.kind not in _ANSWERS:
        return
    purpose, text = _ANSWERS[ConsentEvent.Kind(event.kind)]
    sending.queue_reply(
        purpose,
        program=event.program,
        originator=originator or sending.originator_of(event.program),
        recipient=event.recipient,
        body=getattr(version.frozen_texts, text),
        answers_event=event,
        answers_inbound=inbound,
    )


_ANSWERS = {
    ConsentEvent.Kind.OPT_IN: (Purpose.OPT_IN_CONFIRMATION, "optin_confirmation"),
    ConsentEvent.Kind.OPT_IN_REQUESTED: (Purpose.OPT_IN_REQUEST, "optin_request"),
}
