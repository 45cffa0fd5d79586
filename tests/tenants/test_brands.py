"""Saving company details: revisions, history, and nobody overwriting anybody unseen."""

import pytest

from tenants.company import brands
from tenants.events import Actor
from tenants.models import Brand, Tenant, TenantEvent
from tenants.scoping import tenant_scope
from tests.builders import make_brand

SYSTEM = Actor.system("test")


def values(**fields: str) -> dict[str, str]:
    """Every detail, as the form hands them over."""
    brand = Brand(**make_values())
    return {name: fields.get(name, getattr(brand, name)) for name in brands.FIELDS}


def make_values() -> dict[str, str]:
    """Right details without a row."""
    return {
        "legal_name": "Maple Dental LLC",
        "entity_type": "PRIVATE_PROFIT",
        "tax_id": "911144442",
        "tax_id_country": "US",
        "street": "410 Terry Avenue North",
        "city": "Seattle",
        "state": "WA",
        "postal_code": "98109",
        "country": "US",
        "website": "https://mapledental.example",
        "vertical": "HEALTHCARE",
        "support_email": "care@mapledental.example",
        "support_phone": "+12065550100",
        "contact_first_name": "Mara",
        "contact_last_name": "Lind",
        "contact_email": "mara@mapledental.example",
    }


def save(revision: int = 0, **fields: str) -> Brand:
    """Save details that differ from the right ones in these fields."""
    return brands.save_brand(values=values(**fields), revision=revision, actor=SYSTEM)


def test_the_first_save_makes_revision_one(in_tenant: Tenant) -> None:
    brand = save()
    assert (brand.revision, brand.tenant_id) == (1, in_tenant.pk)
    assert brands.find_brand() == brand


def test_a_change_counts_and_is_recorded_before_and_after(in_tenant: Tenant) -> None:
    save()
    assert save(1, city="Tacoma").revision == 2
    event = TenantEvent.objects.order_by("-at").first()
    assert event.data == {"revision": 2, "changed": {"city": ["Seattle", "Tacoma"]}}


def test_history_never_holds_a_whole_tax_number(in_tenant: Tenant) -> None:
    save()
    save(1, tax_id="123456789")
    data = [event.data for event in TenantEvent.objects.order_by("-at")]
    assert data[0]["changed"] == {"tax_id": ["••••••442", "••••••789"]}
    assert "911144442" not in str(data)


def test_saving_the_same_again_writes_nothing(in_tenant: Tenant) -> None:
    save()
    assert save(1).revision == 1
    assert TenantEvent.objects.count() == 1


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_another_revision_than_the_stored_one_is_refused_with_it(
    in_tenant: Tenant, seen: int
) -> None:
    save()
    save(1, city="Tacoma")
    with pytest.raises(brands.BrandChanged) as error:
        save(seen, city="Olympia")
    assert error.value.current.city == "Tacoma"
    assert brands.find_brand().city == "Tacoma"  # type: ignore[union-attr]


def test_each_tenant_has_its_own_details(tenant: Tenant, other_tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    with tenant_scope(other_tenant.pk):
        assert brands.find_brand() is None
        assert save().revision == 1
