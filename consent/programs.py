"""Verbs about programs: found one, write its next version, publish it.

A version changes state only in `_move()`. What is published is frozen with everything rendered
from it, so that a consent can point at exactly what was shown.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from consent import addresses, changes, fields
from consent.cleaning import one_line
from consent.content import ProgramContent
from consent.fields import ProgramFields
from consent.models import Program, ProgramEvent, ProgramVersion
from consent.rendering import RenderedTexts, english, render
from consent.rules import Context, Finding, lint
from consent.rules.preflight import text_fields
from consent.states import TRANSITIONS, ChangeKind, VersionStatus
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Brand

PLACEHOLDER_RULE = "TEXT-PLACEHOLDER"
NOTE_LENGTH = 300


class BrandMissing(DomainError):
    """The texts name the business, so its details come first."""

    code = "brand_missing"


class EditConflict(DomainError):
    """Somebody else saved between this person's reading and writing."""

    code = "edit_conflict"


def brand_in_scope() -> Brand:
    """Return the tenant's brand; raise BrandMissing where its details were not entered yet."""
    brand: Brand | None = Brand.objects.first()
    if brand is None:
        raise BrandMissing(
            _("First tell us about your company: every text and page names it."),
        )
    return brand


@transaction.atomic
def create_program(*, written: ProgramFields, actor: Actor) -> Program:
    """Found a program with a first draft, which may have gaps still. Needs a brand.

    The slug is made from the name once and stays, since it is part of public addresses.
    """
    brand = brand_in_scope()
    tidied = fields.tidy(written, region=brand.country)
    fields.check(tidied)
    program = Program.objects.create(name=tidied.name, slug=_free_slug(tidied.name))
    version = ProgramVersion.objects.create(program=program, number=1, **_columns(tidied))
    ProgramEvent.record(
        ProgramEvent.Kind.CREATED, actor=actor, program=program, version=version,
        data={"name": program.name},
    )  # fmt: skip
    return program


@transaction.atomic
def save_draft(
    program: Program, *, written: ProgramFields, seen: str, actor: Actor
) -> ProgramVersion:
    """Write the draft, making it from the published version where there is none.

    `seen` is the `edit_token` of the version that the writer had before them; EditConflict when
    somebody saved in between. Saving what is there already changes nothing.
    """
    locked = _locked(program)
    latest = locked.latest
    _refuse_stale(latest, seen)
    tidied = fields.tidy(written, region=brand_in_scope().country)
    fields.check(tidied)
    names = fields.changed(fields.of_version(latest), tidied)
    if not names:
        return latest
    draft = _next_draft(latest, tidied)
    if program.published is None:
        _rename(program, tidied.name)
    ProgramEvent.record(
        ProgramEvent.Kind.DRAFT_SAVED, actor=actor, program=program, version=draft,
        data={"changed": names},
    )  # fmt: skip
    return draft


@dataclass(frozen=True)
class Decision:
    """What a person says that a new version means for those who agreed to the one before."""

    kind: str = ""
    """A code of ChangeKind; needed once there is a version to compare with."""
    note: str = ""
    """Why; needed where the change is called cosmetic against the suggestion."""


UNDECIDED = Decision()


@transaction.atomic
def publish(
    program: Program, *, seen: str, actor: Actor, decision: Decision = UNDECIDED
) -> ProgramVersion:
    """Make the draft the wording that everybody sees, and freeze it with all its texts.

    Nobody's consent changes by it: people stay with the version that they agreed to, and what
    they may be sent is what they ticked there. The decision says whether that is still the same.

    Findings of the rules do not stop it: they stop the registration. Reviewers must be able to
    open the pages that the registration names, and a business must be able to put a sentence
    right on a live page at once, even while something else is still wrong. Gaps and unfilled
    placeholders do stop it, since people would be asked to agree to them.
    """
    draft = _locked(program).draft
    if draft is None:
        raise DomainError(_("There is no draft to publish."), code="nothing_to_publish")
    _refuse_stale(draft, seen)
    fields.check_complete(fields.of_version(draft))
    content = content_of(draft)
    texts, translated = render(content), english(content)
    _refuse_placeholders(content, texts)
    previous = program.published
    change = _decided(previous, draft, decision) if previous else {}
    if previous is not None:
        _move(previous, VersionStatus.SUPERSEDED, actor=actor)
    _rename(program, draft.name)
    return _move(
        draft,
        VersionStatus.PUBLISHED,
        actor=actor,
        content=content.to_dict(),
        texts=texts.as_dict(),
        texts_english=translated.as_dict() if translated else None,
        texts_sha256=texts_digest(texts),
        published_at=timezone.now(),
        **change,
    )


def suggestion(before: ProgramVersion, after: ProgramVersion) -> changes.Suggestion:
    """Return whether those who agreed to one version agreed to the next one too, and why."""
    return changes.suggest(_side(before), _side(after))


def _side(version: ProgramVersion) -> changes.Side:
    own_pages = (version.own_terms_url, version.own_privacy_url)
    return changes.Side(content_of(version), texts_of(version), own_pages)


def _decided(before: ProgramVersion, after: ProgramVersion, decision: Decision) -> dict[str, str]:
    """Return what a version keeps of the decision; raise InvalidInput where it is not one yet."""
    if decision.kind not in ChangeKind.values:
        raise InvalidInput(
            _("Say whether people who agreed to version %(number)d agreed to this as well.")
            % {"number": before.number},
            code="undecided",
            fields={"kind": _("Choose one of the two.")},
        )
    note = one_line(decision.note)[:NOTE_LENGTH]
    is_lower = decision.kind == ChangeKind.COSMETIC and suggestion(before, after).is_material
    if is_lower and not note:
        raise InvalidInput(
            _("We think that people did not agree to this. Say why they did."),
            code="undecided",
            fields={"note": _("Say why, in a sentence.")},
        )
    return {"change_kind": decision.kind, "change_note": note}


@transaction.atomic
def let_search_engines_list(program: Program, *, is_indexable: bool, actor: Actor) -> Program:
    """Say whether search engines may list a program's hosted pages; anybody may open them."""
    locked = _locked(program)
    if locked.is_indexable == is_indexable:
        return locked
    locked.is_indexable = is_indexable
    locked.save(update_fields=["is_indexable"])
    ProgramEvent.record(
        ProgramEvent.Kind.INDEXABLE if is_indexable else ProgramEvent.Kind.NOT_INDEXABLE,
        actor=actor, program=locked, data={},
    )  # fmt: skip
    return locked


def _rename(program: Program, name: str) -> None:
    """Call the program by the name of the version in force, or of its first draft."""
    Program.objects.filter(pk=program.pk).update(name=name)
    program.name = name


def content_of(version: ProgramVersion) -> ProgramContent:
    """Return what a version says: as frozen, or, of a draft, as it stands with today's brand."""
    if version.content is not None:
        return version.frozen_content
    return content_for(version.program, fields.of_version(version))


def content_for(program: Program, written: ProgramFields) -> ProgramContent:
    """Return what a program would say with these fields, which may have gaps."""
    return fields.content(
        written,
        brand=brand_in_scope(),
        terms_url=addresses.terms_url(program),
        privacy_url=addresses.privacy_url(program),
        join_url=addresses.join_url(program),
    )


def texts_of(version: ProgramVersion) -> RenderedTexts:
    """Return a version's texts: as frozen, or, of a draft, as they would be now."""
    return version.frozen_texts if version.texts is not None else render(content_of(version))


def texts_digest(texts: RenderedTexts) -> str:
    """Return the SHA-256 of all texts of a version, which proves later that none was touched."""
    canonical = json.dumps(texts.as_dict(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def placeholders(content: ProgramContent, texts: RenderedTexts) -> Iterator[tuple[str, Finding]]:
    """Yield (text, finding) for every placeholder that nobody filled in."""
    context = Context(brand_names=content.names, use_case=content.use_case)
    for kind, text in text_fields(content, texts).values():
        for finding in lint(kind, text, context=context):
            if finding.rule == PLACEHOLDER_RULE:
                yield text, finding


def _refuse_placeholders(content: ProgramContent, texts: RenderedTexts) -> None:
    for text, finding in placeholders(content, texts):
        raise DomainError(
            _("A text still contains “%(words)s”. Replace it before you publish.")
            % {"words": text[finding.start : finding.end]},
            code="placeholder",
        )


def _refuse_stale(version: ProgramVersion, seen: str) -> None:
    if version.edit_token != seen:
        raise EditConflict(_("Somebody else saved this program after you opened it."))


def _locked(program: Program) -> Program:
    """Let one person at a time write or publish a program."""
    locked: Program = Program.objects.select_for_update().get(pk=program.pk)
    return locked


def _next_draft(latest: ProgramVersion, written: ProgramFields) -> ProgramVersion:
    """Return the draft with the fields in it."""
    if latest.status != VersionStatus.DRAFT:
        created: ProgramVersion = ProgramVersion.objects.create(
            program=latest.program, number=latest.number + 1, **_columns(written)
        )
        return created
    for name, value in _columns(written).items():
        setattr(latest, name, value)
    latest.revision += 1
    latest.save()
    return latest


def _columns(written: ProgramFields) -> dict[str, Any]:
    """Return the fields as a version keeps them."""
    return {
        "name": written.name,
        "description": written.description,
        "message_kinds": list(written.message_kinds),
        "frequency": written.frequency,
        "use_case": written.use_case,
        "support_email": written.support_email,
        "support_phone": written.support_phone,
        "opt_in_keyword": written.opt_in_keyword,
        "sample_messages": list(written.sample_messages),
        "language": written.language,
        "methods": list(written.methods),
        "double_opt_in": written.double_opt_in,
        "minimum_age": written.minimum_age,
        "text_number": written.text_number,
        "own_texts": dict(written.own_texts),
        "own_terms_url": written.own_terms_url,
        "own_privacy_url": written.own_privacy_url,
        "own_join_url": written.own_join_url,
    }


def _free_slug(name: str) -> str:
    """Return a slug that no program of the tenant has; a second of a name gets random letters."""
    stem = slugify(name)[:50].strip("-") or "texts"
    if not Program.objects.filter(slug=stem).exists():
        return stem
    return f"{stem}-{uuid.uuid4().hex[:6]}"


def _move(
    version: ProgramVersion, to: VersionStatus, *, actor: Actor, **frozen: Any
) -> ProgramVersion:
    """Change a version's state, its frozen columns in the same statement, and say so."""
    locked: ProgramVersion = ProgramVersion.objects.select_for_update().get(pk=version.pk)
    if to not in TRANSITIONS[VersionStatus(locked.status)]:
        raise TransitionNotAllowed(
            _("Version %(number)d is %(state)s already.")
            % {"number": locked.number, "state": locked.get_status_display().lower()}
        )
    locked.status = to
    for name, value in frozen.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", *frozen])
    told = {name: frozen[name] for name in ("change_kind", "change_note") if frozen.get(name)}
    ProgramEvent.record(
        _EVENT_OF[to], actor=actor, program=locked.program, version=locked, data=told
    )
    return locked


_EVENT_OF = {
    VersionStatus.PUBLISHED: ProgramEvent.Kind.PUBLISHED,
    VersionStatus.SUPERSEDED: ProgramEvent.Kind.SUPERSEDED,
}
