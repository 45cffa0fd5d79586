"""Two names, letter by letter: which pairs are worth a word, and what is said about them."""

import pytest

from tenants.company.name_diff import difference, in_words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Maple Dental, LLC", "Maple Dental, LLC"),
        ("MAPLE DENTAL, LLC", "Maple Dental, LLC"),
        ("Maple Dental, LLC", "Maple Dental"),
        ("Maple Dental", "Maple Dental Inc."),
        ("Maple Dental, LLC", "Birch Books"),
        ("Maple Dental, LLC", ""),
    ],
)
def test_equal_unlike_and_shortened_names_are_left_alone(first: str, second: str) -> None:
    assert difference(first, second) == ()


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "Maple Dental, LLC",
            "Maple Dental LLC",
            "Only in A: “Dental,”. Only in B: “Dental”.",
        ),
        (
            "MapleDental LLC",
            "Maple Dental LLC",
            "Only in A: “MapleDental”. Only in B: “Maple”, “Dental”.",
        ),
        ("Mapel Dental LLC", "Maple Dental", "Only in A: “Mapel”. Only in B: “Maple”."),
        ("Smith & Son LLC", "Smith Son LLC", "Only in A: “&”."),
    ],
)
def test_what_differs_is_said_in_words(first: str, second: str, said: str) -> None:
    assert in_words(difference(first, second), first="A", second="B") == said


def test_the_pieces_spell_both_names() -> None:
    pieces = difference("Maple Dental, LLC", "Maple Dentl LLC")
    assert "".join(p.text for p in pieces if p.only_in != "second") == "Maple Dental, LLC"
    assert "".join(p.text for p in pieces if p.only_in != "first") == "Maple Dentl LLC"
