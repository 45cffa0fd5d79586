"""Verb of the public opt-in form: record what was agreed to, and confirm it by text.

The answer never tells whether a number is new, known or stopped; so nothing here returns it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from consent import ledger
from consent.models import ConsentEvent, OptMethod, ProgramVersion
from messaging import sending
from messaging.models import Purpose
from tenants.events import Actor


@dataclass(frozen=True)
class Visit:
    """Where the form was filled in: part of the proof."""

    page_url: str
    ip_address: str | None
    user_agent: str


@transaction.atomic
def join(
    number: str, *, version: ProgramVersion, kinds: Collection[str], visit: Visit
) -> ConsentEvent:
    """Record an opt-in with the exact words of the boxes that were ticked, and confirm it.

    The words come from the version's own frozen texts, never from what was posted. A number that
    has opted out stays so: anybody can type anybody's number, and only START from it proves that
    the phone is at hand.
    """
    shown = [box.text for box in version.frozen_texts.cta_web if box.kind in kinds]
    event = ledger.record_opt_in(
        number,
        version=version,
        method=OptMethod.WEB_FORM,
        message_kinds=kinds,
        proof=ledger.Proof(
            disclosure="\n\n".join(shown),
            page_url=visit.page_url,
            ip_address=visit.ip_address,
            user_agent=visit.user_agent,
        ),
        actor=Actor.recipient(),
        occurred_at=timezone.now(),
    )
    if event.kind == ConsentEvent.Kind.OPT_IN:
        sending.queue_reply(
            Purpose.OPT_IN_CONFIRMATION,
            program=version.program,
            originator=sending.originator_of(version.program),
            recipient=number,
            body=version.frozen_texts.optin_confirmation,
            answers_event=event,
        )
    return event
