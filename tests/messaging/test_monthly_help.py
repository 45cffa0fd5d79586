"""Once a month a program's text ends with how to get help and how to stop."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.content import Language
from consent.models import Consent
from messaging import promotions, sending
from messaging.models import Message
from tenants.events import Actor
from tests.builders import RECIPIENT, make_message
from tests.messaging.people import Sender, opt_in

PLAIN = "Maple Dental: see you Friday at 9."
FULL = f"{PLAIN} {promotions.FOOTERS[Language.ENGLISH]}"
OLD = timedelta(days=31)


@pytest.fixture
def joined_long_ago(sender: Sender) -> Sender:
    """Somebody who opted in more than a month ago."""
    opt_in(sender.program)
    Consent.objects.update(changed_at=timezone.now() - OLD)
    return sender


def sent(sender: Sender, body: str = PLAIN) -> Message:
    """A text as a tenant's app asks for it."""
    return sending.queue_message(
        sender.program, recipient=RECIPIENT, body=body, message_kind="appointment",
        actor=Actor.system("test"),
    )  # fmt: skip


def test_after_a_month_the_way_to_help_and_out_is_added(joined_long_ago):
    message = sent(joined_long_ago)
    assert message.body == FULL
    assert message.tells_help


def test_it_is_added_once_a_month(joined_long_ago):
    sent(joined_long_ago)
    assert sent(joined_long_ago).body == PLAIN


def test_a_month_later_it_is_added_again(joined_long_ago):
    make_message(
        joined_long_ago.program,
        joined_long_ago.originator,
        body=FULL,
        tells_help=True,
        created_at=timezone.now() - OLD,
    )
    assert sent(joined_long_ago).body == FULL


def test_the_opt_in_itself_said_it(sender):
    opt_in(sender.program)
    assert sent(sender).body == PLAIN


def test_a_text_that_says_it_already_is_left_alone(joined_long_ago):
    said = f"{PLAIN} Text HELP for help or STOP to cancel."
    assert sent(joined_long_ago, said).body == said


def test_a_text_without_room_is_left_for_the_next_one(joined_long_ago):
    long = "x" * Message.BODY_LENGTH
    assert sent(joined_long_ago, long).body == long


@pytest.mark.parametrize("footer", promotions.FOOTERS.values(), ids=promotions.FOOTERS)
def test_the_words_that_are_added_say_it_in_each_language(footer):
    assert promotions.tells_help(f"{PLAIN} {footer}")


def test_every_language_has_its_words():
    assert set(promotions.FOOTERS) == set(Language.codes())
