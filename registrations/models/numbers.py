"""Numbers and sender IDs that programs text from, and what was set up around each."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Program
from registrations.carrier import STATUS_MAX
from registrations.models.filings import Registration
from registrations.states import OriginatorStatus
from tenants.models import E164
from tenants.scoping import TenantScopedModel


class Originator(TenantScopedModel):
    """A number that a program texts from."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="originators")
    program = models.ForeignKey(Program, models.PROTECT, related_name="originators")
    # E.164, or the digits of a short code; empty for a sender ID.
    number = models.CharField(max_length=16, blank=True, validators=[E164])
    # Letters in the place of a number: nobody can answer it.
    sender_id = models.CharField(max_length=11, blank=True)
    country = models.CharField(max_length=2, default="US")
    number_type = models.CharField(max_length=16)
    status = models.CharField(
        max_length=10, choices=OriginatorStatus.choices, default=OriginatorStatus.PENDING
    )
    carrier_id = models.CharField(max_length=80, blank=True)
    carrier_status = models.CharField(max_length=STATUS_MAX, blank=True)
    carrier_checked_at = models.DateTimeField(null=True, blank=True)
    # What sends name so that their events come back. Empty: the set of the whole installation, by
    # which numbers sent before every business had its own; the sweep moves them over.
    configuration_set = models.CharField(max_length=64, blank=True)
    opt_out_list = models.CharField(max_length=64, blank=True)
    # True: STOP and HELP reach us and we answer. False: the carrier answers, and we must not.
    is_self_managed = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantScopedModel.Meta):
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number="") & ~models.Q(status="released"),
                name="originator_number_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "registration"],
                condition=~models.Q(status="released"),
                name="originator_one_per_registration",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.sender_id or str(self.number_type)


class ProvisionStep(TenantScopedModel):
    """One line of the checklist of a number: what must be so at the carrier, and whether it is."""

    class Step(models.TextChoices):
        """In the order in which they are done."""

        OPT_OUT_LIST = "opt_out_list", _("Opt-out list of this business alone")
        NUMBER = "number", _("Number leased")
        ASSOCIATION = "association", _("Number tied to the registration")
        CONFIGURATION_SET = "configuration_set", _("Configuration set of this business alone")
        EVENT_DESTINATION = "event_destination", _("Delivery reports reach us")
        TWO_WAY = "two_way", _("Replies reach us")
        SELF_MANAGED = "self_managed", _("STOP and HELP are answered by us")
        KEYWORDS = "keywords", _("The carrier's own replies carry the program's words")

    originator = models.ForeignKey(Originator, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=Step.choices)
    checked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # When it was last found to differ from what we had set up, and when that was mended.
    drifted_at = models.DateTimeField(null=True, blank=True)
    healed_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "originator", "step"], name="provisionstep_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())
