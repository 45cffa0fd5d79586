"""Proves that program contents and their codes survive storage and serve as choices."""

import json

import pytest

from consent.content import MessageKind, NumberType, ProgramContent, UseCase
from tests.consent.programs import MAPLE, program


def test_content_survives_a_json_column():
    content = program("mixed", sample_messages=("One sample text.", "Another one."))
    stored = json.loads(json.dumps(content.to_dict()))
    assert ProgramContent.from_dict(stored) == content


def test_older_code_reads_rows_that_newer_code_wrote():
    assert ProgramContent.from_dict({**MAPLE.to_dict(), "invented_later": 1}) == MAPLE


def test_a_missing_fact_is_an_error_and_not_an_empty_text():
    stored = MAPLE.to_dict()
    del stored["frequency"]
    with pytest.raises(TypeError, match="frequency"):
        ProgramContent.from_dict(stored)


def test_names_are_listed_once_each():
    content = program(legal_name="Maple Dental", program_name="")
    assert content.names == ("Maple Dental",)


@pytest.mark.parametrize("codes", [MessageKind, UseCase, NumberType])
def test_codes_serve_as_choices_of_a_form(codes):
    values = [value for value, _ in codes.choices()]
    assert values == list(codes.codes())
    assert all(label for _, label in codes.choices())
    assert codes(values[0]) == values[0]
