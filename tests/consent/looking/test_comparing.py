"""Comparing by disclosure: what is there is seen however it is written, what is not is missed."""

import html
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.looking import comparing, markup
from consent.looking.comparing import Attested
from consent.rendering import render
from tests.consent.programs import KINDS_OF_USE_CASE, program

PAGES = ("join", "terms", "privacy")
PROGRAM = program("mixed")
WANTED = {page: comparing.attested(page, PROGRAM, render(PROGRAM)) for page in PAGES}


def page_of(wanted: Attested, sentences: list[str] | None = None) -> str:
    """A page's words: its attested sentences, one a line, among others."""
    said = [s for text in wanted.texts for s in comparing.split(text)]
    return "\n".join(["Home", "Prices", *(said if sentences is None else sentences), "Imprint"])


@pytest.mark.parametrize("use_case", KINDS_OF_USE_CASE)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_says_what_was_attested_misses_nothing(page: str, use_case: str) -> None:
    content = program(use_case)
    wanted = comparing.attested(page, content, render(content))

    assert len(wanted.wanted) >= 5
    assert comparing.seen(wanted, page_of(wanted)) == wanted.wanted
    assert {s.state for s in comparing.sentences(wanted, page_of(wanted))} == {"same"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_says_nothing_misses_everything(page: str) -> None:
    assert comparing.seen(WANTED[page], "Welcome to our shop.") == frozenset()
    assert comparing.seen(WANTED[page], "") == frozenset()


@pytest.mark.parametrize(
    ("page", "rule"),
    [(page, rule) for page in PAGES for rule in sorted(WANTED[page].wanted)],
)
def test_the_words_that_carry_a_disclosure_put_it_right(page: str, rule: str) -> None:
    wanted = WANTED[page]

    words = comparing.carriers(wanted, rule)

    assert words
    assert any(words in " ".join(text.split()) for text in wanted.texts)
    without = [s for text in wanted.texts for s in comparing.split(text)]
    without = [s for s in without if rule in comparing.missing(wanted.kind, s, wanted.context)]
    assert rule in comparing.seen(wanted, page_of(wanted, [words, *without]))


@pytest.mark.parametrize("page", PAGES)
def test_a_sentence_that_was_taken_out_is_missing_and_no_other(page: str) -> None:
    wanted = WANTED[page]
    first, *rest = comparing.sentences(wanted, page_of(wanted))
    said = [each.text for each in rest if first.text not in each.text]

    found = comparing.sentences(wanted, page_of(wanted, said))

    assert found[0].state in ("missing", "changed")
    assert {each.state for each in found[1:] if first.text not in each.text} == {"same"}


def test_another_wording_is_quoted_from_the_page() -> None:
    wanted = WANTED["terms"]
    said = "Carriers are not liable for delayed or lost messages."

    found = {s.text: s for s in comparing.sentences(wanted, page_of(wanted, [said]))}

    ours = next(s for text, s in found.items() if text.startswith("Carriers are not liable"))
    assert (ours.state, ours.nearest) == ("changed", said)


def test_a_long_page_is_read_to_its_end() -> None:
    wanted = WANTED["terms"]
    filler = "We look after your teeth with great care. " * 900

    assert comparing.seen(wanted, filler + page_of(wanted)) == wanted.wanted


TAGS = ("p", "div", "li", "span", "b", "section")
BLANKS = (" ", "\n\t", "&nbsp;", "  ")


@given(data=st.data())
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("page", PAGES)
def test_markup_and_blanks_make_no_difference(page: str, data: st.DataObject) -> None:
    wanted, sections = WANTED[page], _sections(page)
    kept = [each for each in sections if data.draw(st.booleans())] or sections[:1]
    chance = random.Random(data.draw(st.integers(0, 999)))  # noqa: S311 - no secret.

    assert _seen_dressed(wanted, kept, chance) == comparing.seen(wanted, "\n".join(kept))


@given(data=st.data())
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("page", PAGES)
def test_order_makes_no_difference(page: str, data: st.DataObject) -> None:
    wanted, (heading, *rest) = WANTED[page], _sections(page)
    shuffled = [heading, *data.draw(st.permutations(rest))]
    chance = random.Random(data.draw(st.integers(0, 999)))  # noqa: S311 - no secret.

    assert _seen_dressed(wanted, shuffled, chance) == wanted.wanted


def _seen_dressed(wanted: Attested, sections: list[str], chance: random.Random) -> frozenset[str]:
    """What is seen of sections in some markup, among other words."""
    lines = [line for section in sections for line in section.split("\n")]
    body = "<p>Home</p>" + "".join(_dressed(line, chance) for line in lines)
    read = markup.read(
        body.encode(), content_type="text/html; charset=utf-8", url="https://good.test/"
    )
    return comparing.seen(wanted, read.text)


def _sections(page: str) -> list[str]:
    """The parts of a page that stand for themselves: its sections, or the boxes of its form."""
    texts = render(PROGRAM)
    if page == "join":
        return [box.text for box in texts.cta_web]
    return ["\n".join((each.heading, *each.paragraphs)) for each in getattr(texts, page)]


def _dressed(line: str, chance: random.Random) -> str:
    """A line in some markup, with other blanks."""
    tag = chance.choice(TAGS)
    words = (f"{html.escape(w)}{chance.choice(BLANKS)}" for w in line.split())
    return f"<div><{tag} class=x>{''.join(words)}</{tag}></div>"
