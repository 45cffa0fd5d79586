"""The end business, its own domain, what happened to it, and staff's visits to its pages."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.events import Event
from tenants.states import DomainStatus, TenantStatus


class Tenant(models.Model):
    """An end business. Its hosted pages stay up even when it is suspended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("business name"), max_length=100)
    slug = models.SlugField(unique=True, max_length=60)
    status = models.CharField(
        max_length=10, choices=TenantStatus.choices, default=TenantStatus.ACTIVE
    )
    # Every member must then have a second step at sign-in.
    requires_mfa = models.BooleanField(_("second step required"), default=False)
    # May staff look at this business's pages as a member would see them? Each visit is recorded.
    allows_visits = models.BooleanField(_("visits by staff allowed"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    erase_after_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("business")
        verbose_name_plural = _("businesses")
        ordering = ["name"]
        permissions = [
            ("suspend_tenant", "Can suspend and reactivate businesses"),
            ("visit_tenant", "Can look at a business's pages as a member would"),
            ("invite_tenant", "Can invite businesses"),
            ("export_tenant", "Can export all data of a business"),
            ("close_tenant", "Can close and reopen businesses"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=TenantStatus.values), name="tenant_known_status"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """May this tenant send and call the API?"""
        return self.status == TenantStatus.ACTIVE


def _domain_token() -> str:
    return secrets.token_hex(16)


class CustomDomain(models.Model):
    """A host of the tenant's own for its hosted pages, proven by a TXT record of its zone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.OneToOneField(Tenant, models.CASCADE, related_name="custom_domain")
    host = models.CharField(max_length=253)
    status = models.CharField(
        max_length=10, choices=DomainStatus.choices, default=DomainStatus.PENDING
    )
    token = models.CharField(max_length=32, default=_domain_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # What was found instead at the last look, in words for the member.
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            # A claim that was never proven must not keep the owner of the host out.
            models.UniqueConstraint(
                "host", condition=models.Q(status="verified"), name="custom_domain_proven_once"
            ),
            models.CheckConstraint(
                condition=models.Q(host=models.functions.Lower("host")),
                name="custom_domain_small_letters",
            ),
        ]

    def __str__(self) -> str:
        return self.host


class StaffVisit(models.Model):
    """A member of staff looking at a tenant's pages as a viewer would, for a stated reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="visits")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="staff_visit_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.staff} · {self.tenant}"

    @property
    def is_open(self) -> bool:
        """Neither ended nor out of time."""
        return self.ended_at is None and self.ends_at > timezone.now()


class TenantEvent(Event):
    """What happened to a tenant as a whole: people, company details, keys."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        CREATED = "tenant.created", _("Business created")
        BRAND_SAVED = "brand.saved", _("Company details saved")
        REGISTRANT_DECIDED = "registrant.decided", _("Who is registered was decided")
        EXCEPTION_ASKED = "registrant.exception_asked", _("Exception asked for")
        EXCEPTION_APPROVED = "registrant.exception_approved", _("Exception approved")
        EXCEPTION_REFUSED = "registrant.exception_refused", _("Exception refused")
        WEBSITE_CHECKED = "website.checked", _("Website checked")
        MEMBER_INVITED = "member.invited", _("Person invited")
        INVITATION_RESENT = "invitation.resent", _("Invitation sent again")
        INVITATION_REVOKED = "invitation.revoked", _("Invitation withdrawn")
        MEMBER_JOINED = "member.joined", _("Person joined")
        ROLE_CHANGED = "member.role_changed", _("Role changed")
        MEMBER_REMOVED = "member.removed", _("Person removed")
        MEMBER_LEFT = "member.left", _("Person left")
        SECOND_STEP_RESET = "member.second_step_reset", _("Lost second step taken off")
        SETTINGS_CHANGED = "tenant.settings_changed", _("Settings changed")
        KEY_ISSUED = "api_key.issued", _("API key issued")
        KEY_ROTATED = "api_key.rotated", _("API key replaced")
        KEY_REVOKED = "api_key.revoked", _("API key revoked")
        WEBHOOK_ADDED = "webhook.added", _("Webhook added")
        WEBHOOK_CHANGED = "webhook.changed", _("Webhook changed")
        WEBHOOK_ROTATED = "webhook.rotated", _("Webhook's secret replaced")
        WEBHOOK_SWITCHED_OFF = "webhook.switched_off", _("Webhook switched off")
        WEBHOOK_SWITCHED_ON = "webhook.switched_on", _("Webhook switched on")
        WEBHOOK_REMOVED = "webhook.removed", _("Webhook removed")
        DOMAIN_ADDED = "domain.added", _("Domain added")
        DOMAIN_VERIFIED = "domain.verified", _("Domain verified")
        DOMAIN_LOST = "domain.lost", _("Domain no longer verified")
        DOMAIN_REMOVED = "domain.removed", _("Domain removed")
        VISIT_BEGAN = "visit.began", _("Staff began to look at your pages")
        VISIT_ENDED = "visit.ended", _("Staff stopped looking at your pages")
        EXPORT_ASKED = "export.asked", _("Export asked for")
        EXPORT_FETCHED = "export.fetched", _("Export downloaded")
        SUSPENDED = "tenant.suspended", _("Business suspended")
        REACTIVATED = "tenant.reactivated", _("Business reactivated")
        CLOSED = "tenant.closed", _("Business closed")
        REOPENED = "tenant.reopened", _("Business reopened")
        ERASURE_BEGAN = "tenant.erasure_began", _("Erasing personal data began")
        ERASED = "tenant.erased", _("Personal data erased")

    class Meta(Event.Meta):
        abstract = False
        indexes = [models.Index(fields=["tenant", "-at"], name="tenantevent_newest")]

    def __str__(self) -> str:
        kinds = dict(self.Kind.choices)
        return str(kinds.get(self.kind, self.kind))
