"""The life of a text as a table: nothing final goes back, and what is open has a way out."""

import pytest

from messaging.states import FINAL, TRANSITIONS, MessageStatus

S = MessageStatus


def test_a_text_that_never_left_is_never_anything_else_again() -> None:
    assert TRANSITIONS[S.REFUSED] == TRANSITIONS[S.FAILED] == frozenset()


@pytest.mark.parametrize("status", sorted(set(S) - FINAL))
def test_every_open_state_has_a_way_out(status: MessageStatus) -> None:
    assert TRANSITIONS[status]


@pytest.mark.parametrize("status", sorted(set(S) - {S.HANDING_OVER}))
def test_inv3_only_a_definite_no_puts_a_text_back_into_the_queue(status: MessageStatus) -> None:
    """What may have been sent never waits to be sent again."""
    assert S.ACCEPTED not in TRANSITIONS[status]


def test_only_a_waiting_text_can_be_claimed() -> None:
    assert {s for s, following in TRANSITIONS.items() if S.HANDING_OVER in following} == {
        S.ACCEPTED
    }
