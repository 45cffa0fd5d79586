"""Judges texts that come from outside the portal: a file, a pipe, somebody's CI."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from consent.content import NumberType, UseCase
from consent.rules import Context, Finding, TextKind, lint

# What may be asked about; the data of a registration is no text.
KINDS = tuple(kind.value for kind in TextKind if kind is not TextKind.REGISTRATION)


class BadRequest(ValueError):
    """A question that cannot be answered, with a sentence that says what to change."""


def judge(given: Mapping[str, Any]) -> list[Finding]:
    """Return the findings of one text.

    `given` has `kind`, `text`, and optionally `brand`, `number_type` (10dlc), `use_case`
    (transactional) and `domains`. Raises BadRequest when a value is unknown or not text.
    """
    kind = _choice(given, "kind", KINDS)
    text = given.get("text")
    if not isinstance(text, str):
        raise BadRequest("text: give the text as a string.")
    return lint(kind, text, context=_context(given))


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


def as_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as other programs take it; `start` and `end` are null when it is missing."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "fix": finding.fix,
        "prevents": list(finding.prevents),
    }


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Answer JSON Lines one by one and in order; a bad line is answered by its error."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number)


def _answer(line: str, number: int) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": f"Line {number} is not JSON."}
    if not isinstance(given, dict):
        return {"id": None, "error": f"Line {number} is not a JSON object."}
    try:
        return {"id": given.get("id"), "findings": [as_data(f) for f in judge(given)]}
    except BadRequest as error:
        return {"id": given.get("id"), "error": str(error)}
