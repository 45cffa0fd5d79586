"""The preference centre: less for whoever asks, at once, and one answer for known and unknown."""

from typing import Any

import pytest
import redis
from django.test import Client

from consent.models import Consent, ConsentEvent, OptMethod, Standing
from messaging import preference_pages, sending
from messaging.models import Message
from messaging.sending import MessageRefused
from messaging.states import MessageStatus
from tenants import limits
from tenants.events import Actor
from tenants.models import Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_message, make_originator, make_program
from tests.messaging.hosted import patient, send, show
from tests.messaging.people import Sender, opt_in

__all__ = ["patient"]
URL = "/p/maple/reminders/preferences/"


@pytest.fixture
def maple(db: None) -> Sender:
    """A business with two programs, and a person who is in both."""
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    with tenant_scope(tenant.pk):
        program = make_program(message_kinds=("appointment", "account"))
        news = make_program("News", slug="news")
        opt_in(program, kinds=["appointment", "account"])
        opt_in(news)
        return Sender(program, make_originator(program, make_brand()))


def standings(sender: Sender) -> dict[str, tuple[str, list[str]]]:
    """Where the person stands with each program."""
    with tenant_scope(sender.tenant_id):
        return {
            c.program.slug: (c.standing, c.message_kinds)
            for c in Consent.objects.of_recipient(RECIPIENT).select_related("program")
        }


def last(sender: Sender) -> ConsentEvent:
    """What the ledger says last of the program."""
    with tenant_scope(sender.tenant_id):
        return ConsentEvent.objects.filter(program=sender.program).order_by("-at")[0]


def test_the_page_offers_each_kind_and_everything_with_empty_boxes(maple: Sender) -> None:
    page = show(URL)

    assert "Appointment reminders" in page
    assert "All texts from Maple Dental, whatever they are about" in page
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page


def test_the_page_needs_no_cookie_script_or_cache(maple: Sender) -> None:
    answer = Client().get(URL)

    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert answer["Cache-Control"] == "no-store"
    assert b"<script" not in answer.content
    assert len(answer.content) < 15_000


def test_one_kind_stops_and_the_rest_keeps_coming(maple: Sender, patient: None) -> None:
    answer = send(URL, kinds=["account"])

    assert answer["Location"] == f"{URL}?done=some"
    assert standings(maple) == {
        "reminders": (Standing.OPTED_IN, ["appointment"]),
        "news": (Standing.OPTED_IN, ["appointment"]),
    }
    event = last(maple)
    assert (event.kind, event.method) == (ConsentEvent.Kind.NARROWED, OptMethod.WEB_FORM)
    assert event.page_url.endswith(URL)
    assert (event.ip_address, event.user_agent) == ("127.0.0.1", "Phone/1.0")


def test_a_stopped_kind_is_refused_and_the_other_is_not(maple: Sender, patient: None) -> None:
    send(URL, kinds=["account"])

    with tenant_scope(maple.tenant_id):
        text: dict[str, Any] = {
            "recipient": RECIPIENT, "body": "Maple Dental: hello.", "actor": Actor.system("test"),
        }  # fmt: skip
        assert sending.queue_message(maple.program, message_kind="appointment", **text)
        with pytest.raises(MessageRefused) as refused:
            sending.queue_message(maple.program, message_kind="account", **text)
    assert refused.value.code == "kind_not_covered"


def test_every_kind_of_a_program_stops_that_program_alone(maple: Sender, patient: None) -> None:
    send(URL, kinds=["account", "appointment"])

    assert standings(maple) == {
        "reminders": (Standing.OPTED_OUT, []),
        "news": (Standing.OPTED_IN, ["appointment"]),
    }


def test_everything_stops_the_whole_business_and_what_waits(maple: Sender, patient: None) -> None:
    with tenant_scope(maple.tenant_id):
        waiting = make_message(maple.program, maple.originator)

    answer = send(URL, everything="on")

    assert answer["Location"] == f"{URL}?done=all"
    assert {standing for standing, _ in standings(maple).values()} == {Standing.OPTED_OUT}
    event = last(maple)
    assert (event.kind, event.method) == (ConsentEvent.Kind.OPT_OUT, OptMethod.WEB_FORM)
    assert event.is_witnessed
    with tenant_scope(maple.tenant_id):
        assert Message.objects.get(pk=waiting.pk).status == MessageStatus.REFUSED


def test_a_web_opt_out_is_answered_by_the_page_and_by_no_text(maple: Sender, patient: None) -> None:
    send(URL, everything="on")

    with tenant_scope(maple.tenant_id):
        assert not Message.objects.exists()


@pytest.mark.parametrize("what", [{"kinds": ["account"]}, {"everything": "on"}])
def test_the_answer_is_the_same_for_a_number_that_nobody_knows(
    maple: Sender, patient: None, what: dict[str, Any]
) -> None:
    answers = [send(URL, phone=number, **what) for number in ("2065550123", "2065550177")]
    pages = [Client().get(answer["Location"]).content for answer in answers]

    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert len(set(pages)) == 1
    assert b"It is done" in pages[0]


def test_the_answer_says_how_to_come_back(maple: Sender) -> None:
    assert "Text START to (206) 555-0199" in show(f"{URL}?done=all")
    assert "/p/maple/reminders/join/" in show(f"{URL}?done=some")


def test_no_box_ticked_changes_nothing_and_says_so(maple: Sender, patient: None) -> None:
    answer = send(URL)

    assert "You ticked no box, so nothing was changed" in answer.content.decode()
    assert standings(maple)["reminders"] == (Standing.OPTED_IN, ["account", "appointment"])


@pytest.mark.parametrize(
    "wrong", [{"phone": "123"}, {"phone": ""}, {"kinds": ["marketing"]}, {"kinds": ["<b>"]}]
)
def test_what_cannot_be_is_an_error_and_nothing_changes(
    maple: Sender, patient: None, wrong: dict[str, Any]
) -> None:
    answer = send(URL, **{"kinds": ["account"], **wrong})

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert standings(maple)["reminders"][1] == ["account", "appointment"]


def test_a_program_that_fills_the_hidden_field_changes_nothing(
    maple: Sender, patient: None
) -> None:
    assert send(URL, everything="on", reason="buy").status_code == 302
    assert standings(maple)["news"][0] == Standing.OPTED_IN


def test_without_a_token_nothing_changes_and_what_was_typed_stays(maple: Sender) -> None:
    answer = Client().post(URL, {"phone": "206 555 0123", "everything": "on"})

    assert answer.status_code == 422
    assert "206 555 0123" in answer.content.decode()
    assert standings(maple)["news"][0] == Standing.OPTED_IN


def test_one_address_is_asked_to_wait(maple: Sender, patient: None) -> None:
    for _ in range(preference_pages.BY_ADDRESS.count):
        send(URL, kinds=["account"])

    answer = send(URL, kinds=["account"])

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_with_the_limits_out_of_order_texts_can_still_be_stopped(
    maple: Sender, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: object, whose: object) -> float:
        raise redis.ConnectionError

    monkeypatch.setattr(limits.Limit, "wait", away)

    assert send(URL, everything="on").status_code == 302
    assert standings(maple)["news"][0] == Standing.OPTED_OUT


@pytest.mark.parametrize("status", [TenantStatus.SUSPENDED, TenantStatus.CLOSED])
def test_texts_of_a_business_that_is_stopped_can_be_stopped(
    maple: Sender, patient: None, status: TenantStatus
) -> None:
    Tenant.objects.update(status=status)

    assert send(URL, everything="on").status_code == 302
    assert standings(maple)["news"][0] == Standing.OPTED_OUT


@pytest.mark.parametrize("path", ["/p/nobody/reminders/", "/p/maple/nothing/"])
def test_what_is_not_there_is_not_found(maple: Sender, path: str) -> None:
    assert Client().get(f"{path}preferences/").status_code == 404


def test_another_businesses_ledger_is_out_of_reach(maple: Sender, patient: None) -> None:
    other = Tenant.objects.create(name="Birch Books", slug="birch")
    with tenant_scope(other.pk):
        theirs = make_program("News", slug="reminders")
        opt_in(theirs)

    send(URL, everything="on")

    with tenant_scope(other.pk):
        assert Consent.objects.get().standing == Standing.OPTED_IN


def test_the_page_speaks_the_programs_language(maple: Sender) -> None:
    with tenant_scope(maple.tenant_id):
        make_program("Citas", slug="citas", language="es")

    page = show("/p/maple/citas/preferences/")

    assert "Detener estos mensajes" in page
    assert "Recordatorios de citas" in page
    assert "Stop" not in page.replace("STOP", "")
