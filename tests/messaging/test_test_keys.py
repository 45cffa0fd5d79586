"""Texts of test keys: they reach the simulator, before any registration, and never the carrier."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from consent.models import Program
from messaging import gate, tasks
from messaging.models import Message
from messaging.states import MessageStatus
from registrations.carrier import CarrierRejected, aws, texting
from registrations.carrier.simulator.testing import Simulator, running
from tenants import access
from tenants.events import Actor
from tenants.models import ApiKeyKind, Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_program
from tests.messaging.people import Sender, make_sender, opt_in, simulated_number


@pytest.fixture(scope="module")
def _practice_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("practice")) as simulator:
        yield simulator


@pytest.fixture
def practice(_practice_process: Simulator, settings: Any) -> Simulator:
    """A simulator apart, where test keys' texts go; `carrier` plays the real carrier."""
    _practice_process.reset()
    settings.SIMULATOR_URL = _practice_process.url
    return _practice_process


@pytest.fixture
def sender(carrier: Simulator, tenant: Tenant) -> Sender:
    """A program that may text for real: its number is live at the carrier."""
    fields = simulated_number(carrier, tenant)
    with tenant_scope(tenant.pk):
        made = make_sender(**fields)
        opt_in(made.program)
    return made


def send(tenant: Tenant, program: Program, kind: ApiKeyKind, repeat: str = "") -> Any:
    """Ask the API, with a key of this kind, to send one text."""
    actor = Actor.system("test")
    _, secret = access.issue_api_key(tenant, name="App", kind=kind, actor=actor)
    body = {
        "program": str(program.pk),
        "to": RECIPIENT,
        "kind": "appointment",
        "body": "Maple Dental: see you Friday. Reply STOP to opt out.",
    }
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": repeat or f"key-{kind}"}
    return Client().post("/api/v1/messages", body, content_type="application/json", headers=headers)


def deliver(tenant: Tenant, answer: Any) -> Message:
    """Work the accepted text off, and return it."""
    assert answer.status_code == 202, answer.content
    tasks.deliver(str(tenant.pk), answer.json()["id"])
    with tenant_scope(tenant.pk):
        found: Message = Message.objects.get(pk=answer.json()["id"])
        return found


def test_a_test_keys_text_reaches_the_simulator_and_not_the_carrier(
    sender: Sender, tenant: Tenant, carrier: Simulator, practice: Simulator
) -> None:
    message = deliver(tenant, send(tenant, sender.program, ApiKeyKind.TEST))

    assert message.status == MessageStatus.HANDED_OVER
    assert (len(practice.sends()), len(carrier.sends())) == (1, 0)


def test_a_live_keys_text_reaches_the_carrier_and_not_the_simulator(
    sender: Sender, tenant: Tenant, carrier: Simulator, practice: Simulator
) -> None:
    message = deliver(tenant, send(tenant, sender.program, ApiKeyKind.LIVE))

    assert message.status == MessageStatus.HANDED_OVER
    assert (len(practice.sends()), len(carrier.sends())) == (0, 1)


@pytest.mark.parametrize("simulator", [True, False])
def test_a_test_keys_text_stays_away_from_the_carrier_even_past_the_gate(
    sender: Sender,
    tenant: Tenant,
    carrier: Simulator,
    practice: Simulator,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    simulator: bool,
) -> None:
    monkeypatch.setattr(gate, "TEST_RULES", ())
    settings.SIMULATOR_URL = practice.url if simulator else ""
    settings.EMBEDDED = False
    message = deliver(tenant, send(tenant, sender.program, ApiKeyKind.TEST))

    expected = MessageStatus.HANDED_OVER if simulator else MessageStatus.FAILED
    assert message.status == expected
    assert (len(practice.sends()), len(carrier.sends())) == (int(simulator), 0)


def test_without_a_simulator_a_test_key_is_refused_in_words(
    sender: Sender, tenant: Tenant, carrier: Simulator, settings: Any
) -> None:
    settings.EMBEDDED = False
    answer = send(tenant, sender.program, ApiKeyKind.TEST)

    assert (answer.status_code, answer.json()["code"]) == (409, "test_key")
    assert "there is none here" in answer.json()["message"]
    assert carrier.sends() == []


def test_a_test_key_needs_no_registration_but_an_opt_in(
    tenant: Tenant, carrier: Simulator, practice: Simulator
) -> None:
    with tenant_scope(tenant.pk):
        program = make_program()
    refused = send(tenant, program, ApiKeyKind.TEST)
    with tenant_scope(tenant.pk):
        opt_in(program)
    message = deliver(tenant, send(tenant, program, ApiKeyKind.TEST))

    assert refused.json()["code"] == "consent_missing"
    assert message.status == MessageStatus.HANDED_OVER
    assert practice.sends()[0]["OriginationPhoneNumber"] == texting.PRACTICE_NUMBER


def test_an_idempotency_key_of_a_test_is_a_fresh_one_when_the_app_goes_live(
    tenant: Tenant, sender: Sender, practice: Simulator
) -> None:
    tried = send(tenant, sender.program, ApiKeyKind.TEST, repeat="first-text-1")
    sent = send(tenant, sender.program, ApiKeyKind.LIVE, repeat="first-text-1")

    assert (sent.status_code, sent.json()["is_test"]) == (202, False)
    assert sent.json()["id"] != tried.json()["id"]


def test_a_simulator_that_plays_the_carrier_also_reports(
    tenant: Tenant, carrier: Simulator, settings: Any
) -> None:
    with tenant_scope(tenant.pk):
        program = make_program()
        opt_in(program)
    deliver(tenant, send(tenant, program, ApiKeyKind.TEST))

    text = carrier.sends()[0]
    assert text["OriginationPhoneNumber"] == texting.PRACTICE_NUMBER
    assert text["ConfigurationSetName"] == settings.CARRIER_CONFIGURATION_SET


def test_the_practice_client_never_carries_the_real_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real-token")
    aws.practice_client.cache_clear()
    client = aws.practice_client("http://127.0.0.1:9")
    credentials = client._request_signer._credentials

    assert credentials.access_key == credentials.secret_key == "practice"
    assert not credentials.token
    assert client.meta.endpoint_url == "http://127.0.0.1:9"


def test_the_carrier_layer_refuses_a_practice_text_without_a_simulator(settings: Any) -> None:
    settings.CARRIER_ENDPOINT_URL = ""
    text = texting.Text(
        originator="+12065550199",
        recipient=RECIPIENT,
        body="x",
        message_type="TRANSACTIONAL",
        time_to_live=60,
        context={},
        is_practice=True,
    )
    with pytest.raises(CarrierRejected, match="test_key"):
        texting.send_text(text)
