"""The preview shows every place where people meet the texts, and marks the words at fault."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import previewing
from consent.builder import qr, wordings
from consent.builder.marking import Mark, marked
from consent.content import OptInWay
from consent.previewing import Preview
from consent.rendering import english, render
from consent.rules import Finding, Severity
from tests.consent.programs import MAPLE

ALL = tuple(OptInWay.codes())


def shown(found: list[Finding] | None = None, **changes: Any) -> Preview:
    """The preview of Maple Dental's program."""
    content = replace(MAPLE, text_number="+12065550199", **changes)
    return previewing.preview(content, render(content), found, english=english(content))


def finding(field: str, start: int | None = None, end: int | None = None) -> Finding:
    """Something found in a text."""
    return Finding(
        "CTA-X", Severity.BLOCKER, "web", "It is wrong.", "", ("C1",), start, end, "", field
    )


@pytest.mark.parametrize("way", ALL)
def test_only_the_chosen_places_show(way: str) -> None:
    slugs = [place.slug for place in shown(methods=(way,)).places]

    assert slugs == [way, "texts", "pages", "review"]


@pytest.mark.parametrize("way", ALL)
def test_every_chosen_place_has_words(way: str) -> None:
    place = shown(methods=(way,)).place(way)

    assert place is not None
    assert all(each.text for each in place.shown)
    assert place.shown


def test_the_point_of_sale_has_a_screen_and_a_card() -> None:
    place = shown(methods=("pos",), message_kinds=("appointment", "account")).place("pos")

    assert place is not None
    assert len(place.boxes) == 2
    assert place.card is not None


def test_whoever_texts_the_word_is_asked_to_confirm_before_they_are_welcomed() -> None:
    said = [b["text"] for b in shown(methods=("keyword",), double_opt_in=True).conversation]

    assert said[0] == "JOIN"
    assert said[2] == "YES"
    assert len(said) == 4


def test_another_language_has_an_english_rendering_beside_it() -> None:
    place = shown(methods=("web",), language="es").place("web")

    assert place is not None
    assert "mensajes" in place.boxes[0].text
    assert "text messages" in place.boxes[0].english
    assert not shown(methods=("web",)).places[0].has_english


def test_a_finding_stands_in_its_place_with_the_number_of_its_mark() -> None:
    preview = shown([finding("texts.cta_web.0", 3, 11)], methods=("web",))

    web = preview.places[0]
    assert web.rows[0]["quote"] == MAPLE_BOX[3:11]
    assert f">{MAPLE_BOX[3:11]}<sup" in web.boxes[0].html
    assert web.must_count == 1
    assert all(not place.rows for place in preview.places[1:])


MAPLE_BOX = render(MAPLE).cta_web[0].text


def test_what_is_of_no_text_stands_besides() -> None:
    preview = shown([finding("brand.legal_name")])

    assert [row["rule"] for row in preview.elsewhere] == ["CTA-X"]
    assert all(not place.rows for place in preview.places)


def test_a_missing_item_says_where() -> None:
    own = {"cta_flyer": "Text JOIN to 55555."}
    lacking = shown(methods=("web", "flyer"), own_texts=own).checklist

    assert {item.places for item in lacking if not item.is_found} == {("Flyer",)}


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_loses_and_adds_no_words(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(a, b, 7, "blocker") for a, b in spans if a < b]

    html = marked(text, marks).replace('<sup aria-hidden="true">7</sup>', "")

    assert unescape(re.sub("</?mark[^>]*>", "", html)) == text
    assert html.count("<mark") == html.count("</mark>") <= len(marks)


def test_marked_words_are_escaped() -> None:
    html = marked("see <script> here", [Mark(4, 12, 1, "blocker")])

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_every_text_that_may_be_their_own_has_a_name_and_a_place() -> None:
    texts = wordings.by_key(render(replace(MAPLE, methods=ALL, double_opt_in=True)))

    assert all(wordings.title(key) != key and wordings.place_of(key) for key in texts)


def test_a_page_is_written_with_its_headings_marked() -> None:
    page = render(MAPLE).terms_text

    written = wordings.as_written("terms", page)

    content = replace(MAPLE, own_texts={"terms": written})
    assert render(content).terms == render(MAPLE).terms


def test_the_code_is_drawn_without_style() -> None:
    drawn = qr.svg("https://texts.example/join/", "<code>")

    assert "style" not in drawn
    assert drawn.startswith("<svg")
    assert "&lt;code&gt;" in drawn
