"""The ledger of who agreed to what.

`ConsentEvent` is the truth and append-only; `Consent` is the standing that results from it, kept
in the same transaction, and can be rebuilt from the events.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models.programs import Program, ProgramVersion
from tenants.events import Event
from tenants.models import E164
from tenants.scoping import ScopedManager, ScopedQuerySet, TenantScopedModel


class Standing(models.TextChoices):
    """Where a recipient stands with a program."""

    OPTED_IN = "opted_in", _("May be texted")
    OPTED_OUT = "opted_out", _("Stopped")


class OptMethod(models.TextChoices):
    """How an opt-in or opt-out reached us."""

    WEB_FORM = "web_form", _("Web form")
    KEYWORD = "keyword", _("Text message")
    VERBAL = "verbal", _("Spoken")
    PAPER = "paper", _("Paper")
    POS = "pos", _("Screen at the till")
    API = "api", _("Tenant's app")
    STAFF = "staff", _("Staff or member entry")
    CARRIER = "carrier", _("Carrier's opt-out list")


class ConsentEvent(Event):
    """One opt-in or opt-out with its proof: what was shown, where, when, to whom."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        OPT_IN = "opt_in", _("Opted in")
        OPT_OUT = "opt_out", _("Opted out")
        # An opted-out number asked to come back by a way that does not prove it holds the phone.
        OPT_IN_UNPROVEN = "opt_in_unproven", _("Asked to opt in, not proven")
        # A double opt-in whose number has not answered YES yet.
        OPT_IN_REQUESTED = "opt_in_requested", _("Asked to confirm")
        # Some kinds of messages were stopped and others stay.
        NARROWED = "narrowed", _("Stopped some kinds")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=16, validators=[E164])
    method = models.CharField(max_length=10, choices=OptMethod.choices)
    message_kinds = ArrayField(models.CharField(max_length=20), default=list)
    disclosure = models.TextField(blank=True)
    disclosure_sha256 = models.CharField(max_length=64, blank=True)
    page_url = models.CharField(max_length=500, blank=True)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=400, blank=True)
    # Did the portal see it happen, or does the tenant say that it did?
    is_witnessed = models.BooleanField()
    # Of a spoken opt-in: who read the script out, and the number of the call or till receipt.
    agent = models.CharField(max_length=100, blank=True)
    call_reference = models.CharField(max_length=100, blank=True)
    # When it happened for the carrier or the tenant's app; `at` is when we wrote it down.
    occurred_at = models.DateTimeField()

    class Meta(Event.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["tenant", "recipient", "-at"], name="consentevent_recipient"),
            models.Index(fields=["tenant", "-at"], name="consentevent_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="opt_in") | ~models.Q(disclosure=""),
                name="consentevent_opt_in_shows_text",
            ),
        ]


class ConsentQuerySet(ScopedQuerySet["Consent"]):
    """Reads of standings."""

    def of_recipient(self, recipient: str) -> "ConsentQuerySet":
        """Every program's standing of one number."""
        return self.filter(recipient=recipient)

    def opted_in(self) -> "ConsentQuerySet":
        """Those who may be texted."""
        return self.filter(standing=Standing.OPTED_IN)


class Consent(TenantScopedModel):
    """The standing of one number with one program: a convenience row beside the events.

    It is also the lock that orders opt-outs and sends (see `consent/ledger.py`).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="consents")
    recipient = models.CharField(max_length=16, validators=[E164])
    standing = models.CharField(max_length=10, choices=Standing.choices)
    message_kinds = ArrayField(models.CharField(max_length=20), default=list)
    last_event = models.ForeignKey(ConsentEvent, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    # The carrier's time of the last STOP; START counts only if it is later.
    opted_out_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedManager.of(ConsentQuerySet)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "program", "recipient"], name="consent_once_per_program"
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=Standing.values), name="consent_known_standing"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "recipient"], name="consent_recipient"),
            models.Index(fields=["tenant", "-changed_at"], name="consent_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.masked_recipient}: {self.standing}"

    @property
    def masked_recipient(self) -> str:
        """The number as lists show it."""
        return mask(self.recipient)


def mask(number: str) -> str:
    """Show a phone number by its last four digits only."""
    return f"{number[:2]} ••• ••• {number[-4:]}"
