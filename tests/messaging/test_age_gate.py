"""The age gate: a full date of birth, looked at once, kept nowhere, refused without a hint."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Consent, ConsentEvent
from messaging.age_gate import is_old_enough
from messaging.models import InboundOutcome, Message
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_originator, make_program
from tests.messaging.hosted import patient, send, show
from tests.messaging.people import Sender, opt_in
from tests.messaging.test_double_opt_in import text

__all__ = ["patient"]
JOIN = "/p/cellar/wine/join/"
OLD = {"birth_month": "3", "birth_day": "27", "birth_year": "1980"}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def cellar(db: None) -> Sender:
    """A business whose texts are for grown-ups."""
    tenant = Tenant.objects.create(name="Cellar", slug="cellar")
    with tenant_scope(tenant.pk):
        program = make_program("Wine club", slug="wine", minimum_age=21)
        return Sender(program, make_originator(program, make_brand()))


def young() -> dict[str, str]:
    """Somebody who was born ten years ago."""
    return {**OLD, "birth_year": str(timezone.now().year - 10)}


def events(sender: Sender) -> list[ConsentEvent]:
    """The ledger."""
    with tenant_scope(sender.tenant_id):
        return list(ConsentEvent.objects.order_by("at"))


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2005, 11, 23), True),
        (date(2005, 11, 24), True),
        (date(2005, 11, 25), False),
        (date(2006, 1, 1), False),
        (date(1950, 12, 31), True),
        (date(2004, 2, 29), True),
    ],
)
def test_an_age_counts_birthdays(born: date, expected: bool) -> None:
    assert is_old_enough(born, minimum_age=21, now=NOON) is expected


def test_nobody_is_of_age_before_the_day_has_begun_everywhere() -> None:
    just_after_midnight = datetime(2026, 11, 24, 0, 1, tzinfo=UTC)

    assert not is_old_enough(date(2005, 11, 24), minimum_age=21, now=just_after_midnight)


def test_the_form_asks_for_a_full_date_and_does_not_say_which_age(cellar: Sender) -> None:
    # The random signs of the form's token may hold any digits.
    page = re.sub(r'value="[^"]{40,}"', "", show(JOIN))

    for name in OLD:
        assert f'name="{name}"' in page
    assert page.index("birth_month") < page.index('name="phone"') < page.index('name="kinds"')
    for hint in ("21", "old enough", "older than", "at least"):
        assert hint not in page.partition("<main>")[2].partition("What you agree to")[0]


def test_a_program_without_a_minimum_age_asks_for_none(db: None) -> None:
    tenant = Tenant.objects.create(name="Maple", slug="maple")
    with tenant_scope(tenant.pk):
        make_program()

    assert "birth" not in show("/p/maple/reminders/join/")


def test_whoever_is_old_enough_opts_in_and_the_date_is_not_kept(
    cellar: Sender, patient: None
) -> None:
    answer = send(JOIN, kinds=["appointment"], **OLD)

    assert answer["Location"].endswith("?sent=1")
    event = events(cellar)[0]
    assert event.data["age_gate"]["minimum"] == 21
    assert event.data["age_gate"]["passed_at"][:10] == timezone.now().date().isoformat()
    with tenant_scope(cellar.tenant_id):
        rows = [ConsentEvent.objects.values().get(), Consent.objects.values().get()]
    assert "1980" not in str(rows)


def test_whoever_is_too_young_is_refused_without_a_hint_and_nothing_is_kept(
    cellar: Sender, patient: None
) -> None:
    answer = send(JOIN, kinds=["appointment"], **young())

    page = show(answer["Location"])
    assert "We cannot sign you up" in page
    for hint in ("21", "age", "birth", "old", "young"):
        assert hint not in page.partition("<main>")[2].partition("</main>")[0].lower()
    assert events(cellar) == []
    with tenant_scope(cellar.tenant_id):
        assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_year": ""},
        {"birth_month": "13"},
        {"birth_month": "2", "birth_day": "30"},
        {"birth_year": "80"},
        {"birth_year": "2999"},
        {"birth_day": "x"},
        {"birth_month": "", "birth_day": "", "birth_year": ""},
    ],
)
def test_what_is_no_date_of_birth_is_one_error(
    cellar: Sender, patient: None, wrong: dict[str, str]
) -> None:
    answer = send(JOIN, kinds=["appointment"], **{**OLD, **wrong})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Enter your date of birth in numbers") == 2  # In the summary and beside it.
    assert events(cellar) == []


@pytest.mark.parametrize("word", ["JOIN", "START"])
def test_a_keyword_cannot_pass_the_gate(cellar: Sender, word: str) -> None:
    assert text(cellar, word).outcome == InboundOutcome.AGE_UNKNOWN
    assert events(cellar) == []


def test_stopping_first_is_no_way_round_the_gate(cellar: Sender) -> None:
    text(cellar, "STOP")

    assert text(cellar, "START").outcome == InboundOutcome.AGE_UNKNOWN


def test_whoever_passed_it_once_comes_back_by_start(cellar: Sender) -> None:
    with tenant_scope(cellar.tenant_id):
        opt_in(cellar.program)
    text(cellar, "STOP")

    assert text(cellar, "START").outcome == InboundOutcome.JOINED


def test_a_double_opt_in_carries_the_gate_over_to_the_yes(db: None, patient: None) -> None:
    tenant = Tenant.objects.create(name="Cellar", slug="cellar")
    with tenant_scope(tenant.pk):
        program = make_program("Wine", slug="wine", minimum_age=21, double_opt_in=True)
        sender = Sender(program, make_originator(program, make_brand()))
    send(JOIN, kinds=["appointment"], **OLD)
    text(sender, "YES")

    with tenant_scope(tenant.pk):
        last: Any = Consent.objects.get(recipient=RECIPIENT).last_event
    assert last.data["age_gate"]["minimum"] == 21
