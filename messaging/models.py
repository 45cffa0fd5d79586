"""Texts out, texts in, what the carrier told us about them, and the API's memory of requests."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import ConsentEvent, Program, mask
from messaging.deadlines import decide_by
from messaging.states import FINAL, MessageStatus
from registrations.models import Originator
from tenants.events import Event
from tenants.models import E164
from tenants.scoping import ScopedManager, ScopedQuerySet, TenantScopedModel


class Purpose(models.TextChoices):
    """Why a text goes out; replies that the law requires pass the gate by rules of their own."""

    PROGRAM = "program", _("Program message")
    OPT_IN_CONFIRMATION = "optin_confirm", _("Opt-in confirmation")
    OPT_IN_REQUEST = "optin_request", _("Question whether they agree")
    OPT_OUT_CONFIRMATION = "optout_confirm", _("Opt-out confirmation")
    HELP_REPLY = "help_reply", _("HELP reply")


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Reads of texts."""

    def due(self, now: Any) -> "MessageQuerySet":
        """Accepted and ripe, required replies first."""
        return self.filter(status=MessageStatus.ACCEPTED, not_before__lte=now).order_by(
            "priority", "created_at"
        )

    def lease_ended(self, now: Any) -> "MessageQuerySet":
        """Claimed by a worker that did not come back."""
        return self.filter(status=MessageStatus.HANDING_OVER, lease_until__lt=now)

    def silent_since(self, then: Any) -> "MessageQuerySet":
        """With the carrier, perhaps, and nothing heard since."""
        open_ended = (MessageStatus.HANDED_OVER, MessageStatus.OUTCOME_UNKNOWN)
        return self.filter(status__in=open_ended, changed_at__lt=then)


class Message(TenantScopedModel):
    """One text to one recipient. The row is the queue; Celery only says "look"."""

    # Ten parts, the longest text that the carrier takes.
    BODY_LENGTH = 1600

    program = models.ForeignKey(Program, models.PROTECT, related_name="messages")
    originator = models.ForeignKey(Originator, models.PROTECT, null=True, related_name="messages")
    recipient = models.CharField(max_length=16, validators=[E164])
    body = models.TextField(max_length=BODY_LENGTH)
    # Says how to get help and how to stop, which must be said at least monthly.
    tells_help = models.BooleanField(default=False)
    message_kind = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, default=Purpose.PROGRAM)
    status = models.CharField(
        max_length=16, choices=MessageStatus.choices, default=MessageStatus.ACCEPTED
    )
    # Why it was refused or failed: a stable code and a sentence.
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    # Required replies are 0, everything else 5: STOP's confirmation waits behind nothing.
    priority = models.PositiveSmallIntegerField(default=5)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempt_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    carrier_message_id = models.CharField(max_length=64, blank=True)
    carrier_event_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    is_test = models.BooleanField(default=False)
    # The opt-out or opt-in that this text answers: one answer each, by constraint.
    answers_event = models.ForeignKey(
        ConsentEvent, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers_inbound = models.ForeignKey(
        "InboundMessage", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: Any = ScopedManager.of(MessageQuerySet)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=MessageStatus.values), name="message_known_status"
            ),
            models.UniqueConstraint(
                fields=["tenant", "answers_event", "purpose"], name="message_answers_event_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "answers_inbound", "purpose"],
                name="message_answers_inbound_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="handing_over")
                | models.Q(attempt_id__isnull=False, lease_until__isnull=False),
                name="message_claim_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="message_newest"),
            models.Index(fields=["tenant", "recipient", "status"], name="message_recipient"),
            models.Index(
                fields=["priority", "created_at"],
                condition=models.Q(status="accepted"),
                name="message_queue",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(status="handing_over"),
                name="message_claimed",
            ),
            models.Index(fields=["carrier_message_id"], name="message_carrier_id"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.masked_recipient}"

    @property
    def masked_recipient(self) -> str:
        """The number as lists show it."""
        return mask(self.recipient)

    @property
    def is_final(self) -> bool:
        """Will nothing more happen to it?"""
        return self.status in FINAL


class MessageEvent(Event):
    """One step in the life of a text."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        ACCEPTED = "message.accepted", _("Accepted")
        MOVED = "message.moved", _("Status changed")
        HELD = "message.held", _("Waits for daytime")
        CARRIER_EVENT = "message.carrier_event", _("Carrier reported")

    message = models.ForeignKey(Message, models.PROTECT, related_name="events")
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16, blank=True)
    # The carrier's own key of a delivery event, so that the same event twice is stored once.
    carrier_key = models.CharField(max_length=160, blank=True)

    class Meta(Event.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "carrier_key"],
                condition=~models.Q(carrier_key=""),
                name="messageevent_carrier_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "message", "-at"], name="messageevent_newest")]


class InboundOutcome(models.TextChoices):
    """What was done about a text from a recipient."""

    STOPPED = "stopped", _("Stopped; confirmation sent")
    STOPPED_SILENTLY = "stopped_silently", _("Stopped; no second confirmation")
    HELPED = "helped", _("HELP answered")
    JOINED = "joined", _("Opted in; confirmation sent")
    ASKED = "asked", _("Asked whether they agree; YES opts in")
    AGE_UNKNOWN = "age_unknown", _("Not opted in: only the form asks for the age")
    ALREADY_IN = "already_in", _("Had opted in already")
    TOO_OLD = "too_old", _("START older than STOP; still stopped")
    CARRIER_ANSWERED = "carrier_answered", _("The carrier answers this by itself")
    LIMITED = "limited", _("Not answered: asked too often")
    NEEDS_PERSON = "needs_person", _("May be a STOP: decide")
    KEPT = "kept", _("For you to read")
    NOT_A_PHONE = "not_a_phone", _("Not from a phone")
    STOPPED_BY_MEMBER = "stopped_by_member", _("Stopped by a member")
    NOT_A_STOP = "not_a_stop", _("Not a STOP, says a member")


class InboundMessage(TenantScopedModel):
    """A text from a recipient to one of a tenant's originators, and what it was taken to mean."""

    originator = models.ForeignKey(Originator, models.PROTECT, related_name="inbound")
    carrier_id = models.CharField(max_length=80)
    sender = models.CharField(max_length=16)
    body = models.TextField()
    meaning = models.CharField(max_length=16)
    outcome = models.CharField(max_length=40, choices=InboundOutcome.choices)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "carrier_id"], name="inbound_once")
        ]
        indexes = [models.Index(fields=["tenant", "-received_at"], name="inbound_newest")]

    def __str__(self) -> str:
        return f"{self.meaning} from {self.masked_sender}"

    @property
    def decide_by(self) -> date:
        """The last day on which an unclear request to stop may be decided."""
        return decide_by(self.received_at)

    @property
    def is_late(self) -> bool:
        """Has that day passed?"""
        return timezone.now().date() > self.decide_by

    @property
    def masked_sender(self) -> str:
        """The number as lists show it."""
        return mask(self.sender)


class CallbackQuerySet(models.QuerySet["CarrierCallback"]):
    """Reads of notifications."""

    def waiting(self, now: Any) -> "CallbackQuerySet":
        """Not interpreted yet and due; one that failed too often waits for a person."""
        return self.filter(processed_at=None, next_try_at__lte=now, attempts__lt=GIVE_UP_AFTER)


# Tries with growing pauses, about four hours of them.
GIVE_UP_AFTER = 30


class CarrierCallback(models.Model):
    """A verified notification, stored as it came; read before a tenant is known, so not scoped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic_arn = models.CharField(max_length=256)
    sns_message_id = models.CharField(max_length=100)
    payload = models.TextField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=60, blank=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic_arn", "sns_message_id"], name="callback_stored_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(processed_at__isnull=True),
                name="callback_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.sns_message_id


class IdempotentRequest(TenantScopedModel):
    """One API request by its Idempotency-Key: same key and body, same answer, one effect."""

    key = models.CharField(max_length=255)
    route = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField()
    # The answer's bytes, not its meaning: a replay repeats them exactly.
    answer = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "route", "key"], name="idempotent_once")
        ]

    def __str__(self) -> str:
        return self.route
