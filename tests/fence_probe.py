"""Run by `test_second_fence.py` in a copy of the source whose manager does not filter."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fences import foreign_rows, seen_by_outsider, without_policies
from tests.world import World, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody and everything, made once for the module."""
    with standing(django_db_blocker) as made:
        yield made


def test_the_database_alone_keeps_tenants_apart(world: World) -> None:
    assert foreign_rows(world) == {}
    assert seen_by_outsider(world) == {}


def test_without_the_database_it_would_show(world: World) -> None:
    with without_policies():
        assert foreign_rows(world)
        assert seen_by_outsider(world)
