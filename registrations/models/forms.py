"""The carrier's own forms, as they were read: what each asks today, and what changed when.

The same for every tenant, hence not scoped.
"""

from django.db import models

from registrations.definitions import Section, read_sections


class FormDefinition(models.Model):
    """The carrier's own definition of a registration form, as last read from it."""

    registration_type = models.CharField(max_length=64, primary_key=True)
    sections = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    # The entry of the carrier's list of types: its words and what it wants associated.
    about = models.JSONField(default=dict, blank=True)
    # The number of the newest FormRevision, which holds the same form for good.
    revision = models.PositiveIntegerField(default=1)
    # False: the carrier's list names the type no more. What was filed stays.
    is_offered = models.BooleanField(default=True)
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.registration_type

    @property
    def form(self) -> tuple[Section, ...]:
        """The form as sections of fields."""
        return read_sections(self.registration_type, self.sections, self.fields)


class FormRevision(models.Model):
    """A form as it was from one reading on, with what differed from the one before."""

    registration_type = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    about = models.JSONField(default=dict, blank=True)
    sections = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    # Lists of `{"field", "what", "before", "after"}`, most serious first; empty for the first one.
    changes = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField()
    # When staff said that they have seen the change, and who.
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-read_at", "registration_type"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration_type", "number"], name="formrevision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_type} ({self.number})"


class AccountLimit(models.Model):
    """How much of one thing the ISV's account at the carrier holds, and how much it may hold."""

    name = models.CharField(max_length=60, primary_key=True)
    used = models.PositiveBigIntegerField(default=0)
    maximum = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.used}/{self.maximum}"

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(self.maximum - self.used, 0)
