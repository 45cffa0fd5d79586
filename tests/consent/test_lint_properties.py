"""What holds of the linter for any input: spans inside, the same answer again, linear time."""

import json
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.content import NumberType, UseCase
from consent.linting import KINDS, answers
from consent.rules import Context, Finding, lint

CONTEXT = Context(
    brand_names=("Acme", "Stop & Shop"), use_case="marketing", domains=("acme.example",)
)
CORPUS = tuple(
    json.loads(line)
    for path in sorted((Path(__file__).parent / "corpus").rglob("*.jsonl"))
    for line in path.read_text().splitlines()
    if line.strip()
)
# Pieces of everything that rules look for, and of everything that breaks readers of text.
PIECES = st.sampled_from(
    ["Reply STOP to opt out", "HELP", "text HELP for help", "Acme", "Stop & Shop", "4 msgs/month",
     "Msg & data rates may apply", "I agree to receive", "consent", "a condition of purchase",
     "https://acme.example/terms", "bit.ly/x", "http://", "www.", "acme dot com slash terms",
     "call (206) 555-0100", "care@acme.example", "we may share your mobile number with partners",
     "Responda STOP para cancelar", "Envoyez STOP", "[x]", "☑", "{{brand}}", "[", "]", "{", "}",
     "<input type=checkbox checked>", "<a href='", "</a>", "<p>", "<!--", "-->", "<style>",
     "<div hidden>", "&amp;", "&amp;amp;", "&#0;", "&#x10FFFF;", "&nbsp;", "“", "’", "\u200b",
     "\u202e", "\u0627\u0644\u0631\u0633\u0627\u0626\u0644", "e\u0301", "🙏", "👩‍👩‍👧", "İ", "ß",
     "ﬁ", "\0", "\x1b[31m", "\ud800", "\udfff", "\n", "\r\n", "\n\n", "\t", "\u2028", "\ufeff",
     "...", "!!!", "don't", "not", "never", "no", "(", ")", '"', "'", "*", "•", "-", "_", "1",
     "20% off", "casino", "wine", "my friends", "STOP STOP STOP", "ſtop", "ＳＴＯＰ"]
)  # fmt: skip
ANYTHING = st.characters(codec=None, exclude_categories=())
TEXTS = st.one_of(
    st.text(ANYTHING, max_size=200),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES | st.text(ANYTHING, max_size=9), max_size=25).map("".join),
    st.sampled_from([each["text"] for each in CORPUS]) if CORPUS else st.nothing(),
)
CONTEXTS = st.builds(
    Context,
    brand_names=st.lists(PIECES | st.text(ANYTHING, max_size=70), max_size=3).map(tuple),
    number_type=st.sampled_from(NumberType.codes()),
    use_case=st.sampled_from(UseCase.codes()),
    domains=st.lists(PIECES, max_size=2).map(tuple),
    support_email=st.sampled_from(["", "care@acme.example", "\ud800@"]),
    samples_have_opt_out=st.sampled_from([None, True, False]),
    linked_call_to_action=st.sampled_from([None, True, False]),
)


def in_text(finding: Finding, text: str) -> bool:
    """Is a finding either about something missing, or about characters of this text?"""
    if finding.start is None or finding.end is None:
        return finding.start is None and finding.end is None
    return 0 <= finding.start < finding.end <= len(text)


@settings(deadline=None, max_examples=300)
@given(text=TEXTS, kind=st.sampled_from(KINDS), context=CONTEXTS)
def test_any_text_in_any_context_is_judged_with_spans_inside_of_it(
    text: str, kind: str, context: Context
) -> None:
    for finding in lint(kind, text, context=context):
        assert in_text(finding, text), finding


@settings(deadline=None, max_examples=100)
@given(text=TEXTS, kind=st.sampled_from(KINDS), context=CONTEXTS)
def test_the_same_text_is_judged_the_same_again(text: str, kind: str, context: Context) -> None:
    first = lint(kind, text, context=context)
    lint(kind, "Another text. Reply STOP to opt out.", context=CONTEXT)

    assert lint(kind, text, context=context) == first


@settings(deadline=None, max_examples=50)
@given(text=TEXTS, context=CONTEXTS)
def test_a_text_of_any_size_is_judged(text: str, context: Context) -> None:
    for kind in ("web", "terms"):
        assert all(in_text(each, text * 300) for each in lint(kind, text * 300, context=context))


@settings(deadline=None, max_examples=100)
@given(text=TEXTS, kind=st.sampled_from(KINDS))
def test_an_answer_is_json_whatever_was_asked(text: str, kind: str) -> None:
    [answer] = answers([json.dumps({"id": text, "kind": kind, "text": text, "brand": text})])

    assert json.loads(json.dumps(answer))["id"] == text


@settings(deadline=None, max_examples=100)
@given(line=st.binary(max_size=200) | st.text(ANYTHING, max_size=50))
def test_a_line_of_anything_is_answered_or_blank(line: Any) -> None:
    assert len(list(answers([line]))) == bool(line.strip())


UNITS = (
    "a ", "a", "<", "<<<<", "<a '", "<!--", "<p>", "<div hidden>", "<input ",
    "<input type=checkbox>",
    "</a>", "&", "&amp;", "&#", "“", "e\u0301", "opt out of ", "reply ", "reply reply reply ",
    "reply stop ", "reply stop. ", "text stop to ", "text ", "text to ", "stop ", "help ",
    "STOP HELP ", "to stop ", "msg ", "msg freq ", "message frequency ", "data rates ",
    "msg and data ", "rates for ", "4 msgs ", "4 msgs per ", "1-", "1", "1 ", "one two ", "up to ",
    "you ", "i agree ", "agree to receive ", "by texting ", "consent ", "not ", "not a condition ",
    "no ", "no updates ", "about your ", "your orders about ", "we may share ",
    "share with third parties ", "never share ", "mobile number ", "text messages and ",
    "emails, calls, ", "terms privacy ", "terms ", "agree to the terms ", "www.", "www.a.com ",
    "http://", "https://a.example/terms ", "https://a.example/x, ", "a.b", "a.b.", "a-", "a.", "x@",
    "a@b.co ", "a@", "dot a ", "a dot b ", "slash a dash ", "email a dot ", "206 ", "206-",
    "(206) ",
    "+1", "+1 206 555 0100 ", "Acme ", "Acme", "Stop & Shop ", "acme. ", "!", ". ", ".", "a. ",
    "\n", "a\n", "\n\n", " \n", "*", "* ", "[ ] ", "[x] ", "[", "[brand ", "{", "{{", "${", "_",
    "- ",
    "•", "☑ ", "'", '"', "carriers ", "carriers not liable ", "prize ", "wine ", "no casino ",
    "free ", "save 5", "20% ", "responda ", "envie stop ", "repondez ", "frecuencia de ",
    "frais de ", "acepto ", "mensajes de texto ", "la frequence ", "click here ", "do you agree ",
    "waiting for ", "date of ", "scan ", "required ", "is required to ", "in order to ", "because ",
    "unless you ", "who what ", "the the ", "of of ", "and and ", ", and ", "ok ", "code ",
    "\u202e", "ى", "🙏", "İ", "ﬁ",
)  # fmt: skip
SHORT = 512
GROWTH = 8
# Three times as long as linear growth would take: far below the 64 of a quadratic pattern.
SLACK = 3
# Below this, a clock's own unevenness counts for more than the text.
SHORTEST = 0.001


def seconds(text: str, turns: int) -> float:
    """The processor's time, at its best of some turns, to judge a text as each kind."""

    def once() -> float:
        started = time.process_time()
        for kind in KINDS:
            lint(kind, text, context=CONTEXT)
        return time.process_time() - started

    return min(once() for _ in range(turns))


@pytest.mark.parametrize("unit", UNITS, ids=partial(repr))
def test_time_grows_with_the_length_of_the_text_and_not_with_its_square(unit: str) -> None:
    short = (unit * SHORT)[:SHORT]
    long = (unit * SHORT * GROWTH)[: SHORT * GROWTH]
    # Somebody else may have the processor; a square stays one however often one looks.
    for turns in (1, 3, 9):
        before, after = max(seconds(short, turns), SHORTEST), seconds(long, turns)
        if after <= GROWTH * SLACK * before:
            return

    assert after <= GROWTH * SLACK * before
