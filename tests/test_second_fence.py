"""INV-2: with either fence taken down the other one alone keeps every tenant to its own rows."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.utils import ProgrammingError

from tenants.scoping import TenantScopedModel, all_tenants_scope, tenant_scope
from tests.fences import foreign_rows, seen_by_outsider, without_filter, without_policies
from tests.isolation_table import UNSCOPED_MODELS
from tests.world import APPS, World, standing, tenant_models, undone

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
SCOPED = TenantScopedModel.scoped_models()
# Rows of one tenant each that stand outside the fence, and why they cannot stand within.
TIED = {
    "tenants.Membership": "tells which tenant a person may have in scope",
    "tenants.ApiKey": "tells which tenant an app has in scope",
    "tenants.Invitation": "is read by somebody who belongs to no tenant yet, or founds one",
    "tenants.CustomDomain": "tells whose the host of a request is",
    "tenants.StaffVisit": "tells which tenant a member of staff has in scope",
    "tenants.ApiKeyChange": "written by a trigger of the above; for staff",
    "tenants.MembershipChange": "written by a trigger of the above; for staff",
}
# Ways to reach rows past the ORM; each returns what it reached of a tenant's.
STATEMENTS = {
    "select": "SELECT id FROM {t} WHERE tenant_id = %s",
    "aggregate": "SELECT 1 FROM {t} WHERE tenant_id = %s HAVING count(*) > 0",
    "exists": "SELECT 1 WHERE EXISTS (SELECT FROM {t} WHERE tenant_id = %s)",
    "subquery": "SELECT id FROM {t} WHERE id IN (SELECT id FROM {t} WHERE tenant_id = %s)",
    "cte": "WITH x AS MATERIALIZED (SELECT * FROM {t}) SELECT id FROM x WHERE tenant_id = %s",
    "join": "SELECT b.id FROM tenants_tenant a JOIN {t} b ON b.tenant_id = a.id WHERE a.id = %s",
    "window": "SELECT id FROM (SELECT *, count(*) OVER () FROM {t}) x WHERE tenant_id = %s",
    "lock": "SELECT id FROM {t} WHERE tenant_id = %s FOR UPDATE",
    "update": "UPDATE {t} SET tenant_id = tenant_id WHERE tenant_id = %s RETURNING id",
    "delete": "DELETE FROM {t} WHERE tenant_id = %s RETURNING id",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody and everything, made once for the module."""
    with standing(django_db_blocker) as made:
        yield made


def test_inv2_no_page_shows_an_outsider_anything_of_another_tenant(world: World) -> None:
    assert seen_by_outsider(world) == {}


def test_inv2_without_the_filter_the_database_alone_holds(world: World) -> None:
    with without_filter():
        assert foreign_rows(world) == {}
        assert seen_by_outsider(world) == {}


def test_inv2_without_the_policies_the_filter_alone_holds(world: World) -> None:
    with without_policies():
        assert foreign_rows(world) == {}
        assert seen_by_outsider(world) == {}


def test_without_both_fences_it_shows_so_these_tests_can_see(world: World) -> None:
    with without_policies(), without_filter():
        assert set(foreign_rows(world)) == {model._meta.label for model in SCOPED}
        assert len(seen_by_outsider(world)) >= 10


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_inv2_no_statement_reaches_another_tenants_rows(world: World, model: Any) -> None:
    ours, theirs = world.tenants["A"].pk, world.tenants["B"].pk
    found = {}
    for name, sql in STATEMENTS.items():
        with undone(), tenant_scope(theirs), connection.cursor() as cursor:
            cursor.execute(sql.format(t=model._meta.db_table), [ours])
            found[name] = cursor.fetchall()
    with tenant_scope(theirs), connection.cursor() as cursor:
        copied = f"COPY (SELECT tenant_id FROM {model._meta.db_table}) TO STDOUT"
        with cursor.copy(copied) as copy:
            tenants = {bytes(line).decode().strip() for line in copy}

    assert {name: rows for name, rows in found.items() if rows} == {}
    assert tenants == {str(theirs)}


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_inv2_without_the_filter_the_orm_reaches_nothing_either(world: World, model: Any) -> None:
    ours, theirs = world.tenants["A"].pk, world.tenants["B"].pk
    raw = f"SELECT * FROM {model._meta.db_table} WHERE tenant_id = %s"
    with undone(), without_filter(), tenant_scope(theirs):
        rows = model._default_manager.filter(tenant_id=ours)
        inner = model._default_manager.filter(tenant_id=OuterRef("pk"))
        tenants = world.tenants["A"].__class__.objects.filter(pk=ours)
        reached = {
            "count": rows.count(),
            "exists": rows.exists(),
            "aggregate": rows.aggregate(n=Count("pk"))["n"],
            "in": model._default_manager.filter(pk__in=rows.values("pk")).count(),
            "subquery": tenants.filter(pk=Subquery(inner.values("tenant_id")[:1])).count(),
            "EXISTS": tenants.filter(Exists(inner)).count(),
            "raw": len(list(model._default_manager.raw(raw, [ours]))),
            "update": rows.update(tenant_id=ours),
            "delete": rows._raw_delete(rows.db),
        }  # fmt: skip

    assert {how: count for how, count in reached.items() if count} == {}


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_inv2_rows_cannot_be_made_for_another_tenant(world: World, model: Any) -> None:
    with all_tenants_scope("take one"):
        row = model._default_manager.filter(tenant_id=world.tenants["A"].pk).first()
    row.pk, row._state.adding = uuid.uuid4(), True

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        without_filter(),
        tenant_scope(world.tenants["B"].pk),
    ):
        model._default_manager.bulk_create([row])


def test_what_is_a_tenants_own_and_outside_the_fence_is_known_and_tested(world: World) -> None:
    """Their rows' ids are among the marks that no page of another tenant may show."""
    outside = [m for m in tenant_models() if m._meta.label in UNSCOPED_MODELS]

    assert {m._meta.label for m in outside} == set(TIED)
    for model in outside:
        rows = model._default_manager.filter(tenant_id=world.tenants["A"].pk)
        assert rows.exists(), f"{model._meta.label} has no row: the tests would prove nothing"
        if isinstance(model._meta.pk, models.UUIDField):
            assert {str(row.pk) for row in rows} <= world.marks


def test_no_function_or_view_of_ours_works_with_the_rights_of_its_owner() -> None:
    """The triggers of row history included: they run with the rights of whoever writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
        )
        definer = cursor.fetchall()
        cursor.execute("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'")
        stored = cursor.fetchall()
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'v'"
            " AND relnamespace = 'public'::regnamespace"
            " AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)"
        )
        views = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'")
        triggers = cursor.fetchone()[0]

    assert (definer, stored, views) == ([], [], [])
    assert triggers >= len([m for a in APPS for m in apps.get_app_config(a).get_models()
                            if m.__name__.endswith("Change")])  # fmt: skip


@pytest.mark.slow
def test_inv2_a_portal_whose_manager_does_not_filter_still_leaks_nothing(tmp_path: Path) -> None:
    """The same in another process, from a copy of the source that is really different."""
    _copy_source(tmp_path)
    scoping = tmp_path / "tenants" / "scoping.py"
    filtered = "return rows if scope.tenant_id is None else rows.filter(tenant_id=scope.tenant_id)"
    assert filtered in scoping.read_text()
    scoping.write_text(scoping.read_text().replace(filtered, "return rows"))

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/fence_probe.py", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": _other_database(os.environ["DATABASE_URL"])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert "2 passed" in run.stdout, run.stdout[-4000:]


def _copy_source(to: Path) -> None:
    for name in ("tenants", "consent", "registrations", "messaging", "portal", "tests"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy(ROOT / "pyproject.toml", to)


def _other_database(url: str) -> str:
    """The same server, and a database of its own, which pytest-django makes and drops."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/fence_probe"))
