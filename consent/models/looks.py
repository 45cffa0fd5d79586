"""Looks at live pages as reviewers take them, and what vanished from one of them."""

from django.db import models

from consent.models.programs import Program, ProgramVersion
from consent.states import DriftStatus, LookPage, LookReason, LookStatus
from tenants.scoping import TenantScopedModel


class PageLook(TenantScopedModel):
    """One look at one live page, by every kind of reader that reviewers use."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="looks")
    page = models.CharField(max_length=10, choices=LookPage.choices)
    url = models.URLField(max_length=300)
    reason = models.CharField(max_length=10, choices=LookReason.choices)
    status = models.CharField(max_length=10, choices=LookStatus.choices, default=LookStatus.WAITING)
    # What each reader saw: its name, the answer's status, which disclosures, what was in the way,
    # and the key of its picture.
    readers = models.JSONField(default=list)
    # What no reader saw although the attested texts say it.
    vanished = models.JSONField(default=list)
    # Why nothing could be read, in words for the member.
    problem = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=254, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["tenant", "program", "-created_at"], name="look_newest"),
        ]

    def __str__(self) -> str:
        return self.url


class DriftTask(TenantScopedModel):
    """Something that reviewers approved is no longer on the page: somebody must put it back."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="drift_tasks")
    look = models.ForeignKey(PageLook, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=DriftStatus.choices, default=DriftStatus.OPEN)
    # The disclosures that vanished, by the rule that would miss them.
    vanished = models.JSONField(default=list)
    # The text that would put it right, filled in, ready to be pasted.
    remedy = models.TextField(blank=True)
    draft = models.ForeignKey(
        ProgramVersion, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=254, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "program"],
                condition=models.Q(status="open"),
                name="drift_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.program}: {', '.join(self.vanished)}"
