"""Two wordings are compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.differences import difference, folded, says_the_same


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = difference(before, after)

    assert "".join(p["text"] for p in pieces if p["change"] != "added") == before
    assert "".join(p["text"] for p in pieces if p["change"] != "removed") == after


def test_only_the_words_that_differ_are_marked() -> None:
    pieces = difference("Up to 4 messages", "Up to 8 messages")

    assert [(p["text"], p["change"]) for p in pieces if p["change"]] == [
        ("4", "removed"),
        ("8", "added"),
    ]


def test_long_stretches_that_stay_are_cut_to_their_ends() -> None:
    same = "word " * 200

    cut = folded(difference(f"{same}old", f"{same}new"))

    assert "[…]" in cut[0]["text"]
    assert len(cut[0]["text"]) < 300
    assert [p["text"] for p in cut[1:]] == ["old", "new"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Reply STOP to opt out.", "reply stop, to opt out"),
        ("You are unsubscribed", "You are unsubscribbed"),
        ("“Hello”", '"Hello"'),
        ("Café", "cafe"),
    ],
)
def test_spelling_says_the_same(first: str, second: str) -> None:
    assert says_the_same(first, second)
    assert says_the_same(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We share your number", "We never share your number"),
        ("Up to 4 messages", "Up to 8 messages"),
        ("Consent is not a condition", "Consent is now a condition"),
        ("See a.example/terms", "See b.example/terms"),
    ],
)
def test_another_word_or_number_says_something_else(first: str, second: str) -> None:
    assert not says_the_same(first, second)
