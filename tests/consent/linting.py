"""Short ways to ask the rules about one text."""

from typing import Any

from consent.rules import Context, Finding, lint

NAMES = ("Acme", "Maple Dental")


def findings(kind: str, text: str, rule: str, **context: Any) -> list[Finding]:
    """Return the findings of one rule on one text of Acme or Maple Dental."""
    known = Context(**{"brand_names": NAMES, "use_case": "marketing", **context})
    return [finding for finding in lint(kind, text, context=known) if finding.rule == rule]


def fails(kind: str, text: str, rule: str, **context: Any) -> bool:
    """Return whether a rule finds fault with a text."""
    return bool(findings(kind, text, rule, **context))
