"""Proves each rule on a corpus of wordings that people use, good ones, bad ones and traps."""

from collections import Counter

import pytest

from consent.rules import catalogue
from tests.consent.corpus import Example, examples

ENOUGH = 5
ONE_RULE = examples()
WHOLE = examples("whole")
TEXT_RULES = {rule.id: rule for rule in catalogue() if rule.check is not None}


@pytest.mark.parametrize("example", ONE_RULE, ids=lambda example: example.id)
def test_a_wording_passes_or_fails_its_rule(example: Example) -> None:
    found = example.rule in example.found()

    assert found == (example.expect == "fail"), example.text


@pytest.mark.parametrize("example", WHOLE, ids=lambda example: example.id)
def test_a_whole_text_has_exactly_these_faults(example: Example) -> None:
    assert sorted(example.found()) == sorted(example.rules), example.text


@pytest.mark.parametrize("rule", TEXT_RULES)
def test_a_rule_has_enough_examples_of_each_sort(rule: str) -> None:
    texts = Counter(example.expect for example in ONE_RULE if example.rule == rule)

    assert texts["pass"] >= ENOUGH, f"{rule} has {texts['pass']} passing examples"
    assert texts["fail"] >= ENOUGH, f"{rule} has {texts['fail']} failing examples"


def test_every_example_asks_a_rule_that_reads_it() -> None:
    """A rule that does not apply never finds anything, so the example would prove nothing."""
    idle = [
        example.id
        for example in ONE_RULE
        if example.expect not in {"pass", "fail"}
        or not TEXT_RULES[example.rule].applies(example.kind, example.context)
    ]

    assert idle == []


def test_no_two_examples_share_an_id_or_ask_the_same() -> None:
    ids = [example.id for example in ONE_RULE + WHOLE]
    asked = [(each.rule, each.kind, each.text, each.context) for each in ONE_RULE]

    assert len(set(ids)) == len(ids)
    assert len(set(asked)) == len(asked)
