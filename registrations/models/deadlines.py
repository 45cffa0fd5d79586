"""By when somebody must act on a registration, and which reminders went out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.filings import Registration
from tenants.scoping import TenantScopedModel

WARN_DAYS = 3


class Deadline(TenantScopedModel):
    """A day by which somebody must act, with what happens otherwise."""

    class Kind(models.TextChoices):
        """What must be done."""

        ANSWER_MAIL = "answer_mail", _("Answer the registry's e-mail")
        CORRECT = "correct", _("Correct and hand in again")
        READ = "read", _("Read what was handed in")
        UPDATE = "update", _("File the new wording")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    opened_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    # A deadline of the carrier's ends something; one of ours only asks.
    is_hard = models.BooleanField(default=False)
    # Codes of the reminders that went out, in order.
    reminded = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "registration", "kind"],
                condition=models.Q(met_at__isnull=True),
                name="deadline_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(met_at__isnull=True), name="deadline_open"
            )
        ]

    @property
    def days_left(self) -> int:
        """Whole days until it is due; below zero once it is over."""
        return (self.due_at - timezone.now()).days

    @property
    def is_late(self) -> bool:
        """Is it over?"""
        return self.met_at is None and self.due_at <= timezone.now()

    @property
    def tone(self) -> str:
        """How its countdown is coloured."""
        if self.is_late:
            return "bad"
        return "warn" if self.days_left < WARN_DAYS or self.is_hard else "info"

    def __str__(self) -> str:
        return str(self.get_kind_display())
