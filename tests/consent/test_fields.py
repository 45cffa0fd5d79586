"""What a member writes is tidied, and refused at the field that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import fields
from consent.cleaning import one_line, paragraph
from tenants.errors import InvalidInput
from tests.consent.conftest import written


def refusal(**changes: object) -> dict[str, str]:
    """Return the fields that a writing is refused at."""
    with pytest.raises(InvalidInput) as refused:
        fields.check(fields.tidy(written(**changes)))
    return refused.value.fields


def test_a_sound_writing_passes() -> None:
    fields.check(fields.tidy(written()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 61),
        ("description", "x" * 501),
        ("frequency", "x" * 101),
        ("use_case", "spam"),
        ("message_kinds", ("spam",)),
        ("support_email", "care@"),
        ("support_phone", "12"),
        ("support_phone", "call us"),
        ("support_phone", "+1 206 555"),
        ("opt_in_keyword", "TWO WORDS"),
        ("opt_in_keyword", "J"),
        ("sample_messages", ("a",) * 6),
        ("sample_messages", ("x" * 1025,)),
        ("language", "xx"),
        ("methods", ("web", "fax")),
        ("minimum_age", 12),
        ("minimum_age", 100),
        ("text_number", "1234"),
        ("text_number", "call us"),
        ("own_terms_url", "http://maple.example/terms"),
        ("own_privacy_url", "maple.example"),
        ("own_join_url", "javascript:alert(1)"),
        ("own_join_url", f"https://maple.example/{'x' * 200}"),
        ("own_texts", {"terms": "x" * 20_001}),
    ],
)
def test_a_wrong_field_is_refused_by_name(field: str, value: object) -> None:
    assert field in refusal(**{field: value})


@pytest.mark.parametrize("word", ["STOP", "stop", "Help", "cancel", "END", "info", "quit", "alto"])
def test_reserved_words_cannot_be_used_to_join(word: str) -> None:
    assert "already means" in refusal(opt_in_keyword=word)["opt_in_keyword"]


@pytest.mark.parametrize("use_case", ["transactional", "care", "internal", "charity"])
def test_offers_need_a_purpose_that_says_so(use_case: str) -> None:
    problems = refusal(use_case=use_case, message_kinds=("appointment", "marketing"))

    assert list(problems) == ["message_kinds"]


def test_a_program_for_codes_sends_nothing_else() -> None:
    assert refusal(use_case="otp", message_kinds=("security_code", "account"))


@pytest.mark.parametrize("gap", ["description", "frequency", "support_email", "support_phone"])
def test_gaps_are_no_mistake_in_a_draft(gap: str) -> None:
    fields.check(fields.tidy(written(**{gap: ""})))

    assert fields.missing(written(**{gap: ""})) == [gap]


@pytest.mark.parametrize("number", ["12345", "123-456", "(206) 555-0199", "+12065550199"])
def test_people_text_a_short_code_or_a_number(number: str) -> None:
    fields.check(fields.tidy(written(text_number=number)))


def test_whoever_joins_by_keyword_must_know_the_word_and_the_number() -> None:
    by_keyword = written(methods=("keyword",), opt_in_keyword="")

    assert fields.missing(by_keyword) == ["opt_in_keyword", "text_number"]
    assert fields.missing(written(methods=("flyer",), opt_in_keyword="")) == []


def test_people_must_be_asked_somewhere() -> None:
    assert fields.missing(written(methods=())) == ["methods"]


@pytest.mark.parametrize("age", [0, 13, 21, 99])
def test_an_age_gate_is_between_thirteen_and_ninety_nine(age: int) -> None:
    fields.check(fields.tidy(written(minimum_age=age)))


@pytest.mark.parametrize(
    ("phone", "region", "stored"),
    [
        ("(206) 555-0100", "US", "+12065550100"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
    ],
)
def test_a_telephone_is_read_as_of_the_country_of_the_brand(
    phone: str, region: str, stored: str
) -> None:
    assert fields.tidy(written(support_phone=phone), region=region).support_phone == stored


def test_changed_names_the_fields_that_differ() -> None:
    assert fields.changed(written(), written(name="Other", frequency="Daily")) == [
        "name",
        "frequency",
    ]


@given(st.text())
def test_a_line_holds_nothing_that_hides_or_breaks(text: str) -> None:
    line = one_line(text)

    assert not set(line) & set("\x00\n\r\t\u202e\u2066\u200f")
    assert line == line.strip()
    assert one_line(line) == line


@given(st.text())
def test_a_paragraph_keeps_its_lines_and_nothing_else(text: str) -> None:
    assert "\x00" not in paragraph(text)
    assert paragraph(paragraph(text)) == paragraph(text)
