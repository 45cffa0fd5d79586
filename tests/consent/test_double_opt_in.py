"""Double opt-in: a question moves nothing, YES to it opts in, and nobody is asked without end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent import double_opt_in, ledger
from consent.models import Consent, ConsentEvent, OptMethod, Program, Standing
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.models import Tenant
from tests.builders import RECIPIENT, make_program

pytestmark = pytest.mark.usefixtures("in_tenant")
SHOWN = ledger.Proof(disclosure="I agree to offers.", ip_address="203.0.113.7", minimum_age=21)


@pytest.fixture
def offers(in_tenant: Tenant) -> Program:
    """A program that asks the phone before it counts a number as opted in."""
    return make_program(message_kinds=("marketing", "order"), double_opt_in=True)


def ask(program: Program, *kinds: str, **options: Any) -> ConsentEvent | None:
    """Somebody fills in the form."""
    version = program.published
    assert version is not None
    return double_opt_in.ask(
        options.pop("recipient", RECIPIENT),
        version=version,
        method=OptMethod.WEB_FORM,
        message_kinds=list(kinds or ("marketing",)),
        proof=SHOWN,
        actor=Actor.recipient(),
        occurred_at=timezone.now(),
        now=options.pop("now", timezone.now()),
    )


def question(program: Program, *, hours: float = 0) -> ConsentEvent | None:
    """The question that a YES in so many hours would answer."""
    at = timezone.now() + timedelta(hours=hours)
    return double_opt_in.open_question(RECIPIENT, program=program, at=at)


def stop(program: Program) -> None:
    """STOP from the phone."""
    ledger.record_opt_out(
        RECIPIENT,
        program=program,
        method=OptMethod.KEYWORD,
        actor=Actor.recipient(),
        occurred_at=timezone.now(),
    )


def test_a_question_is_kept_with_its_proof_and_moves_no_standing(offers: Program) -> None:
    event = ask(offers)

    assert event is not None
    assert event.kind == ConsentEvent.Kind.OPT_IN_REQUESTED
    assert (event.disclosure, event.ip_address) == (SHOWN.disclosure, SHOWN.ip_address)
    assert not Consent.objects.exists()


def test_yes_opts_in_with_the_proof_of_the_question(offers: Program) -> None:
    asked = ask(offers)
    assert asked is not None

    event = double_opt_in.confirm(asked, occurred_at=timezone.now())

    assert event.kind == ConsentEvent.Kind.OPT_IN
    assert event.data["answers"] == str(asked.pk)
    assert event.data["age_gate"] == asked.data["age_gate"]
    assert (event.disclosure, event.version) == (asked.disclosure, asked.version)
    consent = Consent.objects.get()
    assert (consent.standing, consent.message_kinds) == (Standing.OPTED_IN, ["marketing"])


def test_a_question_is_open_for_a_day(offers: Program) -> None:
    asked = ask(offers)

    assert question(offers, hours=23.9) == asked
    assert question(offers, hours=24.1) is None


def test_a_yes_older_than_the_question_does_not_answer_it(offers: Program) -> None:
    ask(offers)

    assert question(offers, hours=-1) is None


def test_an_answer_closes_the_question(offers: Program) -> None:
    asked = ask(offers)
    assert asked is not None
    double_opt_in.confirm(asked, occurred_at=timezone.now())

    assert question(offers) is None


def test_a_stop_of_any_program_closes_the_question(offers: Program) -> None:
    other = make_program("News", slug="news")
    ask(offers)
    stop(other)

    assert question(offers) is None


def test_a_question_of_one_program_is_not_open_at_another(offers: Program) -> None:
    ask(offers)

    assert question(make_program("News", slug="news")) is None


def test_a_number_that_stopped_is_not_asked(offers: Program) -> None:
    stop(offers)

    event = ask(offers)

    assert event is not None
    assert event.kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert question(offers) is None


def test_nobody_is_asked_more_than_three_times_a_day(offers: Program) -> None:
    asked = [ask(offers, "order") for _ in range(5)]

    assert [event is not None for event in asked] == [True, True, True, False, False]
    assert ask(offers, recipient="+12065550188") is not None
    assert ask(offers, now=timezone.now() + timedelta(days=1, minutes=1)) is not None


def test_the_newest_question_is_the_one_that_is_answered(offers: Program) -> None:
    ask(offers, "marketing")
    newest = ask(offers, "order")

    assert question(offers) == newest


def test_nobody_is_asked_about_what_the_program_does_not_send(offers: Program) -> None:
    with pytest.raises(InvalidInput):
        ask(offers, "survey")
