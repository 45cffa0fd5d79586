"""STOP from end to end, over real HTTP: carrier → hook → worker → one confirmation → silence."""

import pytest
from django.test import Client

from consent.models import Consent, Standing
from messaging.models import Message
from messaging.states import MessageStatus
from registrations.carrier.simulator.testing import Simulator
from tenants import access
from tenants.events import Actor
from tenants.models import ApiKeyKind, Tenant
from tenants.scoping import tenant_scope
from tests.messaging.people import Sender, eventually, make_sender, opt_in, simulated_number

PERSON = "+12065550100"


@pytest.fixture
def two(carrier: Simulator, transactional_db: None) -> tuple[Sender, Sender]:
    """Two businesses that the same person has joined."""
    made = []
    for name in ("Maple Dental", "Birch Books"):
        slug = name.split()[0].lower()
        tenant = Tenant.objects.create(name=name, slug=slug)
        number = simulated_number(carrier, tenant)
        with tenant_scope(tenant.pk):
            sender = make_sender(**number)
            opt_in(sender.program, PERSON)
        made.append(sender)
    return made[0], made[1]


def post(sender: Sender, key: str, secret: str) -> tuple[int, dict[str, str]]:
    """The business's app sends a text through the API."""
    answer = Client().post(
        "/api/v1/messages",
        {
            "program": str(sender.program.pk),
            "to": PERSON,
            "body": "Maple Dental: see you Friday.",
            "kind": "appointment",
        },
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
    )
    return answer.status_code, answer.json()


def secret_of(sender: Sender) -> str:
    """An API key."""
    tenant = sender.program.tenant
    return access.issue_api_key(
        tenant, name="App", kind=ApiKeyKind.LIVE, actor=Actor.system("test")
    )[1]


def test_inv1_stop_means_stop_and_help_still_answers(
    two: tuple[Sender, Sender], carrier: Simulator
) -> None:
    maple, birch = two
    number, secret = maple.originator.number, secret_of(maple)
    tenant_id = maple.tenant_id

    def bodies() -> list[str]:
        return [one["MessageBody"] for one in carrier.sends(to=PERSON, from_=number)]

    assert post(maple, "first", secret)[0] == 202

    def delivered() -> bool:
        with tenant_scope(tenant_id):
            return Message.objects.filter(status=MessageStatus.DELIVERED).count() == 1

    eventually(delivered)

    carrier.inbound(PERSON, number, "STOP")
    eventually(lambda: any("unsubscribed" in body for body in bodies()))

    status, refusal = post(maple, "second", secret)
    assert (status, refusal["code"]) == (409, "opted_out")
    assert "texted STOP on" in refusal["message"]

    carrier.inbound(PERSON, number, "HELP")
    eventually(lambda: any("For help" in body for body in bodies()))

    carrier.inbound(PERSON, number, "stop")
    eventually(lambda: carrier.call("GET", "/_sim/health")["notifications_waiting"] == 0)
    assert sum("unsubscribed" in body for body in bodies()) == 1
    assert len(bodies()) == 3

    with tenant_scope(birch.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_IN
    assert post(birch, "first", secret_of(birch))[0] == 202

    carrier.inbound(PERSON, number, "START")
    eventually(lambda: any("subscribed to" in body for body in bodies()))
    assert post(maple, "third", secret)[0] == 202
