"""Proves what holds for the rules as a whole: declared once, deterministic, never crashing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.content import NumberType, UseCase
from consent.rules import Context, TextKind, catalogue, lint
from consent.rules.base import DecidedBy
from consent.rules.normalise import MAX_CHARACTERS, Text

CONTEXT = Context(brand_names=("Acme", "Stop & Shop"), use_case="marketing")
SNIPPETS = st.sampled_from(
    ["<a href='", "</a>", "<p>", "&amp;", "&#0;", "“", "\u200b", "e\u0301", "🙏", "\n\n",
     "bit.ly/x",
     "Reply STOP", "text HELP for help", "Acme", "may share your mobile number with partners",
     "Msg&data rates may apply", "dot com slash terms", "{{x}}", "4 msgs/month", "<!--", "İ", "ﬁ"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(SNIPPETS | st.text(max_size=9)).map(" ".join))


@pytest.mark.parametrize("each", catalogue(), ids=lambda rule: rule.id)
def test_every_rule_says_what_is_wrong_how_to_mend_it_and_who_demands_it(each):
    assert each.title
    assert each.problem.endswith(".")
    assert each.fix
    assert each.source
    assert each.kinds or each.decided_by is DecidedBy.WORKER
    assert (each.check is not None) == (each.decided_by is DecidedBy.TEXT)


def test_rules_come_in_the_order_of_their_families():
    families = list(dict.fromkeys(rule.family for rule in catalogue()))
    assert families[:4] == ["CTA", "TEXT", "URL", "VERBAL"]
    assert len(families) == len({rule.family for rule in catalogue()})


def test_an_unknown_kind_of_text_is_an_error():
    with pytest.raises(ValueError, match="novel"):
        lint("novel", "text", context=CONTEXT)


@settings(deadline=None)
@given(text=TEXTS, kind=st.sampled_from(TextKind))
def test_spans_lie_inside_the_original_text_and_answers_repeat(text, kind):
    found = lint(kind, text, context=CONTEXT)
    assert found == lint(kind, text, context=CONTEXT)
    for finding in found:
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(text)


@settings(deadline=None, max_examples=50)
@given(
    text=TEXTS,
    number_type=st.sampled_from(NumberType),
    use_case=st.sampled_from(UseCase),
    names=st.lists(st.text(max_size=60), max_size=3),
)
def test_no_text_and_no_name_crashes_a_rule(text, number_type, use_case, names):
    context = Context(brand_names=tuple(names), number_type=number_type, use_case=use_case)
    for kind in TextKind:
        lint(kind, text, context=context)


@settings(deadline=None)
@given(text=TEXTS)
def test_both_forms_of_a_normalised_text_are_equally_long(text):
    normal = Text(text)
    assert len(normal.plain) == len(normal.folded)
    assert "".join(normal.folded[a:b] for a, b in normal.sentences).strip() == normal.folded.strip()


def test_characters_behind_the_limit_are_not_read():
    text = "x" * MAX_CHARACTERS + " Reply STOP to cancel"
    rules = {finding.rule for finding in lint("web", text, context=CONTEXT)}
    assert "CTA-STOP" in rules


@pytest.mark.parametrize(
    "unit",
    ["a ", "a", "<a '", "<!--", "&amp;", "reply ", "we may share ", "one two ", "not ", "dot a ",
     "a-", "1-", "text to ", "4 msgs ", "x@", "http://", "consent ", "e\u0301", "terms privacy ",
     "you ", "no updates ", "<div hidden>", "slash a dash ", "about your ", "."],
)  # fmt: skip
def test_no_repetition_takes_over_50_ms_a_kilobyte(unit):
    text = (unit * MAX_CHARACTERS)[:MAX_CHARACTERS]
    for kind in (TextKind.WEB, TextKind.PRIVACY, TextKind.TERMS, TextKind.VERBAL):
        started = time.process_time()
        lint(kind, text, context=CONTEXT)
        assert time.process_time() - started < 0.05 * MAX_CHARACTERS / 1024
