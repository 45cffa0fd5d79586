"""Programs with their versions, and what happened to them."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.content import Language, MessageKind, OptInWay, ProgramContent, UseCase
from consent.rendering import RenderedTexts
from consent.states import ChangeKind, VersionStatus
from tenants.events import Event
from tenants.models import E164
from tenants.scoping import TenantScopedModel


def secret() -> str:
    """128 random bits: a public address that cannot be guessed."""
    return secrets.token_urlsafe(16)


def _web_only() -> list[str]:
    return [OptInWay.WEB.value]


class Program(TenantScopedModel):
    """One stated purpose of texting that people opt in to."""

    # The name of the version in force, or of the first draft: what lists call the program.
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    # May search engines list its hosted pages? Reviewers and recipients can open them either way.
    is_indexable = models.BooleanField(default=False)
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
    name = models.CharField(max_length=60)
    description = models.TextField(max_length=500)
    message_kinds = ArrayField(models.CharField(max_length=20, choices=MessageKind.choices()))
    frequency = models.CharField(max_length=100)
    use_case = models.CharField(max_length=16, choices=UseCase.choices())
    support_email = models.EmailField(max_length=100)
    support_phone = models.CharField(max_length=16, validators=[E164])
    opt_in_keyword = models.CharField(max_length=20, blank=True)
    sample_messages = ArrayField(models.TextField(max_length=1024), default=list, blank=True)
    language = models.CharField(
        max_length=5, choices=Language.choices(), default=Language.ENGLISH.value
    )
    methods = ArrayField(
        models.CharField(max_length=10, choices=OptInWay.choices()), default=_web_only
    )
    double_opt_in = models.BooleanField(default=False)
    # In years; 0 where the content needs no age gate.
    minimum_age = models.PositiveSmallIntegerField(default=0)
    # The number that people text the keyword to; empty while there is none.
    text_number = models.CharField(max_length=16, blank=True)
    # The tenant's own wording by text key; what is absent is composed from the answers.
    own_texts = models.JSONField(default=dict, blank=True)
    # The tenant's own pages, where it does not want the hosted ones; they are looked at.
    own_terms_url = models.URLField(max_length=200, blank=True)
    own_privacy_url = models.URLField(max_length=200, blank=True)
    own_join_url = models.URLField(max_length=200, blank=True)
    # What was rendered at publication: `content` is the input, `texts` the output, both frozen.
    content = models.JSONField(null=True, blank=True)
    texts = models.JSONField(null=True, blank=True)
    # For reviewers, who read English: the same texts composed in it; null when they are English.
    texts_english = models.JSONField(null=True, blank=True)
    texts_sha256 = models.CharField(max_length=64, blank=True)
    # Whether people who agreed to the version before agreed to something else; a person decides.
    change_kind = models.CharField(max_length=10, choices=ChangeKind.choices, blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    # Whoever holds it may read the draft: reviewers do, before anything is published. None until
    # somebody asks for the link.
    preview_token = models.CharField(max_length=40, null=True, blank=True, unique=True)
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
                condition=models.Q(language__in=Language.codes()), name="version_known_language"
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


class ProgramEvent(Event):
    """What happened to a program: edits, publications, evidence."""

    class Kind(models.TextChoices):
        """Every kind that is written."""

        CREATED = "program.created", _("Program created")
        DRAFT_SAVED = "program.draft_saved", _("Draft saved")
        PUBLISHED = "program.published", _("Published")
        SUPERSEDED = "program.superseded", _("Superseded by a newer version")
        DRAFT_SHARED = "draft.shared", _("Link to the draft made")
        DRAFT_UNSHARED = "draft.unshared", _("Link to the draft withdrawn")
        INDEXABLE = "program.indexable", _("Search engines may list its pages")
        NOT_INDEXABLE = "program.not_indexable", _("Search engines may not list its pages")
        EVIDENCE_ADDED = "evidence.added", _("Screenshot added")
        DRIFTED = "page.drifted", _("Something is missing on a live page")
        DRIFT_MAILED = "page.drift_mailed", _("Owners and editors were told of it")
        MENDED = "page.mended", _("What was missing on a live page is settled")

    program = models.ForeignKey(Program, models.PROTECT, related_name="events")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, null=True, related_name="+")

    class Meta(Event.Meta):
        abstract = False
        indexes = [models.Index(fields=["tenant", "program", "-at"], name="programevent_newest")]
