"""Wordings with what the rules should say of them, one JSON object a line, and their reader.

`<family>.jsonl` judges one rule a line: id, rule, expect ("pass": no finding of this rule,
"fail": at least one), kind, text, and optionally brand (a name or a list of names), number_type
(10dlc), use_case (marketing), context (further fields of Context) and a note for the reader.
`whole/*.jsonl` judges whole texts: `rules` is the exact set of rules that find fault.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from consent.rules import Context, lint

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One line of the corpus: a text in its context, and what is expected of it."""

    id: str
    kind: str
    text: str
    context: Context
    rule: str = ""
    expect: str = ""
    rules: frozenset[str] = frozenset()

    def found(self) -> frozenset[str]:
        """Return the ids of the rules that find fault with the text."""
        return frozenset(each.rule for each in lint(self.kind, self.text, context=self.context))


@cache
def examples(folder: str = "") -> tuple[Example, ...]:
    """Return all examples of the files of a folder, in their order."""
    return tuple(
        _example(json.loads(line))
        for path in sorted((FOLDER / folder).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )


def _example(line: dict[str, Any]) -> Example:
    """Build an example; lists become tuples, since Context is compared and hashed."""
    brand = line.get("brand", "")
    names = tuple(brand) if isinstance(brand, list) else (brand,) if brand else ()
    further: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in line.get("context", {}).items()
    }
    return Example(
        id=line["id"],
        kind=line["kind"],
        text=line["text"],
        rule=line.get("rule", ""),
        expect=line.get("expect", ""),
        rules=frozenset(line.get("rules", ())),
        context=Context(
            brand_names=names,
            number_type=line.get("number_type", "10dlc"),
            use_case=line.get("use_case", "marketing"),
            **further,
        ),
    )
