"""Verbs of the consent ledger: record opt-ins, narrowings and opt-outs, each with its proof.

The order of opt-outs and sends is decided by the lock on the recipient's `Consent` row: an
opt-out takes it FOR UPDATE, the gate takes it FOR SHARE in the transaction that claims a text.
So every text is either claimed before the opt-out or refused after it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from consent.models import (
    Consent,
    ConsentEvent,
    OptMethod,
    Program,
    ProgramVersion,
    Standing,
)
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.scoping import current_tenant_id


@dataclass(frozen=True)
class Visit:
    """Where on the web somebody asked for something."""

    page_url: str = ""
    ip_address: str | None = None
    user_agent: str = ""


NOWHERE = Visit()
# What the portal sees happen; the rest somebody tells us.
_WITNESSED = frozenset({OptMethod.KEYWORD, OptMethod.WEB_FORM, OptMethod.CARRIER})


@dataclass(frozen=True)
class Proof:
    """What was shown, where, to whom: the evidence beside an opt-in."""

    disclosure: str
    page_url: str = ""
    ip_address: str | None = None
    user_agent: str = ""
    # Did the portal see it happen, or does the tenant say so?
    is_witnessed: bool = True
    # Of a spoken or written opt-in: who took it, and the number of the call or receipt.
    agent: str = ""
    call_reference: str = ""
    # The age in years that a date of birth showed; the date itself is never kept. 0: not asked.
    minimum_age: int = 0


@transaction.atomic
def record_opt_in(
    recipient: str,
    *,
    version: ProgramVersion,
    method: OptMethod,
    message_kinds: Iterable[str],
    proof: Proof,
    actor: Actor,
    occurred_at: datetime,
    proves_possession: bool = False,
    data: dict[str, Any] | None = None,
) -> ConsentEvent:
    """Record that a recipient agreed to a program's texts, with the exact wording shown.

    Anybody can type anybody's number into a form. A number that opted out therefore comes back
    only by a way that proves it holds the phone (START from it); otherwise the wish is recorded
    as `OPT_IN_UNPROVEN` and the standing stays. A START that is not later than the STOP, by the
    carrier's time, loses. So does a yes that is written down after a no that was later than it.
    """
    kinds = offered(version, message_kinds)
    consent = locked(version.program, recipient)
    is_stopped = has_stopped(recipient, consent)
    returns = proves_possession and _is_after_stop(consent, occurred_at)
    kept = (is_stopped and not returns) or was_taken_back(
        recipient, program=version.program, kinds=kinds, since=occurred_at
    )
    event = write_wish(
        ConsentEvent.Kind.OPT_IN_UNPROVEN if kept else ConsentEvent.Kind.OPT_IN,
        recipient,
        version=version,
        method=method,
        kinds=kinds,
        proof=proof,
        actor=actor,
        occurred_at=occurred_at,
        data=data,
    )
    if not kept:
        before = consent.message_kinds if consent and not is_stopped else []
        _stand(consent, event, Standing.OPTED_IN, sorted({*before, *kinds}))
    return event


def offered(version: ProgramVersion, message_kinds: Iterable[str]) -> list[str]:
    """Return the kinds in order; raise InvalidInput for none, and for what is not offered."""
    kinds = sorted(set(message_kinds))
    if not kinds or set(kinds) - set(version.message_kinds):
        raise InvalidInput("Choose at least one kind of message that the program sends.")
    return kinds


def write_wish(
    kind: ConsentEvent.Kind,
    recipient: str,
    *,
    version: ProgramVersion,
    method: str,
    kinds: list[str],
    proof: Proof,
    actor: Actor,
    occurred_at: datetime,
    data: dict[str, Any] | None = None,
) -> ConsentEvent:
    """Write an event that says what somebody wants to get, with its whole proof; moves nothing."""
    gate = {"minimum": proof.minimum_age, "passed_at": occurred_at.isoformat()}
    return ConsentEvent.record(
        kind,
        actor=actor,
        program=version.program,
        version=version,
        recipient=recipient,
        method=method,
        message_kinds=kinds,
        disclosure=proof.disclosure,
        disclosure_sha256=hashlib.sha256(proof.disclosure.encode()).hexdigest(),
        page_url=proof.page_url[:500],
        ip_address=proof.ip_address,
        user_agent=proof.user_agent[:400],
        is_witnessed=proof.is_witnessed,
        agent=proof.agent[:100],
        call_reference=proof.call_reference[:100],
        occurred_at=occurred_at,
        data={**(data or {}), **({"age_gate": gate} if proof.minimum_age else {})},
    )


@transaction.atomic
def narrow(
    recipient: str,
    *,
    program: Program,
    kinds: Iterable[str],
    method: OptMethod,
    actor: Actor,
    occurred_at: datetime,
    visit: Visit = NOWHERE,
) -> ConsentEvent:
    """Record that somebody wants no more texts of some kinds; what they did not name stays.

    Needs no proof that they hold the phone, since nobody gets more by it. Whoever names the last
    kind that they had has stopped this program, and its others stay. The event names the kinds
    that were taken away, and keeps in `data` what was asked for: a stranger has none to lose.
    """
    asked = set(kinds)
    consent = locked(program, recipient)
    had = set(consent.message_kinds) if consent else set()
    event = ConsentEvent.record(
        ConsentEvent.Kind.NARROWED,
        actor=actor,
        program=program,
        recipient=recipient,
        method=method,
        message_kinds=sorted(had & asked),
        is_witnessed=method in _WITNESSED,
        page_url=visit.page_url[:500],
        ip_address=visit.ip_address,
        user_agent=visit.user_agent[:400],
        occurred_at=occurred_at,
        data={"asked": sorted(asked)},
    )
    if consent is not None and had & asked:
        left = sorted(had - asked)
        _stand(consent, event, Standing.OPTED_IN if left else Standing.OPTED_OUT, left)
    return event


@transaction.atomic
def record_opt_out(
    recipient: str,
    *,
    program: Program,
    method: OptMethod,
    actor: Actor,
    occurred_at: datetime,
    note: str = "",
    visit: Visit = NOWHERE,
    data: dict[str, Any] | None = None,
) -> ConsentEvent:
    """Record that a recipient wants no more texts, and stop every program of the tenant.

    The event belongs to the program whose number was answered, and is returned; programs that
    the recipient had joined besides get an event of their own. A stranger is recorded too.
    """
    one_at_a_time(recipient)
    # All of the recipient's standings first, in one order, so that two opt-outs cannot deadlock.
    list(Consent.objects.select_for_update().of_recipient(recipient).order_by("pk"))
    details: dict[str, Any] = {
        "actor": actor,
        "method": method,
        "is_witnessed": method in _WITNESSED,
        "page_url": visit.page_url[:500],
        "ip_address": visit.ip_address,
        "user_agent": visit.user_agent[:400],
        "occurred_at": occurred_at,
        "data": {**(data or {}), **({"note": note} if note else {})},
    }
    first = _opt_out_of(program, recipient, details)
    others = Consent.objects.of_recipient(recipient).opted_in().exclude(program=program)
    for consent in others.select_related("program").order_by("program_id"):
        _opt_out_of(consent.program, recipient, details)
    return first


def _opt_out_of(program: Program, recipient: str, details: dict[str, Any]) -> ConsentEvent:
    consent = locked(program, recipient)
    event = ConsentEvent.record(
        ConsentEvent.Kind.OPT_OUT,
        program=program,
        recipient=recipient,
        message_kinds=consent.message_kinds if consent else [],
        **details,
    )
    _stand(consent, event, Standing.OPTED_OUT, [])
    return event


def locked(program: Program, recipient: str) -> Consent | None:
    """Take the locks that order this change against sends and other changes."""
    one_at_a_time(recipient)
    found: Consent | None = (
        Consent.objects.select_for_update().filter(program=program, recipient=recipient).first()
    )
    return found


def one_at_a_time(recipient: str) -> None:
    """Let all that concerns a number happen in turn, to the transaction's end.

    The row of a standing cannot do it alone: a stranger has none, and an opt-in that read "no
    standing" would write over the STOP that came in meanwhile.
    """
    with connection.cursor() as cursor:
        key = f"consent:{current_tenant_id()}:{recipient}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def has_stopped(recipient: str, consent: Consent | None) -> bool:
    """Has the person stopped a program, whose standing this is, and not come back?

    An opt-out stops the whole business. So it also holds for a program that the person never
    joined, until they come back to one of the others.
    """
    if consent is not None:
        return consent.standing == Standing.OPTED_OUT
    standings = Consent.objects.of_recipient(recipient)
    stopped = standings.filter(
        standing=Standing.OPTED_OUT, last_event__kind=ConsentEvent.Kind.OPT_OUT
    )
    return bool(stopped.exists() and not standings.opted_in().exists())


def was_taken_back(
    recipient: str, *, program: Program, kinds: Iterable[str], since: datetime
) -> bool:
    """Did the person stop the business, or some of these kinds, at this moment or later?"""
    narrowed = Q(kind=ConsentEvent.Kind.NARROWED, program=program)
    asked = Q()
    for kind in kinds:
        asked |= Q(data__asked__contains=kind)
    ended = Q(kind=ConsentEvent.Kind.OPT_OUT) | (narrowed & asked)
    events = ConsentEvent.objects.filter(ended, recipient=recipient, occurred_at__gte=since)
    return bool(events.exists())


def _is_after_stop(consent: Consent | None, at: datetime) -> bool:
    return consent is None or consent.opted_out_at is None or at > consent.opted_out_at


def _stand(
    consent: Consent | None, event: ConsentEvent, standing: Standing, kinds: list[str]
) -> None:
    """Make the standing follow the event, in the same transaction."""
    fields = {
        "standing": standing,
        "message_kinds": kinds,
        "last_event": event,
        "changed_at": event.at,
    }
    if standing == Standing.OPTED_OUT:
        fields["opted_out_at"] = max(
            filter(None, (event.occurred_at, consent.opted_out_at if consent else None))
        )
    if consent is None:
        consent = _first(event)
    Consent.objects.filter(pk=consent.pk).update(**fields)


def _first(event: ConsentEvent) -> Consent:
    """Insert the first standing; where another transaction was quicker, wait and lock its row."""
    try:
        with transaction.atomic():
            return Consent.objects.create(
                program=event.program,
                recipient=event.recipient,
                standing=Standing.OPTED_OUT,
                last_event=event,
                changed_at=event.at,
            )
    except IntegrityError:
        existing = locked(event.program, event.recipient)
        if existing is None:
            raise
        return existing


def standing_after(events: Iterable[ConsentEvent]) -> tuple[Standing | None, list[str]]:
    """Replay one recipient's events of one program, oldest first: the truth behind `Consent`."""
    standing: Standing | None = None
    kinds: set[str] = set()
    for event in events:
        if event.kind == ConsentEvent.Kind.OPT_IN:
            standing, kinds = Standing.OPTED_IN, kinds | set(event.message_kinds)
        elif event.kind == ConsentEvent.Kind.OPT_OUT:
            standing, kinds = Standing.OPTED_OUT, set()
        elif event.kind == ConsentEvent.Kind.NARROWED and event.message_kinds:
            kinds = kinds - set(event.message_kinds)
            standing = Standing.OPTED_IN if kinds else Standing.OPTED_OUT
    return standing, sorted(kinds)
