"""Takes the fences between tenants down, one at a time, and looks what an outsider then sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection

from tenants.scoping import ScopedManager, TenantScopedModel, all_tenants_scope, tenant_scope
from tests.route_matrix import ROUTES, body_of, url_of
from tests.route_table import table
from tests.world import World, leaks, undone


@contextmanager
def without_filter() -> Iterator[None]:
    """Take the first fence down: every manager returns all rows that the database shows."""
    with mock.patch.object(
        ScopedManager, "get_queryset", lambda self: super(ScopedManager, self).get_queryset()
    ):
        yield


@contextmanager
def without_policies() -> Iterator[None]:
    """Take the second fence down, until the transaction's savepoint is undone."""
    with undone(), connection.cursor() as cursor:
        # PostgreSQL alters no table of which checks are still to come.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in TenantScopedModel.scoped_models():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE ROW LEVEL SECURITY")
        yield


def seen_by_outsider(world: World) -> dict[str, list[str]]:
    """Read every page and list of the API as tenant B; return A's marks by the route's name."""
    people = dict.fromkeys(("home", "member", "account"), world.people["owner_B"])
    people["api"] = world.people["key_B"]
    found = {}
    for name, route in table().items():
        if route.kind in people and route.get != "405":
            who = people[route.kind]
            url = url_of(world, ROUTES[name], route, who, "own")
            with undone():
                marks = leaks(body_of(world.call(who, "GET", url)), world.marks)
            if marks:
                found[name] = marks
    return found


def foreign_rows(world: World) -> dict[str, int]:
    """Count, for each scoped model, the rows that its manager shows to B and that are not B's."""
    mine = world.tenants["B"].pk
    found = {}
    for model in TenantScopedModel.scoped_models():
        with all_tenants_scope("how many there are"):
            true_count = model._base_manager.filter(tenant_id=mine).count()
        with tenant_scope(mine):
            found[model._meta.label] = model._default_manager.count() - true_count
    return {label: count for label, count in found.items() if count}
