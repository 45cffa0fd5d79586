"""Whether people who agreed to one version agreed to the next is suggested, with reasons."""

from dataclasses import replace
from typing import Any

import pytest

from consent.changes import Side, per_month, suggest
from consent.content import ProgramContent
from consent.rendering import render
from tests.consent.programs import MAPLE


def side(own_pages: tuple[str, ...] = ("", ""), **changes: Any) -> Side:
    """One version of Maple Dental's program."""
    content: ProgramContent = replace(MAPLE, **changes)
    return Side(content, render(content), own_pages)


BOX = render(MAPLE).cta_web[0].text
PRIVACY = "Maple Dental Privacy Policy. We share your number with nobody."


@pytest.mark.parametrize(
    "changes",
    [
        {"message_kinds": ("appointment", "marketing")},
        {"brand_name": "Birch Dental"},
        {"legal_name": "Birch Dental Holding, Inc."},
        {"use_case": "mixed"},
        {"language": "es"},
        {"minimum_age": 21},
        {"frequency": "Up to 8 messages per month"},
        {"frequency": "Up to 2 messages per week"},
        {"frequency": "Message frequency varies"},
        {"description": "Maple Dental sends patients reminders and offers of its partners."},
        {"own_texts": {"cta_web.appointment": f"{BOX} We may share your number with partners."}},
        {"own_texts": {"privacy": "Maple Dental Privacy Policy. We sell your number."}},
        {"own_texts": {"terms": "Maple Dental SMS Terms. You cannot stop."}},
        {"own_pages": ("https://maple.example/terms", "")},
    ],
    ids=lambda changes: " ".join(changes) + str(len(str(changes))),
)
def test_what_people_did_not_agree_to_is_material(changes: dict[str, Any]) -> None:
    assert suggest(side(), side(**changes)).is_material


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"support_email": "help@mapledental.example"},
        {"support_phone": "+18005550135"},
        {"opt_in_keyword": "DENTAL"},
        {"program_name": "Maple Visit Reminders"},
        {"methods": ("web", "flyer")},
        {"double_opt_in": True},
        {"frequency": "up to 4 messages per month."},
        {"frequency": "Up to 2 messages per month"},
        {"frequency": "Up to 12 messages per year"},
        {"brand_name": "MAPLE DENTAL"},
        {"description": MAPLE.description.replace("reminds", "remindes").rstrip(".")},
        {"own_texts": {"cta_web.appointment": BOX.replace("messages", "mesages")}},
    ],
    ids=lambda changes: " ".join(changes) + str(len(str(changes))),
)
def test_spelling_contacts_and_places_are_cosmetic(changes: dict[str, Any]) -> None:
    found = suggest(side(), side(**changes))

    assert not found.is_material
    assert found.reasons


def test_fewer_kinds_are_less_than_people_agreed_to() -> None:
    both = side(message_kinds=("appointment", "account"))

    assert not suggest(both, side()).is_material


def test_who_gets_the_data_is_material_where_the_policy_is_their_own() -> None:
    before = side(own_texts={"privacy": PRIVACY})
    after = side(own_texts={"privacy": PRIVACY.replace("nobody", "our partners")})

    assert suggest(before, after).is_material
    assert not suggest(before, before).is_material


def test_the_material_reasons_come_first() -> None:
    found = suggest(side(), side(minimum_age=21, opt_in_keyword="DENTAL"))

    assert [reason.is_material for reason in found.reasons] == [True, False]


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("Up to 4 messages per month", 4),
        ("2 msgs/month", 2),
        ("Two messages a month", 2),
        ("Once a month", 1),
        ("Up to 2 messages per week", 8.7),
        ("Daily", 30),
        ("Hasta 4 mensajes al mes", 4),
        ("Jusqu'à 3 messages par mois", 3),
        ("Message frequency varies", None),
        ("Up to 3 messages per order", None),
        ("", None),
    ],
)
def test_a_frequency_is_counted_by_the_month(phrase: str, count: float | None) -> None:
    assert per_month(phrase) == (count if count is None else pytest.approx(count))
