"""The preview shows what a program would become, also while half of it is missing."""

from dataclasses import replace

import pytest

from consent import previewing, reviewing
from consent.content import ProgramContent
from consent.previewing import Preview
from consent.rendering import render
from tests.builders import make_brand, make_content

SOUND = make_content(
    description="Maple Dental reminds its patients who asked for it of their appointments."
)


def shown(content: ProgramContent) -> Preview:
    """Return the preview of a content."""
    return previewing.preview(content, render(content))


def test_a_sound_program_shows_all_seven_items() -> None:
    preview = shown(SOUND)

    assert [item.is_found for item in preview.checklist] == [True] * 7
    assert preview.announcement == "All 7 required items are there."
    assert preview.verdict == "whole"


@pytest.mark.parametrize(
    ("gap", "rule"),
    [("frequency", "CTA-FREQUENCY"), ("terms_url", "CTA-TERMS"), ("privacy_url", "CTA-PRIVACY")],
)
def test_a_missing_item_is_named(gap: str, rule: str) -> None:
    content = ProgramContent.from_dict({**SOUND.to_dict(), gap: ""})

    preview = shown(content)

    assert [item.rule for item in preview.checklist if not item.is_found] == [rule]
    assert preview.announcement == "1 of 7 required items still missing."
    assert preview.verdict == "lacks"


def test_nothing_is_found_before_there_is_a_box() -> None:
    preview = shown(replace(SOUND, message_kinds=()))

    assert preview.missing_count == 7
    assert preview.boxes == []


def test_every_kind_has_a_box_of_its_own() -> None:
    preview = shown(replace(SOUND, message_kinds=("appointment", "account")))

    assert len(preview.boxes) == 2
    assert "appointment" in preview.boxes[0]["label"]


def test_the_phone_shows_welcome_help_and_stop() -> None:
    bubbles = shown(SOUND).bubbles

    assert [bubble.get("mine", False) for bubble in bubbles] == [False, True, False, True, False]
    assert "subscribed" in bubbles[0]["text"]


def test_the_script_says_who_speaks_and_how_long_it_takes() -> None:
    preview = shown(replace(SOUND, methods=("web", "verbal")))

    speakers = [line["who"] for line in preview.script]
    assert speakers[0] == "agent"
    assert {"customer", "note"} <= set(speakers)
    assert [line["when"] for line in preview.script][-2:] == ["after a yes", "after a no"]
    assert preview.reading_seconds % 5 == 0
    assert 30 <= preview.reading_seconds <= 120


@pytest.mark.usefixtures("in_tenant")
def test_findings_quote_the_words_and_lead_to_the_field() -> None:
    content = replace(SOUND, sample_messages=("See bit.ly/abc. Reply STOP to opt out.",))
    texts = render(content)
    found = reviewing.findings(content, texts, brand=make_brand(), evidence_count=1)

    preview = previewing.preview(content, texts, found, edit_url="/edit/")

    shortener = next(f for f in preview.findings if f["rule"] == "URL-SHORTENER")
    assert "bit.ly" in shortener["quote"]
    assert shortener["url"] == "/edit/#id_sample_messages"


@pytest.mark.usefixtures("in_tenant")
def test_one_sentence_is_said_once_and_the_worst_comes_first() -> None:
    content = replace(SOUND, frequency="", message_kinds=("appointment", "account", "order"))
    found = reviewing.findings(content, render(content), brand=make_brand(), evidence_count=0)

    assert len({(f.rule, f.message) for f in found}) == len(found)
    order = [f.severity for f in found]
    assert order == sorted(order, key=["blocker", "warning", "advice"].index)
