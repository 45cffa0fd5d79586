"""Offers wait for daytime where their recipient is at home; nothing else ever waits."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import promotions, quiet_hours, sending
from messaging.models import Message, MessageEvent, Purpose
from messaging.states import MessageStatus
from tests.builders import make_message
from tests.messaging.people import Sender

NEW_YORK, MIAMI, SEATTLE, DALLAS = "+12125550100", "+13055550100", "+12065550100", "+12145550100"
BIRMINGHAM, NASHVILLE, TORONTO, LONDON = (
    "+12055550100", "+16155550100", "+14165550100", "+442079460000",
)  # fmt: skip
TUESDAY, SUNDAY = "2026-03-10", "2026-03-15"


def local(day: str, clock: str, zone: str) -> datetime:
    """A moment as a clock on the wall there shows it."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("number", "zone", "day", "asked", "leaves"),
    [
        (NEW_YORK, "America/New_York", TUESDAY, "20:30", "20:30"),
        (NEW_YORK, "America/New_York", TUESDAY, "07:59", "08:00"),
        (MIAMI, "America/New_York", TUESDAY, "19:59", "19:59"),
        (SEATTLE, "America/Los_Angeles", TUESDAY, "07:00", "08:00"),
        (DALLAS, "America/Chicago", SUNDAY, "10:00", "12:00"),
        (DALLAS, "America/Chicago", TUESDAY, "10:00", "10:00"),
        (TORONTO, "America/Toronto", TUESDAY, "09:00", "10:00"),
        (LONDON, "Europe/London", TUESDAY, "07:00", "08:00"),
    ],
)
def test_an_offer_leaves_in_the_hours_of_its_place(number, zone, day, asked, leaves):
    now = local(day, asked, zone)
    assert quiet_hours.opens_at(number, now=now) == local(day, leaves, zone)


def test_after_hours_an_offer_waits_for_the_next_morning():
    evening = local(TUESDAY, "20:30", "America/New_York")
    assert quiet_hours.opens_at(MIAMI, now=evening) == local(
        "2026-03-11", "08:00", "America/New_York"
    )


def test_where_sundays_are_free_of_offers_it_waits_for_monday():
    noon = local(SUNDAY, "12:00", "America/Chicago")
    assert quiet_hours.opens_at(BIRMINGHAM, now=noon) == local(
        "2026-03-16", "08:00", "America/Chicago"
    )


def test_the_night_when_clocks_change_is_no_hour_short():
    before = local("2026-03-07", "22:00", "America/New_York")
    opens = quiet_hours.opens_at(NEW_YORK, now=before)
    assert opens.astimezone(ZoneInfo("America/New_York")).hour == 8


def test_a_number_without_a_place_waits_until_every_coast_is_awake():
    early = local(TUESDAY, "09:00", "America/New_York")
    opens = quiet_hours.opens_at("+15005550006", now=early)
    assert opens == local(TUESDAY, "10:00", "America/Los_Angeles")


@given(
    st.sampled_from([NEW_YORK, MIAMI, SEATTLE, DALLAS, BIRMINGHAM, NASHVILLE, TORONTO, LONDON]),
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),
)
def test_whatever_the_hour_an_offer_leaves_within_days_and_in_daytime(number, asked):
    now = asked.replace(tzinfo=UTC)
    opens = quiet_hours.opens_at(number, now=now)
    assert now <= opens <= now + timedelta(days=3)
    assert quiet_hours.opens_at(number, now=opens) == opens
    for zone in quiet_hours.place_of(number).zones:
        assert 8 <= opens.astimezone(ZoneInfo(zone)).hour < 21


def offer(sender: Sender, **fields: Any) -> Message:
    """An advertisement to Seattle, accepted and due."""
    given = {"recipient": SEATTLE, "message_kind": "marketing", **fields}
    return make_message(sender.program, sender.originator, **given)


NIGHT = local(TUESDAY, "02:00", "America/Los_Angeles")


def test_an_offer_claimed_at_night_is_put_off_and_says_so(sender: Sender) -> None:
    message = offer(sender, not_before=NIGHT, created_at=NIGHT)

    assert sending.claim(message.pk, now=NIGHT) is None

    message.refresh_from_db()
    assert message.status == MessageStatus.ACCEPTED
    assert message.not_before == local(TUESDAY, "08:00", "America/Los_Angeles")
    assert "daytime" in message.reason
    assert message.events.filter(kind=MessageEvent.Kind.HELD).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"message_kind": "appointment"},
        {"message_kind": "security_code"},
        {"purpose": Purpose.OPT_OUT_CONFIRMATION},
        {"purpose": Purpose.HELP_REPLY},
        {"is_test": True},
    ],
    ids=["notice", "code", "stop", "help", "test"],
)
def test_nothing_but_an_offer_waits(sender, fields):
    message = offer(sender, **fields)
    assert promotions.held_until(message, now=NIGHT) == NIGHT


def test_the_carrier_does_not_try_into_the_night(sender):
    evening = local(TUESDAY, "19:00", "America/Los_Angeles")
    message = offer(sender)
    assert promotions.lifetime(message, ordinary=14_400, now=evening) == 3600


def test_a_fourth_offer_within_a_day_is_one_too_many_in_florida(sender):
    now = local(TUESDAY, "12:00", "America/New_York")
    for hours in (1, 2, 3):
        offer(sender, recipient=MIAMI, created_at=now - timedelta(hours=hours))
    fourth = offer(sender, recipient=MIAMI, created_at=now)

    assert promotions.over_the_cap(fourth, now=now)
    assert not promotions.over_the_cap(fourth, now=now + timedelta(hours=22))


def test_elsewhere_offers_are_not_counted(sender):
    for _ in range(4):
        last = offer(sender)
    assert not promotions.over_the_cap(last, now=last.created_at)


@pytest.mark.parametrize("number", ["+16002345678", "+80012345678", "+870301234567", "+9991234567"])
def test_a_number_tied_to_no_place_waits_for_an_hour_and_never_for_ever(number: str) -> None:
    now = datetime(2026, 11, 24, 2, tzinfo=UTC)

    opens = quiet_hours.opens_at(number, now=now)

    assert now < opens < now + timedelta(days=1)
    assert quiet_hours.opens_at(number, now=opens) == opens
    assert quiet_hours.closes_at(number, now=opens) > opens
