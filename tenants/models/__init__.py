"""Every model of the app, a module each for what belongs together.

User, Tenant, Membership, Invitation, ApiKey, CustomDomain, StaffVisit and what the ISV keeps about
itself are read before a tenant is known and are therefore not scoped; everything else here is.
"""

from tenants.models.brand import (
    E164,
    Answer,
    Brand,
    BrandDraft,
    EntityType,
    Registrant,
    RegistrantDecision,
    Vertical,
    WebsiteCheck,
)
from tenants.models.changes import (
    ApiKeyChange,
    IsvIdentityChange,
    IsvSettingsChange,
    MembershipChange,
    TenantChange,
    UserChange,
)
from tenants.models.isv import IsvIdentity, IsvSettings
from tenants.models.keys import ApiKey, ApiKeyKind, KeyScope
from tenants.models.notices import Notice, NoticeSetting
from tenants.models.people import Invitation, Membership, Role, User
from tenants.models.tenant import CustomDomain, StaffVisit, Tenant, TenantEvent
from tenants.models.webhooks import (
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
)
from tenants.models.work import InvitationImport, InvitationRow, TenantExport
from tenants.states import TenantStatus

__all__ = [
    "E164",
    "Answer",
    "ApiKey",
    "ApiKeyChange",
    "ApiKeyKind",
    "Brand",
    "BrandDraft",
    "CustomDomain",
    "EntityType",
    "Invitation",
    "InvitationImport",
    "InvitationRow",
    "IsvIdentity",
    "IsvIdentityChange",
    "IsvSettings",
    "IsvSettingsChange",
    "KeyScope",
    "Membership",
    "MembershipChange",
    "Notice",
    "NoticeSetting",
    "Registrant",
    "RegistrantDecision",
    "Role",
    "StaffVisit",
    "Tenant",
    "TenantChange",
    "TenantEvent",
    "TenantExport",
    "TenantStatus",
    "User",
    "UserChange",
    "Vertical",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WebhookTry",
    "WebsiteCheck",
]
