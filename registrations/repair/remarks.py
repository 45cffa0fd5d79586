"""What reviewers said of a round, remark by remark: the carrier’s by reason and field, and ours."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registrations.models import FieldValue, Registration, RegistrationVersion
from registrations.states import RegistrationStatus

# Our own code for answers that the carrier's service would not take at all; see `record_refusal`.
NOT_ACCEPTED = "NOT_ACCEPTED"
# The carrier's states of a version after which older denials are settled.
SETTLED = frozenset({"APPROVED", "ARCHIVED"})


@dataclass(frozen=True)
class Remark:
    """One thing that was said, with everything verbatim."""

    said: str
    path: str = ""  # empty where no field is named
    code: str = ""  # the carrier's; no closed set, and empty where only a field was marked
    detail: str = ""
    link: str = ""
    feedback: str = ""
    is_ours: bool = False  # our own staff said it, not the carrier

    @property
    def key(self) -> str:
        """A short name for forms and anchors."""
        whole = "|".join((self.code, self.path, self.said))
        return hashlib.sha256(whole.encode()).hexdigest()[:12]


def denied_round(registration: Registration) -> RegistrationVersion | None:
    """Return the newest round whose denial still asks for something; None where none does."""
    if registration.status == RegistrationStatus.APPROVED:
        return None
    for version in registration.versions.all():
        if version.carrier_status in SETTLED:
            return None
        if not version.is_open and (version.denied_reasons or _marked(version)):
            return version
    return None


def sent_back_round(registration: Registration) -> RegistrationVersion | None:
    """Return the open round that our own staff returned with remarks at its fields."""
    version = registration.current
    waits = registration.status == RegistrationStatus.NEEDS_CHANGES and version.is_open
    return version if waits and version.values.exclude(staff_remark="").exists() else None


def of_round(version: RegistrationVersion) -> list[Remark]:
    """Return what was said of a round: each reason at each field it speaks of, then the rest."""
    marks = list(_marked(version))
    if version.is_open:
        return _ours(version)
    reasons: list[dict[str, Any]] = list(version.denied_reasons)
    at_fields = [_at_field(mark, reasons, alone=len(marks) == 1) for mark in marks]
    told = {remark.code for remark in at_fields} | ({NOT_ACCEPTED} if at_fields else set())
    rest = [_of_reason(each) for each in reasons if each.get("code", "") not in told]
    return [*at_fields, *rest]


def _marked(version: RegistrationVersion) -> Iterable[FieldValue]:
    found: Iterable[FieldValue] = version.values.exclude(denied_reason="", feedback="")
    return found


def _ours(version: RegistrationVersion) -> list[Remark]:
    return [
        Remark(said=value.staff_remark, path=value.path, is_ours=True)
        for value in version.values.exclude(staff_remark="")
    ]


def _at_field(mark: FieldValue, reasons: list[dict[str, Any]], *, alone: bool) -> Remark:
    """Join a field's mark with the reason that says the same; the carrier gives no other link."""
    said = mark.denied_reason or mark.feedback
    reason = next((r for r in _alike(reasons, said)), None)
    if reason is None and alone and len(reasons) == 1:
        reason = reasons[0]
    known = reason or {}
    return Remark(
        said=said,
        path=mark.path,
        code=known.get("code", ""),
        detail=known.get("detail", ""),
        link=known.get("link", ""),
        feedback=mark.feedback,
    )


def _alike(reasons: list[dict[str, Any]], said: str) -> Iterator[dict[str, Any]]:
    wanted = said.strip().casefold()
    for reason in reasons:
        names = (str(reason.get("text", "")), str(reason.get("code", "")))
        if wanted in (name.strip().casefold() for name in names):
            yield reason


def _of_reason(reason: dict[str, Any]) -> Remark:
    return Remark(
        said=reason.get("text", "") or reason.get("code", ""),
        code=reason.get("code", ""),
        detail=reason.get("detail", ""),
        link=reason.get("link", ""),
    )
