"""The first fence between tenants: a manager that refuses to work without a tenant in scope.

`tenant_scope()` raises both fences at once, this one and the row security of PostgreSQL beneath
it (see `tenants/postgres.py`). Both are local to the transaction, so neither can leak through a
pooled connection.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import connection, models, transaction

from tenants.errors import NoTenantInScope

logger = logging.getLogger(__name__)
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """Whose rows may be touched: one tenant's, or, with a reason, everybody's."""

    tenant_id: uuid.UUID | None
    reason: str = ""


_scope: ContextVar[Scope | None] = ContextVar("tenant_scope", default=None)


def current_scope() -> Scope | None:
    """Return the scope in force, or None outside any."""
    return _scope.get()


def current_tenant_id() -> uuid.UUID:
    """Return the id of the tenant in scope; raise NoTenantInScope when there is not exactly one."""
    scope = _scope.get()
    if scope is None or scope.tenant_id is None:
        raise NoTenantInScope("Open tenant_scope(tenant_id) before touching a tenant's rows.")
    return scope.tenant_id


@contextmanager
def tenant_scope(tenant_id: uuid.UUID | str, *, read_only: bool = False) -> Iterator[None]:
    """Allow the rows of one tenant, in code and in the database, for one transaction.

    Nested scopes narrow or switch and are put back on a clean exit; on an error the rollback of
    the savepoint puts the database back by itself. Read-only, PostgreSQL itself refuses every
    write until the scope ends.
    """
    wanted = tenant_id if isinstance(tenant_id, uuid.UUID) else uuid.UUID(str(tenant_id))
    with _scoped(Scope(wanted)):
        if read_only:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
        yield


@contextmanager
def all_tenants_scope(reason: str) -> Iterator[None]:
    """Allow the rows of every tenant, for staff pages and sweeps; the reason is logged."""
    logger.debug("all tenants in scope: %s", reason)
    with _scoped(Scope(None, reason)):
        yield


@contextmanager
def _scoped(scope: Scope) -> Iterator[None]:
    outer = _scope.get()
    with transaction.atomic():
        token = _scope.set(scope)
        try:
            _tell_database(scope)
            yield
            # Only on a clean exit: in a broken transaction a query would hide the real error.
            _tell_database(outer)
        finally:
            # Before the transaction ends, so that after-commit work runs in no scope.
            _scope.reset(token)


def _tell_database(scope: Scope | None) -> None:
    """Make PostgreSQL hold the same scope until the transaction ends."""
    everybody = scope is not None and scope.tenant_id is None
    tenant = str(scope.tenant_id) if scope and scope.tenant_id else ""
    role = connection.ops.quote_name(settings.STAFF_DATABASE_ROLE) if everybody else "NONE"
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute("SELECT set_config('portal.tenant_id', %s, true)", [tenant])


@contextmanager
def erasing(tenant_id: uuid.UUID) -> Iterator[None]:
    """Let history rows of a tenant that is being erased be blanked, in this tenant's scope.

    The database allows it only of columns with personal data, only to empty values, and only
    while the tenant's status says that its erasure has begun and not ended.
    """
    with tenant_scope(tenant_id), _told("portal.erasing", str(tenant_id)):
        yield


@contextmanager
def reencrypting() -> Iterator[None]:
    """Let the secrets in answers as filed be encrypted anew; in a transaction that is open."""
    with _told("portal.reencrypting", "on"):
        yield


@contextmanager
def _told(name: str, value: str) -> Iterator[None]:
    """Hold a setting of the database until the block, or at the latest the transaction, ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [name])


class ScopedQuerySet(models.QuerySet[M]):
    """The base of every tenant-owned queryset; reads are added as methods of its children."""


class ScopedManager(models.Manager[M]):
    """Shows the rows of the tenant in scope; raises when no scope is open."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Filter by the scope; everything only inside `all_tenants_scope`."""
        rows = super().get_queryset()
        scope = _scope.get()
        if scope is None:
            raise NoTenantInScope(f"{self.model.__name__} was read with no tenant in scope.")
        return rows if scope.tenant_id is None else rows.filter(tenant_id=scope.tenant_id)

    @classmethod
    def of(cls, queryset: type[ScopedQuerySet[Any]]) -> Any:
        """Return a scoped manager instance that also has the queryset's methods."""
        return cls.from_queryset(queryset)()


def _tenant_in_scope() -> uuid.UUID:
    """Fill `tenant` from the scope, never from a form."""
    return current_tenant_id()


class TenantScopedModel(models.Model):
    """A row that belongs to exactly one tenant. Its migration must also call `fence()`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(
        "tenants.Tenant", models.PROTECT, related_name="+", default=_tenant_in_scope, editable=False
    )

    objects: Any = ScopedManager()

    class Meta:
        abstract = True
        # Django's own machinery (cascades, related managers) must pass the same fence.
        base_manager_name = "objects"
        default_manager_name = "objects"

    @classmethod
    def scoped_models(cls) -> list[type[Self]]:
        """Return every concrete tenant-owned model, for the tests that walk them all."""
        found: list[type[Self]] = []
        pending: list[type[Self]] = list(cls.__subclasses__())
        while pending:
            model = pending.pop()
            pending += model.__subclasses__()
            if not model._meta.abstract:
                found.append(model)
        return sorted(found, key=lambda model: model._meta.label)
