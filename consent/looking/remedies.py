"""What puts a page right: the attested words to paste back, and a draft where ours lack them."""

from collections.abc import Iterable
from dataclasses import replace

from consent import fields, programs
from consent.looking.comparing import Attested, carriers
from consent.models import Program, ProgramVersion
from consent.repairs import repair_all
from consent.rules import TextKind, catalogue
from consent.states import LookPage
from tenants.errors import DomainError
from tenants.events import Actor

_KEY: dict[TextKind, str] = {
    TextKind.WEB: "cta_web.",
    TextKind.TERMS: "terms",
    TextKind.PRIVACY: "privacy",
}


def rule_title(rule: str) -> str:
    """Return a rule's title; an unknown rule is named by its id."""
    return next((each.title for each in catalogue() if each.id == rule), rule)


def _fix(rule: str) -> str:
    return next((each.fix for each in catalogue() if each.id == rule), "")


def text(entries: Iterable[str], page: str, wanted: Attested) -> str:
    """Return the words to put on a page, under its name: as attested, else what the rule says."""
    rules = [each.partition(":")[2] for each in sorted(entries) if each.startswith(f"{page}:")]
    words = dict.fromkeys(carriers(wanted, rule) or _fix(rule) for rule in rules)
    lines = [line for line in words if line]
    return "\n".join((heading(page), *lines)) if lines else ""


def heading(page: str) -> str:
    """Return the line above the words of one page."""
    return f"{dict(LookPage.choices).get(page, page)}:"


def without(remedy: str, page: str) -> str:
    """Return a remedy without the part of one page."""
    parts = [part for part in remedy.split("\n\n") if not part.startswith(heading(page))]
    return "\n\n".join(parts)


def filled_draft(program: Program, wanted: Attested, *, actor: Actor) -> ProgramVersion | None:
    """Write a draft in which the words are, where the published texts themselves lack them.

    None where they lack nothing, where somebody has a draft in hand already, or where composing
    anew is all that it takes.
    """
    version = program.published
    if not wanted.lacking or version is None or program.draft is not None:
        return None
    written = fields.of_version(version)
    content = version.frozen_content
    own = {
        key: repair_all(said, wanted.kind, context=wanted.context, facts=content)[0]
        if key.startswith(_KEY[wanted.kind])
        else said
        for key, said in written.own_texts.items()
    }
    try:
        saved = programs.save_draft(
            program, written=replace(written, own_texts=own), seen=version.edit_token, actor=actor
        )
    except DomainError:
        # Rules for what may be written have changed since; a person must look at it.
        return None
    return saved if saved.pk != version.pk else None
