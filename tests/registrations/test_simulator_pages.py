"""The simulator's pages: the phone a person plays, and the help page."""

import http.client
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

import registrations.carrier.simulator
from registrations.carrier.simulator import magic
from registrations.carrier.simulator.control import RULES
from registrations.carrier.simulator.operations import OPERATIONS
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    BRAND,
    BRAND_TYPE,
    active_number,
    approved_brand,
    checked_client,
    drafted_campaign,
    requested,
    status_of,
    submitted,
)

PERSON = "+13125550101"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator")) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


@pytest.fixture
def number(simulator: Simulator, client: Any) -> str:
    made = active_number(simulator, client, SelfManagedOptOutsEnabled=True)
    return str(made["PhoneNumber"])


def page(simulator: Simulator, path: str) -> str:
    return simulator.fetch(path).decode()


def press(simulator: Simulator, form: dict[str, str], origin: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if origin:
        headers["Origin"] = origin
    connection.request("POST", "/registrations/", urlencode(form), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def submit(
    simulator: Simulator, handset: str, form: dict[str, str], origin: str | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if origin:
        headers["Origin"] = origin
    connection.request("POST", f"/phone/{handset}", urlencode(form), headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def send(client: Any, number: str, body: str, to: str = PERSON) -> None:
    client.send_text_message(
        DestinationPhoneNumber=to, OriginationIdentity=number, MessageBody=body
    )


def test_a_text_shows_on_the_phone_it_was_sent_to(
    simulator: Simulator, client: Any, number: str
) -> None:
    send(client, number, "See you at <9> & bring a card")

    assert "+1 312 555 0101" in page(simulator, "/phone/")
    shown = page(simulator, f"/phone/{PERSON}")
    assert "See you at &lt;9&gt; &amp; bring a card" in shown


def test_the_conversation_names_the_business(simulator: Simulator, client: Any) -> None:
    brand_id = approved_brand(simulator, client, **{"contactInfo.dbaName": "Birch Books"})
    campaign_id = drafted_campaign(client, brand_id)
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.decide(campaign_id, "approve")
    number_id = requested(client, "TEN_DLC", RegistrationId=campaign_id)["PhoneNumberId"]
    simulator.advance(60)
    send(client, number_id, "Hello")

    assert "<h2>Birch Books</h2>" in page(simulator, f"/phone/{PERSON}")


def test_a_person_answers_with_free_text_or_a_quick_reply(
    simulator: Simulator, client: Any, number: str
) -> None:
    send(client, number, "Hello")

    first = submit(simulator, PERSON, {"to": number, "body": "Who is this?"})
    second = submit(simulator, PERSON, {"to": number, "body": "", "quick": "STOP"})

    assert (first.status, second.status) == (303, 303)
    inbound = simulator.call("GET", "/_sim/inbound")["inbound"]
    assert [one["MessageBody"] for one in inbound] == ["Who is this?", "STOP"]
    assert "Who is this?" in page(simulator, f"/phone/{PERSON}")


def test_an_empty_answer_is_explained(simulator: Simulator, client: Any, number: str) -> None:
    assert submit(simulator, PERSON, {"to": number, "body": ""}).status == 422
    assert submit(simulator, PERSON, {"to": "+12065559999", "body": "Hi"}).status == 422


def test_a_form_from_another_site_is_refused(
    simulator: Simulator, client: Any, number: str
) -> None:
    form = {"to": number, "quick": "STOP"}

    foreign = submit(simulator, PERSON, form, origin="https://evil.example")
    own = submit(simulator, PERSON, form, origin=simulator.url)

    assert (foreign.status, own.status) == (403, 303)


def test_a_text_that_did_not_arrive_is_not_on_the_phone(
    simulator: Simulator, client: Any, number: str
) -> None:
    send(client, number, "Nobody reads this", to="+12065550121")

    shown = page(simulator, "/phone/+12065550121")

    assert "Nobody reads this" not in shown
    assert "1 text did not arrive." in shown
    assert "TEXT_UNREACHABLE" in shown


@pytest.mark.parametrize("typed", ["+1 312 555 0101", "312-555-0101", "(312) 555 0101"])
def test_a_phone_is_opened_by_its_number(simulator: Simulator, typed: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=10)
    connection.request("GET", f"/phone/open?{urlencode({'number': typed})}")

    assert connection.getresponse().headers["Location"] == f"/phone/{PERSON}"
    connection.close()


@pytest.mark.parametrize("path", ["/phone/open?number=abc", "/phone/nobody", "/static/..%2Fa.css"])
def test_a_wrong_address_is_no_server_error(simulator: Simulator, path: str) -> None:
    with pytest.raises(ValueError, match=r"^4(22|04)"):
        simulator.fetch(path)


def test_pages_without_texts_or_numbers_show_what_to_do(simulator: Simulator, client: Any) -> None:
    assert "No texts yet." in page(simulator, "/phone/")
    assert "there is no number to write to" in page(simulator, f"/phone/{PERSON}")


def test_pages_carry_no_inline_code_and_forbid_it(simulator: Simulator) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=10)
    connection.request("GET", "/phone/")
    response = connection.getresponse()
    html = response.read().decode()
    connection.close()

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not re.search(r"<style|style=|<script>|onclick", html)


@pytest.mark.parametrize("name", ["simulator.css", "phone.js", "phone.svg"])
def test_static_files_are_served(simulator: Simulator, name: str) -> None:
    assert simulator.fetch(f"/static/{name}")


def test_the_help_page_and_the_docstring_show_every_magic_input(simulator: Simulator) -> None:
    shown = page(simulator, "/")
    docstring = registrations.carrier.simulator.__doc__ or ""

    for digits, outcome in magic.MAGIC_NUMBERS.items():
        assert f"555-{digits}" in shown
        assert f"{digits}  {outcome.meaning}" in docstring
    for word, meaning in magic.MAGIC_WORDS.items():
        assert f"<code>{word}</code>" in shown
        assert re.search(rf"{word} +{re.escape(meaning)}", docstring)


def test_the_help_page_lists_controls_and_operations(simulator: Simulator) -> None:
    shown = page(simulator, "/")

    assert all(rule.rule in shown for rule in RULES)
    assert all(f"<code>{name}</code>" in shown for name in OPERATIONS)


def test_health_answers(simulator: Simulator) -> None:
    assert simulator.call("GET", "/_sim/health")["status"] == "ok"


def test_a_person_plays_reviewer_and_brand_on_the_registrations_page(
    simulator: Simulator, client: Any
) -> None:
    assert "No registrations yet." in page(simulator, "/registrations/")
    registration_id = submitted(client, BRAND_TYPE, BRAND)
    simulator.decide(registration_id, "authenticate")
    assert "Press the link in the mail" in page(simulator, "/registrations/")

    pressed = press(simulator, {"id": registration_id, "verdict": "answer"})
    denied = press(
        simulator,
        {
            "id": registration_id,
            "verdict": "deny",
            "reason": "BRAND_UNVERIFIED",
            "field": "companyInfo.taxId",
        },
    )

    assert (pressed, denied) == (303, 303)
    assert status_of(client, registration_id) == "REQUIRES_UPDATES"
    marked = client.describe_registration_field_values(
        RegistrationId=registration_id, FieldPaths=["companyInfo.taxId"]
    )["RegistrationFieldValues"][0]
    assert marked["DeniedReason"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"id": "registration-unknown", "verdict": "approve"}, 409),
        ({"id": "registration-unknown", "verdict": "deny", "reason": "BECAUSE"}, 400),
        ({"id": "registration-unknown", "verdict": "explode"}, 400),
    ],
)
def test_a_decision_that_makes_no_sense_is_explained(
    simulator: Simulator, form: dict[str, str], status: int
) -> None:
    assert press(simulator, form) == status


def test_a_decision_from_another_site_is_refused(simulator: Simulator) -> None:
    form = {"id": "registration-unknown", "verdict": "approve"}

    assert press(simulator, form, origin="https://evil.example") == 403
