"""Founding tenants, suspending them, and the life of an API key."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants import access
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import ApiKey, ApiKeyKind, Role, Tenant, TenantEvent, TenantStatus, User
from tenants.scoping import tenant_scope

SYSTEM = Actor.system("test")


def issue(tenant: Tenant, **fields) -> tuple[ApiKey, str]:
    """A key with defaults."""
    values: dict[str, Any] = {"name": "App", "kind": ApiKeyKind.TEST, "actor": SYSTEM, **fields}
    return access.issue_api_key(tenant, **values)


def kinds(tenant: Tenant) -> list[str]:
    """The tenant's history, oldest first."""
    with tenant_scope(tenant.pk):
        return list(TenantEvent.objects.order_by("at").values_list("kind", flat=True))


def test_a_new_tenant_has_its_owner_an_unguessable_slug_and_a_history(alice: User) -> None:
    tenant = access.create_tenant(name="Maple Dental", owner=alice)
    assert re.fullmatch(r"maple-dental-[0-9a-f]{6}", tenant.slug)
    assert [m.role for m in access.memberships_of(alice)] == [Role.OWNER]
    assert kinds(tenant) == ["tenant.created"]


def test_a_name_without_latin_letters_still_gets_a_slug(alice: User) -> None:
    assert access.create_tenant(name="楓歯科", owner=alice).slug.startswith("business-")


def test_one_person_cannot_found_tenants_without_end(alice: User, monkeypatch) -> None:
    monkeypatch.setattr(access, "TENANTS_PER_OWNER", 1)
    access.create_tenant(name="One", owner=alice)
    with pytest.raises(DomainError) as error:
        access.create_tenant(name="Two", owner=alice)
    assert error.value.code == "too_many_tenants"


def test_suspending_needs_a_reason_and_is_recorded(tenant: Tenant) -> None:
    with pytest.raises(InvalidInput):
        access.set_tenant_status(
            tenant.pk, status=TenantStatus.SUSPENDED, actor=SYSTEM, reason="  "
        )
    access.set_tenant_status(
        tenant.pk, status=TenantStatus.SUSPENDED, actor=SYSTEM, reason="Complaints"
    )
    tenant.refresh_from_db()
    assert not tenant.is_active
    assert kinds(tenant) == ["tenant.suspended"]


def test_suspending_twice_says_so(tenant: Tenant) -> None:
    suspend: dict[str, Any] = {
        "status": TenantStatus.SUSPENDED,
        "actor": SYSTEM,
        "reason": "Complaints",
    }
    access.set_tenant_status(tenant.pk, **suspend)
    with pytest.raises(DomainError, match="already suspended"):
        access.set_tenant_status(tenant.pk, **suspend)


def test_a_key_names_its_kind_and_is_stored_only_as_a_digest(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    assert re.fullmatch(r"ast_test_[a-z2-7]{12}_[\w-]{43}_[a-z2-7]{6}", secret)
    assert secret.startswith(key.prefix)
    assert key.digest == access.digest(secret)
    assert secret.removeprefix(key.prefix) not in str(ApiKey.objects.values().get())


def test_a_usable_key_is_found_by_its_secret(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    assert access.find_api_key(secret) == key


@pytest.mark.parametrize(
    "wrong",
    [
        lambda secret: "",
        lambda secret: "ast_test_unknownprefix_" + "A" * 43 + "_aaaaaa",
        lambda secret: secret[:-1] + ("a" if secret[-1] != "a" else "b"),
        lambda secret: secret + " ",
        lambda secret: secret.upper(),
        lambda secret: "_".join(secret.split("_")[:3]),
    ],
    ids=["empty", "unknown", "last sign", "blank", "capitals", "prefix alone"],
)
def test_a_wrong_secret_finds_nothing(tenant: Tenant, wrong) -> None:
    _, secret = issue(tenant)
    assert access.find_api_key(wrong(secret)) is None


def test_the_pepper_is_part_of_the_digest(tenant: Tenant, settings) -> None:
    _, secret = issue(tenant)
    settings.API_KEY_PEPPER = "another"
    assert access.find_api_key(secret) is None


def test_an_expired_key_finds_nothing(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert access.find_api_key(secret) is None


def test_a_revoked_key_finds_nothing_and_revoking_again_changes_nothing(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    first = access.revoke_api_key(key.pk, tenant=tenant, actor=SYSTEM).revoked_at
    assert access.find_api_key(secret) is None
    assert access.revoke_api_key(key.pk, tenant=tenant, actor=SYSTEM).revoked_at == first
    assert kinds(tenant) == ["api_key.issued", "api_key.revoked"]


def test_a_key_cannot_be_revoked_in_the_name_of_another_tenant(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    key, _ = issue(tenant)
    with pytest.raises(ApiKey.DoesNotExist):
        access.revoke_api_key(key.pk, tenant=other_tenant, actor=SYSTEM)


def test_an_eleventh_key_is_refused_until_one_is_revoked(tenant: Tenant) -> None:
    keys = [issue(tenant)[0] for _ in range(access.KEYS_PER_TENANT)]
    with pytest.raises(DomainError) as error:
        issue(tenant)
    assert error.value.code == "too_many_keys"
    access.revoke_api_key(keys[0].pk, tenant=tenant, actor=SYSTEM)
    assert issue(tenant)


def test_a_form_that_is_sent_twice_makes_one_key(tenant: Tenant) -> None:
    key_id = uuid.uuid4()
    issue(tenant, key_id=key_id)
    with pytest.raises(DomainError) as error:
        issue(tenant, key_id=key_id)
    assert error.value.code == "key_exists"


def test_use_is_noted_to_the_hour(tenant: Tenant) -> None:
    key, _ = issue(tenant)
    now = timezone.now()
    for minutes in (0, 30, 61):
        key.refresh_from_db()
        access.note_key_use(key, now=now + timedelta(minutes=minutes))
        key.refresh_from_db()
        assert key.last_used_at == now + timedelta(minutes=minutes if minutes == 61 else 0)
