"""Real commits in real threads, for tests of what happens at the same moment."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from tenants.scoping import TenantScopedModel

UNSCOPED = (
    "tenants_tenant",
    "tenants_user",
    "tenants_invitation",
    "messaging_carriercallback",
)


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Real commits, emptied afterwards, in place of the fixture of the same name.

    Django's own way to empty tables fails on the append-only ones, whose triggers refuse it.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            yield
        finally:
            _empty()
            connections.close_all()


def _empty() -> None:
    scoped = [model._meta.db_table for model in TenantScopedModel.scoped_models()]
    with connection.cursor() as cursor:
        for table in scoped:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join([*scoped, *UNSCOPED])} CASCADE")
        for table in scoped:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run the work in threads that start together; return results or exceptions, in order."""
    barrier = threading.Barrier(count)
    results: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait(10)
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
