"""What the carrier's form still demands of a set of answers. Pure: no database, no clock.

The SDK checks neither lengths nor patterns nor choices before it sends, and the carrier denies
days later what could be known now. So it is checked here, by the carrier's own definitions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from consent.rules.base import Finding, Severity, TextKind
from registrations.definitions import (
    ATTACHMENT,
    CONDITIONAL,
    REQUIRED,
    SELECT,
    TEXT,
    Condition,
    FormField,
)

SENDER_ID_MAX = 11  # characters


@dataclass(frozen=True)
class Answer:
    """One answer, with where it came from (a code of AnswerSource)."""

    path: str
    source: str
    text: str = ""
    choices: tuple[str, ...] = ()
    evidence_id: UUID | None = None

    @property
    def is_given(self) -> bool:
        """Is there anything to send?"""
        return bool(self.text or self.choices or self.evidence_id)


Answers = Mapping[str, Answer]


def problems(fields: Iterable[FormField], answers: Answers) -> list[Finding]:
    """Return what the form refuses, field by field in the form's order."""
    known = list(fields)
    found = [finding for field in known for finding in _of_field(field, answers)]
    return [*found, *_unknown(known, answers), *_tax_id(answers)]


def check_answer(field: FormField, answer: Answer) -> list[Finding]:
    """Return what is wrong with one given answer by itself."""
    checks = {TEXT: _text, SELECT: _choices, ATTACHMENT: _attachment}
    check = checks.get(field.type)
    return list(check(field, answer)) if check else []


def is_allowed(field: FormField, answers: Answers) -> bool:
    """May the field be answered, given the other answers? True where no condition is known."""
    return field.condition is None or meets(field.condition, answers)


def meets(condition: Condition, answers: Answers) -> bool:
    """Does the other field's answer, a choice or a text, fulfil a condition?"""
    other = answers.get(condition.path)
    return other is not None and bool({*other.choices, other.text} & condition.choices)


def _of_field(field: FormField, answers: Answers) -> Iterator[Finding]:
    answer = answers.get(field.path)
    given = answer is not None and answer.is_given
    allowed = is_allowed(field, answers)
    if given and answer is not None:
        if allowed:
            yield from check_answer(field, answer)
        else:
            yield _not_allowed(field)
    elif field.requirement == REQUIRED:
        yield _finding(
            "FORM-REQUIRED",
            field,
            f"“{field.title}” is not answered.",
            "Answer it: the carrier denies a filing without it.",
            "MISSING_REQUIRED_FIELD",
        )
    elif field.requirement == CONDITIONAL and field.condition and allowed:
        yield _finding(
            "FORM-CONDITION",
            field,
            f"“{field.title}” is needed because of another answer.",
            "Answer it, or change the answer that makes it necessary.",
            "MISSING_CONDITIONAL_FIELD",
        )


def _not_allowed(field: FormField) -> Finding:
    return _finding(
        "FORM-CONDITION",
        field,
        f"“{field.title}” may not be answered with the other answers as they are.",
        "Empty it: the carrier denies a filing that carries it.",
        "CONDITIONAL_FIELD_NOT_ALLOWED",
    )


def _text(field: FormField, answer: Answer) -> Iterator[Finding]:
    if answer.choices or answer.evidence_id:
        yield _wrong_kind(field, "text")
        return
    size = len(answer.text)
    if not field.min_length <= size <= field.max_length:
        yield _finding(
            "FORM-LENGTH",
            field,
            f"“{field.title}” has {size} characters.",
            f"Use {field.min_length} to {field.max_length} characters.",
            "INVALID_FIELD_VALUE",
        )
    elif not _matches(field.pattern, answer.text):
        example = f" An example: {field.example}" if field.example else ""
        yield _finding(
            "FORM-PATTERN",
            field,
            f"“{field.title}” is not written as the carrier wants it.",
            f"{field.hint or 'Correct it.'}{example}",
            "INVALID_FIELD_VALUE",
        )
    elif is_sender_id(field.path) and not sender_id_works(answer.text):
        yield _finding(
            "FORM-SENDER-ID",
            field,
            f"“{answer.text}” cannot be a sender ID.",
            "Use 1 to 11 letters and digits with at least one letter; - and _ may stand in it.",
            "INVALID_FIELD_VALUE",
        )


def _matches(pattern: str, text: str) -> bool:
    """Match as the carrier does; a pattern that we cannot read is left to the carrier."""
    try:
        return not pattern or re.fullmatch(pattern, text) is not None
    except re.error:
        return True


def _choices(field: FormField, answer: Answer) -> Iterator[Finding]:
    if answer.text or answer.evidence_id:
        yield _wrong_kind(field, "a choice")
        return
    unknown = [choice for choice in answer.choices if field.options and choice not in field.options]
    if unknown:
        yield _finding(
            "FORM-CHOICE",
            field,
            f"“{field.title}” has no choice {unknown[0]}.",
            "Choose from the carrier's list.",
            "INVALID_FIELD_VALUE",
        )
    if not field.min_choices <= len(set(answer.choices)) <= field.max_choices:
        yield _finding(
            "FORM-CHOICE",
            field,
            f"“{field.title}” has {len(answer.choices)} choices.",
            f"Choose {field.min_choices} to {field.max_choices}.",
            "INVALID_FIELD_VALUE",
        )


def _attachment(field: FormField, answer: Answer) -> Iterator[Finding]:
    if answer.evidence_id is None:
        yield _wrong_kind(field, "a picture")


def _wrong_kind(field: FormField, wanted: str) -> Finding:
    return _finding(
        "FORM-CHOICE",
        field,
        f"“{field.title}” takes {wanted}.",
        "Answer it anew.",
        "INVALID_FIELD_VALUE",
    )


def _unknown(fields: list[FormField], answers: Answers) -> Iterator[Finding]:
    """Yield answers to questions that the form no longer asks; only where a form is known."""
    paths = {field.path for field in fields}
    for path, answer in answers.items():
        if paths and path not in paths and answer.is_given:
            yield Finding(
                rule="FORM-UNKNOWN",
                severity=Severity.BLOCKER,
                kind=TextKind.REGISTRATION,
                message=f"The carrier's form has no field {path} any more.",
                fix="Tell our support: the form has changed.",
                prevents=("UNKNOWN_REGISTRATION_FIELD",),
                field=path,
            )


def _tax_id(answers: Answers) -> Iterator[Finding]:
    """Yield a finding for a US tax id that is no EIN; the form's pattern serves all countries."""
    country = answers.get("companyInfo.taxIdIssuingCountry")
    tax_id = answers.get("companyInfo.taxId")
    if country is None or tax_id is None or country.text != "US":
        return
    if not re.fullmatch(r"\d{9}", tax_id.text):
        yield Finding(
            rule="FORM-TAX-ID",
            severity=Severity.BLOCKER,
            kind=TextKind.REGISTRATION,
            message="A US tax id (EIN) has nine digits.",
            fix="Enter the nine digits of the EIN from the letter of the tax office.",
            prevents=("INVALID_FIELD_VALUE", "BRAND_UNVERIFIED"),
            field="companyInfo.taxId",
        )


def is_sender_id(path: str) -> bool:
    """Is this the question for the wanted sender ID?"""
    return path.rpartition(".")[2] == "senderId"


def sender_id_works(text: str) -> bool:
    """May a sender ID read so? By the carrier's API; one of digits only would be a number."""
    return bool(re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{1,11}", text))


def _finding(rule: str, field: FormField, message: str, fix: str, code: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.BLOCKER,
        kind=TextKind.REGISTRATION,
        message=message,
        fix=fix,
        prevents=(code,),
        field=field.path,
    )
