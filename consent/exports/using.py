"""What the section "Use it" of a program's page shows."""

from typing import Any

from django.urls import reverse

from consent.exports import shelf
from consent.exports.edition import edition_of
from consent.models import ProgramVersion


def use_it(version: ProgramVersion) -> dict[str, Any]:
    """Return what can be taken away of a version, and which signs cannot be printed."""
    edition = edition_of(version)
    at = [version.program_id, version.number]
    return {
        "version": version,
        "is_draft": edition.is_draft,
        "snippet_url": reverse("consent:export_snippet", args=at),
        "files": [
            {
                "label": each.label,
                "ending": each.ending.upper(),
                "url": reverse("consent:export_file", args=[*at, each.code]),
            }
            for each in shelf.offered(edition)
        ],
        "unprintable": shelf.unprintable(edition),
    }
