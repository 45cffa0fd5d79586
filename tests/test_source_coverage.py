"""Proves that every demand of the carriers' guide has a test or a page that stands for it."""

import ast
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from consent.rules import catalogue
from tests.source_coverage import LINES, Line

TESTS = Path(__file__).resolve().parent
RULES = {rule.id for rule in catalogue()}


def names_of(module: str) -> set[str]:
    """The test functions that a module defines."""
    tree = ast.parse((TESTS / module).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def routes(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """The names of all routes, with their apps."""
    found: set[str] = set()
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else prefix
            found |= routes(each, inner)
        elif each.name:
            found.add(f"{prefix}{each.name}")
    return found


def test_the_table_has_every_line_once() -> None:
    assert [line.number for line in LINES] == list(range(1, 84))


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line.number))
def test_a_line_has_cover_that_exists(line: Line) -> None:
    assert line.tests or line.pages, "no test and no page stands for it"
    assert set(line.rules) <= RULES
    assert set(line.pages) <= routes()
    for named in line.tests:
        module, _, name = named.partition("::")
        assert name in names_of(module), f"there is no {named}"
