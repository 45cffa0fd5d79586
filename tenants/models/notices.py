"""What members and staff are told, and whether it also goes to them by mail."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.scoping import TenantScopedModel


class Notice(TenantScopedModel):
    """One thing that one person is told: it stands in their list, and a worker mails it."""

    class Tone(models.TextChoices):
        """How it is coloured."""

        OK = "ok", _("Good news")
        INFO = "info", _("News")
        WARN = "warn", _("To be done")
        BAD = "bad", _("Urgent")

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    # Staff read theirs in the review queue and by mail; members in their list.
    for_staff = models.BooleanField(default=False)
    tone = models.CharField(max_length=4, choices=Tone.choices, default=Tone.INFO)
    # Something ends or is lost without an answer: its mail cannot be switched off.
    is_hard = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    # Where to act, without the host.
    path = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # What makes telling it twice impossible.
    once = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # Due for mailing while null, unless the person has switched such mails off.
    mailed_at = models.DateTimeField(null=True, blank=True)
    wants_mail = models.BooleanField(default=True)
    mail_lease_until = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user", "once"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["tenant", "user", "-created_at"], name="notice_newest"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(mailed_at__isnull=True, wants_mail=True),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Was the day that it names over when it was written?"""
        moment: datetime | None = self.due_at
        return moment is not None and moment < self.created_at


class NoticeSetting(TenantScopedModel):
    """Which mails one person wants about one business."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Hard notices are mailed all the same.
    mails_soft = models.BooleanField(default=True)

    class Meta(TenantScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="notice_setting_once")
        ]

    def __str__(self) -> str:
        return str(self.user)
