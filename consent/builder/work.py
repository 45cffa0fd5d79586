"""One writing of a program laid out: what it says, what becomes of it, what the rules find."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from consent import fields, previewing, programs, reviewing
from consent.content import ProgramContent
from consent.fields import ProgramFields
from consent.models import Program
from consent.previewing import Preview
from consent.rendering import RenderedTexts, composed, english, render, text_keys, text_of
from consent.repairs import Edit, repair
from consent.reviewing import Parties
from consent.rules import Finding
from consent.rules.preflight import text_fields
from tenants.models import Brand


@dataclass(frozen=True)
class Work:
    """A writing, which may have gaps, with everything that follows from it."""

    program: Program
    brand: Brand
    written: ProgramFields
    known: Parties
    evidence_count: int

    @cached_property
    def content(self) -> ProgramContent:
        """What it says."""
        return programs.content_for(self.program, self.written)

    @cached_property
    def texts(self) -> RenderedTexts:
        """What becomes of it."""
        return render(self.content)

    @cached_property
    def composed(self) -> dict[str, str]:
        """What we would write, by the key of each text that the tenant may write itself."""
        texts = composed(self.content)
        return {key: text_of(texts, key) for key in text_keys(self.content)}

    @cached_property
    def found(self) -> list[Finding]:
        """What the rules find in it."""
        return reviewing.every_finding(
            self.content, self.texts, known=self.known, evidence_count=self.evidence_count
        )

    def with_fields(self, written: ProgramFields) -> "Work":
        """Return another writing of the same program."""
        return replace(self, written=written)

    def edit(self, finding: Finding) -> Edit | None:
        """Return the edit that mends a finding in its text, or None where a person must."""
        given = text_fields(self.content, self.texts).get(finding.field)
        if given is None:
            return None
        kind, text = given
        context = reviewing.context(self.content, self.texts, kind, known=self.known)
        return repair(finding, text, context=context, facts=self.content)

    def preview(self, *, can_mend: Callable[[Finding], bool]) -> Preview:
        """Return the preview, with a repair beside each finding that one press mends."""
        return previewing.preview(
            self.content,
            self.texts,
            self.found,
            mend=lambda finding: identity(finding) if can_mend(finding) else "",
            english=english(self.content),
        )


def identity(finding: Finding) -> str:
    """Return what tells a finding from all others of a writing, for the button that mends it."""
    return "|".join((finding.field, finding.code, str(finding.start or 0)))


def lay_out(program: Program, written: ProgramFields, *, brand: Brand | None = None) -> Work:
    """Return a writing laid out, tidied but not checked."""
    brand = brand or programs.brand_in_scope()
    return Work(
        program=program,
        brand=brand,
        written=fields.tidy(written, region=brand.country),
        known=reviewing.parties(brand),
        evidence_count=program.evidence.count(),
    )


def without_echoes(work: Work) -> ProgramFields:
    """Return the fields without own wordings that say what we would write anyway."""
    kept = {
        key: text for key, text in work.written.own_texts.items() if text != work.composed.get(key)
    }
    return replace(work.written, own_texts=kept)
