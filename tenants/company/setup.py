"""Verbs about company details on their way: kept at every step until they are checked and saved."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.company import brands
from tenants.company.brand_checks import CONFIRMED
from tenants.company.setup_steps import Step, is_answered, steps_for
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand, BrandDraft, Tenant
from tenants.scoping import current_tenant_id

# What is kept beside the answers in the same encrypted text.
_PREFILLED, _SAVES = "_prefilled", "_saves"


class DraftChanged(DomainError):
    """Somebody else saved the same questions after this member had opened them."""

    code = "revision_conflict"

    def __init__(self, saved_by: str) -> None:
        super().__init__(_("Somebody else saved these answers while you were editing them."))
        self.saved_by = saved_by


class SetupDone(DomainError):
    """The company details are saved; from then on they are edited on their own page."""

    code = "setup_done"


class SetupIncomplete(DomainError):
    """A step is still open."""

    code = "setup_incomplete"


def draft() -> BrandDraft:
    """Return the draft of the tenant in scope; a new, unsaved one before the first step."""
    found: BrandDraft | None = BrandDraft.objects.first()
    return found or BrandDraft(revision=0)


def answers() -> dict[str, str]:
    """Return the answers so far by the names of the brand's fields."""
    return _answers(draft())


def prefilled() -> frozenset[str]:
    """Return the fields that were filled in for the business and not yet saved by a member."""
    return frozenset(draft().answers.get(_PREFILLED, ()))


def steps_done() -> list[Step]:
    """Return the steps that were saved and still fit the other answers."""
    return _done(draft())


def next_step() -> Step | None:
    """Return the first open step, or None when only the check is left."""
    current = draft()
    done = _done(current)
    return next((step for step in steps_for(_answers(current)) if step not in done), None)


@transaction.atomic
def prefill(values: Mapping[str, str]) -> None:
    """Fill in what the ISV knows of the business in scope, as an invitation does.

    Unknown names and blanks are dropped, and nothing that a member answered is overwritten. The
    steps stay open, since a member has to look at every line.
    """
    _lock()
    if brands.find_brand() is not None:
        return
    current = draft()
    kept = current.answers
    new = {
        name: str(value).strip()
        for name, value in values.items()
        if name in brands.FIELDS and str(value).strip() and not kept.get(name)
    }
    if not new:
        return
    kept.update(new)
    kept[_PREFILLED] = sorted({*kept.get(_PREFILLED, ()), *new})
    _save(current, kept)


@transaction.atomic
def save_step(step: str, values: Mapping[str, str], *, revision: int, actor: Actor) -> BrandDraft:
    """Keep the checked answers of one step and return the draft.

    `revision` is the draft's that the member saw. Raises DraftChanged when somebody else has saved
    this very step since, and SetupDone when the details are saved already; nothing is kept then.
    """
    _lock()
    if brands.find_brand() is not None:
        raise SetupDone(_("Your company details are saved already. Change them on this page."))
    current = draft()
    kept = current.answers
    saves: dict[str, Any] = kept.setdefault(_SAVES, {})
    number, saved_by = saves.get(step, (0, ""))
    if number > revision:
        raise DraftChanged(saved_by)
    if CONFIRMED not in values and "tax_id" in values:
        kept.pop(CONFIRMED, None)
    kept.update(values)
    kept[_PREFILLED] = sorted(set(kept.get(_PREFILLED, ())) - set(values))
    saves[step] = [current.revision + 1, actor.label]
    if step not in current.steps_done:
        current.steps_done = [*current.steps_done, step]
    return _save(current, kept)


@transaction.atomic
def finish(actor: Actor, *, revision: int | None = None) -> Brand:
    """Save the answers as the company details, and drop the draft.

    With a `revision`, that of the answers which the member checked, raises DraftChanged when they
    have changed since; SetupIncomplete when a step is open.
    """
    _lock()
    if brands.find_brand() is not None:
        raise SetupDone(_("Your company details are saved already. Change them on this page."))
    current = draft()
    if revision is not None and current.revision != revision:
        raise DraftChanged("")
    found, done = _answers(current), _done(current)
    if any(step not in done for step in steps_for(found)):
        raise SetupIncomplete(_("A step is still open. Complete it first."))
    brand = brands.save_brand(
        values={name: found.get(name, "") for name in brands.FIELDS} | _settled(found),
        revision=0,
        actor=actor,
        confirmed=["tax_id"] if found.get(CONFIRMED) else [],
    )
    current.delete()
    return brand


def as_brand(values: Mapping[str, str]) -> Brand:
    """Return answers as a brand that is not saved, to be looked at like one."""
    return Brand(**{name: values.get(name, "") for name in brands.FIELDS} | _settled(values))


def _settled(values: Mapping[str, str]) -> dict[str, str]:
    """Drop what this business is not asked, whatever an earlier answer has left behind."""
    asked = {name for step in steps_for(values) for name in step.fields}
    return {name: "" for name in brands.FIELDS if name not in asked}


def _done(current: BrandDraft) -> list[Step]:
    found = _answers(current)
    saved = [step for step in steps_for(found) if step.slug in current.steps_done]
    return [step for step in saved if is_answered(step, found)]


def _answers(current: BrandDraft) -> dict[str, str]:
    return {name: value for name, value in current.answers.items() if not name.startswith("_")}


def _lock() -> None:
    """Let one member at a time through; the draft's row may not exist yet."""
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())


def _save(current: BrandDraft, kept: Mapping[str, Any]) -> BrandDraft:
    current.answers_json = json.dumps(kept)
    current.revision += 1
    current.save()
    return current
