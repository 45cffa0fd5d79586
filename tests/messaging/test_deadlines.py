"""An unclear request to stop has a day by which somebody must have decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.deadlines import decide_by
from messaging.models import InboundMessage, InboundOutcome
from tests.builders import RECIPIENT
from tests.messaging.people import Sender


@pytest.mark.parametrize(
    ("received", "by"),
    [
        (datetime(2026, 11, 24, 15, tzinfo=UTC), date(2026, 12, 8)),
        (datetime(2026, 11, 27, 23, tzinfo=UTC), date(2026, 12, 11)),
        (datetime(2026, 11, 28, 1, tzinfo=UTC), date(2026, 12, 11)),
    ],
    ids=["tuesday", "friday", "saturday"],
)
def test_it_is_ten_business_days_away(received, by):
    assert decide_by(received) == by


@pytest.mark.parametrize(
    ("age", "words"),
    [(timedelta(), "Decide by"), (timedelta(days=30), "The law gave 10 business days, until")],
    ids=["fresh", "late"],
)
def test_the_page_says_by_when_to_decide(as_alice, sender: Sender, age, words):
    InboundMessage.objects.create(
        originator=sender.originator, carrier_id="m-1", sender=RECIPIENT, body="enough of this",
        meaning="unclear_stop", outcome=InboundOutcome.NEEDS_PERSON,
        received_at=timezone.now() - age,
    )  # fmt: skip

    assert words in as_alice.get(reverse("messaging:inbound_list")).content.decode()
