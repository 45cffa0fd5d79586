"""Erasing a closed tenant: the frame of every step, and this app's own steps.

A step is called with the tenant's id, does its work in transactions of its own, and may be called
again at any time: what it has blanked it does not find again.
"""

import logging
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from tenants import access
from tenants.events import Actor
from tenants.models import (
    ApiKey,
    ApiKeyChange,
    Brand,
    BrandDraft,
    CustomDomain,
    Invitation,
    InvitationRow,
    Membership,
    Notice,
    NoticeSetting,
    RegistrantDecision,
    StaffVisit,
    Tenant,
    TenantEvent,
    TenantExport,
    TenantStatus,
    User,
    UserChange,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
    WebsiteCheck,
)
from tenants.scoping import TenantScopedModel, erasing
from tenants.states import InvitationStatus, RowOutcome

logger = logging.getLogger(__name__)
Step = Callable[[uuid.UUID], None]
PORTION = 5000
# What an event keeps of who did it and of what it said: nothing.
BLANK_EVENT: dict[str, Any] = {"data": {}, "actor_id": "", "actor_label": "", "address": None}
BLANK_ROW = {"email": "", "business_name": "", "details_json": ""}
# A number that the column's check takes and nobody has.
NO_PHONE = "+1000000"


def due(now: datetime) -> list[uuid.UUID]:
    """Return the tenants whose days of grace are over, and those whose erasure was cut short."""
    over = Q(status=TenantStatus.CLOSED, erase_after_at__lte=now)
    cut_short = Q(status=TenantStatus.ERASED, erase_after_at__isnull=False)
    return list(Tenant.objects.filter(over | cut_short).values_list("pk", flat=True))


def begin(tenant_id: uuid.UUID, *, now: datetime) -> bool:
    """Open the erasure, from which nothing leads back; False when it is not (or no longer) due."""
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
        is_over = tenant.erase_after_at is not None and tenant.erase_after_at <= now
        if tenant.status == TenantStatus.CLOSED and is_over:
            access.begin_erasure(tenant_id)
            return True
    return tenant.status == TenantStatus.ERASED and tenant.erase_after_at is not None


def end(tenant_id: uuid.UUID, *, steps: int) -> None:
    """Close the erasure, after which no history row of the tenant can be changed again."""
    with erasing(tenant_id):
        tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
        if tenant.erase_after_at is None:
            return
        tenant.erase_after_at = None
        tenant.save(update_fields=["erase_after_at"])
        actor = Actor.system("erasure")
        TenantEvent.record(TenantEvent.Kind.ERASED, actor=actor, data={"steps": steps})


def blank(tenant_id: uuid.UUID, model: type[models.Model], values: dict[str, Any]) -> int:
    """Put these values into every row that has others, in portions; return how many rows."""
    differs = Q()
    for name, value in values.items():
        differs |= Q(**{f"{name}__isnull": False}) if value is None else ~Q(**{name: value})
    count = 0
    while True:
        with erasing(tenant_id):
            rows = model._default_manager.filter(differs, tenant_id=tenant_id).order_by("pk")
            found = list(rows.values_list("pk", flat=True)[:PORTION])
            model._default_manager.filter(pk__in=found).update(**values)
        count += len(found)
        if len(found) < PORTION:
            return count


def forget_people(tenant_id: uuid.UUID) -> None:
    """Anonymise the accounts of those who belong to no other business and are not staff."""
    others = Membership.objects.exclude(tenant_id=tenant_id).values("user_id")
    people = User.objects.filter(
        memberships__tenant_id=tenant_id, is_staff=False, is_superuser=False
    ).exclude(pk__in=others)
    for user in people:
        with transaction.atomic():
            _forget(user)


def _forget(user: User) -> None:
    """Keep the account as a number without a name, since rows point to it; nobody can use it."""
    addresses = {
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    }
    keys = UserSession.objects.filter(user=user).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    for model in (UserSession, Authenticator, EmailAddress):
        model.objects.filter(user=user).delete()
    user.email = f"erased-{uuid.uuid4().hex}@erased.invalid"
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    with pgtrigger.ignore("tenants.UserChange:append_only"):
        UserChange.objects.filter(pgh_obj_id=user.pk).update(
            email=user.email, first_name="", last_name=""
        )
    for address in addresses:
        _forget_address(address)


def _forget_address(address: str) -> None:
    """Take an address out of what the ISV keeps: old offers, their files, and the admin's log.

    Nothing of an account that stays, and nothing that another business has invited: or whoever
    invites an address and closes could take both away.
    """
    is_anothers = Q(email__iexact=address)
    if User.objects.filter(is_anothers).exists() or EmailAddress.objects.filter(is_anothers):
        return
    over = ~Q(status=InvitationStatus.PENDING) | Q(expires_at__lte=timezone.now())
    Invitation.objects.filter(over, email__iexact=address, tenant=None).delete()
    rows = InvitationRow.objects.filter(email__iexact=address, invitation=None)
    rows.exclude(outcome=RowOutcome.VALID).update(**BLANK_ROW)
    # The whole address: a short one could be the end of another.
    whole = rf"(^|[^\w.+-]){re.escape(address)}($|[^\w.-]|\.$|\.\s)"
    told = Q(object_repr__iregex=whole) | Q(change_message__iregex=whole)
    LogEntry.objects.filter(told).update(object_repr="", change_message="")


def remove_access(tenant_id: uuid.UUID) -> None:
    """Remove places, invitations, keys and the domain, with what row history kept of them."""
    with transaction.atomic():
        sent = Invitation.objects.filter(tenant_id=tenant_id)
        InvitationRow.objects.filter(invitation__in=sent).update(**BLANK_ROW)
        for address in set(sent.values_list("email", flat=True)):
            _forget_address(address)
        for model in (Membership, Invitation, ApiKey, CustomDomain):
            model.objects.filter(tenant_id=tenant_id).delete()
        with pgtrigger.ignore("tenants.ApiKeyChange:append_only"):
            ApiKeyChange.objects.filter(tenant_id=tenant_id).update(name="")


def remove_drafts(tenant_id: uuid.UUID) -> None:
    """Remove drafts, looks at the website, and files of exports."""
    with erasing(tenant_id):
        keys = list(TenantExport.objects.exclude(file_key="").values_list("file_key", flat=True))
    for key in keys:
        storages["default"].delete(key)
    with erasing(tenant_id):
        for model in (BrandDraft, WebsiteCheck, TenantExport):
            model.objects.all().delete()


def remove_notices(tenant_id: uuid.UUID) -> None:
    """Remove what people were told, and the addresses of apps with all that was sent there."""
    with erasing(tenant_id):
        told: tuple[type[TenantScopedModel], ...] = (
            *(WebhookTry, WebhookDelivery, WebhookEvent, WebhookEndpoint),
            *(Notice, NoticeSetting),
        )
        for model in told:
            model.objects.all().delete()


def blank_company(tenant_id: uuid.UUID) -> None:
    """Blank contact and tax data; the business's name stays, since proofs of consent name it."""
    texts = (
        "tax_id", "tax_id_country", "stock_symbol", "stock_exchange", "street", "city", "state",
        "postal_code", "website", "support_email", "contact_first_name", "contact_last_name",
        "contact_email",
    )  # fmt: skip
    with erasing(tenant_id):
        Brand.objects.update(**dict.fromkeys(texts, ""), support_phone=NO_PHONE)
        RegistrantDecision.objects.update(decided_by="", remark="", matches={})
        RegistrantDecision.objects.exclude(exception_reason="").update(exception_reason="erased")
        StaffVisit.objects.filter(tenant_id=tenant_id).update(reason="erased")


def blank_events(tenant_id: uuid.UUID) -> None:
    """Keep that things happened to the business, and not who did them or what they said."""
    blank(tenant_id, TenantEvent, BLANK_EVENT)


STEPS: tuple[Step, ...] = (
    forget_people, remove_access, remove_drafts, remove_notices, blank_company, blank_events,
)  # fmt: skip
