"""What the pages about programs show: lists, history, texts, links and evidence of one program."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import addresses, explained, fields, phones, previewing, programs, reviewing
from consent.models import Program, ProgramEvent, ProgramVersion, Standing
from consent.previewing import Preview
from consent.rendering import RenderedTexts
from consent.states import PUBLIC, VersionStatus

HISTORY_LENGTH = 30
# What is rendered, in the order in which a person meets it.
TEXT_NAMES = (
    ("cta_web", gettext_lazy("Web form")),
    ("verbal_script", gettext_lazy("Script for the telephone")),
    ("terms", gettext_lazy("Terms page")),
    ("privacy", gettext_lazy("Privacy page")),
    ("sample_messages", gettext_lazy("Sample messages")),
    ("optin_confirmation", gettext_lazy("Welcome text")),
    ("help_reply", gettext_lazy("Answer to HELP")),
    ("optout_confirmation", gettext_lazy("Answer to STOP")),
    ("message_flow", gettext_lazy("How people sign up, as told to reviewers")),
)
_FIELD_NAMES = {
    "name": gettext_lazy("name"),
    "description": gettext_lazy("description"),
    "message_kinds": gettext_lazy("kinds of messages"),
    "frequency": gettext_lazy("frequency"),
    "use_case": gettext_lazy("purpose"),
    "support_email": gettext_lazy("support e-mail"),
    "support_phone": gettext_lazy("support telephone"),
    "opt_in_keyword": gettext_lazy("word to join"),
    "sample_messages": gettext_lazy("sample messages"),
}
_TONES = {
    ProgramEvent.Kind.PUBLISHED: "ok",
    ProgramEvent.Kind.SUPERSEDED: "quiet",
    ProgramEvent.Kind.CREATED: "info",
}


def rows() -> list[dict[str, Any]]:
    """Return the tenant's programs for the list, in two queries."""
    counted = Program.objects.annotate(
        opted_in=Count("consents", filter=Q(consents__standing=Standing.OPTED_IN)),
    )
    # Counting groups the rows, and with that the model's own order is lost.
    ordered = counted.order_by("name").prefetch_related(
        Prefetch("versions", ProgramVersion.objects.order_by("-number"))
    )
    return [_row(program, list(program.versions.all())) for program in ordered]


def _row(program: Program, versions: Sequence[ProgramVersion]) -> dict[str, Any]:
    published = next((v for v in versions if v.status == VersionStatus.PUBLISHED), None)
    latest = versions[0]
    has_draft = latest.status == VersionStatus.DRAFT
    return {
        "program": program,
        "use_case": explained.use_case_name(latest.use_case),
        "kinds": [explained.kind_name(code) for code in latest.message_kinds],
        "state": VersionStatus.PUBLISHED if published else VersionStatus.DRAFT,
        "state_label": _("Published") if published else _("Draft"),
        "published": published,
        "draft": latest if has_draft else None,
        "opted_in": program.opted_in,  # type: ignore[attr-defined]
    }


def context(program: Program) -> dict[str, Any]:
    """Return what the page of one program shows."""
    version = program.published or program.latest
    evidence = list(program.evidence.all())
    draft = program.draft
    return {
        "program": program,
        "version": version,
        "draft": draft,
        "is_complete": draft is not None and not fields.missing(fields.of_version(draft)),
        "published": program.published,
        "links": links(program),
        "preview": preview_of(version, evidence_count=len(evidence)),
        "evidence": [{"item": e, "url": addresses.evidence_url(e)} for e in evidence],
        "facts": facts(version),
        "versions": [_version_row(v) for v in program.versions.all()],
        "history": history(program),
    }


def preview_of(version: ProgramVersion, *, evidence_count: int) -> Preview:
    """Return the preview of a version with what the rules find in it."""
    content, texts = programs.content_of(version), programs.texts_of(version)
    found = reviewing.findings(
        content, texts, brand=programs.brand_in_scope(), evidence_count=evidence_count
    )
    edit_url = reverse("consent:program_edit", args=[version.program_id])
    return previewing.preview(content, texts, found, edit_url=edit_url)


def links(program: Program) -> list[dict[str, str]]:
    """Return the public addresses that go into forms, posters and registrations."""
    return [
        {"id": "join-url", "label": _("Sign-up form"), "url": addresses.join_url(program)},
        {"id": "terms-url", "label": _("Terms"), "url": addresses.terms_url(program)},
        {"id": "privacy-url", "label": _("Privacy policy"), "url": addresses.privacy_url(program)},
    ]


def facts(version: ProgramVersion) -> list[dict[str, Any]]:
    """Return what the business wrote, as questions and answers."""
    kinds = "\n".join(str(explained.kind_name(code)) for code in version.message_kinds)
    samples = _("Your own") if version.sample_messages else _("Written by us")
    return [
        {"label": _("What people receive"), "value": version.description},
        {"label": _("Purpose"), "value": explained.use_case_name(version.use_case)},
        {"label": _("Kinds of messages"), "value": kinds},
        {"label": _("How often"), "value": version.frequency},
        {"label": _("Support e-mail"), "value": version.support_email},
        {"label": _("Support telephone"), "value": phones.national(version.support_phone)},
        {
            "label": _("Word to join by text"),
            "value": version.opt_in_keyword,
            "missing": _("None: people join on the form"),
        },
        {"label": _("Sample messages"), "value": samples},
    ]


def history(program: Program) -> list[dict[str, Any]]:
    """Return what happened to a program, newest first."""
    events = program.events.select_related("version")[:HISTORY_LENGTH]
    return [_entry(event) for event in events]


def text_changes(before: RenderedTexts | None, after: RenderedTexts) -> list[dict[str, Any]]:
    """Return every text's name with whether it will read differently from today."""
    return [
        {
            "label": label,
            "is_changed": before is None or getattr(before, name) != getattr(after, name),
        }
        for name, label in TEXT_NAMES
    ]


def field_names(names: Sequence[str]) -> str:
    """Return fields as words, for sentences about what changed."""
    return ", ".join(str(_FIELD_NAMES.get(name, name)) for name in names)


def _entry(event: ProgramEvent) -> dict[str, Any]:
    what = str(dict(ProgramEvent.Kind.choices).get(event.kind, event.kind))
    if event.version and event.kind != ProgramEvent.Kind.CREATED:
        what = _("%(what)s: version %(number)d") % {"what": what, "number": event.version.number}
    note = event.data.get("caption", "")
    if event.data.get("changed"):
        note = _("Changed: %(fields)s") % {"fields": field_names(event.data["changed"])}
    tone = _TONES.get(event.kind, "info")  # type: ignore[call-overload]
    return {"what": what, "at": event.at, "who": event.actor_label, "note": note, "tone": tone}


def _version_row(version: ProgramVersion) -> dict[str, Any]:
    is_public = version.status in PUBLIC
    return {
        "version": version,
        "terms_url": addresses.terms_version_url(version) if is_public else "",
        "digest": version.texts_sha256[:12],
    }
