"""Verbs about tenants and those who act for them: found one, issue and revoke API keys."""

import base64
import hashlib
import hmac
import re
import secrets
import uuid
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from tenants.errors import DomainError, InvalidInput, NotPermitted, TransitionNotAllowed
from tenants.events import Actor, ActorKind
from tenants.models import (
    ApiKey,
    ApiKeyKind,
    KeyScope,
    Membership,
    Role,
    Tenant,
    TenantEvent,
    TenantStatus,
    User,
)
from tenants.scoping import tenant_scope
from tenants.states import TENANT_TRANSITIONS

KEYS_PER_TENANT = 10
TENANTS_PER_OWNER = 20
KEY_LIFE = timedelta(days=365)
# How long a key that was replaced still works, so that an app can change over without a gap.
OVERLAP = timedelta(hours=24)
# What a key looks like anywhere in a text; the checksum tells it from a look-alike.
KEY_FORM = re.compile(r"ast_(?:test|live)_[a-z2-7]{12}_[A-Za-z0-9-]{43}_[a-z2-7]{6}")


@transaction.atomic
def create_tenant(*, name: str, owner: User) -> Tenant:
    """Found a tenant with its first owner.

    The public slug ends in random letters, so that hosted pages cannot be found by counting.
    """
    if Membership.objects.filter(user=owner, role=Role.OWNER).count() >= TENANTS_PER_OWNER:
        raise DomainError(
            f"One person owns at most {TENANTS_PER_OWNER} businesses.", code="too_many_tenants"
        )
    stem = slugify(name)[:40] or "business"
    tenant = Tenant.objects.create(name=name, slug=f"{stem}-{secrets.token_hex(3)}")
    Membership.objects.create(tenant=tenant, user=owner, role=Role.OWNER)
    with tenant_scope(tenant.pk):
        TenantEvent.record(TenantEvent.Kind.CREATED, actor=Actor.member(owner), data={"name": name})
    return tenant


@transaction.atomic
def set_tenant_status(
    tenant_id: uuid.UUID, *, status: TenantStatus, actor: Actor, reason: str
) -> Tenant:
    """Suspend or reactivate a tenant: sends and the API stop or resume at once."""
    if not reason.strip():
        raise InvalidInput("Say why, so that the business can be told.", code="reason_missing")
    return _move(tenant_id, to=status, actor=actor, reason=reason)


@transaction.atomic
def close_tenant(tenant_id: uuid.UUID, *, actor: Actor, reason: str) -> Tenant:
    """Stop everything, and have the personal data erased after the days of grace.

    Sends and the API stop at once; hosted pages stay up, and STOP and HELP are still answered.
    """
    if not reason.strip():
        raise InvalidInput("Say why, so that the business can be told.", code="reason_missing")
    now = timezone.now()
    return _move(
        tenant_id,
        to=TenantStatus.CLOSED,
        actor=actor,
        reason=reason,
        closed_at=now,
        erase_after_at=now + timedelta(days=settings.CLOSING_DAYS),
    )


@transaction.atomic
def reopen_tenant(tenant_id: uuid.UUID, *, actor: Actor, reason: str) -> Tenant:
    """Undo a closing within the days of grace; sends and the API work again at once.

    Members undo only a closing of their own, and never one that ended a suspension.
    """
    if not reason.strip():
        raise InvalidInput("Say why, so that the business can be told.", code="reason_missing")
    tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
    if tenant.status == TenantStatus.CLOSED:
        if tenant.erase_after_at is not None and tenant.erase_after_at <= timezone.now():
            raise TransitionNotAllowed("The days of grace are over.", code="grace_over")
        if actor.kind == ActorKind.MEMBER and not may_member_reopen(tenant):
            raise NotPermitted("Only the portal's staff can reopen this business.")
    return _move(
        tenant_id,
        to=TenantStatus.ACTIVE,
        actor=actor,
        reason=reason,
        closed_at=None,
        erase_after_at=None,
    )


def may_member_reopen(tenant: Tenant) -> bool:
    """Was it a member who closed this business, while it was active?"""
    with tenant_scope(tenant.pk):
        closing = TenantEvent.objects.filter(kind=TenantEvent.Kind.CLOSED).first()
    return (
        closing is not None
        and closing.actor_kind == ActorKind.MEMBER
        and closing.data.get("was") == TenantStatus.ACTIVE
    )


@transaction.atomic
def begin_erasure(tenant_id: uuid.UUID) -> Tenant:
    """Take the step from which nothing leads back; `tenants/erasing.py` does the rest."""
    actor = Actor.system("erasure")
    return _move(tenant_id, to=TenantStatus.ERASED, actor=actor, reason="")


# The event of every step, by where it comes from and where it leads.
_STEPS = {
    (TenantStatus.ACTIVE, TenantStatus.SUSPENDED): TenantEvent.Kind.SUSPENDED,
    (TenantStatus.SUSPENDED, TenantStatus.ACTIVE): TenantEvent.Kind.REACTIVATED,
    (TenantStatus.ACTIVE, TenantStatus.CLOSED): TenantEvent.Kind.CLOSED,
    (TenantStatus.SUSPENDED, TenantStatus.CLOSED): TenantEvent.Kind.CLOSED,
    (TenantStatus.CLOSED, TenantStatus.ACTIVE): TenantEvent.Kind.REOPENED,
    (TenantStatus.CLOSED, TenantStatus.ERASED): TenantEvent.Kind.ERASURE_BEGAN,
}


def _move(
    tenant_id: uuid.UUID, *, to: TenantStatus, actor: Actor, reason: str, **fields: Any
) -> Tenant:
    """Change a tenant's status, with `fields` that belong to the step, and write its event."""
    tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
    if tenant.status == to:
        raise DomainError(f"The business is already {tenant.get_status_display().lower()}.")
    if to not in TENANT_TRANSITIONS[tenant.status]:
        raise TransitionNotAllowed(
            f"A business that is {tenant.get_status_display().lower()} cannot become that."
        )
    kind = _STEPS[TenantStatus(tenant.status), to]
    data = {"reason": reason}
    if to == TenantStatus.CLOSED:
        data["was"] = tenant.status
    for name, value in fields.items():
        setattr(tenant, name, value)
    tenant.status = to
    tenant.save(update_fields=["status", *fields])
    with tenant_scope(tenant.pk):
        TenantEvent.record(kind, actor=actor, data=data)
    return tenant


@transaction.atomic
def issue_api_key(
    tenant: Tenant,
    *,
    name: str,
    kind: ApiKeyKind,
    actor: Actor,
    created_by: User | None = None,
    key_id: uuid.UUID | None = None,
    scopes: Collection[str] = tuple(KeyScope),
    life: timedelta = KEY_LIFE,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is shown once and never stored.

    A `key_id` chosen when the form was opened makes a form that is sent twice make one key.
    """
    _refuse_known_key(tenant, key_id)
    usable = ApiKey.objects.filter(
        tenant=tenant, revoked_at=None, replaced_by=None, expires_at__gt=timezone.now()
    )
    if usable.count() >= KEYS_PER_TENANT:
        raise DomainError(
            f"A business has at most {KEYS_PER_TENANT} keys. Revoke one first.",
            code="too_many_keys",
        )
    if not scopes:
        raise InvalidInput("Choose at least one thing that the key may do.", code="scopes_missing")
    key = ApiKey(
        id=key_id or uuid.uuid4(),
        tenant=tenant,
        name=name,
        kind=kind,
        scopes=[str(scope) for scope in scopes],
        created_by=created_by,
    )
    secret = _store_key(key, life)
    with tenant_scope(tenant.pk):
        data = {"name": name, "prefix": key.prefix, "scopes": key.scopes}
        TenantEvent.record(TenantEvent.Kind.KEY_ISSUED, actor=actor, data=data)
    return key, secret


@transaction.atomic
def rotate_api_key(
    key_id: uuid.UUID,
    *,
    tenant: Tenant,
    actor: Actor,
    created_by: User | None = None,
    new_id: uuid.UUID | None = None,
) -> tuple[ApiKey, str]:
    """Put a new key in the place of one, with its name, kind, scopes and length of life.

    The old one works for another day, unless it is revoked or ends before. While it does, it
    cannot be replaced a second time. `new_id` makes a form that is sent twice make one key.
    """
    _refuse_known_key(tenant, new_id)
    old = ApiKey.objects.select_for_update().get(pk=key_id, tenant=tenant)
    if old.replaced_by_id is not None:
        raise DomainError("This key has been replaced already.", code="key_replaced")
    if not old.is_usable:
        raise DomainError("This key no longer works. Make a new one.", code="key_unusable")
    new = ApiKey(
        id=new_id or uuid.uuid4(),
        tenant=tenant,
        name=old.name,
        kind=old.kind,
        scopes=old.scopes,
        created_by=created_by,
    )
    secret = _store_key(new, old.expires_at - old.created_at)
    old.replaced_by = new
    old.expires_at = min(old.expires_at, timezone.now() + OVERLAP)
    old.save(update_fields=["replaced_by", "expires_at"])
    data = {
        "name": new.name,
        "changed": {"prefix": [old.prefix, new.prefix]},
        "old_ends_at": old.expires_at.isoformat(timespec="minutes"),
    }
    with tenant_scope(tenant.pk):
        TenantEvent.record(TenantEvent.Kind.KEY_ROTATED, actor=actor, data=data)
    return new, secret


def _store_key(key: ApiKey, life: timedelta) -> str:
    """Give a key its prefix and digest, save it, and return the secret."""
    mark = base64.b32encode(secrets.token_bytes(7)).decode().lower().rstrip("=")
    key.prefix = f"ast_{key.kind}_{mark}"
    secret = _sealed(f"{key.prefix}_{secrets.token_urlsafe(32).replace('_', '-')}")
    key.digest = digest(secret)
    key.expires_at = timezone.now() + life
    key.save(force_insert=True)
    return secret


def _refuse_known_key(tenant: Tenant, key_id: uuid.UUID | None) -> None:
    """Refuse to make a key that exists already."""
    # One at a time for a tenant, so that two cannot both be the tenth.
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    if key_id and ApiKey.objects.filter(pk=key_id).exists():
        raise DomainError(
            "This key was made already. Its secret was shown once; make another key.",
            code="key_exists",
        )


@transaction.atomic
def revoke_api_key(key_id: uuid.UUID, *, tenant: Tenant, actor: Actor, reason: str = "") -> ApiKey:
    """Make a key useless from the next request on; revoking twice changes nothing."""
    key = ApiKey.objects.select_for_update().get(pk=key_id, tenant=tenant)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        with tenant_scope(tenant.pk):
            data = {"name": key.name, "prefix": key.prefix}
            if reason:
                data["reason"] = reason
            TenantEvent.record(TenantEvent.Kind.KEY_REVOKED, actor=actor, data=data)
    return key


def find_api_key(secret: str) -> ApiKey | None:
    """Return the usable key of this secret, or None; the work is the same for unknown prefixes."""
    prefix = "_".join(secret.split("_")[:3])
    key = ApiKey.objects.select_related("tenant").filter(prefix=prefix).first()
    stored = key.digest if key else "0" * 64
    matches = hmac.compare_digest(stored, digest(secret))
    return key if key and matches and key.is_usable else None


def note_key_use(key: ApiKey, *, now: datetime) -> None:
    """Remember when a key was last used, to the hour, so that reads do not become writes."""
    if key.last_used_at is None or now - key.last_used_at > timedelta(hours=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def digest(secret: str) -> str:
    """Hash a secret of 256 random bits; the pepper is kept outside the database."""
    return hmac.new(settings.API_KEY_PEPPER.encode(), secret.encode(), hashlib.sha256).hexdigest()


def _sealed(secret: str) -> str:
    """Append a checksum, so that secret scanners can tell a key from a look-alike."""
    checksum = base64.b32encode(zlib.crc32(secret.encode()).to_bytes(4, "big")).decode().lower()
    return f"{secret}_{checksum[:6]}"


def memberships_of(user: Any) -> list[Membership]:
    """Return the places of a signed-in person, oldest first."""
    if not user.is_authenticated:
        return []
    return list(Membership.objects.filter(user=user).select_related("tenant"))
