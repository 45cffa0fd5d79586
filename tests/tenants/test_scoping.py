"""The scope itself: it opens, nests, rolls back and ends, and leaks through nothing."""

import threading
import uuid
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tenants.errors import NoTenantInScope
from tenants.models import Brand, Tenant
from tenants.scoping import all_tenants_scope, current_scope, current_tenant_id, tenant_scope
from tests.builders import make_brand


def database_tenant() -> str:
    """The tenant that PostgreSQL believes to be in scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.tenant_id', true)")
        return cursor.fetchone()[0] or ""


def test_reading_without_a_scope_raises_instead_of_showing_nothing(db) -> None:
    with pytest.raises(NoTenantInScope, match="Brand"):
        Brand.objects.count()


def test_a_row_made_without_a_scope_raises(db) -> None:
    with pytest.raises(NoTenantInScope):
        Brand(legal_name="Nobody's")


def test_a_new_row_belongs_to_the_tenant_in_scope(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        assert make_brand().tenant_id == tenant.pk


def test_the_scope_of_everybody_names_no_tenant_for_new_rows(tenant: Tenant) -> None:
    with all_tenants_scope("test"), pytest.raises(NoTenantInScope):
        current_tenant_id()


def test_nested_scopes_are_put_back_in_code_and_database(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        with tenant_scope(other_tenant.pk):
            assert database_tenant() == str(other_tenant.pk)
        assert current_tenant_id() == tenant.pk
        assert database_tenant() == str(tenant.pk)


def test_a_tenants_scope_within_everybodys_narrows_and_is_put_back(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    with all_tenants_scope("test"):
        with tenant_scope(other_tenant.pk):
            assert not Brand.objects.exists()
        assert Brand.objects.count() == 1


def test_an_error_inside_rolls_back_and_restores_the_outer_scope(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        with pytest.raises(ZeroDivisionError):
            _make_brand_and_fail(other_tenant)
        assert database_tenant() == str(tenant.pk)
    with tenant_scope(other_tenant.pk):
        assert not Brand.objects.exists()


def _make_brand_and_fail(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
        raise ZeroDivisionError


def test_a_broken_transaction_shows_its_own_error_and_not_the_scopes(tenant: Tenant) -> None:
    with (
        pytest.raises(DatabaseError, match="no_such_table"),
        tenant_scope(tenant.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")


def test_a_savepoint_rolled_back_inside_keeps_the_scope(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        assert make_brand().tenant_id == tenant.pk
        assert Brand.objects.count() == 1


@pytest.fixture
def real_commits(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A connection outside any test's transaction, for tests that leave no rows behind."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        connections.close_all()


def test_nothing_of_the_scope_stays_on_a_pooled_connection(real_commits: None) -> None:
    with tenant_scope(uuid.uuid4()):
        assert database_tenant()
    assert database_tenant() == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def test_work_after_the_commit_runs_in_no_scope(real_commits: None) -> None:
    seen: list[object] = []
    with tenant_scope(uuid.uuid4()):
        transaction.on_commit(lambda: seen.append(current_scope()))
    assert seen == [None]


def test_another_thread_has_no_scope(tenant: Tenant) -> None:
    seen = []
    with tenant_scope(tenant.pk):
        thread = threading.Thread(target=lambda: seen.append(current_scope()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_the_scope_of_everybody_takes_the_staff_role_and_gives_it_back(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    with all_tenants_scope("test"):
        assert Brand.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("portal_staff",)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)
