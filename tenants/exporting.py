"""Tables as an export holds them: every column but secrets; and the tables of this app."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from tenants.company import tax_ids
from tenants.crypto import EncryptedTextField
from tenants.models import (
    ApiKey,
    Brand,
    BrandDraft,
    CustomDomain,
    Invitation,
    Membership,
    Notice,
    NoticeSetting,
    RegistrantDecision,
    StaffVisit,
    Tenant,
    TenantEvent,
    TenantExport,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
    WebsiteCheck,
)
from tenants.scoping import TenantScopedModel, current_tenant_id

PORTION = 1000
HIDDEN = "(hidden)"


@dataclass(frozen=True)
class Table:
    """One table of a tenant. `shown` replaces the value of a column, or adds one of that name."""

    model: type[models.Model]
    omit: frozenset[str] = frozenset()
    shown: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    tenant_column: str = "tenant_id"

    @property
    def name(self) -> str:
        """The file's name, without its ending."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """The names in the first line."""
        own = [f.attname for f in self.model._meta.concrete_fields if f.attname not in self.omit]
        return [*own, *(name for name in self.shown if name not in own)]

    def portion(self, after: Any) -> list[Any]:
        """Return the rows after an id, in the order of ids, of the tenant in scope."""
        rows = self.model._default_manager.filter(**{self.tenant_column: current_tenant_id()})
        rows = rows.select_related(*self.joins).order_by("pk")
        return list((rows.filter(pk__gt=after) if after else rows)[:PORTION])

    def cells(self, row: Any) -> list[str]:
        """Return a row as text, tax ids and other secrets hidden."""
        return [self._cell(row, name) for name in self.columns]

    def _cell(self, row: Any, name: str) -> str:
        if name in self.shown:
            return as_text(self.shown[name](row))
        encrypted = {f.attname for f in self.encrypted}
        return HIDDEN if name in encrypted else as_text(getattr(row, name))

    @property
    def encrypted(self) -> Sequence[Any]:
        """The columns that are never given out as they are."""
        fields = self.model._meta.concrete_fields
        return [each for each in fields if isinstance(each, EncryptedTextField)]


def as_text(value: object) -> str:
    """Return a value as a CSV file has it: times in ISO 8601, lists and the like as JSON."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def masked_answers(draft: BrandDraft) -> dict[str, Any]:
    """Return the answers of a draft with the tax id masked."""
    return {
        name: tax_ids.mask(str(value)) if name == "tax_id" else value
        for name, value in draft.answers.items()
    }


TABLES: tuple[Table, ...] = (
    Table(Tenant, tenant_column="id"),
    Table(Brand, shown={"tax_id": lambda brand: brand.masked_tax_id}),
    Table(BrandDraft, shown={"answers_json": masked_answers}),
    Table(RegistrantDecision),
    Table(WebsiteCheck, omit=frozenset({"lease_until"})),
    Table(Membership, shown={"email": lambda each: each.user.email}, joins=("user",)),
    Table(Invitation, omit=frozenset({"digest", "details_json", "mail_lease_until"})),
    Table(ApiKey, omit=frozenset({"digest"})),
    Table(CustomDomain),
    Table(StaffVisit, shown={"email": lambda each: each.staff.email}, joins=("staff",)),
    Table(TenantExport, omit=frozenset({"lease_until", "file_key"})),
    Table(Notice, omit=frozenset({"mail_lease_until"})),
    Table(NoticeSetting),
    Table(WebhookEndpoint),
    Table(WebhookEvent),
    Table(WebhookDelivery, omit=frozenset({"attempt_id", "lease_until"})),
    Table(WebhookTry),
    Table(TenantEvent),
)


def missing(tables: Sequence[Table]) -> list[str]:
    """Return the tenant-owned models that no table holds, for the test that forgets none."""
    held = {table.model for table in tables}
    return [m._meta.label for m in TenantScopedModel.scoped_models() if m not in held]
