"""The ledger: what people agreed to and withdrew, with proof, in an order that cannot be bent."""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from consent import ledger
from consent.ledger import Proof
from consent.models import Consent, ConsentEvent, OptMethod, Program, Standing
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_program

pytestmark = pytest.mark.usefixtures("in_tenant")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OTHER = "+12065550124"
PROOF = Proof(
    disclosure="[ ] I agree to receive appointment reminder text messages from Maple Dental.",
    page_url="https://portal.example/p/maple/reminders/join/",
    ip_address="203.0.113.7",
    user_agent="Mozilla/5.0",
)


@pytest.fixture
def reminders(in_tenant: Tenant) -> Program:
    """A program with two kinds of messages."""
    return make_program(message_kinds=("appointment", "account"))


@pytest.fixture
def offers(in_tenant: Tenant) -> Program:
    """A second program of the same tenant."""
    return make_program("Offers", slug="offers", message_kinds=("marketing",))


def opt_in(program: Program, *, minute: int = 0, **changes: Any) -> ConsentEvent:
    """Somebody agrees on the web form, so many minutes after noon."""
    version = program.published
    assert version is not None
    options: dict[str, Any] = {
        "version": version,
        "method": OptMethod.WEB_FORM,
        "message_kinds": version.message_kinds[:1],
        "proof": PROOF,
        "actor": Actor.recipient(),
        "occurred_at": NOON + timedelta(minutes=minute),
    }
    return ledger.record_opt_in(changes.pop("recipient", RECIPIENT), **{**options, **changes})


def start(program: Program, *, minute: int) -> ConsentEvent:
    """Somebody texts START from the phone, which proves that they hold it."""
    return opt_in(program, minute=minute, method=OptMethod.KEYWORD, proves_possession=True)


def stop(program: Program, *, minute: int = 0, recipient: str = RECIPIENT) -> ConsentEvent:
    """Somebody texts STOP."""
    return ledger.record_opt_out(
        recipient,
        program=program,
        method=OptMethod.KEYWORD,
        actor=Actor.recipient(),
        occurred_at=NOON + timedelta(minutes=minute),
    )


def standing(program: Program, recipient: str = RECIPIENT) -> Consent:
    """Return where a number stands with a program."""
    found: Consent = Consent.objects.get(program=program, recipient=recipient)
    return found


def test_an_opt_in_keeps_what_was_shown_where_and_to_whom(reminders: Program) -> None:
    event = opt_in(reminders)

    assert event.kind == ConsentEvent.Kind.OPT_IN
    assert event.version == reminders.published
    assert event.disclosure == PROOF.disclosure
    assert event.disclosure_sha256 == hashlib.sha256(PROOF.disclosure.encode()).hexdigest()
    assert (event.page_url, event.ip_address) == (PROOF.page_url, PROOF.ip_address)
    assert event.is_witnessed
    assert standing(reminders).standing == Standing.OPTED_IN
    assert standing(reminders).last_event == event


def test_a_second_opt_in_adds_its_kinds(reminders: Program) -> None:
    opt_in(reminders, message_kinds=["appointment"])
    opt_in(reminders, message_kinds=["account"])

    assert standing(reminders).message_kinds == ["account", "appointment"]


@pytest.mark.parametrize("kinds", [[], ["marketing"], ["appointment", "marketing"]])
def test_nobody_can_agree_to_what_was_not_offered(reminders: Program, kinds: list[str]) -> None:
    with pytest.raises(InvalidInput):
        opt_in(reminders, message_kinds=kinds)

    assert not ConsentEvent.objects.exists()


def test_an_opt_in_without_the_words_shown_is_no_consent(reminders: Program) -> None:
    with pytest.raises(IntegrityError, match="opt_in_shows_text"), transaction.atomic():
        opt_in(reminders, proof=Proof(disclosure=""))


def test_stop_ends_every_program_of_the_business(reminders: Program, offers: Program) -> None:
    opt_in(reminders)
    opt_in(offers)

    event = stop(reminders, minute=1)

    assert event.program == reminders
    for program in (reminders, offers):
        row = standing(program)
        assert (row.standing, row.message_kinds) == (Standing.OPTED_OUT, [])
    assert ConsentEvent.objects.filter(kind=ConsentEvent.Kind.OPT_OUT).count() == 2


def test_stop_leaves_other_people_alone(reminders: Program) -> None:
    opt_in(reminders, recipient=OTHER)

    stop(reminders)

    assert standing(reminders, OTHER).standing == Standing.OPTED_IN


def test_stop_leaves_other_businesses_alone(reminders: Program, other_tenant: Tenant) -> None:
    with tenant_scope(other_tenant.pk):
        theirs = make_program("Birch Books News", slug="news")
        opt_in(theirs)

    stop(reminders)

    with tenant_scope(other_tenant.pk):
        assert standing(theirs).standing == Standing.OPTED_IN


def test_a_stranger_may_stop_before_the_first_text(reminders: Program) -> None:
    stop(reminders)

    assert standing(reminders).standing == Standing.OPTED_OUT
    assert opt_in(reminders, minute=5).kind == ConsentEvent.Kind.OPT_IN_UNPROVEN


def test_a_form_cannot_bring_a_stopped_number_back(reminders: Program) -> None:
    opt_in(reminders)
    stop(reminders, minute=1)

    event = opt_in(reminders, minute=2)

    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert event.disclosure == PROOF.disclosure
    assert standing(reminders).standing == Standing.OPTED_OUT


def test_start_from_the_phone_brings_it_back(reminders: Program) -> None:
    opt_in(reminders, message_kinds=["account"])
    stop(reminders, minute=1)

    start(reminders, minute=2)

    row = standing(reminders)
    assert (row.standing, row.message_kinds) == (Standing.OPTED_IN, ["appointment"])


@pytest.mark.parametrize("minute", [0, 1])
def test_a_start_that_is_not_later_than_the_stop_loses(reminders: Program, minute: int) -> None:
    stop(reminders, minute=1)

    event = start(reminders, minute=minute)

    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert standing(reminders).standing == Standing.OPTED_OUT


def test_an_old_stop_that_arrives_late_does_not_move_the_time_back(reminders: Program) -> None:
    stop(reminders, minute=10)
    stop(reminders, minute=3)

    assert standing(reminders).opted_out_at == NOON + timedelta(minutes=10)
    assert start(reminders, minute=5).kind == ConsentEvent.Kind.OPT_IN_UNPROVEN


def test_start_brings_back_only_the_program_that_it_answers(
    reminders: Program, offers: Program
) -> None:
    opt_in(reminders)
    opt_in(offers)
    stop(reminders, minute=1)

    start(reminders, minute=2)

    assert standing(reminders).standing == Standing.OPTED_IN
    assert standing(offers).standing == Standing.OPTED_OUT


@pytest.mark.parametrize("seed", range(12))
def test_the_standing_is_what_the_events_add_up_to(
    reminders: Program, offers: Program, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(15):
        program, minute = rng.choice((reminders, offers)), rng.randrange(30)
        verb = rng.choice((opt_in, start, stop))
        verb(program, minute=minute)

    for consent in Consent.objects.all():
        events = ConsentEvent.objects.filter(
            program=consent.program, recipient=consent.recipient
        ).order_by("at")
        assert ledger.standing_after(events) == (consent.standing, consent.message_kinds)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consent_consentevent SET disclosure = 'I agreed to everything'",
        "DELETE FROM consent_consentevent",
        "TRUNCATE consent_consentevent CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_ledger(reminders: Program, change: str) -> None:
    opt_in(reminders)

    # Deferred checks of this very test would hide the trigger behind "pending events".
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(change)

    assert ConsentEvent.objects.get().disclosure == PROOF.disclosure


def test_a_refused_verb_leaves_no_half_behind(reminders: Program, offers: Program) -> None:
    opt_in(reminders)
    opt_in(offers)
    before = ConsentEvent.objects.count()

    def both() -> None:
        with transaction.atomic():
            stop(reminders)
            opt_in(offers, proof=Proof(disclosure=""), minute=60, proves_possession=True)

    with pytest.raises(IntegrityError):
        both()

    assert ConsentEvent.objects.count() == before
    assert standing(reminders).standing == Standing.OPTED_IN
