"""What members write down: a spoken yes with the script that was read, and a request to stop."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent import double_opt_in
from consent.models import Consent, ConsentEvent, OptMethod, Program, Standing
from messaging.models import Message, Purpose
from messaging.states import MessageStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_message, make_originator, make_program
from tests.messaging.people import opt_in, opt_out

WAYS: dict[str, Any] = {"methods": ("web", "verbal", "pos"), "text_number": "+12065550199"}


@pytest.fixture
def program(tenant: Tenant) -> Program:
    """A program with a script to read out."""
    return found(tenant)


def found(tenant: Tenant, **fields: Any) -> Program:
    """Found a program with a live number."""
    with tenant_scope(tenant.pk):
        made = make_program(message_kinds=("appointment", "account"), **{**WAYS, **fields})
        make_originator(made, make_brand())
    return made


def stamp(moment: datetime) -> str:
    """A moment as browsers post it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def post(client: Client, program: Program, **changes: Any) -> Any:
    """Write down that somebody said yes to reminders and no to the rest."""
    said = {
        "phone": "206 555 0123",
        "method": "verbal",
        "kind_appointment": "yes",
        "kind_account": "no",
        "agent": "Mara Lind",
        "call_reference": "call-4711",
        "occurred_at": stamp(timezone.now() - timedelta(hours=1)),
    }
    return client.post(reverse("messaging:record", args=[program.pk]), {**said, **changes})


def events(tenant: Tenant) -> list[ConsentEvent]:
    """The ledger, oldest first."""
    with tenant_scope(tenant.pk):
        return list(ConsentEvent.objects.order_by("at").select_related("version"))


def sent(tenant: Tenant) -> list[str]:
    """Why texts went out."""
    with tenant_scope(tenant.pk):
        return list(Message.objects.values_list("purpose", flat=True))


def test_the_script_is_shown_line_by_line_with_no_answer_given_yet(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    page = as_alice.get(reverse("messaging:record", args=[program.pk])).content.decode()

    with tenant_scope(tenant.pk):
        lines = program.published.frozen_texts.verbal_script.splitlines()  # type: ignore[union-attr]
    assert page.count('<li class="lead">') == len(lines)
    assert 'value="yes" required id="id_kind_appointment_0"' in page
    assert "checked" not in page.partition("What they agreed to")[2]


def test_a_spoken_opt_in_keeps_script_version_agent_and_call(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    answer = post(as_alice, program)

    event = events(tenant)[0]
    assert event.version is not None
    assert (event.kind, event.method) == (ConsentEvent.Kind.OPT_IN, OptMethod.VERBAL)
    assert (event.recipient, event.message_kinds) == (RECIPIENT, ["appointment"])
    assert event.disclosure == event.version.frozen_texts.verbal_script
    assert (event.agent, event.call_reference) == ("Mara Lind", "call-4711")
    assert event.is_witnessed is False
    assert event.actor_label == "alice@mapledental.example"
    assert timedelta(minutes=59) < event.at - event.occurred_at < timedelta(minutes=62)
    assert sent(tenant) == [Purpose.OPT_IN_CONFIRMATION]
    shown = as_alice.get(answer["Location"]).content.decode()
    for words in ("Mara Lind", "call-4711", "Asserted", "Spoken"):
        assert words in shown


def test_an_opt_in_at_the_till_keeps_the_words_of_the_screen(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    post(as_alice, program, method="pos")

    event = events(tenant)[0]
    assert event.method == OptMethod.POS
    assert "on this screen" in event.disclosure


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "123"},
        {"method": ""},
        {"method": "carrier"},
        {"agent": ""},
        {"call_reference": ""},
        {"kind_account": ""},
        {"kind_appointment": "maybe"},
        {"kind_appointment": "no"},
        {"occurred_at": "2999-01-01T00:00"},
        {"occurred_at": stamp(timezone.now() - timedelta(days=31))},
        {"occurred_at": ""},
        {"occurred_at": "yesterday"},
    ],
)
def test_an_incomplete_record_is_no_record(
    as_alice: Client, tenant: Tenant, program: Program, wrong: dict[str, str]
) -> None:
    assert post(as_alice, program, **wrong).status_code == 422
    assert events(tenant) == []


def test_a_stopped_number_stays_stopped_and_the_agent_is_told(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    with tenant_scope(tenant.pk):
        opt_out(program)

    answer = post(as_alice, program)

    assert events(tenant)[-1].kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert sent(tenant) == []
    shown = as_alice.get(answer["Location"]).content.decode()
    assert "ask them to text START to (206) 555-0199" in shown
    with tenant_scope(tenant.pk):
        assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_a_double_opt_in_asks_the_phone_after_the_call(as_alice: Client, tenant: Tenant) -> None:
    program = found(tenant, double_opt_in=True)

    post(as_alice, program)

    event = events(tenant)[0]
    assert event.kind == ConsentEvent.Kind.OPT_IN_REQUESTED
    assert sent(tenant) == [Purpose.OPT_IN_REQUEST]
    with tenant_scope(tenant.pk):
        confirmed = double_opt_in.confirm(event, occurred_at=timezone.now())
    assert (confirmed.agent, confirmed.call_reference) == ("Mara Lind", "call-4711")


def test_an_agent_asks_for_the_date_of_birth_where_there_is_a_minimum_age(
    as_alice: Client, tenant: Tenant
) -> None:
    program = found(tenant, minimum_age=21)
    born = {"birth_month": "3", "birth_day": "27"}

    too_young = post(as_alice, program, **born, birth_year=str(timezone.now().year - 10))
    assert too_young.status_code == 302
    assert events(tenant) == []

    post(as_alice, program, **born, birth_year="1980")
    assert events(tenant)[0].data["age_gate"]["minimum"] == 21


def test_a_program_without_words_to_read_out_says_so(as_alice: Client, tenant: Tenant) -> None:
    program = found(tenant, methods=("web",))

    page = as_alice.get(reverse("messaging:record", args=[program.pk])).content.decode()

    assert "This program has no script to read out" in page
    assert post(as_alice, program).status_code == 422


def test_a_draft_is_published_before_anybody_agrees_to_it(as_alice: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        draft = Program.objects.create(name="Draft", slug="draft")

    answer = as_alice.get(reverse("messaging:record", args=[draft.pk]))

    assert answer["Location"] == reverse("consent:program", args=[draft.pk])


def test_a_viewer_records_nothing(as_bob: Client, tenant: Tenant, program: Program) -> None:
    assert post(as_bob, program).status_code == 403
    assert events(tenant) == []


def test_another_businesses_program_is_unknown(as_charlie: Client, program: Program) -> None:
    assert post(as_charlie, program).status_code == 404


def stop(client: Client, url: str, **changes: Any) -> Any:
    """Write down that somebody rang and wants no more texts."""
    said = {
        "phone": "206 555 0123",
        "channel": "phone",
        "occurred_at": stamp(timezone.now() - timedelta(minutes=5)),
        "note": "Rang at noon.",
    }
    return client.post(url, {**said, **changes})


def test_a_request_by_telephone_stops_every_program_and_what_waits(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    with tenant_scope(tenant.pk):
        opt_in(program)
        opt_in(make_program("News", slug="news"))
        waiting = make_message(program, program.originators.get())

    answer = stop(as_alice, reverse("messaging:opt_out"))

    with tenant_scope(tenant.pk):
        assert {c.standing for c in Consent.objects.all()} == {Standing.OPTED_OUT}
        assert Message.objects.get(pk=waiting.pk).status == MessageStatus.REFUSED
    event = next(e for e in events(tenant) if e.kind == ConsentEvent.Kind.OPT_OUT)
    assert event.method == OptMethod.STAFF
    assert event.data == {"channel": "phone", "note": "Rang at noon."}
    shown = as_alice.get(answer["Location"]).content.decode()
    assert "By telephone" in shown
    assert "Rang at noon." in shown


def test_a_request_is_recorded_from_the_persons_page_without_typing_the_number(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    with tenant_scope(tenant.pk):
        opt_in(program)
        consent = Consent.objects.get()
    page = as_alice.get(reverse("messaging:recipient", args=[consent.pk])).content.decode()
    url = reverse("messaging:recipient_opt_out", args=[consent.pk])

    stop(as_alice, url, phone="")

    assert url in page
    with tenant_scope(tenant.pk):
        assert Consent.objects.get().standing == Standing.OPTED_OUT


def test_a_stranger_who_asks_is_stopped_before_the_first_text(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    stop(as_alice, reverse("messaging:opt_out"))

    with tenant_scope(tenant.pk):
        assert Consent.objects.get().standing == Standing.OPTED_OUT


@pytest.mark.parametrize(
    "wrong",
    [{"phone": "123"}, {"channel": ""}, {"channel": "owl"}, {"occurred_at": "2999-01-01T00:00"}],
)
def test_an_incomplete_request_is_an_error(
    as_alice: Client, tenant: Tenant, program: Program, wrong: dict[str, str]
) -> None:
    assert stop(as_alice, reverse("messaging:opt_out"), **wrong).status_code == 422
    assert events(tenant) == []


def test_without_a_program_nobody_is_texted(as_alice: Client, tenant: Tenant) -> None:
    answer = stop(as_alice, reverse("messaging:opt_out"))

    assert "There is no program yet" in answer.content.decode()


def test_a_viewer_stops_nobody(as_bob: Client, tenant: Tenant, program: Program) -> None:
    assert stop(as_bob, reverse("messaging:opt_out")).status_code == 403
    assert events(tenant) == []
