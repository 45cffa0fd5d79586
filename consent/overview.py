"""What the pages about programs show: lists, history, texts, links and evidence of one program."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import addresses, explained, fields, phones, previewing, programs, reviewing, versions
from consent.builder import wordings
from consent.content import Language
from consent.looking.facts import live
from consent.models import Program, ProgramEvent, ProgramVersion, Standing
from consent.previewing import Preview
from consent.rendering import RenderedTexts, english
from consent.states import VersionStatus

HISTORY_LENGTH = 30
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
    "language": gettext_lazy("language"),
    "methods": gettext_lazy("where people are asked"),
    "double_opt_in": gettext_lazy("confirming twice"),
    "minimum_age": gettext_lazy("youngest age"),
    "text_number": gettext_lazy("number to text"),
    "own_texts": gettext_lazy("own wording"),
    "own_terms_url": gettext_lazy("own terms page"),
    "own_privacy_url": gettext_lazy("own privacy policy"),
    "own_join_url": gettext_lazy("own sign-up form"),
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


def _row(program: Program, every: Sequence[ProgramVersion]) -> dict[str, Any]:
    published = next((v for v in every if v.status == VersionStatus.PUBLISHED), None)
    latest = every[0]
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
        "links": links(program, version),
        "draft_links": draft_links(draft) if draft else [],
        "preview": preview_of(version, evidence_count=len(evidence)),
        "evidence": [{"item": e, "url": addresses.evidence_url(e)} for e in evidence],
        "facts": facts(version),
        "versions": versions.rows(program),
        "history": history(program),
    }


def preview_of(version: ProgramVersion, *, evidence_count: int) -> Preview:
    """Return the preview of a version with what the rules find in it."""
    content, texts = programs.content_of(version), programs.texts_of(version)
    known = reviewing.parties(programs.brand_in_scope())
    seen = live(version.program) if version.status == VersionStatus.PUBLISHED else ()
    found = reviewing.every_finding(
        content, texts, known=known, evidence_count=evidence_count, live=seen
    )
    edit_url = reverse("consent:program_edit", args=[version.program_id])
    frozen = version.texts_english
    translated = RenderedTexts.from_dict(frozen) if frozen else english(content)
    return previewing.preview(content, texts, found, edit_url=edit_url, english=translated)


def links(program: Program, version: ProgramVersion | None = None) -> list[dict[str, str]]:
    """Return the public addresses that go into forms, posters and registrations.

    Of a version that has pages of the tenant's own, these stand first: reviewers are sent there.
    """
    own = (
        ("own_join_url", _("Your own sign-up form")),
        ("own_terms_url", _("Your own terms")),
        ("own_privacy_url", _("Your own privacy policy")),
    )
    return [
        *(
            {"id": name, "label": label, "url": getattr(version, name)}
            for name, label in own
            if getattr(version, name, "")
        ),
        {"id": "join-url", "label": _("Sign-up form"), "url": addresses.join_url(program)},
        {"id": "terms-url", "label": _("Terms"), "url": addresses.terms_url(program)},
        {"id": "privacy-url", "label": _("Privacy policy"), "url": addresses.privacy_url(program)},
        {
            "id": "preferences-url",
            "label": _("Stop texts"),
            "url": addresses.preferences_url(program),
        },
    ]


def draft_links(draft: ProgramVersion) -> list[dict[str, str]]:
    """Return the secret addresses of a draft's pages, where somebody asked for them."""
    if not draft.preview_token:
        return []
    pages = (
        (addresses.JOIN, _("Sign-up form")),
        (addresses.TERMS, _("Terms")),
        (addresses.PRIVACY, _("Privacy policy")),
    )
    return [
        {"id": f"draft-{page}", "label": label, "url": addresses.draft_url(draft, page)}
        for page, label in pages
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
        *_more_facts(version),
    ]


def _more_facts(version: ProgramVersion) -> list[dict[str, Any]]:
    """Return where, in which language and by whose words people are asked."""
    asked = "\n".join(str(explained.method_name(code)) for code in version.methods)
    own = "\n".join(wordings.title(key) for key in version.own_texts)
    age = _("%(age)d years") % {"age": version.minimum_age} if version.minimum_age else ""
    return [
        {"label": _("Where people are asked"), "value": asked},
        {"label": _("Number to text"), "value": phones.national(version.text_number)}
        if version.text_number
        else {"label": _("Number to text"), "value": "", "missing": _("None yet")},
        {"label": _("Language"), "value": dict(Language.choices()).get(version.language)},
        {"label": _("Confirming twice"), "value": _("Yes") if version.double_opt_in else _("No")},
        {"label": _("Youngest age"), "value": age, "missing": _("None")},
        {"label": _("In your own words"), "value": own, "missing": _("Nothing: we wrote it all")},
    ]


def history(program: Program) -> list[dict[str, Any]]:
    """Return what happened to a program, newest first."""
    events = program.events.select_related("version")[:HISTORY_LENGTH]
    return [_entry(event) for event in events]


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
