"""INV-7: delivery events in any order, any number of times, end in the same state."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging import receipts, sending
from messaging.models import Message, MessageEvent
from messaging.states import MessageStatus
from tests.builders import make_message
from tests.messaging.people import Sender

S = MessageStatus
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def event(message: Message, kind: str, final: bool, second: int = 0, **more: Any) -> dict[str, Any]:
    """A delivery event as the carrier writes it."""
    return {
        "eventType": kind,
        "eventTimestamp": int((NOON + timedelta(seconds=second)).timestamp() * 1000),
        "isFinal": final,
        "messageId": "carrier-1",
        "messageStatusDescription": "as the carrier puts it",
        "context": {"tenant": str(message.tenant_id), "message": str(message.pk)},
        **more,
    }


def event_of_nothing() -> dict[str, Any]:
    """A delivery event that names no text of ours."""
    return {"eventType": "TEXT_DELIVERED", "eventTimestamp": 0, "isFinal": True}


def report(raw: dict[str, Any]) -> Message | None:
    """Take one event in."""
    return receipts.record_receipt(receipts.read(raw), now=timezone.now())


@pytest.fixture
def handed(sender: Sender) -> Message:
    """A text that the carrier has."""
    return make_message(
        sender.program, sender.originator, status=S.HANDED_OVER, carrier_message_id="carrier-1"
    )


def test_an_event_without_an_id_is_nobodys(sender: Sender) -> None:
    make_message(sender.program, sender.originator)

    with pytest.raises(ValueError, match="no text"):
        receipts.read({**event_of_nothing(), "messageId": ""})


@pytest.mark.parametrize(
    ("kind", "final", "status"),
    [
        ("TEXT_QUEUED", False, S.HANDED_OVER),
        ("TEXT_PENDING", False, S.HANDED_OVER),
        ("TEXT_SUCCESSFUL", False, S.HANDED_OVER),
        ("TEXT_SUCCESSFUL", True, S.DELIVERED),
        ("TEXT_DELIVERED", True, S.DELIVERED),
        ("TEXT_DELIVERED", False, S.DELIVERED),
        ("TEXT_CARRIER_UNREACHABLE", False, S.HANDED_OVER),
        ("TEXT_CARRIER_UNREACHABLE", True, S.UNDELIVERED),
        ("TEXT_INVALID", True, S.UNDELIVERED),
        ("TEXT_BLOCKED", True, S.UNDELIVERED),
        ("TEXT_CARRIER_BLOCKED", True, S.UNDELIVERED),
        ("TEXT_SPAM", True, S.UNDELIVERED),
        ("TEXT_TTL_EXPIRED", True, S.UNDELIVERED),
        ("TEXT_UNREACHABLE", True, S.UNDELIVERED),
        ("TEXT_UNKNOWN", True, S.UNCONFIRMED),
        ("TEXT_INVENTED_NEXT_YEAR", False, S.HANDED_OVER),
        ("TEXT_INVENTED_NEXT_YEAR", True, S.UNCONFIRMED),
    ],
)
def test_finality_is_the_flag_and_an_unknown_type_is_never_called_a_success(
    handed: Message, kind: str, final: bool, status: MessageStatus
) -> None:
    report(event(handed, kind, final))

    handed.refresh_from_db()
    assert handed.status == status
    if status in {S.UNDELIVERED, S.UNCONFIRMED}:
        assert handed.reason_code == kind
        assert handed.reason


LIVES: dict[str, tuple[list[tuple[str, bool, int]], MessageStatus]] = {
    "delivered": (
        [("TEXT_QUEUED", False, 0), ("TEXT_SUCCESSFUL", False, 1), ("TEXT_DELIVERED", True, 2)],
        S.DELIVERED,
    ),
    "blocked": ([("TEXT_QUEUED", False, 0), ("TEXT_BLOCKED", True, 2)], S.UNDELIVERED),
    "failed, then delivered": (
        [
            ("TEXT_QUEUED", False, 0),
            ("TEXT_CARRIER_UNREACHABLE", False, 1),
            ("TEXT_UNREACHABLE", True, 2),
            ("TEXT_DELIVERED", True, 3),
        ],
        S.DELIVERED,
    ),
    "delivered, then called spam": (
        [("TEXT_SUCCESSFUL", True, 1), ("TEXT_SPAM", True, 2)],
        S.UNDELIVERED,
    ),
    "two ends in one instant": (
        [("TEXT_DELIVERED", True, 2), ("TEXT_BLOCKED", True, 2)],
        S.DELIVERED,
    ),
    "unknown after an answer": (
        [("TEXT_QUEUED", False, 0), ("TEXT_DELIVERED", True, 1), ("TEXT_UNKNOWN", True, 9)],
        S.DELIVERED,
    ),
    "unknown, then known": (
        [("TEXT_UNKNOWN", True, 1), ("TEXT_UNREACHABLE", True, 2)],
        S.UNDELIVERED,
    ),
    "two kinds of not knowing": (
        [("TEXT_UNKNOWN", True, 1), ("TEXT_NEW_KIND", True, 2)],
        S.UNCONFIRMED,
    ),
}


@pytest.mark.parametrize("start", [S.HANDED_OVER, S.OUTCOME_UNKNOWN, S.HANDING_OVER, S.ACCEPTED])
@pytest.mark.parametrize("life", LIVES)
def test_inv7_every_order_with_duplicates_ends_alike(
    sender: Sender, life: str, start: MessageStatus
) -> None:
    events, end = LIVES[life]
    for order in itertools.permutations(events):
        lease = {"attempt_id": uuid.uuid4(), "lease_until": timezone.now()}
        message = make_message(sender.program, sender.originator, status=start, **lease)
        for kind, final, second in [*order, *order[:1], *order[::-1]]:
            report(event(message, kind, final, second, messageId=f"carrier-{message.pk}"))

        message.refresh_from_db()
        assert message.status == end, order
        told = message.events.filter(kind=MessageEvent.Kind.CARRIER_EVENT)
        assert told.count() == len(events)


def test_inv3_an_event_settles_a_text_that_we_thought_unsent(sender: Sender) -> None:
    """A definite no that was none: the event is believed, so that it is not sent again."""
    waiting = make_message(sender.program, sender.originator)

    report(event(waiting, "TEXT_QUEUED", False))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.carrier_message_id) == (S.HANDED_OVER, "carrier-1")
    assert sending.claim(waiting.pk, now=timezone.now()) is None


@pytest.mark.parametrize("status", [S.REFUSED, S.FAILED])
def test_an_event_for_a_text_that_never_left_is_kept_and_moves_nothing(
    sender: Sender, status: MessageStatus
) -> None:
    message = make_message(sender.program, sender.originator, status=status)

    report(event(message, "TEXT_DELIVERED", True))

    message.refresh_from_db()
    assert message.status == status
    assert message.events.count() == 1


@pytest.mark.parametrize("context", [None, {}, {"message": "not an id"}, {"message": 7}])
def test_without_a_context_the_carriers_id_finds_the_text(
    handed: Message, context: dict[str, Any] | None
) -> None:
    report(event(handed, "TEXT_DELIVERED", True, context=context))

    handed.refresh_from_db()
    assert handed.status == S.DELIVERED


def test_an_event_of_no_text_of_ours_is_told_apart(handed: Message) -> None:
    stray = event(handed, "TEXT_DELIVERED", True, context={}, messageId="carrier-2")

    assert report(stray) is None


def test_a_context_that_names_another_tenant_is_not_believed(handed: Message) -> None:
    context = {"tenant": str(uuid.uuid4()), "message": str(handed.pk)}

    assert report(event(handed, "TEXT_SPAM", True, context=context, messageId="other")) is None


def test_a_later_report_of_the_same_end_is_remembered(handed: Message) -> None:
    report(event(handed, "TEXT_SUCCESSFUL", True, 1))
    report(event(handed, "TEXT_DELIVERED", True, 5))

    handed.refresh_from_db()
    assert handed.carrier_event_at == NOON + timedelta(seconds=5)


@pytest.mark.parametrize(
    "raw",
    [{}, [], "text", {"eventType": "TEXT_QUEUED"}, {"eventType": 1, "eventTimestamp": "soon"}],
    ids=str,
)
def test_what_is_no_event_is_a_value_error(raw: Any) -> None:
    with pytest.raises(ValueError):
        receipts.read(raw)
