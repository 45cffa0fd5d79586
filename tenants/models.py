"""People, the end businesses they belong to, those businesses' details, and their API keys.

User, Tenant, Membership, ApiKey and IsvIdentity are read before a tenant is known and are
therefore not scoped; everything else here is.
"""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants import tax_ids
from tenants.crypto import EncryptedTextField
from tenants.events import Event
from tenants.scoping import TenantScopedModel


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password the account cannot be signed in to."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a staff administrator, whose address counts as verified.

        Whoever runs the command has the whole server, and mail may not work yet on the first day.
        """
        with transaction.atomic():
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]
        return user


class User(AbstractUser):
    """A person: a member of tenants, or ISV staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.email


class TenantStatus(models.TextChoices):
    """Whether an end business may use the portal."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class Tenant(models.Model):
    """An end business. Its hosted pages stay up even when it is suspended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("business name"), max_length=100)
    slug = models.SlugField(unique=True, max_length=60)
    status = models.CharField(
        max_length=10, choices=TenantStatus.choices, default=TenantStatus.ACTIVE
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """May this tenant send and call the API?"""
        return self.status == TenantStatus.ACTIVE


class Role(models.TextChoices):
    """What a member is; `permissions.py` says what each may do."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")
    DEVELOPER = "developer", _("Developer")


class Membership(models.Model):
    """One person's place in one tenant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.tenant} · {self.role}"


class ApiKeyKind(models.TextChoices):
    """Test keys reach the carrier simulator only; the gate enforces it."""

    TEST = "test", _("Test")
    LIVE = "live", _("Live")


class ApiKey(models.Model):
    """A tenant app's key: shown once, then known only by its prefix and a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=ApiKeyKind.choices)
    prefix = models.CharField(max_length=24, unique=True)
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class EntityType(models.TextChoices):
    """Legal forms, by the names of the carrier's 10DLC brand form."""

    PRIVATE_PROFIT = "PRIVATE_PROFIT", _("Private company")
    PUBLIC_PROFIT = "PUBLIC_PROFIT", _("Company listed on a stock exchange")
    NON_PROFIT = "NON_PROFIT", _("Non-profit organization")
    GOVERNMENT = "GOVERNMENT", _("Government")


class Vertical(models.TextChoices):
    """Industries, by the names of the carrier's 10DLC forms."""

    AGRICULTURE = "AGRICULTURE", _("Agriculture")
    COMMUNICATION = "COMMUNICATION", _("Communication")
    CONSTRUCTION = "CONSTRUCTION", _("Construction")
    EDUCATION = "EDUCATION", _("Education")
    ENERGY = "ENERGY", _("Energy")
    ENTERTAINMENT = "ENTERTAINMENT", _("Entertainment")
    FINANCIAL = "FINANCIAL", _("Financial services")
    GAMBLING = "GAMBLING", _("Gambling")
    GOVERNMENT = "GOVERNMENT", _("Government")
    HEALTHCARE = "HEALTHCARE", _("Health care")
    HOSPITALITY = "HOSPITALITY", _("Hospitality")
    INSURANCE = "INSURANCE", _("Insurance")
    MANUFACTURING = "MANUFACTURING", _("Manufacturing")
    NGO = "NGO", _("Non-governmental organization")
    REAL_ESTATE = "REAL_ESTATE", _("Real estate")
    RETAIL = "RETAIL", _("Retail")
    TECHNOLOGY = "TECHNOLOGY", _("Technology")


E164 = RegexValidator(r"^\+[1-9]\d{6,14}$", _("Enter a phone number with its country code."))


class Brand(TenantScopedModel):
    """The legal business behind the texts, with the details that reviewers compare."""

    legal_name = models.CharField(max_length=100)
    dba_name = models.CharField(max_length=100, blank=True)
    entity_type = models.CharField(max_length=16, choices=EntityType.choices)
    tax_id = EncryptedTextField()
    tax_id_country = models.CharField(max_length=2)
    stock_symbol = models.CharField(max_length=10, blank=True)
    stock_exchange = models.CharField(max_length=10, blank=True)
    street = models.CharField(max_length=100)
    city = models.CharField(max_length=100)
    state = models.CharField(max_length=50)
    postal_code = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    website = models.URLField(max_length=100)
    vertical = models.CharField(max_length=16, choices=Vertical.choices)
    support_email = models.EmailField(max_length=100)
    support_phone = models.CharField(max_length=16, validators=[E164])
    contact_first_name = models.CharField(max_length=50)
    contact_last_name = models.CharField(max_length=50)
    contact_email = models.EmailField(max_length=100)
    # Counts saves, so that two people editing at once cannot overwrite each other unseen.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="brand_one_per_tenant"),
            models.CheckConstraint(
                condition=models.Q(support_phone__regex=r"^\+[1-9]\d{6,14}$"),
                name="brand_support_phone_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.texted_name

    @property
    def texted_name(self) -> str:
        """The name that recipients know: the DBA where there is one."""
        return self.dba_name or self.legal_name

    @property
    def masked_tax_id(self) -> str:
        """The last three characters, for pages and history."""
        return tax_ids.mask(self.tax_id)


class TenantEvent(Event):
    """What happened to a tenant as a whole: people, company details, keys."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        CREATED = "tenant.created", _("Business created")
        BRAND_SAVED = "brand.saved", _("Company details saved")
        KEY_ISSUED = "api_key.issued", _("API key issued")
        KEY_REVOKED = "api_key.revoked", _("API key revoked")
        SUSPENDED = "tenant.suspended", _("Business suspended")
        REACTIVATED = "tenant.reactivated", _("Business reactivated")

    class Meta(Event.Meta):
        abstract = False
        indexes = [models.Index(fields=["tenant", "-at"], name="tenantevent_newest")]

    def __str__(self) -> str:
        kinds = dict(self.Kind.choices)
        return str(kinds.get(self.kind, self.kind))


class IsvIdentity(models.Model):
    """The ISV's own names, numbers and domains, kept by staff: no end business may carry them.

    Registrations that carry the ISV's data instead of the end business's are refused.
    """

    legal_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    tax_ids = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    domains = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    phones = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    emails = ArrayField(models.EmailField(max_length=100), default=list, blank=True)

    class Meta:
        verbose_name = _("ISV identity")
        verbose_name_plural = _("ISV identity")

    def __str__(self) -> str:
        return ", ".join(self.legal_names) or "ISV"
