"""Proves the counting of GSM 03.38 septets, UTF-16 units and message parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import gsm


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Reply STOP to opt out.", "GSM"),
        ("Niño, Ärger, Øre, à è ù", "GSM"),
        ("{price} [10] ~ ^ | \\ €", "GSM"),
        ("ΔΦΓΛΩΠΨΣΘΞ", "GSM"),
        ("“curly”", "UNICODE"),
        ("it’s", "UNICODE"),
        ("wait…", "UNICODE"),
        ("a – b", "UNICODE"),
        ("no\u00a0break", "UNICODE"),
        ("tab\there", "UNICODE"),
        ("ç is not in the table", "UNICODE"),
        ("Más", "UNICODE"),
        ("`", "UNICODE"),
        ("🎉", "UNICODE"),
    ],
)
def test_one_character_outside_the_table_turns_the_whole_text_to_unicode(text, encoding):
    assert gsm.encoding(text) == encoding


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("é" * 160, 160, 1),
        ("’" * 70, 70, 1),
        ("’" * 71, 71, 2),
        ("’" * 134, 134, 2),
        ("’" * 135, 135, 3),
        ("🎉" * 35, 70, 1),
        ("🎉" * 36, 72, 2),
    ],
)
def test_parts_follow_160_153_and_70_67(text, length, parts):
    assert (gsm.length(text), gsm.parts(text)) == (length, parts)


def test_an_extension_pair_is_never_split_between_parts():
    # 152 septets, then a pair: it must move to the second part and push one septet over.
    text = "a" * 152 + "€" + "a" * 152
    assert gsm.length(text) == 306
    assert gsm.parts(text) == 3


def test_a_surrogate_pair_is_never_split_between_parts():
    text = "’" * 66 + "🎉" + "’" * 66
    assert gsm.length(text) == 134
    assert gsm.parts(text) == 3


def test_the_characters_to_replace_are_named_once_each_in_order():
    assert gsm.non_gsm_characters("“Ciao”… “") == ("“", "”", "…")


@given(st.text(max_size=800))
def test_parts_are_enough_for_the_length_and_never_two_too_many(text):
    capacity = 153 if gsm.encoding(text) == "GSM" else 67
    least = -(-gsm.length(text) // capacity)
    assert gsm.parts(text) >= min(least, 1)
    assert gsm.parts(text) <= -(-gsm.length(text) // (capacity - 1)) + 1
