"""Fixtures of the messaging tests; `committed` is for those that need real commits and threads."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections

from messaging.certificates import certificates
from tenants.models import Tenant
from tenants.scoping import TenantScopedModel
from tests.messaging.people import Sender, make_sender


@pytest.fixture
def sender(in_tenant: Tenant) -> Sender:
    """Tenant A's program, ready to send, with the scope open."""
    return make_sender()


@pytest.fixture(autouse=True)
def _no_known_certificates() -> None:
    certificates.forget()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Real commits, emptied afterwards.

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
    others = ["tenants_tenant", "tenants_user", "messaging_carriercallback"]
    with connection.cursor() as cursor:
        for table in scoped:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(scoped + others)} CASCADE")
        for table in scoped:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def in_threads(count: int, work: Callable[[int], object]) -> list[object]:
    """Run the work in threads that start together; return results or exceptions, in order."""
    barrier = threading.Barrier(count)
    results: list[object] = [None] * count

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
