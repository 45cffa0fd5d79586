"""How much evidence a program and a business may keep, counted under a lock."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from consent.models import Evidence, EvidenceUpload, Program
from consent.states import UploadStatus
from tenants.errors import DomainError
from tenants.models import Tenant
from tenants.scoping import current_tenant_id

PER_PROGRAM = 30
# Files that are on their way, and have no evidence yet.
PENDING = (UploadStatus.WAITING, UploadStatus.RECEIVED)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Room:
    """How much of its room a business has used, in bytes."""

    used: int
    limit: int

    @property
    def used_megabytes(self) -> int:
        """Whole megabytes, begun ones counted."""
        return -(-self.used // MEGABYTE)

    @property
    def limit_megabytes(self) -> int:
        """Whole megabytes."""
        return self.limit // MEGABYTE


def room() -> Room:
    """Return how much the tenant in scope keeps: originals, copies, and what is on its way."""
    copies = Evidence.objects.aggregate(sum=Sum(F("size_bytes") + F("fitted_size")))["sum"] or 0
    kept = EvidenceUpload.objects.exclude(status=UploadStatus.REFUSED)
    originals = kept.aggregate(sum=Sum("size_bytes"))["sum"] or 0
    return Room(copies + originals, settings.EVIDENCE_TENANT_BYTES)


def take_room(program: Program, *, size: int, own: EvidenceUpload | None = None) -> None:
    """Hold the tenant's lock until the transaction ends, and see that `size` bytes still fit.

    The lock makes the count true for two uploads at once. `own` is the upload that becomes the
    evidence, which is counted already. Raises DomainError.
    """
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    pending = EvidenceUpload.objects.filter(program=program, status__in=PENDING)
    if own is not None:
        pending = pending.exclude(pk=own.pk)
    count = Evidence.objects.filter(program=program).count() + pending.count()
    if count >= PER_PROGRAM:
        raise DomainError(
            _("A program has at most %(count)d screenshots.") % {"count": PER_PROGRAM},
            code="too_many_files",
        )
    found = room()
    if found.used + size > found.limit:
        raise DomainError(
            _("Your business has used %(used)d of its %(limit)d MB for files. Ask us for more.")
            % {"used": found.used_megabytes, "limit": found.limit_megabytes},
            code="no_room",
        )
