"""Proves that each rule on behaviour names code and tests that are really there."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from consent.rules import catalogue
from consent.rules.base import DecidedBy, Rule

ROOT = Path(__file__).parents[2]
RUNTIME = [each for each in catalogue() if each.decided_by is DecidedBy.WORKER]
each_rule = pytest.mark.parametrize("each", RUNTIME, ids=lambda each: each.id)


def test_all_fifteen_rules_on_behaviour_are_declared() -> None:
    assert len(RUNTIME) == 15
    assert {each.family for each in RUNTIME} == {"RT"}


@each_rule
def test_a_rule_on_behaviour_says_how_it_is_kept(each: Rule) -> None:
    assert each.enforcement.endswith(".")
    assert each.upheld_by
    assert each.proved_by


@each_rule
def test_the_code_that_keeps_it_exists(each: Rule) -> None:
    for path in each.upheld_by:
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name))


@each_rule
def test_the_tests_that_prove_it_exist(each: Rule) -> None:
    for path in each.proved_by:
        file, _, name = path.partition("::")
        tree = ast.parse((ROOT / file).read_text())
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
