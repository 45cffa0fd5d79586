"""People, their places in tenants, and the invitations that bring them there."""

import json
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.crypto import EncryptedTextField
from tenants.models.tenant import Tenant
from tenants.states import InvitationStatus


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
        permissions = [
            ("appoint_staff", "Can say who is staff and in which groups"),
            ("reset_second_step", "Can take a lost second step off"),
        ]

    def __str__(self) -> str:
        return self.email


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


class Invitation(models.Model):
    """A place offered by e-mail: in a tenant's team, or, without a tenant, to found one.

    Single use and bound to the address. The secret of the link is made when the mail is written
    and kept as a hash only, so nobody who reads the database can accept one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(
        Tenant, models.CASCADE, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices)
    status = models.CharField(
        max_length=10, choices=InvitationStatus.choices, default=InvitationStatus.PENDING
    )
    # Only for one that founds a business: its name, and company details as JSON to begin with.
    business_name = models.CharField(max_length=100, blank=True)
    details_json = EncryptedTextField(blank=True, default="")
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    # Due for mailing while null; the sweep claims it, and a claim that ends unsent is due again.
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_lease_until = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=200, blank=True)
    times_mailed = models.PositiveSmallIntegerField(default=0)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "tenant",
                Lower("email"),
                condition=models.Q(status="pending", tenant__isnull=False),
                name="invitation_once_per_team",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(status="pending", tenant__isnull=True),
                name="invitation_once_to_found",
            ),
            models.CheckConstraint(
                condition=models.Q(tenant__isnull=False)
                | models.Q(role="owner") & ~models.Q(business_name=""),
                name="invitation_to_found_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(status="pending", mailed_at__isnull=True),
                name="invitation_to_mail",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.tenant or self.business_name}"

    @property
    def details(self) -> dict[str, str]:
        """Company details to begin with, by the names of the brand's fields."""
        found: dict[str, str] = json.loads(self.details_json or "{}")
        return found

    @property
    def is_open(self) -> bool:
        """Can it still be accepted?"""
        return self.status == InvitationStatus.PENDING and self.expires_at > timezone.now()
