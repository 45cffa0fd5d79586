"""The REST API: accept once (INV-8), refuse with reasons, list, follow, limit."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from kombu.exceptions import OperationalError

from messaging import idempotency, sending
from messaging.models import IdempotentRequest, Message
from messaging.states import MessageStatus
from tenants import access, api_limits, limits
from tenants.events import Actor
from tenants.models import ApiKeyKind, Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_message
from tests.messaging.people import Sender, make_sender, opt_in, opt_out

URL = "/api/v1/messages"


@pytest.fixture
def maple(tenant: Tenant) -> Sender:
    """Tenant A's sender, with one person who opted in."""
    with tenant_scope(tenant.pk):
        made = make_sender()
        opt_in(made.program)
    return made


@pytest.fixture
def post(maple: Sender, api_secret: str) -> Callable[..., Any]:
    """Send through the API as tenant A's app."""

    def send(key: str | None = "key-1", secret: str = api_secret, **fields: Any) -> Any:
        return send_raw(secret, key, {**body_for(maple), **fields})

    return send


def body_for(sender: Sender) -> dict[str, Any]:
    """A sound request."""
    return {
        "program": str(sender.program.pk),
        "to": RECIPIENT,
        "body": "Maple Dental: see you Friday.",
        "kind": "appointment",
    }


def send_raw(secret: str, key: str | None, body: Any) -> Any:
    """Post whatever it is."""
    headers = {"Authorization": f"Bearer {secret}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post(URL, raw, content_type="application/json", headers=headers)


def count(tenant: Tenant, model: Any = Message) -> int:
    """Rows of a tenant."""
    with tenant_scope(tenant.pk):
        return int(model.objects.count())


def test_a_text_is_accepted_with_where_to_follow_it(post: Any, tenant: Tenant) -> None:
    answer = post(reference="visit-7")

    assert answer.status_code == 202
    given = answer.json()
    assert (given["status"], given["reference"], given["is_final"]) == (
        "accepted",
        "visit-7",
        False,
    )
    assert given["url"] == f"{URL}/{given['id']}"
    with tenant_scope(tenant.pk):
        assert str(Message.objects.get().pk) == given["id"]


def test_inv8_the_same_request_again_gives_the_same_bytes_and_no_second_text(
    post: Any, tenant: Tenant
) -> None:
    first, second = post(), post()

    assert second.content == first.content
    assert (second.status_code, second["Idempotent-Replayed"]) == (202, "true")
    assert "Idempotent-Replayed" not in first
    assert count(tenant) == 1


def test_inv8_the_same_bytes_come_back_after_the_text_has_moved_on(
    post: Any, tenant: Tenant
) -> None:
    first = post()
    with tenant_scope(tenant.pk):
        sending.claim(Message.objects.get().pk, now=timezone.now())

    assert post().content == first.content


def test_spacing_and_order_of_the_json_do_not_matter(
    maple: Sender, api_secret: str, tenant: Tenant
) -> None:
    body = body_for(maple)
    send_raw(api_secret, "k", body)
    again = send_raw(api_secret, "k", json.dumps(dict(reversed(body.items())), indent=3))

    assert again["Idempotent-Replayed"] == "true"
    assert count(tenant) == 1


def test_inv8_the_same_key_with_another_body_is_refused(post: Any, tenant: Tenant) -> None:
    post()
    answer = post(body="Something else")

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert count(tenant) == 1


@pytest.mark.parametrize("key", [None, "", " ", "é", "a\tb", "x" * 256, " a"])
def test_a_key_is_needed_and_printable(post: Any, tenant: Tenant, key: str | None) -> None:
    answer = post(key=key)

    assert answer.status_code == 400
    assert answer.json()["code"].startswith("idempotency_key_")
    assert count(tenant, IdempotentRequest) == 0


@pytest.mark.parametrize("key", ["a", "x" * 255, "8e03978e-40d5-43e8-bc93-6894a57f9324", "a b"])
def test_any_printable_key_will_do(post: Any, key: str) -> None:
    assert post(key=key).status_code == 202


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no country code": ({"to": "2065550123"}, "to"),
    "spaces": ({"to": "+1 206 555 0123"}, "to"),
    "no such number": ({"to": "+11234567890"}, "to"),
    "a number, not a text": ({"to": 12065550123}, "to"),
    "nothing in it": ({"body": ""}, "body"),
    "only spaces": ({"body": "   "}, "body"),
    "too long": ({"body": "x" * 1601}, "body"),
    "a list": ({"body": ["hello"]}, "body"),
    "no program": ({"program": "mine"}, "program"),
    "no such program": ({"program": "00000000-0000-4000-8000-000000000000"}, "program"),
    "another kind": ({"kind": "marketing"}, "kind"),
    "no kind": ({"kind": ""}, "kind"),
    "reference too long": ({"reference": "x" * 101}, "reference"),
    "unknown field": ({"colour": "red"}, "colour"),
    "mistyped field": ({"Reference": "x"}, "Reference"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_field_is_named_and_nothing_is_remembered(
    post: Any, tenant: Tenant, case: str
) -> None:
    fields, name = WRONG[case]

    answer = post(**fields)

    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "fields"}
    assert name in answer.json()["fields"]
    assert count(tenant, IdempotentRequest) == 0
    assert post().status_code == 202


@pytest.mark.parametrize(
    "raw",
    [b"{", b"[]", b'"x"', b"null", b'{"to": NaN}', b'{"a": 1, "a": 2}', b"\xff\xfe",
     b'{"body": "\\u0000"}', b'{"body": "\\ud800"}', b"[" * 50_000, b'{"a":' * 5_000],
    ids=range(11),
)  # fmt: skip
def test_bad_json_is_a_clear_error(maple: Sender, api_secret: str, raw: bytes) -> None:
    answer = send_raw(api_secret, "k", raw)

    assert answer.status_code == 400
    assert answer.json()["code"] == "parse_error"


def test_a_missing_field_is_named(maple: Sender, api_secret: str) -> None:
    answer = send_raw(api_secret, "k", {})

    assert set(answer.json()["fields"]) == {"program", "to", "body", "kind"}


def test_the_gates_refusal_comes_with_every_reason_and_is_not_remembered(
    post: Any, maple: Sender, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        opt_out(maple.program)

    answer = post()

    assert (answer.status_code, answer.json()["code"]) == (409, "opted_out")
    assert "texted STOP on" in answer.json()["message"]
    assert answer.json()["fields"]["reasons"][0]["code"] == "opted_out"
    assert count(tenant) == count(tenant, IdempotentRequest) == 0


@pytest.mark.parametrize("secret", ["", "nonsense", "ast_live_aaaaaaaaaaaa_x_y"])
def test_without_a_usable_key_nothing_is_answered(post: Any, secret: str) -> None:
    answer = post(secret=secret)

    assert (answer.status_code, answer.json()["code"]) == (401, "key_invalid")


def key_of(tenant: Tenant, kind: ApiKeyKind = ApiKeyKind.LIVE) -> str:
    """Another key."""
    actor = Actor.system("test")
    return access.issue_api_key(tenant, name="Other", kind=kind, actor=actor)[1]


def test_inv2_another_tenants_program_is_as_unknown_as_none(
    post: Any, other_tenant: Tenant
) -> None:
    foreign = post(secret=key_of(other_tenant))
    unknown = post(secret=key_of(other_tenant), program="00000000-0000-4000-8000-000000000000")

    assert foreign.status_code == 400
    assert foreign.content == unknown.content


def test_inv8_the_same_key_in_two_tenants_is_two_keys(
    post: Any, tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(other_tenant.pk):
        other = make_sender(number="+12065550188")
        opt_in(other.program)

    assert post().status_code == 202
    answer = post(secret=key_of(other_tenant), program=str(other.program.pk))

    assert answer.status_code == 202
    assert count(tenant) == count(other_tenant) == 1


@pytest.mark.parametrize(("endpoint", "status"), [("http://127.0.0.1:9", 202), ("", 409)])
def test_a_test_key_sends_to_the_simulator_only(
    post: Any, tenant: Tenant, settings: Any, endpoint: str, status: int
) -> None:
    settings.CARRIER_ENDPOINT_URL = endpoint

    assert post(secret=key_of(tenant, ApiKeyKind.TEST)).status_code == status


def read(url: str, secret: str) -> Any:
    """Ask the API."""
    return Client().get(url, headers={"Authorization": f"Bearer {secret}"})


def test_the_list_is_paged_by_cursor(maple: Sender, tenant: Tenant, api_secret: str) -> None:
    with tenant_scope(tenant.pk):
        for number in range(5):
            make_message(maple.program, maple.originator, reference=f"r{number}")

    seen, url = [], f"{URL}?limit=2"
    while url:
        page = read(url, api_secret).json()
        seen += [each["reference"] for each in page["results"]]
        url = page["next"]

    assert seen == ["r4", "r3", "r2", "r1", "r0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=failed", ["b"]),
        ("reference=a", ["a"]),
        ("reference=nobody", []),
        ("status=accepted&reference=a", ["a"]),
    ],
)
def test_the_list_is_narrowed(
    maple: Sender, tenant: Tenant, api_secret: str, query: str, found: list[str]
) -> None:
    with tenant_scope(tenant.pk):
        make_message(maple.program, maple.originator, reference="a")
        make_message(maple.program, maple.originator, reference="b", status=MessageStatus.FAILED)

    results = read(f"{URL}?{query}", api_secret).json()["results"]

    assert [each["reference"] for each in results] == found


@pytest.mark.parametrize("query", ["state=failed", "status=lost", "limit=0", "program=x"])
def test_a_mistyped_filter_is_an_error_and_not_the_whole_list(
    maple: Sender, api_secret: str, query: str
) -> None:
    assert read(f"{URL}?{query}", api_secret).status_code == 400


@pytest.mark.parametrize(
    "position", ["nonsense", "\0", "9999-99-99", "10000-01-01T00:00:00Z", "2026-13-01 00:00:00Z"]
)
def test_a_cursor_that_was_not_ours_is_not_found(
    maple: Sender, api_secret: str, position: str
) -> None:
    forged = b64encode(f"p={position}".encode()).decode()

    assert read(f"{URL}?cursor=nonsense", api_secret).status_code == 404
    assert read(f"{URL}?cursor={forged}", api_secret).status_code == 404


def test_one_text_is_shown_with_its_history(post: Any, api_secret: str) -> None:
    url = post().json()["url"]

    found = read(url, api_secret).json()

    assert found["body"] == "Maple Dental: see you Friday."
    assert [event["to_status"] for event in found["events"]] == ["accepted"]


def test_inv2_a_text_of_another_tenant_does_not_exist(post: Any, other_tenant: Tenant) -> None:
    url = post().json()["url"]
    secret = key_of(other_tenant)

    assert read(url, secret).status_code == 404
    assert read(URL, secret).json()["results"] == []
    unknown = f"{URL}/00000000-0000-4000-8000-000000000000"
    assert read(url, secret).content == read(unknown, secret).content


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_text_cannot_be_changed(post: Any, api_secret: str, method: str) -> None:
    url = post().json()["url"]
    headers = {"Authorization": f"Bearer {api_secret}"}

    assert getattr(Client(), method)(url, headers=headers).status_code == 405


def test_too_many_requests_are_told_when_to_come_back(
    post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_limits, "RATE", limits.Limit("api_test", count=3, seconds=60))

    statuses = [post(key=f"key-{number}").status_code for number in range(4)]
    answer = post()

    assert statuses == [202, 202, 202, 429]
    assert answer.json()["code"] == "throttled"
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_without_redis_the_api_stays_open(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object, whose: object) -> float:
        raise redis.ConnectionError

    monkeypatch.setattr(limits.Limit, "wait", away)

    assert post().status_code == 202


def test_the_broker_being_away_is_no_error(
    post: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    tenant: Tenant,
) -> None:
    def away(*words: str) -> None:
        raise OperationalError

    monkeypatch.setattr(sending.tasks.deliver, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        answer = post()

    assert answer.status_code == 202
    assert count(tenant) == 1


def test_the_fingerprint_tells_requests_apart() -> None:
    one = idempotency.fingerprint("POST /a", {"a": 1})

    assert one == idempotency.fingerprint("POST /a", {"a": 1})
    assert one != idempotency.fingerprint("POST /b", {"a": 1})
    assert one != idempotency.fingerprint("POST /a", {"a": "1"})


def test_the_schema_describes_every_answer() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    send = paths["/api/v1/messages"]["post"]

    assert set(send["responses"]) == {"202", "400", "401", "403", "409", "429"}
    assert any(p["name"] == "Idempotency-Key" and p["required"] for p in send["parameters"])
    assert set(paths["/api/v1/messages/{id}"]["get"]["responses"]) == {"200", "401", "403", "404"}
