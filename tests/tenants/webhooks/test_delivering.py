"""Deliveries: at least once under one id, on schedule, never into a private network."""

import http.server
import json
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from django.utils import timezone

from tenants import webhooks
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import (
    Notice,
    Tenant,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
)
from tenants.outbound.fetch_wire import Network
from tenants.scoping import tenant_scope
from tenants.webhooks import delivering, endpoints, publishing, schedule, signing, webhook_tasks
from tenants.webhooks.delivering import Outcome
from tenants.webhooks.types import EVENT_TYPES

ACTOR = Actor.system("test")
NOW = timezone.now()
GOOD, BAD = Outcome(5, 204), Outcome(5, 500, answer="oops")


class Listener(http.server.BaseHTTPRequestHandler):
    """An app that keeps what it is told."""

    seen: list[tuple[dict[str, str], bytes]]
    answer = 204

    def do_POST(self) -> None:
        """Keep one call."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).seen.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(type(self).answer)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def app(settings: Any) -> Iterator[tuple[type[Listener], str]]:
    """A listener on this machine, which the embedded run was told of."""
    handler = type("App", (Listener,), {"seen": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    settings.WEBHOOK_LOCAL_ORIGINS = [origin]
    yield handler, f"{origin}/hook"
    server.shutdown()
    server.server_close()


def add(url: str = "https://app.example.com/hook", **given: Any) -> tuple[WebhookEndpoint, str]:
    """An endpoint that hears of everything."""
    given.setdefault("event_types", list(EVENT_TYPES))
    return endpoints.add(endpoint_id=uuid.uuid4(), url=url, description="", actor=ACTOR, **given)


def approved(of: uuid.UUID | None = None) -> WebhookEvent | None:
    """An event as the life cycle publishes it."""
    return webhooks.publish("registration.approved", data={"id": str(of or uuid.uuid4())}, now=NOW)


def one() -> WebhookDelivery:
    """The only delivery there is."""
    found: WebhookDelivery = WebhookDelivery.objects.get()
    return found


def attempt(outcome: Outcome, *, now: Any = NOW) -> WebhookDelivery:
    """One try with this outcome."""
    claimed = delivering.claim(one().pk, now=now)
    assert claimed is not None
    delivering.record(claimed, outcome, now=now)
    return one()


def test_an_app_gets_an_event_that_it_can_verify(in_tenant: Tenant, app: Any) -> None:
    handler, url = app
    _endpoint, secret = add(url)
    approved()

    delivering.deliver(in_tenant.pk, one().pk, now=NOW)

    headers, body = handler.seen[0]
    expected = signing.signature(
        secret,
        message_id=headers["webhook-id"],
        timestamp=int(headers["webhook-timestamp"]),
        body=body.decode(),
    )
    assert headers["webhook-signature"] == expected
    assert json.loads(body)["type"] == "registration.approved"
    assert one().delivered_at == NOW


def test_a_redirect_is_a_failure_and_is_not_followed(in_tenant: Tenant, app: Any) -> None:
    handler, url = app
    handler.answer = 302
    add(url)
    approved()

    delivering.deliver(in_tenant.pk, one().pk, now=NOW)

    assert one().delivered_at is None
    assert WebhookTry.objects.get().status_code == 302
    assert len(handler.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        *("http://app.example.com/", "https://127.0.0.1/", "https://169.254.169.254/latest"),
        *("https://93.184.216.34/", "https://app.example.com:8443/", "https://u:p@example.com/"),
        *("https://localhost/", "ftp://example.com/", "https://[::1]/", "https://2130706433/"),
    ],
)
def test_addresses_that_are_not_https_by_name_are_refused(in_tenant: Tenant, url: str) -> None:
    with pytest.raises(InvalidInput):
        add(url)


def test_a_name_that_leads_into_a_private_network_is_not_called(in_tenant: Tenant) -> None:
    """It is judged at every call, since names may be pointed elsewhere after they were given."""
    add()
    approved()
    private = Network(resolve=lambda _host, _timeout: [ip_address("10.0.0.8")])

    delivering.deliver(in_tenant.pk, one().pk, now=NOW, network=private)

    assert WebhookTry.objects.get().trouble == "not_public"


def test_a_listener_of_this_machine_is_refused_outside_an_embedded_run(
    in_tenant: Tenant, app: Any, settings: Any
) -> None:
    settings.EMBEDDED = False
    with pytest.raises(InvalidInput):
        add(app[1])


def test_failures_are_tried_again_on_schedule_and_then_given_up(in_tenant: Tenant) -> None:
    add()
    approved()
    now, waits = NOW, []
    for _ in range(8):
        delivery = attempt(BAD, now=now)
        waits.append(delivery.next_try_at - now)
        now = delivery.next_try_at

    for wait, planned in zip(waits, schedule.WAITS, strict=False):
        assert planned * 0.8 <= wait <= planned * 1.2
    assert delivery.given_up_at is not None
    assert WebhookTry.objects.count() == 8


@pytest.mark.parametrize(
    ("asked", "at_least", "at_most"), [("600", 600, 600), ("86400", 3600, 3600), ("soon", 4, 6)]
)
def test_a_busy_receiver_may_ask_for_a_wait_of_an_hour_at_most(
    in_tenant: Tenant, asked: str, at_least: int, at_most: int
) -> None:
    add()
    approved()
    delivery = attempt(Outcome(5, 429, retry_after=asked))

    assert at_least <= (delivery.next_try_at - NOW).total_seconds() <= at_most


def test_a_worker_that_is_killed_between_sending_and_recording_sends_again_under_the_same_id(
    in_tenant: Tenant,
) -> None:
    add()
    approved()
    first = delivering.claim(one().pk, now=NOW)
    assert first is not None
    assert delivering.claim(one().pk, now=NOW + timedelta(seconds=30)) is None

    later = NOW + delivering.LEASE
    second = delivering.claim(one().pk, now=later)
    assert second is not None
    assert second.event_id == first.event_id
    delivering.record(second, GOOD, now=later)
    # The first one was only slow: it is noted and changes nothing.
    delivering.record(first, BAD, now=later)
    assert one().delivered_at == later
    assert WebhookTry.objects.count() == 2


def test_410_switches_an_endpoint_off_at_once_and_tells_its_people(
    in_tenant: Tenant, alice: Any
) -> None:
    endpoint, _ = add()
    approved()
    attempt(Outcome(5, 410))

    endpoint.refresh_from_db()
    assert endpoint.disabled_because == WebhookEndpoint.Stop.GONE
    assert Notice.objects.get(user=alice).is_hard


def test_five_days_of_failure_switch_an_endpoint_off_and_one_success_begins_anew(
    in_tenant: Tenant,
) -> None:
    endpoint, _ = add()
    for day, is_good in ((0, False), (4, True), (5, False), (9, False), (10, False)):
        now = NOW + timedelta(days=day)
        assert endpoint.is_on
        endpoints.note_outcome(endpoint.pk, 200 if is_good else 500, is_good=is_good, now=now)
        endpoint.refresh_from_db()

    assert endpoint.disabled_because == WebhookEndpoint.Stop.FAILING


def test_what_happens_while_it_is_off_is_kept_and_follows(in_tenant: Tenant) -> None:
    endpoint, _ = add()
    endpoints.switch_off(endpoint.pk, actor=ACTOR, now=NOW)
    approved()
    assert delivering.claim(one().pk, now=NOW) is None
    with pytest.raises(DomainError):
        endpoints.send_again(one().pk, now=NOW)

    assert endpoints.switch_on(endpoint.pk, with_backlog=True, actor=ACTOR, now=NOW) == 1
    assert delivering.claim(one().pk, now=NOW) is not None


def test_one_hanging_endpoint_holds_no_more_than_its_share_of_workers(in_tenant: Tenant) -> None:
    add()
    for _ in range(4):
        approved()
    claims = [delivering.claim(row.pk, now=NOW) for row in WebhookDelivery.objects.all()]

    assert len([each for each in claims if each]) == delivering.AT_ONCE


def test_a_sequence_counts_up_within_one_object_alone(in_tenant: Tenant) -> None:
    add()
    first, other = uuid.uuid4(), uuid.uuid4()
    made = [approved(first), approved(first), approved(other)]

    assert [event.sequence for event in made if event] == [1, 2, 1]


def test_nobody_who_did_not_ask_is_told_and_another_tenant_sees_nothing(
    in_tenant: Tenant, other_tenant: Tenant
) -> None:
    add(event_types=["number.live"])
    assert approved() is None
    with tenant_scope(other_tenant.pk):
        assert publishing.publish("number.live", data={"id": str(uuid.uuid4())}) is None
        assert not WebhookEndpoint.objects.exists()


def test_a_tenant_that_closes_is_told_nothing_more(in_tenant: Tenant) -> None:
    add()
    approved()
    Tenant.objects.filter(pk=in_tenant.pk).update(status="closed")

    assert delivering.claim(one().pk, now=NOW) is None
    assert delivering.due(now=NOW) == []


def test_after_thirty_days_only_the_newest_event_of_an_object_is_left(in_tenant: Tenant) -> None:
    add()
    thing = uuid.uuid4()
    approved(thing)
    approved(thing)
    old = timezone.now() - timedelta(days=31)
    WebhookEvent.objects.update(created_at=old)
    WebhookDelivery.objects.update(created_at=old)

    webhook_tasks.forget_hooks()

    assert [event.sequence for event in WebhookEvent.objects.all()] == [2]
    assert not WebhookDelivery.objects.exists()


def test_the_secret_is_encrypted_and_two_are_in_force_for_a_day(in_tenant: Tenant) -> None:
    endpoint, old = add()
    endpoint, new = endpoints.rotate(endpoint.pk, actor=ACTOR, now=timezone.now())
    assert endpoint.secrets == [new, old]

    endpoint.old_secret_until = timezone.now()
    assert endpoint.secrets == [new]


def test_a_removed_endpoint_leaves_nothing_behind(in_tenant: Tenant) -> None:
    endpoint, _ = add()
    approved()
    attempt(BAD)

    endpoints.remove(endpoint.pk, actor=ACTOR)

    assert not WebhookDelivery.objects.exists()
    assert not WebhookTry.objects.exists()
