"""INV-2 where an id stands in a form, a filter, a header or a host rather than in the path."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from consent.models import Consent, Program
from messaging.models import IdempotentRequest, Message
from tenants.hosting import hosts
from tenants.models import ApiKey, CustomDomain, Membership
from tenants.scoping import tenant_scope
from tenants.states import DomainStatus
from tests.route_matrix import body_of, shape_of
from tests.world import RANDOM_ID, WORDS, World, fingerprint, leaks, standing, undone

pytestmark = pytest.mark.django_db
NOBODYS_NUMBER = "+12065559999"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody and everything, made once for the module."""
    with standing(django_db_blocker) as made:
        yield made


def _ids(world: World) -> dict[str, str]:
    """What tenant A has and B may have heard of."""
    ours = world.tenants["A"]
    with tenant_scope(ours.pk):
        found = {
            "program": Program.objects.get().pk,
            "number": Consent.objects.get().recipient,
            "message": Message.objects.get().pk,
            "idempotency": IdempotentRequest.objects.get().key,
        }
    found["tenant"] = ours.pk
    found["place"] = Membership.objects.filter(tenant=ours).first().pk  # type: ignore[union-attr]
    found["key"] = ApiKey.objects.filter(tenant=ours).first().pk  # type: ignore[union-attr]
    return {name: str(value) for name, value in found.items()}


NOWHERE = dict.fromkeys(("program", "message", "tenant", "place", "key"), str(RANDOM_ID)) | {
    "number": NOBODYS_NUMBER,
    "idempotency": "a-key-of-nobody",
}
SEND = {"to": "+12065550123", "kind": "appointment", "body": "Hello"}
Case = tuple[str, str, str, Callable[[dict[str, str]], dict[str, Any]]]
# Who, method, route, and what is sent, given the ids.
CASES: dict[str, Case] = {
    "switch": ("owner_B", "POST", "tenants:switch", lambda i: {"tenant": i["tenant"]}),
    "heir": (
        "owner_B", "POST", "tenants:team_transfer",
        lambda i: {"heir": i["place"], "own_role": "viewer"},
    ),
    "registered program": (
        "owner_B", "POST", "registrations:create",
        lambda i: {"type": "US_TEN_DLC_CAMPAIGN_REGISTRATION", "program": i["program"]},
    ),
    "texted program": (
        "owner_B", "POST", "messaging:message_send",
        lambda i: {"program": i["program"], "message_kind": "appointment", "to": SEND["to"],
                   "body": SEND["body"]},
    ),
    "searched number": (
        "owner_B", "POST", "messaging:recipient_list", lambda i: {"number": i["number"]}
    ),
    "history of a person": ("owner_B", "GET", "history", lambda i: {"person": i["place"]}),
    "API program": ("key_B", "POST", "api:messages", lambda i: SEND | {"program": i["program"]}),
    "API filter": ("key_B", "GET", "api:messages", lambda i: {"program": i["program"]}),
    "API cursor": ("key_B", "GET", "api:messages", lambda i: {"cursor": i["message"]}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_inv2_another_tenants_id_is_as_unknown_as_one_that_is_nowhere(
    world: World, case: str
) -> None:
    answers = [_ask(world, CASES[case], ids) for ids in (_ids(world), NOWHERE)]

    assert answers[0] == answers[1]


def _ask(world: World, case: Case, ids: dict[str, str]) -> str:
    """Ask once; return the answer without the ids themselves."""
    who, method, route, data = case
    given: dict[str, Any] = {"data": data(ids)}
    if route.startswith("api:") and method == "POST":
        given |= {"content_type": "application/json", "headers": {"Idempotency-Key": "mine"}}
    with undone():
        answer = world.call(world.people[who], method, reverse(route), **given)
        sent = " ".join(str(value) for value in given["data"].values())
        assert answer.status_code < 500
        assert leaks(body_of(answer), world.marks, asked=sent) == []
        assert fingerprint(world.tenants["A"]) == world.before
    shape = shape_of(answer, "/".join(given["data"].values()))
    return re.sub(r'name="key_id" value="[^"]*"', "", shape)


def test_inv2_another_tenants_idempotency_key_replays_nothing(world: World) -> None:
    """The key is the tenant's own: the same one means another request for another tenant."""
    theirs = world.tenants["B"]
    with tenant_scope(theirs.pk):
        program = Program.objects.get().pk
    with undone():
        answer = world.call(
            world.people["key_B"], "POST", reverse("api:messages"),
            data=SEND | {"program": str(program)}, content_type="application/json",
            headers={"Idempotency-Key": _ids(world)["idempotency"]},
        )  # fmt: skip

        assert "Idempotent-Replayed" not in answer
        assert leaks(body_of(answer), world.marks) == []
        assert fingerprint(world.tenants["A"]) == world.before


def test_inv2_a_key_made_under_another_tenants_id_takes_nothing_over(world: World) -> None:
    key_id = _ids(world)["key"]
    with undone():
        data = {"name": "mine", "kind": "live", "key_id": key_id, "scopes": ["messages:send"]}
        answer = world.call(
            world.people["owner_B"], "POST", reverse("tenants:key_create"), data=data
        )

        assert leaks(body_of(answer), world.marks, asked=key_id) == []
        assert fingerprint(world.tenants["A"]) == world.before


@pytest.mark.parametrize("page", ["terms", "privacy", "join"])
def test_inv2_a_tenants_own_host_shows_nobody_elses_pages(world: World, page: str) -> None:
    """The tenant is the host's, whatever the path says."""
    with undone():
        CustomDomain.objects.filter(tenant=world.tenants["B"]).update(status=DomainStatus.VERIFIED)
        hosts.forget(f"texts.{WORDS['B']}.example")
        host = {"host": f"texts.{WORDS['B']}.example"}
        own = world.call(
            world.people["owner"], "GET", f"/{WORDS['B']}-reminders/{page}/", headers=host
        )
        foreign = world.call(
            world.people["owner"], "GET", f"/{WORDS['A']}-reminders/{page}/", headers=host
        )
        index = world.call(world.people["owner"], "GET", "/", headers=host)

    assert (own.status_code, foreign.status_code) == (200, 404)
    assert leaks(body_of(index) + body_of(own), world.marks) == []
