"""The states of programs' versions, uploads, looks at live pages, and tasks that come of them.

A version's life: written, then live, then replaced.

| State      | Meaning                                             | Who acts |
|------------|-----------------------------------------------------|----------|
| DRAFT      | the tenant is writing it; it may change             | tenant   |
| PUBLISHED  | its pages are live and people opt in to its wording | nobody   |
| SUPERSEDED | a newer version is live; its pages stay readable    | nobody   |
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    """Our states."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


TRANSITIONS: dict[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.SUPERSEDED}),
    VersionStatus.SUPERSEDED: frozenset(),
}

# Versions that the public may read.
PUBLIC = frozenset({VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED})


class ChangeKind(TextChoices):
    """What a new version means for people who agreed to the one before."""

    COSMETIC = "cosmetic", _("Cosmetic: people agreed to the same thing")
    MATERIAL = "material", _("Material: people did not agree to this")


class EvidenceSource(TextChoices):
    """How a picture came to us."""

    UPLOADED = "uploaded", _("Uploaded")
    TAKEN = "taken", _("Taken by us")


class UploadStatus(TextChoices):
    """How far a file has come on its way to being evidence."""

    WAITING = "waiting", _("Being sent")
    RECEIVED = "received", _("Being checked")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")


UPLOAD_TRANSITIONS: dict[str, frozenset[str]] = {
    UploadStatus.WAITING: frozenset({UploadStatus.RECEIVED, UploadStatus.REFUSED}),
    UploadStatus.RECEIVED: frozenset({UploadStatus.READY, UploadStatus.REFUSED}),
    UploadStatus.READY: frozenset(),
    UploadStatus.REFUSED: frozenset(),
}


class LookPage(TextChoices):
    """Which page is looked at."""

    JOIN = "join", _("Call to action")
    TERMS = "terms", _("Terms")
    PRIVACY = "privacy", _("Privacy policy")


class LookReason(TextChoices):
    """Why a page is looked at."""

    ASKED = "asked", _("Somebody asked")
    WATCH = "watch", _("Regular look")
    EVIDENCE = "evidence", _("Picture for reviewers")


class LookStatus(TextChoices):
    """How far a look has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Looking")
    DONE = "done", _("Done")


LOOK_TRANSITIONS: dict[str, frozenset[str]] = {
    LookStatus.WAITING: frozenset({LookStatus.RUNNING}),
    # Running again: the worker was killed and its lease has ended.
    LookStatus.RUNNING: frozenset({LookStatus.RUNNING, LookStatus.DONE}),
    LookStatus.DONE: frozenset(),
}


class DriftStatus(TextChoices):
    """Whether somebody has put a page right again."""

    OPEN = "open", _("To be put right")
    SETTLED = "settled", _("Put right")


DRIFT_TRANSITIONS: dict[str, frozenset[str]] = {
    DriftStatus.OPEN: frozenset({DriftStatus.SETTLED}),
    DriftStatus.SETTLED: frozenset(),
}
