"""Proves that pages are held against the program as it is now."""

import pytest

from consent.rules import Context
from consent.rules.live import LiveFacts
from consent.rules.up_to_date import current_findings
from tests.consent.programs import MAPLE

CONTEXT = Context(brand_names=MAPLE.names)


def stale(page: str, text: str, status: int = 200) -> list[str]:
    """Return what a page says otherwise than Maple Dental's program."""
    facts = LiveFacts(page=page, url="https://mapledental.example/x", status=status, text=text)
    return [found.message for found in current_findings(facts, MAPLE, CONTEXT)]


SOUND = "Maple Dental. Write to care@mapledental.example. Last updated: March 3, 2026."


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("terms", SOUND),
        ("privacy", SOUND),
        ("terms", SOUND + " Up to 4 messages per month."),
        ("terms", SOUND + " You will receive up to 4 texts a month."),
        ("privacy", "Maple Dental Care, LLC, version 3, call (800) 555-0134."),
        ("privacy", "<h1>Maple Dental</h1><p>Effective date: 1/1/2026</p>"),
        ("terms", "Maple Dental. Updated on 2026-05-01. +1 800-555-0134, jo@partner.example"),
        ("join", "Nothing of this."),
    ],
)
def test_a_page_that_matches_the_program_passes(page: str, text: str) -> None:
    assert stale(page, text) == []


@pytest.mark.parametrize(
    ("page", "text", "word"),
    [
        ("terms", SOUND.replace("Maple Dental.", "Old Oak Dental."), "name"),
        ("privacy", SOUND.replace("care@maple", "old@oak"), "support"),
        ("terms", "Maple Dental, version 2. Call (206) 555-0199.", "support"),
        ("terms", SOUND + " Up to 8 messages per month.", "frequency"),
        ("terms", SOUND + " Message frequency varies.", "frequency"),
        ("privacy", "Maple Dental. Write to care@mapledental.example.", "of when"),
    ],
)
def test_a_page_that_says_otherwise_warns(page: str, text: str, word: str) -> None:
    (message,) = stale(page, text)
    assert word in message


def test_a_page_that_nobody_could_read_is_not_stale() -> None:
    assert stale("terms", "Not found", status=404) == []
