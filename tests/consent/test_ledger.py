"""The ledger: what people agreed to and withdrew, with proof, in an order that cannot be bent."""

import hashlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import double_opt_in, ledger
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


def narrow(
    program: Program, kinds: list[str], *, minute: int = 0, recipient: str = RECIPIENT
) -> ConsentEvent:
    """Somebody stops some kinds on the web."""
    return ledger.narrow(
        recipient,
        program=program,
        kinds=kinds,
        method=OptMethod.WEB_FORM,
        actor=Actor.recipient(),
        occurred_at=NOON + timedelta(minutes=minute),
    )


def ask(
    program: Program, kinds: list[str], *, minute: int = 0, recipient: str = RECIPIENT
) -> ConsentEvent | None:
    """A number is asked whether it agrees."""
    version = program.published
    assert version is not None
    return double_opt_in.ask(
        recipient,
        version=version,
        method=OptMethod.WEB_FORM,
        message_kinds=kinds,
        proof=PROOF,
        actor=Actor.recipient(),
        occurred_at=NOON + timedelta(minutes=minute),
        now=timezone.now(),
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


def test_stop_holds_for_a_program_that_was_never_joined(
    reminders: Program, offers: Program
) -> None:
    opt_in(reminders)
    stop(reminders, minute=1)

    event = opt_in(offers, minute=2)

    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert not Consent.objects.filter(program=offers).exists()


def test_whoever_came_back_may_join_another_program(reminders: Program, offers: Program) -> None:
    opt_in(reminders)
    stop(reminders, minute=1)
    opt_in(reminders, minute=2, method=OptMethod.KEYWORD, proves_possession=True)

    opt_in(offers, minute=3)

    assert standing(offers).standing == Standing.OPTED_IN


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


KINDS = st.lists(st.sampled_from(["account", "appointment", "marketing"]), min_size=1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["opt_in", "start", "stop", "narrow", "ask", "yes"]),
        st.integers(0, 1),
        st.integers(0, 30),
        KINDS,
    ),
    max_size=15,
)


def take(step: str, program: Program, *, minute: int, kinds: list[str], recipient: str) -> None:
    """Let one thing happen to a person's standing, with the kinds that the program sends."""
    version = program.published
    assert version is not None
    sent = [kind for kind in kinds if kind in version.message_kinds] or version.message_kinds
    who: dict[str, Any] = {"minute": minute, "recipient": recipient}
    if step == "stop":
        stop(program, **who)
    elif step == "narrow":
        narrow(program, kinds, **who)
    elif step == "ask":
        ask(program, sent, **who)
    elif step == "yes":
        question = double_opt_in.open_question(recipient, program=program, at=timezone.now())
        if question:
            double_opt_in.confirm(question, occurred_at=NOON + timedelta(minutes=minute))
    else:
        opt_in(program, message_kinds=sent, proves_possession=step == "start", **who)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_the_standing_is_what_the_events_add_up_to(
    reminders: Program, offers: Program, steps: list[tuple[str, int, int, list[str]]]
) -> None:
    # Somebody else in every example, since the ledger forgets nothing between them.
    recipient = f"+1206555{random.randrange(10**4):04}{random.randrange(100):02}"  # noqa: S311
    for step, which, minute, kinds in steps:
        program = (reminders, offers)[which]
        take(step, program, minute=minute, kinds=kinds, recipient=recipient)

    for consent in Consent.objects.of_recipient(recipient):
        # Whoever may be texted may be texted about something, and whoever stopped about nothing.
        assert bool(consent.message_kinds) == (consent.standing == Standing.OPTED_IN)
        events = ConsentEvent.objects.filter(
            program=consent.program, recipient=consent.recipient
        ).order_by("at")
        assert ledger.standing_after(events) == (consent.standing, consent.message_kinds)


def test_narrowing_takes_away_what_was_named_and_leaves_the_rest(reminders: Program) -> None:
    opt_in(reminders, message_kinds=["account", "appointment"])

    event = narrow(reminders, ["account", "marketing"], minute=1)

    assert (event.kind, event.message_kinds) == (ConsentEvent.Kind.NARROWED, ["account"])
    assert event.data["asked"] == ["account", "marketing"]
    row = standing(reminders)
    assert (row.standing, row.message_kinds) == (Standing.OPTED_IN, ["appointment"])


def test_narrowing_to_nothing_stops_this_program_and_no_other(
    reminders: Program, offers: Program
) -> None:
    opt_in(reminders, message_kinds=["account"])
    opt_in(offers)

    narrow(reminders, ["account", "appointment"], minute=1)

    assert standing(reminders).standing == Standing.OPTED_OUT
    assert standing(offers).standing == Standing.OPTED_IN
    assert opt_in(reminders, minute=2).kind == ConsentEvent.Kind.OPT_IN_UNPROVEN


def test_narrowing_a_stranger_is_kept_and_changes_nothing(reminders: Program) -> None:
    event = narrow(reminders, ["account"])

    assert (event.message_kinds, event.data["asked"]) == ([], ["account"])
    assert not Consent.objects.exists()


def test_an_opt_out_on_the_web_keeps_where_it_was_asked_for(reminders: Program) -> None:
    event = ledger.record_opt_out(
        RECIPIENT,
        program=reminders,
        method=OptMethod.WEB_FORM,
        actor=Actor.recipient(),
        occurred_at=NOON,
        visit=ledger.Visit("https://portal.example/p/maple/reminders/preferences/", "203.0.113.7"),
    )

    assert (event.ip_address, event.is_witnessed) == ("203.0.113.7", True)
    assert event.page_url.endswith("/preferences/")


def test_the_age_gate_leaves_what_was_passed_and_no_date_of_birth(reminders: Program) -> None:
    event = opt_in(reminders, proof=replace(PROOF, minimum_age=21))

    assert event.data == {"age_gate": {"minimum": 21, "passed_at": NOON.isoformat()}}


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


def test_a_yes_written_down_after_a_later_stop_brings_nobody_in(
    reminders: Program, offers: Program
) -> None:
    stop(reminders, minute=5)

    event = opt_in(offers, minute=1)

    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert not Consent.objects.filter(program=offers).exists()


def test_a_yes_written_down_after_a_later_narrowing_gives_no_kind_back(
    reminders: Program,
) -> None:
    opt_in(reminders, message_kinds=["account", "appointment"])
    narrow(reminders, ["account"], minute=5)

    event = opt_in(reminders, minute=1, message_kinds=["account"])

    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert standing(reminders).message_kinds == ["appointment"]
