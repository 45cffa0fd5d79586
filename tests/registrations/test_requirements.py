"""What the carrier's form refuses, by its own definitions."""

import uuid
from dataclasses import replace

import pytest

from registrations.definitions import Condition, FormField, read_fields, read_sections
from registrations.requirements import Answer, check_answer, is_allowed, problems

NAME = FormField("company.name", "TEXT", "REQUIRED", "Name", max_length=10, pattern=r"^\S.*$")
KIND = FormField("company.kind", "SELECT", "REQUIRED", "Kind", options=("A", "B"))
SYMBOL = FormField(
    "company.symbol",
    "TEXT",
    "CONDITIONAL",
    "Symbol",
    condition=Condition("company.kind", frozenset({"B"})),
)
PICTURE = FormField("company.picture", "ATTACHMENT", "OPTIONAL", "Picture")
FORM = (NAME, KIND, SYMBOL, PICTURE)


def text(path: str, value: str) -> Answer:
    return Answer(path, "typed", text=value)


def chosen(path: str, *choices: str) -> Answer:
    return Answer(path, "typed", choices=choices)


def found(*answers: Answer) -> list[tuple[str, str]]:
    """(rule, field) of each problem."""
    given = {answer.path: answer for answer in answers}
    return [(finding.rule, finding.field) for finding in problems(FORM, given)]


SOUND = (text("company.name", "Maple"), chosen("company.kind", "A"))


def test_a_complete_form_has_no_problem() -> None:
    assert found(*SOUND) == []


def test_what_is_required_is_missed() -> None:
    assert found() == [("FORM-REQUIRED", "company.name"), ("FORM-REQUIRED", "company.kind")]


def test_an_empty_answer_is_none() -> None:
    assert found(text("company.name", ""), SOUND[1]) == [("FORM-REQUIRED", "company.name")]


def test_a_conditional_field_is_missed_where_its_condition_holds() -> None:
    assert found(SOUND[0], chosen("company.kind", "B")) == [("FORM-CONDITION", "company.symbol")]


def test_a_conditional_field_is_refused_where_it_does_not() -> None:
    answer = text("company.symbol", "MAPL")

    assert found(*SOUND, answer) == [("FORM-CONDITION", "company.symbol")]
    assert found(SOUND[0], chosen("company.kind", "B"), answer) == []


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (text("company.name", "x" * 11), "FORM-LENGTH"),
        (text("company.name", " x"), "FORM-PATTERN"),
        (chosen("company.name", "A"), "FORM-CHOICE"),
    ],
)
def test_a_text_keeps_to_length_and_pattern(answer: Answer, rule: str) -> None:
    assert [finding.rule for finding in check_answer(NAME, answer)] == [rule]


@pytest.mark.parametrize(
    "answer", [chosen("company.kind", "C"), chosen("company.kind", "A", "B"), text("x", "A")]
)
def test_a_choice_is_one_of_the_carriers(answer: Answer) -> None:
    assert {finding.rule for finding in check_answer(KIND, answer)} == {"FORM-CHOICE"}


def test_several_choices_are_taken_where_the_form_allows_them() -> None:
    several = replace(KIND, max_choices=2)

    assert check_answer(several, chosen("company.kind", "A", "B")) == []


def test_a_file_field_takes_a_file() -> None:
    assert check_answer(PICTURE, text("company.picture", "form.png")) != []
    assert check_answer(PICTURE, Answer("company.picture", "typed", evidence_id=uuid.uuid4())) == []


def test_a_pattern_that_we_cannot_read_is_left_to_the_carrier() -> None:
    odd = replace(NAME, pattern="^[")

    assert check_answer(odd, text("company.name", "Maple")) == []


def test_a_kind_of_field_that_we_do_not_know_is_left_to_the_carrier() -> None:
    assert check_answer(replace(NAME, type="SIGNATURE"), text("company.name", "x" * 99)) == []


def test_an_answer_to_a_question_that_is_gone_is_found() -> None:
    assert found(*SOUND, text("company.fax", "1")) == [("FORM-UNKNOWN", "company.fax")]


@pytest.mark.parametrize(
    ("country", "tax_id", "wrong"),
    [("US", "911144442", False), ("US", "91114444", True), ("US", "A1", True), ("DE", "A1", False)],
)
def test_a_us_tax_id_has_nine_digits(country: str, tax_id: str, wrong: bool) -> None:
    answers = {
        "companyInfo.taxIdIssuingCountry": text("companyInfo.taxIdIssuingCountry", country),
        "companyInfo.taxId": text("companyInfo.taxId", tax_id),
    }

    assert ("FORM-TAX-ID" in {f.rule for f in problems((), answers)}) is wrong


def test_members_that_we_do_not_know_and_hints_that_are_missing_do_no_harm() -> None:
    raw = {
        "FieldPath": "a.b",
        "FieldType": "TEXT",
        "FieldRequirement": "OPTIONAL",
        "Novelty": {"x": 1},
    }

    (field,) = read_fields("ZZ_NEW", [raw])

    assert (field.title, field.max_length, field.section) == ("a.b", 2048, "a")


def test_a_section_that_nobody_described_keeps_its_path() -> None:
    raw = {"FieldPath": "extra.b", "FieldType": "TEXT", "FieldRequirement": "OPTIONAL"}
    described = {"SectionPath": "empty", "DisplayHints": {"Title": "Nothing here"}}

    sections = read_sections("ZZ_NEW", [described], [raw])

    assert [(section.path, section.title) for section in sections] == [("extra", "extra")]


def test_the_api_never_takes_more_than_its_own_limit() -> None:
    raw = {
        "FieldPath": "a.b",
        "FieldType": "TEXT",
        "FieldRequirement": "REQUIRED",
        "TextValidation": {"MinLength": 40, "MaxLength": 4096},
    }

    (field,) = read_fields("ZZ_NEW", [raw])

    assert (field.min_length, field.max_length) == (40, 2048)


@pytest.mark.parametrize(
    ("wanted", "works"),
    [("MAPLE", True), ("Maple-2", True), ("12345", False), ("MAPLE DENTAL", False), ("Ä", False)],
)
def test_a_sender_id_needs_a_letter_and_nothing_that_networks_drop(
    wanted: str, works: bool
) -> None:
    asked = FormField("senderIdInfo.senderId", "TEXT", "REQUIRED", "Sender ID")

    found = problems([asked], {asked.path: text(asked.path, wanted)})

    assert ([f.rule for f in found] == []) is works


def test_a_condition_may_stand_on_a_text() -> None:
    asked = FormField(
        "a.licence", "TEXT", "CONDITIONAL", "L", condition=Condition("a.country", frozenset({"ID"}))
    )

    assert is_allowed(asked, {"a.country": text("a.country", "ID")})
    assert not is_allowed(asked, {"a.country": text("a.country", "US")})
