"""A tenant's company details, how they came about, and who is registered with the carriers."""

import json
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.company import tax_ids
from tenants.crypto import EncryptedTextField
from tenants.models.people import User
from tenants.scoping import TenantScopedModel
from tenants.states import CheckStatus, ExceptionStatus


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


class BrandDraft(TenantScopedModel):
    """Company details on their way: kept at every step, so that set-up goes on where it stopped."""

    # Encrypted, since a tax id may be among them.
    answers_json = EncryptedTextField(default="{}")
    steps_done = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="brand_draft_one_per_tenant")
        ]

    def __str__(self) -> str:
        return f"draft {self.revision}"

    @property
    def answers(self) -> dict[str, Any]:
        """The answers so far, by the names of the brand's fields."""
        found: dict[str, Any] = json.loads(self.answers_json or "{}")
        return found


class Answer(models.TextChoices):
    """An answer of the decision helper. Not sure counts as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Registrant(models.TextChoices):
    """Whose data a registration carries."""

    END_BUSINESS = "end_business", _("The end business")
    ISV = "isv", _("The ISV itself")


class RegistrantDecision(TenantScopedModel):
    """Who is registered, as decided by a person: three answers, and an exception if one is needed.

    The newest row counts; an earlier one is kept as it was. The ISV may be registered, or the
    ISV's data be carried, only while an approved exception stands that names what was found.
    """

    runs_opt_in = models.CharField(max_length=6, choices=Answer.choices)
    writes_messages = models.CharField(max_length=6, choices=Answer.choices)
    is_named = models.CharField(max_length=6, choices=Answer.choices)
    outcome = models.CharField(max_length=12, choices=Registrant.choices)
    exception_status = models.CharField(
        max_length=10, choices=ExceptionStatus.choices, default=ExceptionStatus.NONE
    )
    exception_reason = models.TextField(max_length=1000, blank=True)
    # What of the ISV's the details carried when the exception was asked for: field → the value as
    # it may be shown, the ISV's own, how alike they are, and a digest by which it is recognised.
    matches = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=254)
    decided_at = models.DateTimeField(auto_now_add=True)
    reviewed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(max_length=1000, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-decided_at"]
        verbose_name = _("registrant decision")
        permissions = [("review_registrantdecision", "Can approve and refuse exceptions")]
        indexes = [models.Index(fields=["tenant", "-decided_at"], name="registrant_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="end_business")
                | models.Q(runs_opt_in="yes", writes_messages="yes", is_named="yes"),
                name="registrant_isv_needs_three_yes",
            ),
            models.CheckConstraint(
                condition=models.Q(exception_status="none") | ~models.Q(exception_reason=""),
                name="registrant_exception_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class WebsiteCheck(TenantScopedModel):
    """One look at the tenant's website, as a stranger without cookies or script gets it."""

    url = models.URLField(max_length=200)
    status = models.CharField(
        max_length=10, choices=CheckStatus.choices, default=CheckStatus.WAITING
    )
    is_reachable = models.BooleanField(null=True)
    is_brand_seen = models.BooleanField(null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    final_url = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    # What was wrong, in words for the member; empty when all was well.
    problem = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(max_length=2000, blank=True)
    # What else was read: number of words, links to policies, signs of an unfinished site.
    seen = models.JSONField(default=dict)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="website_check_newest")]

    def __str__(self) -> str:
        return self.url
