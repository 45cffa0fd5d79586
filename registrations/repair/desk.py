"""What is read once to put a round right: what was sent, what is there now, the rules."""

from dataclasses import dataclass
from functools import cached_property

from consent import reviewing
from consent.content import ProgramContent
from consent.models import ProgramVersion
from consent.rendering import RenderedTexts
from consent.reviewing import Parties
from consent.rules import Context, Finding, Rule, Severity, TextKind, catalogue
from registrations import drafting, text_fields
from registrations.definitions import FormField
from registrations.models import Registration, RegistrationVersion
from registrations.requirements import Answer


@dataclass(frozen=True)
class Desk:
    """One registration under repair, with the round that was denied or sent back."""

    registration: Registration
    denied: RegistrationVersion

    @cached_property
    def before(self) -> dict[str, Answer]:
        """What was sent with the round."""
        return {v.path: v.answer for v in self.denied.values.all() if v.answer.is_given}

    @cached_property
    def now(self) -> dict[str, Answer]:
        """What is there now, or what the next round would begin with."""
        current = self.registration.current
        if current.is_open:
            found = drafting.effective(self.registration)
        else:
            found = drafting.answered(self.registration, [v.answer for v in current.values.all()])
        return {path: answer for path, answer in found.items() if answer.is_given}

    @cached_property
    def fields(self) -> dict[str, FormField]:
        """The questions of the carrier's form as it is today, by path."""
        form = drafting.form_of(self.registration.type)
        return {field.path: field for field in drafting.fields_of(form)}

    @cached_property
    def published(self) -> ProgramVersion | None:
        """The wording that the public sees."""
        program = self.registration.program
        return program.published if program else None

    @cached_property
    def content(self) -> ProgramContent | None:
        """What the published program says of itself."""
        return self.published.frozen_content if self.published else None

    @cached_property
    def texts(self) -> RenderedTexts | None:
        """The texts of the published program."""
        return self.published.frozen_texts if self.published else None

    @cached_property
    def parties(self) -> Parties:
        """What is known of the business and of the ISV."""
        return reviewing.parties(self.registration.brand)

    @cached_property
    def public_faults(self) -> list[Finding]:
        """What must be fixed in what the public sees, whatever the filing says of it."""
        if self.content is None or self.texts is None:
            return []
        found = reviewing.every_finding(
            self.content,
            self.texts,
            known=self.parties,
            evidence_count=1,
            number_type=self.registration.number_type,
        )
        shown = ("texts.cta_", "texts.terms", "texts.privacy", "texts.verbal_script")
        return [f for f in found if f.severity == Severity.BLOCKER and f.field.startswith(shown)]

    def kind_of(self, path: str) -> TextKind | None:
        """Return as what the rules read a field; None for what is no text of a program."""
        return text_fields.kind_of(self.registration.type, path)

    def context(self, kind: TextKind) -> Context | None:
        """Return what the rules know beside a text; None while no program is published."""
        if self.content is None or self.texts is None:
            return None
        return reviewing.context(
            self.content,
            self.texts,
            kind,
            known=self.parties,
            number_type=self.registration.number_type,
        )

    def title(self, path: str) -> str:
        """Return a question in the carrier's words."""
        return self.fields[path].title if path in self.fields else path

    def text(self, path: str, answer: Answer | None) -> str:
        """Return an answer in words; choices by their titles."""
        if answer is None:
            return ""
        if answer.choices:
            known = self.fields.get(path)
            return ", ".join(known.title_of(c) if known else c for c in answer.choices)
        return answer.text

    def changed(self, path: str) -> bool:
        """Does the answer say something else than what was sent?"""
        old, new = self.before.get(path), self.now.get(path)
        if old is None or new is None:
            return old is not new
        return (old.text, set(old.choices), old.evidence_id) != (
            new.text,
            set(new.choices),
            new.evidence_id,
        )


def rules_against(code: str) -> list[Rule]:
    """Return our rules that prevent a rejection of that code; none for a code of the future."""
    return [rule for rule in catalogue() if code and code in rule.prevents]
