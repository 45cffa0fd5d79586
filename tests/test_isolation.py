"""INV-2: no tenant reads or changes another tenant's rows; code and database each hold alone."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ForeignKey
from django.db.utils import ProgrammingError

from consent.models import ProgramEvent
from tenants.errors import NoTenantInScope
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import TenantScopedModel, all_tenants_scope, tenant_scope
from tests.builders import make_brand, make_program
from tests.isolation_table import UNSCOPED_MODELS
from tests.world import APPS, fill

SCOPED = TenantScopedModel.scoped_models()


@pytest.fixture
def two_tenants(tenant: Tenant, other_tenant: Tenant) -> tuple[Tenant, Tenant]:
    """Tenant A and tenant B, each with rows in every scoped table."""
    fill(tenant)
    fill(other_tenant)
    return tenant, other_tenant


def count(sql: str, *values: Any) -> int:
    """Run a counting query past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def test_every_model_is_scoped_or_listed_as_not() -> None:
    ours = {m for app in APPS for m in apps.get_app_config(app).get_models()}

    assert {m._meta.label for m in ours - set(SCOPED)} == UNSCOPED_MODELS


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_the_manager_refuses_to_work_without_a_tenant(model: type[models.Model]) -> None:
    with pytest.raises(NoTenantInScope):
        model._default_manager.count()


def test_inv2_the_database_alone_hides_every_row_of_another_tenant(two_tenants) -> None:
    """The second fence by itself: plain SQL, no manager in between."""
    alice, birch = two_tenants
    for model in SCOPED:
        table = model._meta.db_table
        with tenant_scope(birch.pk):
            mine = count(f"SELECT count(*) FROM {table}")
            foreign = count(f"SELECT count(*) FROM {table} WHERE tenant_id = %s", alice.pk)
            joined = count(
                f"SELECT count(*) FROM {table} a JOIN {table} b ON a.tenant_id <> b.tenant_id"
            )
        assert mine > 0, f"{table} has no row: the test would prove nothing"
        assert (foreign, joined) == (0, 0), table
        assert count(f"SELECT count(*) FROM {table}") == 0, f"{table} shows rows without any scope"


def test_inv2_the_database_alone_refuses_to_change_another_tenants_rows(two_tenants) -> None:
    alice, birch = two_tenants
    for model in SCOPED:
        table = model._meta.db_table
        for sql in (f"UPDATE {table} SET tenant_id = tenant_id", f"DELETE FROM {table}"):
            with tenant_scope(birch.pk), connection.cursor() as cursor:
                cursor.execute(f"{sql} WHERE tenant_id = %s", [alice.pk])
                assert cursor.rowcount == 0, sql


def test_inv2_a_row_cannot_be_written_for_another_tenant(two_tenants) -> None:
    alice, birch = two_tenants
    with pytest.raises(ProgrammingError, match="row-level security"), tenant_scope(birch.pk):
        make_brand(tenant=alice)


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
@pytest.mark.django_db
def test_row_security_is_on_and_forced(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


@pytest.mark.django_db
def test_the_apps_role_cannot_bypass_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, pg_has_role(current_user, 'portal_staff', 'USAGE')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
@pytest.mark.django_db
def test_no_foreign_key_can_join_two_tenants(model: type[models.Model]) -> None:
    """PostgreSQL checks plain foreign keys past row security, so the tenant is in the key."""
    references = [
        field.column
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and issubclass(field.related_model, TenantScopedModel)
    ]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [model._meta.db_table],
        )
        definitions = " ".join(row[0] for row in cursor.fetchall())

    assert constraints
    missing = [c for c in references if f"FOREIGN KEY (tenant_id, {c})" not in definitions]
    assert missing == []


def test_inv2_a_row_cannot_point_at_another_tenants_row(two_tenants) -> None:
    alice, birch = two_tenants
    with tenant_scope(alice.pk):
        foreign = make_program("Offers", slug="offers")

    def reference() -> None:
        with tenant_scope(birch.pk):
            ProgramEvent.record(
                ProgramEvent.Kind.CREATED, actor=Actor.system("test"), program_id=foreign.pk
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError), transaction.atomic():
        reference()


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_a_unique_constraint_never_spans_tenants(model: type[models.Model]) -> None:
    """Else its error would tell one tenant what another one has."""
    public = {"evidence token", "originator_number_once"}  # random, and the carrier's own
    wide = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and "tenant" not in constraint.fields
        and constraint.name not in public
    ]

    assert wide == []


def test_staff_scope_sees_every_tenant_and_ends_with_its_block(two_tenants) -> None:
    table = "consent_program"
    with all_tenants_scope("test"):
        everybody = count(f"SELECT count(DISTINCT tenant_id) FROM {table}")

    assert everybody == 2
    assert count(f"SELECT count(*) FROM {table}") == 0
