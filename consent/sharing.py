"""The secret link to a draft: reviewers read the pages before anything is published."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from consent.models import Program, ProgramEvent, ProgramVersion, secret
from consent.states import PUBLIC, VersionStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope, tenant_scope


@transaction.atomic
def share_draft(program: Program, *, actor: Actor) -> ProgramVersion:
    """Make the link to a program's draft, or return the draft with the one that it has.

    Whoever holds the link sees the draft as it is at that moment; after publication the link
    leads to the live page.
    """
    draft = _draft(program)
    if draft.preview_token:
        return draft
    return _set(draft, secret(), ProgramEvent.Kind.DRAFT_SHARED, actor)


@transaction.atomic
def unshare_draft(program: Program, *, actor: Actor) -> ProgramVersion:
    """Make the link lead nowhere, for ever: the next one will be another."""
    draft = _draft(program)
    if not draft.preview_token:
        return draft
    return _set(draft, None, ProgramEvent.Kind.DRAFT_UNSHARED, actor)


def _draft(program: Program) -> ProgramVersion:
    """Lock the program, as saving and publishing do, and return its draft."""
    Program.objects.select_for_update().get(pk=program.pk)
    draft = program.draft
    if draft is None:
        raise DomainError(_("There is no draft. Edit the program first."), code="no_draft")
    return draft


def _set(
    draft: ProgramVersion, token: str | None, kind: ProgramEvent.Kind, actor: Actor
) -> ProgramVersion:
    draft.preview_token = token
    draft.save(update_fields=["preview_token"])
    ProgramEvent.record(kind, actor=actor, program=draft.program, version=draft)
    return draft


@contextmanager
def opened(token: str) -> Iterator[ProgramVersion | None]:
    """Find the version behind a link, whosever it is, and work in its tenant's scope.

    None for a link that was never made, was withdrawn, or belongs to a business that is gone.
    """
    with all_tenants_scope("draft by its link"):
        kept = ProgramVersion.objects.exclude(tenant__status=TenantStatus.ERASED)
        found = kept.filter(preview_token=token).values_list("tenant_id", "pk").first()
    if found is None:
        yield None
        return
    tenant_id, pk = found
    with tenant_scope(tenant_id):
        yield ProgramVersion.objects.select_related("program__tenant").get(pk=pk)


def is_published(version: ProgramVersion) -> bool:
    """Has the draft behind a link become public since?"""
    return VersionStatus(version.status) in PUBLIC
