"""Puts findings about a filing right by the press of a button, where one press can.

Words that were typed into the filing are mended in the filing. Words of the program are mended in
the program's draft, since people receive them too, and count once that is published. Facts of the
company are never guessed: a link leads to the field.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consent import programs
from consent.builder import mending as builder
from consent.builder import work
from consent.fields import of_version
from consent.repairs import apply, repair
from consent.rules import Finding
from registrations import drafting, forecasting, typed
from registrations.definitions import FormField
from registrations.forecasting import Foretold
from registrations.models import Registration
from registrations.requirements import Answer, check_answer
from tenants.errors import DomainError
from tenants.events import Actor


@dataclass(frozen=True)
class Mended:
    """What a press did."""

    count: int
    in_program: bool = False
    """The program's draft changed, which counts once it is published."""


class Bench:
    """A filing with all that is needed to say what one press can put right; read once."""

    def __init__(self, registration: Registration) -> None:
        """Lay out the filing's typed texts and the newest wording of its program."""
        self.registration = registration
        self.answers = drafting.effective(registration)
        self.typed = typed.texts(registration, self.answers)
        form = drafting.form_of(registration.type)
        self.fields: dict[str, FormField] = {f.path: f for f in drafting.fields_of(form)}
        program = registration.program
        self.work = (
            work.lay_out(program, of_version(program.latest), brand=registration.brand)
            if program and program.published
            else None
        )

    def mended_text(self, finding: Finding) -> str:
        """Return a typed text without its fault; empty where only a person knows how."""
        given = self.typed.get(finding.field)
        if given is None:
            return ""
        facts = self.work.content if self.work else None
        edit = repair(finding, given.text, context=given.context, facts=facts)
        if edit is None:
            return ""
        better = apply(edit, given.text)
        field = self.fields.get(given.path)
        answer = Answer(given.path, "typed", better)
        return better if field is None or not check_answer(field, answer) else ""

    def in_draft(self, finding: Finding) -> Finding | None:
        """Return the same finding about the newest wording of the program, if it is there too."""
        if self.work is None:
            return None
        same = (each for each in self.work.found if _is_same(each, finding))
        return next(same, None)

    def can_mend(self, finding: Finding) -> bool:
        """Can one press put it right?"""
        if finding.field in self.typed:
            return bool(self.mended_text(finding))
        found = self.in_draft(finding)
        return (
            found is not None and self.work is not None and bool(builder.mended(self.work, found))
        )

    def can_put_back(self, finding: Finding) -> bool:
        """Is the fault in an answer typed over one of ours, which can be put back?"""
        computed = drafting.ours_of(self.registration)
        answer = self.answers.get(finding.field)
        return answer is not None and answer.source == "typed" and finding.field in computed


def _is_same(one: Finding, other: Finding) -> bool:
    return (one.rule, one.field, one.code) == (other.rule, other.field, other.code)


@transaction.atomic
def mend(registration_id: UUID, *, digest: str, actor: Actor) -> Mended:
    """Put one finding right. Raises DomainError where it is gone, or only a person can mend it."""
    registration = _open(registration_id)
    found = _find(registration, digest)
    bench = Bench(registration)
    done = _mend(bench, [found.finding], actor)
    if not done.count:
        raise DomainError(
            _("Nothing but a person can put this right: only you know the facts."), code="by_hand"
        )
    return done


@transaction.atomic
def mend_all(registration_id: UUID, *, actor: Actor) -> Mended:
    """Put everything right that one press can, in the filing and in the program's draft."""
    registration = _open(registration_id)
    found = [each.finding for each in forecasting.current(registration)]
    return _mend(Bench(registration), found, actor)


@transaction.atomic
def put_back(registration_id: UUID, *, digest: str, actor: Actor) -> None:
    """Let our own answer stand again in place of the one that was typed over it."""
    registration = _open(registration_id)
    field = _find(registration, digest).finding.field
    drafting.save_answers(registration_id, answers={field: ""}, actor=actor)


def _open(registration_id: UUID) -> Registration:
    registration: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    drafting.open_round(registration)
    return registration


def _find(registration: Registration, digest: str) -> Foretold:
    for each in forecasting.current(registration):
        if each.digest == digest:
            return each
    raise DomainError(
        _("That is put right already, or the words have changed since."), code="warning_changed"
    )


def _mend(bench: Bench, found: Iterable[Finding], actor: Actor) -> Mended:
    """Mend typed texts one after another, then the program's draft; count what was mended."""
    rows = list(found)
    count = sum(_mend_typed(bench, each, actor) for each in rows if each.field in bench.typed)
    drafted = _mend_program(bench, [each for each in rows if each.field not in bench.typed], actor)
    return Mended(count + drafted, in_program=bool(drafted))


def _mend_typed(bench: Bench, finding: Finding, actor: Actor) -> int:
    """Mend one fault of a typed text as it stands by now, after those before it."""
    now = Bench(bench.registration)
    standing = next(
        (f for f in typed.findings(bench.registration, now.answers) if _is_same(f, finding)), None
    )
    better = now.mended_text(standing) if standing else ""
    if not better:
        return 0
    answers = {finding.field: better}
    drafting.save_answers(bench.registration.pk, answers=answers, actor=actor)
    return 1


def _mend_program(bench: Bench, found: list[Finding], actor: Actor) -> int:
    """Mend faults in the newest wording of the program, and save that as its draft."""
    laid, count = bench.work, 0
    if laid is None:
        return 0
    for finding in found:
        standing = next((each for each in laid.found if _is_same(each, finding)), None)
        written = builder.mended(laid, standing) if standing else None
        if written is not None and written != laid.written:
            laid, count = laid.with_fields(written), count + 1
    if count:
        program = laid.program
        programs.save_draft(
            program,
            written=work.without_echoes(laid),
            seen=program.latest.edit_token,
            actor=actor,
        )
    return count
