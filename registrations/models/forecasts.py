"""What was foretold of a filing, who answered for the warnings, and what then came true."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.filings import RegistrationVersion
from tenants.scoping import TenantScopedModel


class Forecast(TenantScopedModel):
    """All findings about a round at one moment; kept for good, to be held against the outcome."""

    class Moment(models.TextChoices):
        """Why it was made."""

        CHECKED = "checked", _("Checked")
        HANDED_IN = "handed_in", _("Handed in")
        ACCEPTED = "accepted", _("Accepted for filing")

    version = models.ForeignKey(RegistrationVersion, models.PROTECT, related_name="forecasts")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200, blank=True)
    form_revision = models.PositiveIntegerField(null=True, blank=True)
    # Each: rule, severity, field, start, end, quote, message, fix, prevents, digest.
    findings = models.JSONField(default=list)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}: {len(self.findings)}"


class Acknowledgement(TenantScopedModel):
    """A person's word that a warning is understood and does not apply, with the reason."""

    version = models.ForeignKey(RegistrationVersion, models.PROTECT, related_name="acknowledged")
    rule = models.CharField(max_length=60)
    field = models.CharField(max_length=100, blank=True)
    # Of rule, field, message and quoted text: what is said of other words is another warning.
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)

    class Meta(TenantScopedModel.Meta):
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "version", "digest"], name="acknowledgement_once"
            )
        ]

    def __str__(self) -> str:
        return self.rule


class LiveCheck(TenantScopedModel):
    """A look at what a filing points to (pages, addresses, mail domain), done by a worker."""

    version = models.ForeignKey(RegistrationVersion, models.PROTECT, related_name="live_checks")
    asked_at = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    # Each: what was looked at, how it went, and in words what was seen.
    seen = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"


class ForecastScore(TenantScopedModel):
    """One rule of one forecast held against the carrier's decision about the same round."""

    class Outcome(models.TextChoices):
        """How the forecast did."""

        HIT = "hit", _("Foretold, and it came")
        FALSE_ALARM = "false_alarm", _("Foretold, and it did not come")
        MISSED = "missed", _("It came, and was not foretold")

    forecast = models.ForeignKey(Forecast, models.PROTECT, related_name="scores")
    registration_type = models.CharField(max_length=64)
    # Empty for a reason of the carrier that no rule of ours knows.
    rule = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    codes = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    decided_at = models.DateTimeField()

    class Meta(TenantScopedModel.Meta):
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.outcome}"
