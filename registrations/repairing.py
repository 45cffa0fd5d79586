"""Verbs of putting a denied round right: what to change, do it at a press, or answer in a line.

The first of them opens the next round with every answer carried over, since the carrier's new
version starts blank. Nothing here moves the registration; handing in does (`lifecycle`).
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import fields, programs
from consent.builder import wordings
from registrations import acknowledging, crosswalk, drafting, forecasting
from registrations.denials import is_final
from registrations.drafting import Given
from registrations.models import (
    Acknowledgement,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from registrations.repair import remarks
from registrations.repair.correcting import Correction, Way, correct, field_of
from registrations.repair.desk import Desk, rules_against
from registrations.repair.remarks import Remark
from registrations.states import RegistrationStatus
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor

# The rule of pre-flight that warns of a denied answer that stayed as it was.
UNCHANGED = "FILING-DENIED-UNCHANGED"
LINE_LENGTH = 500


class Stage(TextChoices):
    """How far a remark is."""

    OPEN = "open", gettext_lazy("To do")
    CHANGED = "changed", gettext_lazy("Changed")
    ANSWERED = "answered", gettext_lazy("Answered in a line")


@dataclass(frozen=True)
class Proposal:
    """One remark with the words it is about, why it was made, and what would put it right."""

    remark: Remark
    path: str  # empty where no field could be told
    label: str
    why: str
    correction: Correction
    stage: Stage
    line: str = ""  # what was written to the reviewer
    is_final: bool = False
    is_first: bool = True  # of the remarks on its field; the field's form stands there once

    @property
    def key(self) -> str:
        """A short name for forms and anchors."""
        return self.remark.key

    @property
    def is_done(self) -> bool:
        """Did the remark end as changed or answered?"""
        return self.stage != Stage.OPEN

    @property
    def can_apply(self) -> bool:
        """Can one press put it right in this filing?"""
        return self.correction.way == Way.TEXT and bool(self.correction.after)

    @property
    def can_draft(self) -> bool:
        """Can one press put it into the program's draft, to be published by a person?"""
        return self.correction.way == Way.PROGRAM and bool(self.correction.after)


def round_to_repair(registration: Registration) -> RegistrationVersion | None:
    """Return the round whose remarks are to be put right: ours first, then the carrier's."""
    return remarks.sent_back_round(registration) or remarks.denied_round(registration)


def proposals(version: RegistrationVersion) -> list[Proposal]:
    """Return every remark on a round with what would put it right, as things stand now."""
    registration = version.registration
    desk = Desk(registration, version)
    lines = _lines(registration.current)
    touched = _touched(registration) if version.is_open else frozenset()
    seen: set[str] = set()
    found = []
    for remark in remarks.of_round(version):
        path = field_of(desk, remark)
        stage = _stage(desk, remark, path, lines, touched)
        found.append(
            Proposal(
                remark,
                path,
                desk.title(path) if path else "",
                _why(remark),
                correct(desk, remark, path),
                stage,
                _line_for(remark, path, lines),
                is_final([remark.code]),
                path not in seen or not path,
            )
        )
        seen.add(path)
    return found


def _why(remark: Remark) -> str:
    """Say in plain words why it was refused: our rules' sentence, else the carrier's own."""
    crossing = crosswalk.of_code(remark.code) if remark.code else None
    if crossing is not None and crossing.is_known:
        return f"{crossing.meaning} {crossing.fix}"
    for rule in rules_against(remark.code):
        return str(rule.problem)
    return remark.detail or remark.feedback


def _lines(current: RegistrationVersion) -> dict[str, str]:
    """Return what was written to the reviewer in the open round.

    By the digest of the remark, and by the field where pre-flight's warning was answered for.
    """
    if not current.is_open:
        return {}
    rows = Acknowledgement.objects.filter(version=current, rule=UNCHANGED)
    found = {row.field: row.reason for row in rows if row.field}
    return {**found, **{row.digest: row.reason for row in rows}}


def _line_for(remark: Remark, path: str, lines: dict[str, str]) -> str:
    return lines.get(_digest(remark)) or (lines.get(path, "") if path else "")


def _touched(registration: Registration) -> frozenset[str]:
    """Return the fields that somebody answered anew since our staff sent the round back."""
    events = registration.events.filter(
        kind=RegistrationEvent.Kind.ANSWERED, at__gte=registration.changed_at
    )
    return frozenset(path for event in events for path in event.data.get("fields", []))


def _stage(
    desk: Desk, remark: Remark, path: str, lines: dict[str, str], touched: frozenset[str]
) -> Stage:
    if path and (desk.changed(path) or path in touched):
        return Stage.CHANGED
    return Stage.ANSWERED if _line_for(remark, path, lines) else Stage.OPEN


def _digest(remark: Remark) -> str:
    whole = "|".join((UNCHANGED, remark.code, remark.path, remark.said))
    return hashlib.sha256(whole.encode()).hexdigest()


@transaction.atomic
def open_next(registration_id: UUID, *, actor: Actor) -> RegistrationVersion:
    """Return the round that corrections go to, and open it with everything carried over."""
    registration = _locked(registration_id)
    current = registration.current
    if registration.status == RegistrationStatus.NEEDS_CHANGES and not current.is_open:
        return drafting.revise(registration_id, actor=actor)
    return drafting.open_round(registration)


@transaction.atomic
def apply(registration_id: UUID, *, keys: Collection[str] | None, actor: Actor) -> int:
    """Put the proposed words of these remarks into the filing, or of all (None).

    Returns how many fields changed. What has become moot meanwhile is left alone.
    """
    registration = _locked(registration_id)
    found = [
        each
        for each in _of(registration)
        if each.can_apply and not each.is_done and (keys is None or each.key in keys)
    ]
    if not found:
        return 0
    open_next(registration_id, actor=actor)
    answers: dict[str, Given] = {each.path: each.correction.after for each in found}
    drafting.save_answers(registration_id, answers=answers, actor=actor)
    return len(answers)


@transaction.atomic
def put(registration_id: UUID, *, answers: dict[str, Given], actor: Actor) -> None:
    """Answer fields in a person's own words, in the next round."""
    open_next(registration_id, actor=actor)
    drafting.save_answers(registration_id, answers=answers, actor=actor)


@transaction.atomic
def answer(registration_id: UUID, *, key: str, line: str, actor: Actor) -> None:
    """Leave what was denied as it is, and tell the reviewer why in a line."""
    said = " ".join(line.split())[:LINE_LENGTH]
    if not said:
        raise InvalidInput(_("Write a line to the reviewer."), fields={"line": "missing"})
    found = next((each for each in _of(_locked(registration_id)) if each.key == key), None)
    if found is None:
        raise DomainError(_("This remark is not there any more."), code="remark_gone")
    version = open_next(registration_id, actor=actor)
    warning = _warning(version.registration, found.path)
    if warning is not None:
        acknowledging.acknowledge(registration_id, digest=warning, reason=said, actor=actor)
        return
    _made, is_new = Acknowledgement.objects.get_or_create(
        version=version,
        digest=_digest(found.remark),
        defaults={
            "rule": UNCHANGED,
            "field": found.path[:100],
            "reason": said,
            "made_by": acknowledging.name_of(actor),
        },
    )
    if is_new:
        RegistrationEvent.record(
            RegistrationEvent.Kind.ACKNOWLEDGED,
            actor=actor,
            registration=version.registration,
            version=version,
            data={"rule": UNCHANGED, "field": found.path, "reason": said},
        )


def _warning(registration: Registration, path: str) -> str | None:
    """Return the digest of pre-flight's own warning that a denied field has not changed."""
    for each in forecasting.current(registration):
        if each.is_open and each.finding.rule == UNCHANGED and each.finding.field == path:
            return each.digest
    return None


@transaction.atomic
def draft_program(registration_id: UUID, *, key: str, actor: Actor) -> UUID:
    """Write the proposed words of a remark into the program's draft and return the program's id.

    Nothing is published: a person does that, on the page that shows for whom it changes what.
    """
    registration = _locked(registration_id)
    found = next((each for each in _of(registration) if each.key == key), None)
    program = registration.program
    if found is None or program is None or not found.can_draft:
        raise DomainError(_("There is nothing to put into the program."), code="remark_gone")
    # The rules and the program call the texts that phones receive by the same names.
    name = str(Desk(registration, registration.current).kind_of(found.path))
    latest = program.latest
    written = fields.of_version(latest)
    own = {**written.own_texts, name: wordings.as_written(name, found.correction.after)}
    programs.save_draft(
        program, written=replace(written, own_texts=own), seen=latest.edit_token, actor=actor
    )
    return program.pk


def _of(registration: Registration) -> list[Proposal]:
    version = round_to_repair(registration)
    return proposals(version) if version else []


def _locked(registration_id: UUID) -> Registration:
    found: Registration = Registration.objects.select_for_update().get(pk=registration_id)
    return found
