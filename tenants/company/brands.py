"""Verbs about a tenant's company details, which reviewers compare with everything else."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.company import tax_ids, websites
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand, Invitation, Tenant, TenantEvent
from tenants.scoping import current_tenant_id

FIELDS = (
    "legal_name",
    "dba_name",
    "entity_type",
    "tax_id",
    "tax_id_country",
    "stock_symbol",
    "stock_exchange",
    "street",
    "city",
    "state",
    "postal_code",
    "country",
    "website",
    "vertical",
    "support_email",
    "support_phone",
    "contact_first_name",
    "contact_last_name",
    "contact_email",
)


class BrandChanged(DomainError):
    """Somebody else saved the details after this member had opened them."""

    code = "revision_conflict"

    def __init__(self, current: Brand) -> None:
        super().__init__(_("Somebody else saved these details while you were editing them."))
        self.current = current


def find_brand() -> Brand | None:
    """Return the company details of the tenant in scope, or None before they were first saved."""
    brand: Brand | None = Brand.objects.first()
    return brand


@transaction.atomic
def save_brand(
    *, values: Mapping[str, str], revision: int, actor: Actor, confirmed: Collection[str] = ()
) -> Brand:
    """Save checked company details of the tenant in scope and record what changed.

    `confirmed` names fields whose unusual form the member has compared with the document.

    `revision` is the one that the member saw, 0 when there was none; another in the database
    raises BrandChanged and nothing is saved. Saving without a change writes nothing.
    """
    # The tenant's row is locked in place of a brand that may not exist yet.
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    brand = find_brand() or Brand(revision=0)
    if brand.revision != revision:
        raise BrandChanged(brand)
    changes = differences(brand, values)
    if not changes:
        return brand
    for name in changes:
        setattr(brand, name, values[name])
    brand.revision += 1
    brand.save()
    data: dict[str, Any] = {"revision": brand.revision, "changed": changes}
    if insisted := sorted(set(confirmed) & changes.keys()):
        data["confirmed"] = insisted
    TenantEvent.record(TenantEvent.Kind.BRAND_SAVED, actor=actor, data=data)
    if changes.keys() & {"website", "legal_name", "dba_name"}:
        websites.ask_check(brand.website)
    return brand


def names_elsewhere() -> dict[str, str]:
    """Return the names that the business was given outside its details, by where they stand."""
    tenant_id = current_tenant_id()
    found = {_("the name of your workspace"): Tenant.objects.get(pk=tenant_id).name}
    invitation = Invitation.objects.filter(tenant=tenant_id).exclude(business_name="").first()
    if invitation:
        found[_("your invitation")] = invitation.business_name
    return found


def differences(brand: Brand, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return field → (stored, new) for what differs, with the tax number masked in both."""
    return {
        name: (_shown(name, getattr(brand, name)), _shown(name, values[name]))
        for name in FIELDS
        if name in values and getattr(brand, name) != values[name]
    }


def _shown(name: str, value: str) -> str:
    return tax_ids.mask(value) if name == "tax_id" else value
