"""Long work whose progress people watch: imports of invitations, and exports of a tenant's data."""

import json
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.crypto import EncryptedTextField
from tenants.models.people import Invitation, User
from tenants.scoping import TenantScopedModel
from tenants.states import ExportStatus, ImportStatus, RowOutcome


class InvitationImport(models.Model):
    """A CSV file of businesses to invite: checked first, then loaded once a person says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    # The file in the private storage, deleted once its rows are read.
    file_key = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKING
    )
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    # Why the file as a whole could not be read.
    problem = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class InvitationRow(models.Model):
    """One row of such a file, with what is wrong with it or what became of it."""

    load = models.ForeignKey(InvitationImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    email = models.CharField(max_length=254, blank=True)
    business_name = models.CharField(max_length=100, blank=True)
    details_json = EncryptedTextField(blank=True, default="")
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices)
    errors = models.JSONField(default=list)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="row"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            # What makes a repeated chunk harmless after a worker was killed.
            models.UniqueConstraint(fields=["load", "number"], name="invitation_row_once")
        ]
        indexes = [models.Index(fields=["load", "outcome", "number"], name="invitation_row_open")]

    def __str__(self) -> str:
        return f"{self.number}: {self.email}"

    @property
    def details(self) -> dict[str, str]:
        """Company details to begin with, by the names of the brand's fields."""
        found: dict[str, str] = json.loads(self.details_json or "{}")
        return found


class TenantExport(TenantScopedModel):
    """A file made for a tenant: its history, or everything that is kept about it."""

    class Kind(models.TextChoices):
        """What the file holds."""

        HISTORY = "history", _("History")
        EVERYTHING = "everything", _("Everything")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(
        max_length=10, choices=ExportStatus.choices, default=ExportStatus.WAITING
    )
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # The address that asked; only its owner may fetch the file.
    asked_label = models.CharField(max_length=254)
    parts_done = models.PositiveIntegerField(default=0)
    parts_total = models.PositiveIntegerField(default=0)
    file_key = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="tenant_export_newest")]

    def __str__(self) -> str:
        return self.get_kind_display()
