"""What the database refuses by itself, whatever the code does: shown on two tables."""

import pytest
from django.db import DatabaseError, connection, transaction

from tenants.events import Actor
from tenants.models import Tenant, TenantEvent
from tenants.scoping import tenant_scope
from tests.builders import make_brand


def run(sql: str) -> int:
    """Execute a statement as the app's role; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def test_rows_cannot_be_seen_outside_a_scope_even_by_plain_sql(tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
        assert run("SELECT * FROM tenants_brand") == 1
    assert run("SELECT * FROM tenants_brand") == 0


def test_another_tenants_rows_can_be_neither_changed_nor_deleted(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    with tenant_scope(other_tenant.pk):
        assert run("UPDATE tenants_brand SET city = 'Elsewhere'") == 0
        assert run("DELETE FROM tenants_brand") == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tenants_tenantevent SET kind = 'other'",
        "DELETE FROM tenants_tenantevent",
        "TRUNCATE tenants_tenantevent",
    ],
)
def test_history_cannot_be_rewritten(in_tenant: Tenant, sql: str) -> None:
    TenantEvent.record(TenantEvent.Kind.CREATED, actor=Actor.system("test"))
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)
    assert TenantEvent.objects.get().kind == TenantEvent.Kind.CREATED


def test_the_staff_role_cannot_be_logged_in_to(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles"
            " WHERE rolname = 'portal_staff'"
        )
        assert cursor.fetchone() == (False, False, False)
