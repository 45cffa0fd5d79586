"""Proves that the cheap look for forbidden and adult content lets no wording of the lists slip."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.rules import categories

LISTS = [
    (words, signs)
    for lists, signs in (
        (categories.FORBIDDEN, categories.FORBIDDEN_SIGNS),
        (categories.AGE_RESTRICTED, categories.AGE_RESTRICTED_SIGNS),
    )
    for words in lists.values()
]


@pytest.mark.parametrize(("words", "signs"), LISTS)
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_every_wording_of_a_category_has_a_word_that_begins_with_a_sign(words, signs, data):
    wording = data.draw(st.from_regex(re.compile(words, re.ASCII), fullmatch=True))

    assert categories.may_name(f"Text us ({wording}), now.", signs)
