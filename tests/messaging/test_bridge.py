"""News of registrations that EventBridge passes on: a nudge to look, never a fact."""

import json
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from messaging import callbacks
from messaging.models import CarrierCallback
from registrations import tasks

pytestmark = pytest.mark.django_db


def news(carrier_id: Any = "registration-1", **changes: Any) -> dict[str, Any]:
    """An event as EventBridge writes it."""
    details = {
        "registrationId": carrier_id,
        "registrationVersionNumber": 1,
        "registrationStatusChangeTimestamp": 1758908543000,
        "currentStatus": "COMPLETE",
    }
    event = {"source": "aws.sms-voice", "detail-type": "Registration Status Change"}
    return {**event, "detail": {"registrationDetails": details}, **changes}


def interpreted(event: dict[str, Any]) -> str:
    """Store an event as a topic delivered it, interpret it, and return what was done."""
    callback = CarrierCallback.objects.create(
        topic_arn=settings.SNS_EVENTS_TOPIC_ARN,
        sns_message_id=str(uuid.uuid4()),
        payload=json.dumps({"Type": "Notification", "Message": json.dumps(event)}),
        sent_at=timezone.now(),
    )
    callbacks.interpret(callback.pk, now=timezone.now())
    callback.refresh_from_db()
    return str(callback.outcome)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The registrations that workers were asked to look at."""
    asked: list[str] = []
    monkeypatch.setattr(tasks.look_at, "delay", asked.append)
    return asked


def test_a_change_of_a_registration_has_it_looked_at(
    looks: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outcome = interpreted(news("registration-7"))

    assert (outcome, looks) == ("registration", ["registration-7"])


def test_the_same_news_twice_is_two_looks_and_nothing_else(
    looks: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outcomes = {interpreted(news()), interpreted(news())}

    assert (outcomes, looks) == ({"registration"}, ["registration-1"] * 2)


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (news(**{"detail-type": "Text Message Delivery Status Updated"}), "bridge_ignored"),
        (news(detail={}), "unreadable"),
        (news(detail="?"), "unreadable"),
    ],
    ids=["about a text", "without details", "not an event"],
)
def test_other_events_are_harmless(
    looks: list[str],
    django_capture_on_commit_callbacks: Any,
    event: dict[str, Any],
    outcome: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert interpreted(event) == outcome

    assert looks == []
