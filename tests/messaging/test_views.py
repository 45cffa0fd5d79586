"""Members' pages about texts and people, as Alice, Bob, Charlie and a stranger."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consent.models import Consent, Program, Standing
from messaging import callbacks, tasks
from messaging.models import CarrierCallback, InboundMessage, InboundOutcome, Message, MessageEvent
from messaging.states import MessageStatus
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_message, make_program
from tests.messaging.people import STRANGER, Sender, make_sender, opt_in, opt_out

LISTS = ["/messages/", "/messages/inbound/", "/recipients/"]


@pytest.fixture
def maple(tenant: Tenant) -> Sender:
    """Tenant A's program with one person who opted in; no scope stays open."""
    with tenant_scope(tenant.pk):
        made = make_sender()
        opt_in(made.program)
    return made


def in_scope(sender: Sender, **fields: Any) -> Message:
    """A text of tenant A."""
    with tenant_scope(sender.tenant_id):
        message = make_message(sender.program, sender.originator, **fields)
        actor = Actor.system("test")
        MessageEvent.record(MessageEvent.Kind.ACCEPTED, actor=actor, message=message)
    return message


def received(sender: Sender, body: str = "cancel my order", **fields: str) -> InboundMessage:
    """A text from a person to tenant A."""
    defaults = {"meaning": "unclear_stop", "outcome": InboundOutcome.NEEDS_PERSON}
    with tenant_scope(sender.tenant_id):
        return InboundMessage.objects.create(
            originator=sender.originator, carrier_id=uuid.uuid4().hex, sender=RECIPIENT, body=body,
            received_at=timezone.now(), **{**defaults, **fields},
        )  # fmt: skip


@pytest.mark.parametrize("url", LISTS)
def test_empty_lists_say_what_they_will_hold(as_alice: Client, url: str) -> None:
    answer = as_alice.get(url)

    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


@pytest.mark.parametrize("url", LISTS)
def test_lists_mask_numbers(as_bob: Client, maple: Sender, url: str) -> None:
    in_scope(maple)
    received(maple)

    page = as_bob.get(url).content.decode()

    assert "+1 ••• ••• 0123" in page
    assert RECIPIENT not in page
    assert RECIPIENT[2:] not in page


@pytest.mark.parametrize("url", LISTS)
def test_lists_of_another_tenant_are_empty(as_charlie: Client, maple: Sender, url: str) -> None:
    in_scope(maple)
    received(maple)

    assert "0123" not in as_charlie.get(url).content.decode()


def test_inv2_a_text_of_another_tenant_does_not_exist(as_charlie: Client, maple: Sender) -> None:
    message = in_scope(maple)

    assert as_charlie.get(f"/messages/{message.pk}/").status_code == 404


def test_inv2_a_person_of_another_tenant_does_not_exist(
    as_charlie: Client, maple: Sender, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        pk = Consent.objects.get().pk

    assert as_charlie.get(f"/recipients/{pk}/").status_code == 404


def test_inv2_a_reply_of_another_tenant_cannot_be_decided(
    as_charlie: Client, maple: Sender
) -> None:
    inbound = received(maple)

    assert as_charlie.post(f"/messages/inbound/{inbound.pk}/").status_code == 404


@pytest.mark.parametrize("status", list(MessageStatus))
def test_every_state_of_a_text_is_explained(
    as_bob: Client, maple: Sender, status: MessageStatus
) -> None:
    claim = {"attempt_id": uuid.uuid4(), "lease_until": timezone.now()}
    message = in_scope(maple, status=status, reason="Because of this.", **claim)

    page = as_bob.get(f"/messages/{message.pk}/").content.decode()

    assert str(status.label) in page
    assert "Because of this." in page
    assert ("data-refresh" in page) is (status in {"accepted", "handing_over", "handed_over"})


def test_the_list_is_narrowed_by_state(as_bob: Client, maple: Sender) -> None:
    in_scope(maple, status=MessageStatus.DELIVERED, body="This one arrived")
    in_scope(maple, status=MessageStatus.FAILED, body="This one failed")

    page = as_bob.get("/messages/?status=failed").content.decode()

    assert "This one failed" in page
    assert "This one arrived" not in page


@pytest.mark.parametrize("query", ["status=nonsense", "page=nonsense", "page=99"])
def test_nonsense_in_an_address_is_no_error(as_bob: Client, maple: Sender, query: str) -> None:
    in_scope(maple)

    assert as_bob.get(f"/messages/?{query}").status_code == 200


def form(of: Program, /, **fields: str) -> dict[str, str]:
    """The try-out form, filled in."""
    defaults = {
        "program": str(of.pk),
        "message_kind": "appointment",
        "to": "(206) 555-0123",
        "body": "Maple Dental: hello.",
    }
    return {**defaults, **fields}


def test_a_test_text_goes_the_way_of_every_text(as_alice: Client, maple: Sender) -> None:
    answer = as_alice.post("/messages/new/", form(maple.program))

    with tenant_scope(maple.tenant_id):
        message = Message.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/messages/{message.pk}/"
    assert (message.recipient, message.status) == (RECIPIENT, MessageStatus.ACCEPTED)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to": "12"}, "Enter a mobile number"),
        ({"to": STRANGER}, "has not opted in"),
        ({"message_kind": "marketing"}, "Select a valid choice"),
        ({"body": ""}, "Write the text"),
        ({"program": str(uuid.uuid4())}, "Select a valid choice"),
    ],
)
def test_a_test_text_that_cannot_go_says_why(
    as_alice: Client, maple: Sender, fields: dict[str, str], words: str
) -> None:
    answer = as_alice.post("/messages/new/", form(maple.program, **fields))

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_kind_of_another_program_is_an_error_at_its_field(
    as_alice: Client, maple: Sender
) -> None:
    with tenant_scope(maple.tenant_id):
        make_program("Offers", slug="offers", message_kinds=("marketing",))

    answer = as_alice.post("/messages/new/", form(maple.program, message_kind="marketing"))

    assert answer.status_code == 422
    assert "does not send this kind" in answer.content.decode()


def test_inv2_a_test_text_cannot_use_another_tenants_program(
    as_charlie: Client, maple: Sender
) -> None:
    answer = as_charlie.post("/messages/new/", form(maple.program))

    assert answer.status_code == 422


def test_a_viewer_sends_nothing(as_bob: Client, maple: Sender) -> None:
    assert as_bob.post("/messages/new/", form(maple.program)).status_code == 403
    assert "Send a test text" not in as_bob.get("/messages/").content.decode()


@pytest.mark.parametrize(
    "written", ["+1 206 555 0123", "206-555-0123", "(206) 555 0123", "12065550123", "0123"]
)
def test_a_person_is_found_by_the_number_in_any_notation(
    as_bob: Client, maple: Sender, written: str
) -> None:
    answer = as_bob.post("/recipients/", {"number": written})

    assert answer.status_code == 302
    assert "0123" not in answer["Location"].replace("-", "x")[:12]


@pytest.mark.parametrize("written", ["206 555 0199", "9999", "nobody", "%", "1234567890123456"])
def test_a_person_who_is_not_there_is_said_not_to_be(
    as_bob: Client, maple: Sender, written: str
) -> None:
    page = as_bob.post("/recipients/", {"number": written})

    assert page.status_code == 200
    assert "Nobody with this number" in page.content.decode()


def test_a_persons_page_shows_the_exact_words_and_who_saw_it(
    as_bob: Client, maple: Sender, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        opt_out(maple.program)
        consent = Consent.objects.get()

    page = as_bob.get(f"/recipients/{consent.pk}/").content.decode()

    assert "I agree to appointment reminders." in page
    assert "Witnessed" in page
    assert "They must text START" in page
    assert RECIPIENT not in page


def test_a_member_decides_that_a_text_meant_stop(as_alice: Client, maple: Sender) -> None:
    inbound = received(maple)
    assert (
        "Does +1 ••• ••• 0123 want to stop?" in as_alice.get("/messages/inbound/").content.decode()
    )

    as_alice.post(f"/messages/inbound/{inbound.pk}/", {"decision": "yes"})

    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_OUT
        inbound.refresh_from_db()
    assert inbound.outcome == InboundOutcome.STOPPED_BY_MEMBER


def test_a_member_decides_that_a_text_did_not_mean_stop(as_alice: Client, maple: Sender) -> None:
    inbound = received(maple)

    as_alice.post(f"/messages/inbound/{inbound.pk}/", {"decision": "no"})

    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_IN
        inbound.refresh_from_db()
    assert inbound.outcome == InboundOutcome.NOT_A_STOP


def test_a_decision_is_made_once(as_alice: Client, maple: Sender) -> None:
    inbound = received(maple, outcome=InboundOutcome.NOT_A_STOP)

    as_alice.post(f"/messages/inbound/{inbound.pk}/", {"decision": "yes"})

    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_IN


def test_a_viewer_decides_nothing(as_bob: Client, maple: Sender) -> None:
    inbound = received(maple)

    assert as_bob.post(f"/messages/inbound/{inbound.pk}/").status_code == 403
    assert "Stop their texts" not in as_bob.get("/messages/inbound/").content.decode()


@pytest.mark.parametrize("url", ["message", "inboundmessage", "carriercallback"])
def test_staff_read_texts_with_numbers_masked(as_dana: Client, maple: Sender, url: str) -> None:
    message = in_scope(maple)
    received(maple)

    page = as_dana.get(f"/admin/messaging/{url}/")
    detail = as_dana.get(f"/admin/messaging/message/{message.pk}/change/")

    assert page.status_code == detail.status_code == 200
    assert RECIPIENT not in page.content.decode() + detail.content.decode()
    assert message.body not in page.content.decode() + detail.content.decode()


def test_staff_confirm_a_subscription_by_an_action(
    as_dana: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.confirm_subscription, "delay", asked.append)
    waiting = CarrierCallback.objects.create(
        topic_arn=settings.SNS_EVENTS_TOPIC_ARN, sns_message_id="1", payload="{}",
        sent_at=timezone.now(), outcome=callbacks.WAITS_FOR_STAFF,
    )  # fmt: skip
    form = {"action": "confirm_subscriptions", "_selected_action": [str(waiting.pk)]}

    with django_capture_on_commit_callbacks(execute=True):
        answer = as_dana.post("/admin/messaging/carriercallback/", form, follow=True)

    assert asked == [str(waiting.pk)]
    assert "Subscriptions being confirmed: 1." in answer.content.decode()
