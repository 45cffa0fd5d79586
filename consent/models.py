"""Programs with their versions and evidence, and the ledger of who agreed to what.

`ConsentEvent` is the truth and append-only; `Consent` is the standing that results from it, kept
in the same transaction, and can be rebuilt from the events.
"""

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.content import MessageKind, ProgramContent, UseCase
from consent.rendering import RenderedTexts
from consent.states import VersionStatus
from tenants.events import Event
from tenants.models import E164
from tenants.scoping import ScopedManager, ScopedQuerySet, TenantScopedModel


class Program(TenantScopedModel):
    """One stated purpose of texting that people opt in to."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="program_slug_per_tenant")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published(self) -> "ProgramVersion | None":
        """The version whose wording is live, or None before the first publication."""
        return self.versions.filter(status=VersionStatus.PUBLISHED).first()

    @property
    def draft(self) -> "ProgramVersion | None":
        """The version being written, or None."""
        return self.versions.filter(status=VersionStatus.DRAFT).first()

    @property
    def latest(self) -> "ProgramVersion":
        """The draft where there is one, else the published version."""
        return self.versions.order_by("-number")[0]


class ProgramVersion(TenantScopedModel):
    """One wording of a program: the single record from which every text is rendered.

    Frozen by trigger once published, so that a consent can point at what was really shown.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    description = models.TextField(max_length=500)
    message_kinds = ArrayField(models.CharField(max_length=20, choices=MessageKind.choices()))
    frequency = models.CharField(max_length=100)
    use_case = models.CharField(max_length=16, choices=UseCase.choices())
    support_email = models.EmailField(max_length=100)
    support_phone = models.CharField(max_length=16, validators=[E164])
    opt_in_keyword = models.CharField(max_length=20, blank=True)
    sample_messages = ArrayField(models.TextField(max_length=1024), default=list, blank=True)
    # What was rendered at publication: `content` is the input, `texts` the output, both frozen.
    content = models.JSONField(null=True, blank=True)
    texts = models.JSONField(null=True, blank=True)
    texts_sha256 = models.CharField(max_length=64, blank=True)
    # Counts saves, so that two people editing at once cannot overwrite each other unseen.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "program", "number"], name="version_number_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "program"],
                condition=models.Q(status="published"),
                name="version_one_published",
            ),
            models.UniqueConstraint(
                fields=["tenant", "program"],
                condition=models.Q(status="draft"),
                name="version_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | models.Q(texts__isnull=False, content__isnull=False, published_at__isnull=False),
                name="version_published_is_rendered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} v{self.number}"

    @property
    def edit_token(self) -> str:
        """What a form carries to say which state of the wording its writer saw."""
        return f"{self.number}.{self.revision}"

    @property
    def frozen_content(self) -> ProgramContent:
        """What a published version was rendered from."""
        return ProgramContent.from_dict(self.content or {})

    @property
    def frozen_texts(self) -> RenderedTexts:
        """The texts of a published version, as they were shown."""
        return RenderedTexts.from_dict(self.texts or {})


def _token() -> str:
    """128 random bits: a public address that cannot be guessed."""
    return secrets.token_urlsafe(16)


class Evidence(TenantScopedModel):
    """A screenshot of a call to action, for reviewers who cannot open the page themselves.

    Only the re-encoded copy is ever served; the original is kept, unserved, with its hash.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="evidence")
    caption = models.CharField(max_length=200)
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    original_name = models.CharField(max_length=200)
    original_key = models.CharField(max_length=200)
    original_sha256 = models.CharField(max_length=64)
    public_key = models.CharField(max_length=200)
    public_sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.CharField(max_length=254)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-uploaded_at"]
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.caption

    @property
    def extension(self) -> str:
        """How the public address ends, for reviewers' tools that go by it."""
        return "png" if self.content_type == "image/png" else "jpg"


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


class ProgramEvent(Event):
    """What happened to a program: edits, publications, evidence."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        CREATED = "program.created", _("Program created")
        DRAFT_SAVED = "program.draft_saved", _("Draft saved")
        PUBLISHED = "program.published", _("Published")
        SUPERSEDED = "program.superseded", _("Superseded by a newer version")
        EVIDENCE_ADDED = "evidence.added", _("Screenshot added")

    program = models.ForeignKey(Program, models.PROTECT, related_name="events")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, null=True, related_name="+")

    class Meta(Event.Meta):
        abstract = False
        indexes = [models.Index(fields=["tenant", "program", "-at"], name="programevent_newest")]
