"""Judges texts that come from outside the portal: a file, a pipe, the API, somebody's CI."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consent.content import NumberType, UseCase
from consent.repairs import Edit, repair_each
from consent.rules import Context, Finding, Subject, TextKind, examine

# What may be asked about; the data of a registration is no text.
KINDS = tuple(kind.value for kind in TextKind if kind is not TextKind.REGISTRATION)


class BadRequest(ValueError):
    """A question that cannot be answered, with a sentence that says what to change."""


@dataclass(frozen=True)
class Judgement:
    """What is wrong with one text, and by which edits it is mended."""

    subject: Subject
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """Return the text that was asked about."""
        return self.subject.original

    @cached_property
    def edits(self) -> tuple[Edit | None, ...]:
        """Return the edit of each finding, None where a person has to write."""
        return repair_each(self.subject, self.findings)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the findings as other programs take them."""
        pairs = zip(self.findings, self.edits, strict=True)
        return [as_data(finding, edit) for finding, edit in pairs]

    @property
    def has_blockers(self) -> bool:
        """Return whether reviewers would reject the text."""
        return any(each.is_blocker for each in self.findings)


def judge(given: Mapping[str, Any]) -> Judgement:
    """Return the findings of one text.

    `given` has `kind`, `text`, and optionally `brand`, `number_type` (10dlc), `use_case`
    (transactional) and `domains`. Raises BadRequest when a value is unknown or not text.
    """
    kind = _choice(given, "kind", KINDS)
    text = given.get("text")
    if not isinstance(text, str):
        raise BadRequest("text: give the text as a string.")
    subject, findings = examine(kind, text, context=_context(given))
    return Judgement(subject, tuple(findings))


def _context(given: Mapping[str, Any]) -> Context:
    brand = given.get("brand") or ""
    if not isinstance(brand, str):
        raise BadRequest("brand: give the name as a string.")
    domains = given.get("domains") or ()
    if not isinstance(domains, list | tuple) or not all(isinstance(d, str) for d in domains):
        raise BadRequest("domains: give a list of host names.")
    return Context(
        brand_names=(brand,) if brand.strip() else (),
        number_type=_choice(given, "number_type", NumberType.codes(), NumberType.TEN_DLC),
        use_case=_choice(given, "use_case", UseCase.codes(), UseCase.TRANSACTIONAL),
        domains=tuple(domains),
    )


def _choice(given: Mapping[str, Any], name: str, known: tuple[str, ...], default: str = "") -> str:
    value = given.get(name) or default
    if value not in known:
        raise BadRequest(f"{name}: {value!r} is not one of {', '.join(known)}.")
    return str(value)


def as_data(finding: Finding, edit: Edit | None = None) -> dict[str, Any]:
    """Return a finding as other programs take it; `start` and `end` are null when it is missing.

    `edit` is the replacement that mends it, null where a person has to write.
    """
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "fix": finding.fix,
        "prevents": list(finding.prevents),
        "edit": edit.as_data() if edit else None,
    }


def answers(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """Answer JSON Lines one by one and in order; a bad line is answered by its error."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number)


def _answer(line: str | bytes, number: int) -> dict[str, Any]:
    """Return the findings of one line, or what is wrong with the line."""
    try:
        given = json.loads(line.decode() if isinstance(line, bytes) else line)
    except UnicodeDecodeError:
        return {"id": None, "error": f"Line {number} is not UTF-8 text."}
    except (ValueError, RecursionError):
        return {"id": None, "error": f"Line {number} is not JSON."}
    if not isinstance(given, dict):
        return {"id": None, "error": f"Line {number} is not a JSON object."}
    try:
        return {"id": given.get("id"), "findings": judge(given).as_data()}
    except BadRequest as error:
        return {"id": given.get("id"), "error": f"Line {number}: {error}"}
