"""What pages show of a program's versions: who agreed to which, and what differs between two."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import addresses, consequences, programs
from consent.builder import wordings
from consent.differences import difference, folded
from consent.models import Program, ProgramVersion
from consent.states import PUBLIC


def rows(program: Program) -> list[dict[str, Any]]:
    """Return the versions newest first, each with who agreed to it and what it was compared to."""
    people = consequences.agreed(program)
    versions = list(program.versions.order_by("-number"))
    earlier = [*versions[1:], None]
    return [
        {
            "version": version,
            "terms_url": _terms_url(version),
            "digest": version.texts_sha256[:12],
            "agreed": _agreed(people.get(version.number, 0)),
            "before": before,
        }
        for version, before in zip(versions, earlier, strict=True)
    ]


def _terms_url(version: ProgramVersion) -> str:
    return addresses.terms_version_url(version) if version.status in PUBLIC else ""


def _agreed(people: int) -> str:
    """Say how many may be texted by a version; nothing where nobody may."""
    if not people:
        return ""
    return ngettext("%(count)d person agreed to it", "%(count)d people agreed to it", people) % {
        "count": people
    }


def agreements(program: Program) -> list[dict[str, Any]]:
    """Return how many people agreed to each version, for the page that comes before publishing."""
    people = consequences.agreed(program)
    return [
        {
            "label": _("Not recorded")
            if number is None
            else _("Version %(number)d") % {"number": number},
            "people": count,
        }
        for number, count in sorted(people.items(), key=lambda each: -(each[0] or 0))
    ]


def text_changes(before: ProgramVersion, after: ProgramVersion) -> list[dict[str, Any]]:
    """Return every text that either version has, with how it changes, those that do first."""
    old, new = _texts(before), _texts(after)
    found = [
        {
            "key": key,
            "label": wordings.title(key),
            "is_changed": old.get(key) != new.get(key),
            "is_new": key not in old,
            "is_gone": key not in new,
            "before": old.get(key, ""),
            "after": new.get(key, ""),
            "pieces": folded(difference(old.get(key, ""), new.get(key, ""))),
        }
        for key in dict.fromkeys([*old, *new])
    ]
    return sorted(found, key=lambda each: not each["is_changed"])


def _texts(version: ProgramVersion) -> dict[str, str]:
    content = programs.content_of(version)
    return wordings.by_key(programs.texts_of(version), description=content.description)


def pair(program: Program, first: int, second: int) -> tuple[ProgramVersion, ProgramVersion] | None:
    """Return two versions, the older first; None where the program lacks one of them."""
    found = {
        version.number: version
        for version in program.versions.filter(number__in=(first, second)).order_by(F("number"))
    }
    low, high = min(first, second), max(first, second)
    if low not in found or high not in found:
        return None
    return found[low], found[high]
