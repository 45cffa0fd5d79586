"""Filings with the carrier: what was asked, what was answered, what was sent and decided."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Evidence, Program, ProgramVersion
from registrations.carrier import STATUS_MAX
from registrations.requirements import Answer
from registrations.states import EDITABLE, FINAL, OriginatorStatus, RegistrationStatus
from registrations.types import TypeFacts, facts_of_type
from tenants.crypto import EncryptedTextField
from tenants.events import Event
from tenants.models import Brand
from tenants.scoping import ScopedManager, ScopedQuerySet, TenantScopedModel


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    """Reads of registrations."""

    def awaiting_staff(self) -> "RegistrationQuerySet":
        """What staff have to read, oldest first."""
        return self.filter(status=RegistrationStatus.STAFF_REVIEW).order_by("changed_at")

    def to_file(self) -> "RegistrationQuerySet":
        """Accepted, and not yet (wholly) with the carrier."""
        return self.filter(status=RegistrationStatus.SUBMITTED)

    def may_be_filed(self, now: datetime) -> "RegistrationQuerySet":
        """Of those to file: nobody is at it, and the wait after a failure is over."""
        free = models.Q(filing_lease_until=None) | models.Q(filing_lease_until__lte=now)
        return self.to_file().filter(free)

    def with_carrier(self) -> "RegistrationQuerySet":
        """Those whose decision is the carrier's."""
        return self.filter(status=RegistrationStatus.IN_REVIEW)

    def in_force(self) -> "RegistrationQuerySet":
        """Those that allow sending, also while an update of them is written or reviewed."""
        return self.filter(approved_round__isnull=False)

    def without_live_number(self) -> "RegistrationQuerySet":
        """Approved ones whose number is still to be set up."""
        live = models.Q(originators__status=OriginatorStatus.ACTIVE)
        return self.in_force().filter(program__isnull=False).exclude(live)

    def with_number_unseen_since(self, moment: datetime) -> "RegistrationQuerySet":
        """Those in force whose live number nobody has looked at since."""
        return self.in_force().filter(
            originators__status=OriginatorStatus.ACTIVE,
            originators__carrier_checked_at__lt=moment,
        )


class Registration(TenantScopedModel):
    """One filing about a brand, a campaign or an originator, over all its versions."""

    # The carrier's name of the type, which may be one that we do not know yet.
    type = models.CharField(max_length=64)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="registrations")
    program = models.ForeignKey(Program, models.PROTECT, null=True, related_name="registrations")
    # A campaign is filed under its brand's registration.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    status = models.CharField(
        max_length=16, choices=RegistrationStatus.choices, default=RegistrationStatus.DRAFT
    )
    carrier_id = models.CharField(max_length=80, blank=True)
    carrier_status = models.CharField(max_length=STATUS_MAX, blank=True)
    carrier_checked_at = models.DateTimeField(null=True, blank=True)
    # The round that the carrier approved and has not withdrawn: while there is one, the numbers
    # may send, whatever becomes of a later round.
    approved_round = models.PositiveIntegerField(null=True, blank=True)
    # A worker that files holds this lease; another may take over once it has passed. After a
    # failure it is the end of the wait before the next attempt.
    filing_lease_until = models.DateTimeField(null=True, blank=True)
    filing_attempts = models.PositiveSmallIntegerField(default=0)
    filing_error = models.TextField(blank=True)
    # What the filing waits for, as a code: a quota by its name, or nothing.
    filing_wait = models.CharField(max_length=60, blank=True)
    # When a worker last took it up, by which the turns are shared among tenants.
    filing_turn_at = models.DateTimeField(null=True, blank=True)
    # With the rule of two persons: who accepted first. The second person files.
    first_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_accepted_at = models.DateTimeField(null=True, blank=True)
    # Who of staff is reading it, and since when: advice to the others, which blocks nobody.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    # When nothing of an ended registration was left at the carrier.
    removed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: Any = ScopedManager.of(RegistrationQuerySet)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=RegistrationStatus.values),
                name="registration_known_status",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | models.Q(approved_round__isnull=False),
                name="registration_approved_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=FINAL) | models.Q(approved_round__isnull=True),
                name="registration_ended_not_in_force",
            ),
            models.UniqueConstraint(
                fields=["tenant", "type"],
                condition=models.Q(program__isnull=True) & ~models.Q(status__in=FINAL),
                name="registration_one_open_brand",
            ),
            models.UniqueConstraint(
                fields=["tenant", "type", "program"],
                condition=~models.Q(status__in=FINAL),
                name="registration_one_open_per_program",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "changed_at"], name="registration_queue"),
            models.Index(fields=["tenant", "-created_at"], name="registration_newest"),
            models.Index(fields=["carrier_id"], name="registration_at_carrier"),
            models.Index(fields=["tenant", "filing_turn_at"], name="registration_turns"),
            models.Index(fields=["-changed_at"], name="registration_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.type_label}: {self.program or self.brand}"

    @property
    def facts(self) -> TypeFacts:
        """What follows from the type alone."""
        return facts_of_type(self.type)

    @property
    def type_label(self) -> str:
        """The type in words; an unknown type by the carrier's own name."""
        return str(self.facts.label)

    @property
    def is_editable(self) -> bool:
        """May the tenant change the answers?"""
        return self.status in EDITABLE

    @property
    def number_type(self) -> str:
        """The number type by which the rules judge this filing."""
        return self.facts.judged_as

    @property
    def is_in_force(self) -> bool:
        """May its numbers send? Also while an update is written or reviewed."""
        return self.approved_round is not None

    @property
    def approved(self) -> "RegistrationVersion | None":
        """The version in force, if one is."""
        return next((v for v in self.versions.all() if v.number == self.approved_round), None)

    @property
    def current(self) -> "RegistrationVersion":
        """The newest version: the one being written or decided."""
        return self.versions.order_by("-number")[0]


class RegistrationVersion(TenantScopedModel):
    """One round of a registration. Its answers are frozen once it has been handed in."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT, null=True, related_name="+")
    carrier_version = models.PositiveIntegerField(null=True, blank=True)
    carrier_status = models.CharField(max_length=STATUS_MAX, blank=True)
    denied_reasons = models.JSONField(default=list, blank=True)
    feedback = models.TextField(blank=True)
    # Exactly what was put to the carrier; evidence that later edits must not alter.
    answers_sent = models.JSONField(null=True, blank=True)
    # The revision of the carrier's form (FormRevision.number) that the answers were checked by.
    form_revision = models.PositiveIntegerField(null=True, blank=True)
    # Taken back before it was decided: lost for good at the carrier, and the next round follows.
    discarded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "registration", "number"], name="registrationversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} (round {self.number})"

    @property
    def is_open(self) -> bool:
        """May its answers still change? Not once they were handed in."""
        return self.answers_sent is None


class AnswerSource(models.TextChoices):
    """Where an answer came from."""

    BRAND = "brand", _("Company details")
    PROGRAM = "program", _("Program")
    EVIDENCE = "evidence", _("Screenshot")
    FIXED = "fixed", _("Same for every filing")
    ASSUMED = "assumed", _("Assumed: please check")
    TYPED = "typed", _("Typed here")


class FieldValue(TenantScopedModel):
    """One answer of one round: text, choices, or a file."""

    version = models.ForeignKey(RegistrationVersion, models.PROTECT, related_name="values")
    path = models.CharField(max_length=100)
    # Encrypted because the tax id is among the answers.
    text = EncryptedTextField(blank=True)
    choices = ArrayField(models.CharField(max_length=256), default=list, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    carrier_attachment_id = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, choices=AnswerSource.choices)
    put_at = models.DateTimeField(null=True, blank=True)
    denied_reason = models.TextField(blank=True)
    feedback = models.TextField(blank=True)
    # What our own staff want changed here; the carrier's remarks are the two above.
    staff_remark = models.TextField(blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "version", "path"], name="fieldvalue_once"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def answer(self) -> Answer:
        """The answer as a value."""
        return Answer(self.path, self.source, self.text, tuple(self.choices), self.evidence_id)

    @property
    def is_override(self) -> bool:
        """Did a person type it, rather than our own facts answer it?"""
        return self.source == AnswerSource.TYPED


class RegistrationEvent(Event):
    """One step in the life of a registration, with the states before and after."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        CREATED = "registration.created", _("Created")
        ANSWERED = "registration.answered", _("Answers saved")
        MOVED = "registration.moved", _("Status changed")
        FILED = "registration.filed", _("Handed to the carrier")
        FILING_FAILED = "registration.filing_failed", _("Could not be handed to the carrier")
        CARRIER_STATUS = "registration.carrier_status", _("Carrier's status changed")
        REVISED = "registration.revised", _("New round opened")
        NUMBER = "registration.number", _("Number set up")
        SECONDED = "registration.seconded", _("Accepted by a first person")
        ACKNOWLEDGED = "registration.acknowledged", _("A warning was answered for")
        DISCARDED = "registration.discarded", _("Round taken back from the carrier")
        AUTHENTICATED = "registration.authenticated", _("The carrier's e-mail was answered")
        STEP = "registration.step", _("Set up at the carrier")
        REMOVED = "registration.removed", _("Removed at the carrier")
        REMINDED = "registration.reminded", _("Reminder sent")
        FORM_CHANGED = "registration.form_changed", _("The carrier's form changed")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="events")
    version = models.ForeignKey(RegistrationVersion, models.PROTECT, null=True, related_name="+")
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16, blank=True)

    class Meta(Event.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["tenant", "registration", "-at"], name="registrationevent_newest")
        ]
