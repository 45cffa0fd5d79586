"""Every status of the tenants app and the steps between them, one table a machine."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class TenantStatus(models.TextChoices):
    """Whether an end business may use the portal."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    # On its way out: nothing is sent, and after the days of grace its personal data are erased.
    CLOSED = "closed", _("Closed")
    ERASED = "erased", _("Erased")


TENANT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    TenantStatus.ACTIVE: frozenset({TenantStatus.SUSPENDED, TenantStatus.CLOSED}),
    TenantStatus.SUSPENDED: frozenset({TenantStatus.ACTIVE, TenantStatus.CLOSED}),
    TenantStatus.CLOSED: frozenset({TenantStatus.ACTIVE, TenantStatus.ERASED}),
    TenantStatus.ERASED: frozenset(),
}


class InvitationStatus(models.TextChoices):
    """What became of an invitation. One whose time is over stays pending until it is used."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Withdrawn")


INVITATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    InvitationStatus.PENDING: frozenset({InvitationStatus.ACCEPTED, InvitationStatus.REVOKED}),
    InvitationStatus.ACCEPTED: frozenset(),
    InvitationStatus.REVOKED: frozenset(),
}


class DomainStatus(models.TextChoices):
    """Whether a tenant's own host may show its pages."""

    PENDING = "pending", _("Waiting for the DNS record")
    VERIFIED = "verified", _("Verified")
    LOST = "lost", _("DNS record gone")


DOMAIN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DomainStatus.PENDING: frozenset({DomainStatus.VERIFIED}),
    DomainStatus.VERIFIED: frozenset({DomainStatus.LOST}),
    DomainStatus.LOST: frozenset({DomainStatus.VERIFIED}),
}


class ExceptionStatus(models.TextChoices):
    """Whether the ISV's own data may be carried by way of exception."""

    NONE = "none", _("No exception")
    WAITING = "waiting", _("Waiting for staff")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


EXCEPTION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ExceptionStatus.NONE: frozenset({ExceptionStatus.WAITING}),
    ExceptionStatus.WAITING: frozenset({ExceptionStatus.APPROVED, ExceptionStatus.REFUSED}),
    ExceptionStatus.APPROVED: frozenset({ExceptionStatus.REFUSED}),
    ExceptionStatus.REFUSED: frozenset({ExceptionStatus.WAITING}),
}


class CheckStatus(models.TextChoices):
    """How far a look at a website has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Looking")
    DONE = "done", _("Done")


CHECK_TRANSITIONS: Mapping[str, frozenset[str]] = {
    CheckStatus.WAITING: frozenset({CheckStatus.RUNNING}),
    # Running again: the worker was killed and its lease has ended.
    CheckStatus.RUNNING: frozenset({CheckStatus.RUNNING, CheckStatus.DONE}),
    CheckStatus.DONE: frozenset(),
}


class ImportStatus(models.TextChoices):
    """How far a file of invitations has come."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not yet loaded")
    LOADING = "loading", _("Being loaded")
    DONE = "done", _("Loaded")
    FAILED = "failed", _("Cannot be read")
    CANCELLED = "cancelled", _("Cancelled")


IMPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ImportStatus.CHECKING: frozenset(
        {ImportStatus.CHECKED, ImportStatus.FAILED, ImportStatus.CANCELLED}
    ),
    ImportStatus.CHECKED: frozenset({ImportStatus.LOADING, ImportStatus.CANCELLED}),
    ImportStatus.LOADING: frozenset({ImportStatus.DONE}),
    ImportStatus.DONE: frozenset(),
    ImportStatus.FAILED: frozenset(),
    ImportStatus.CANCELLED: frozenset(),
}


class RowOutcome(models.TextChoices):
    """What became of one row of such a file."""

    VALID = "valid", _("Fine, not yet invited")
    INVALID = "invalid", _("Has errors")
    INVITED = "invited", _("Invited")
    SKIPPED = "skipped", _("Skipped")


class ExportStatus(models.TextChoices):
    """How far an export has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")


EXPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ExportStatus.WAITING: frozenset({ExportStatus.RUNNING}),
    ExportStatus.RUNNING: frozenset({ExportStatus.RUNNING, ExportStatus.DONE, ExportStatus.FAILED}),
    ExportStatus.DONE: frozenset({ExportStatus.EXPIRED}),
    ExportStatus.FAILED: frozenset(),
    ExportStatus.EXPIRED: frozenset(),
}
