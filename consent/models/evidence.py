"""Pictures of calls to action, for reviewers who cannot open the page themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.drawing.limits import CARRIER_BYTES
from consent.models.programs import Program, secret
from consent.states import EvidenceSource, UploadStatus
from tenants.scoping import TenantScopedModel


class Evidence(TenantScopedModel):
    """A screenshot of a call to action, for reviewers who cannot open the page themselves.

    Only the re-encoded copy is ever served; the original is kept, unserved, with its hash.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="evidence")
    caption = models.CharField(max_length=200)
    token = models.CharField(max_length=40, unique=True, default=secret, editable=False)
    original_name = models.CharField(max_length=200)
    original_key = models.CharField(max_length=200)
    original_sha256 = models.CharField(max_length=64)
    public_key = models.CharField(max_length=200)
    public_sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Smaller, as the carrier takes it; empty where the public copy is small enough, or older.
    fitted_key = models.CharField(max_length=200, blank=True)
    fitted_sha256 = models.CharField(max_length=64, blank=True)
    fitted_size = models.PositiveIntegerField(default=0)
    source = models.CharField(
        max_length=10, choices=EvidenceSource.choices, default=EvidenceSource.UPLOADED
    )
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
        return {"image/png": "png", "application/pdf": "pdf"}.get(self.content_type, "jpg")

    @property
    def is_paper(self) -> bool:
        """Whether it has pages to turn rather than pixels to show."""
        return self.content_type == "application/pdf"

    @property
    def is_small(self) -> bool:
        """Whether the carrier's forms take the public copy as it is."""
        return self.size_bytes <= CARRIER_BYTES


class EvidenceUpload(TenantScopedModel):
    """A file on its way to becoming evidence: sent, then opened by a worker, then kept or refused.

    Nothing of it is shown to anybody before it is ready.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="uploads")
    status = models.CharField(
        max_length=10, choices=UploadStatus.choices, default=UploadStatus.WAITING
    )
    caption = models.CharField(max_length=200)
    source = models.CharField(
        max_length=10, choices=EvidenceSource.choices, default=EvidenceSource.UPLOADED
    )
    original_name = models.CharField(max_length=200)
    # Where the bytes lie that were sent; named by us, never by the sender.
    original_key = models.CharField(max_length=200)
    size_bytes = models.PositiveIntegerField(default=0)
    # Why it was refused, in words for the member.
    problem = models.CharField(max_length=300, blank=True)
    evidence = models.OneToOneField(
        Evidence, models.PROTECT, null=True, blank=True, related_name="upload"
    )
    uploaded_by = models.CharField(max_length=254)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantScopedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="ready", evidence__isnull=False)
                | (~models.Q(status="ready") & models.Q(evidence__isnull=True)),
                name="upload_ready_has_evidence",
            )
        ]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="upload_newest")]

    def __str__(self) -> str:
        return self.original_name
