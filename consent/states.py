"""The life of a program's version: written, then live, then replaced.

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
