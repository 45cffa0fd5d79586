"""Verbs on who is registered: the three answers, and exceptions for the ISV's own data.

The end business is registered unless the ISV alone runs the opt-in, alone writes the texts, and is
named in them; anything less, and any doubt, gets a registration of the ISV's data refused. An
exception lets exactly the values pass that it was asked for: whatever is entered later does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tenants.domains import registrable_domain
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.isv import white_label
from tenants.models import (
    Answer,
    Brand,
    IsvIdentity,
    Registrant,
    RegistrantDecision,
    Tenant,
    TenantEvent,
    User,
)
from tenants.registrant import isv_data
from tenants.registrant.isv_data import BusinessDetails, Match
from tenants.scoping import current_tenant_id
from tenants.states import EXCEPTION_TRANSITIONS, ExceptionStatus

Kind = TenantEvent.Kind
E = ExceptionStatus
REASON_MAX = 1000


@dataclass(frozen=True)
class Answers:
    """The three answers of the decision helper."""

    runs_opt_in: str
    writes_messages: str
    is_named: str

    @property
    def outcome(self) -> Registrant:
        """Who is registered: the ISV by three times yes only, so doubt means the end business."""
        given = (self.runs_opt_in, self.writes_messages, self.is_named)
        all_yes = all(answer == Answer.YES for answer in given)
        return Registrant.ISV if all_yes else Registrant.END_BUSINESS


def current() -> RegistrantDecision | None:
    """Return the decision that counts for the tenant in scope: the newest one."""
    found: RegistrantDecision | None = RegistrantDecision.objects.first()
    return found


def is_settled(decision: RegistrantDecision | None) -> bool:
    """May registrations be handed in, as far as this decision goes?"""
    if decision is None:
        return False
    approved = decision.exception_status == E.APPROVED
    return decision.outcome == Registrant.END_BUSINESS or approved


def isv_identity() -> isv_data.IsvIdentity:
    """Return whose data no end business may carry: as staff keep it, else our own names."""
    known = IsvIdentity.objects.first()
    if known is None:
        isv = white_label.current()
        return isv_data.IsvIdentity(
            names=(isv.name,),
            domains=(registrable_domain(isv.support_email),),
            emails=(isv.support_email,),
        )
    return isv_data.IsvIdentity(
        names=tuple(known.legal_names),
        tax_ids=tuple(known.tax_ids),
        domains=tuple(known.domains),
        phones=tuple(known.phones),
        emails=tuple(known.emails),
    )


def details_of(brand: Brand) -> BusinessDetails:
    """Return what of a brand is compared with the ISV's data."""
    return BusinessDetails(
        legal_name=brand.legal_name,
        dba_name=brand.dba_name,
        tax_id=brand.tax_id,
        country=brand.tax_id_country,
        website=brand.website,
        support_email=brand.support_email,
        support_phone=brand.support_phone,
        contact_email=brand.contact_email,
    )


def matches_of(brand: Brand) -> list[Match]:
    """Return what of a brand is the ISV's or looks like it, whether excepted or not."""
    return isv_data.find_matches(isv_identity(), details_of(brand))


def open_matches(brand: Brand) -> list[Match]:
    """Return the matches that no approved exception lets pass."""
    decision = current()
    return [m for m in matches_of(brand) if not _covers(decision, m.field, m.value)]


def may_carry_isv_data(field: str, value: str) -> bool:
    """Does an approved exception of the tenant in scope let exactly this value of a field pass?"""
    return _covers(current(), field, value)


def excepted_fields(brand: Brand, decision: RegistrantDecision | None) -> frozenset[str]:
    """Return the fields of a brand whose present values an approved exception lets pass."""
    if decision is None or decision.exception_status != E.APPROVED:
        return frozenset()
    return frozenset(
        field for field in decision.matches if _covers(decision, field, getattr(brand, field, ""))
    )


def _covers(decision: RegistrantDecision | None, field: str, value: str) -> bool:
    if decision is None or decision.exception_status != E.APPROVED:
        return False
    named = decision.matches.get(field)
    return bool(named) and constant_time_compare(named["digest"], _digest(field, value))


def _digest(field: str, value: str) -> str:
    """Return a fingerprint of a value, so that a tax id is recognised without being stored."""
    plain = "".join(value.split()) if field == "tax_id" else " ".join(value.split())
    return salted_hmac(
        "tenants.registrant.registrants", f"{field}:{plain.casefold()}", algorithm="sha256"
    ).hexdigest()


def named_matches(brand: Brand) -> dict[str, dict[str, str]]:
    """Return a brand's matches as an exception names them: the tax number by its end only."""
    return {
        match.field: {
            "value": brand.masked_tax_id if match.field == "tax_id" else match.value,
            "theirs": "" if match.field == "tax_id" else match.theirs,
            "how": str(match.how),
            "digest": _digest(match.field, match.value),
        }
        for match in matches_of(brand)
    }


def open_named_matches(brand: Brand) -> dict[str, dict[str, str]]:
    """Return, as an exception names them, the matches that none lets pass."""
    still_open = {match.field for match in open_matches(brand)}
    return {field: named for field, named in named_matches(brand).items() if field in still_open}


@transaction.atomic
def decide(*, answers: Answers, reason: str = "", actor: Actor) -> RegistrantDecision:
    """Record the three answers as a new decision; an exception of an earlier one ends with it.

    Three times yes with a reason asks for the ISV's exception at once; without one the decision
    stays open until `ask_exception`.
    """
    _check(answers)
    _lock_tenant()
    decision: RegistrantDecision = RegistrantDecision.objects.create(
        runs_opt_in=answers.runs_opt_in,
        writes_messages=answers.writes_messages,
        is_named=answers.is_named,
        outcome=answers.outcome,
        decided_by=actor.label,
    )
    data = {
        "outcome": str(answers.outcome),
        "runs_opt_in": answers.runs_opt_in,
        "writes_messages": answers.writes_messages,
        "is_named": answers.is_named,
    }
    TenantEvent.record(Kind.REGISTRANT_DECIDED, actor=actor, data=data)
    if reason.strip() and answers.outcome == Registrant.ISV:
        return ask_exception(reason=reason, actor=actor)
    return decision


@transaction.atomic
def ask_exception(*, reason: str, actor: Actor) -> RegistrantDecision:
    """Ask staff to let the ISV's data pass, for what the company details carry now.

    Asking again while an exception stands or waits makes a new decision with the same answers, so
    that what was asked and approved before stays as it was. Raises DomainError when nothing was
    decided, when there are no details, or when there is nothing to except.
    """
    if not reason.strip() or len(reason) > REASON_MAX:
        raise InvalidInput(_("Say why in a few sentences."), fields={"reason": "missing"})
    _lock_tenant()
    decision, brand = current(), Brand.objects.first()
    if decision is None:
        raise DomainError(_("Answer the three questions first."), code="registrant_undecided")
    if brand is None:
        raise DomainError(_("Enter your company details first."), code="brand_missing")
    matches = named_matches(brand)
    _check_worth_asking(decision, matches)
    if E.WAITING not in EXCEPTION_TRANSITIONS[E(decision.exception_status)]:
        decision = _copy_of(decision, actor)
    decision.exception_reason, decision.matches = reason.strip(), matches
    decision.reviewed_by, decision.reviewed_at, decision.remark = None, None, ""
    return _move(
        decision, E.WAITING, Kind.EXCEPTION_ASKED, actor=actor, data={"reason": reason.strip()}
    )


def approve(decision_id: UUID, *, reviewer: User, remark: str = "") -> RegistrantDecision:
    """Let the values that an exception names pass, as staff. Raises when it counts no more."""
    return _review(decision_id, E.APPROVED, Kind.EXCEPTION_APPROVED, reviewer, remark)


def refuse(decision_id: UUID, *, reviewer: User, remark: str) -> RegistrantDecision:
    """Refuse an exception, or take an approved one back, and say why; the business reads it."""
    if not remark.strip():
        raise InvalidInput(
            _("Say why, so that the business can act on it."), fields={"remark": "missing"}
        )
    return _review(decision_id, E.REFUSED, Kind.EXCEPTION_REFUSED, reviewer, remark)


@transaction.atomic
def _review(
    decision_id: UUID, to: ExceptionStatus, kind: Kind, reviewer: User, remark: str
) -> RegistrantDecision:
    _lock_tenant()
    decision: RegistrantDecision = RegistrantDecision.objects.get(pk=decision_id)
    newest = current()
    if newest is None or newest.pk != decision.pk:
        raise TransitionNotAllowed(_("The business has answered again meanwhile; look there."))
    decision.reviewed_by, decision.reviewed_at = reviewer, timezone.now()
    decision.remark = remark.strip()
    return _move(decision, to, kind, actor=Actor.staff(reviewer), data={"remark": remark.strip()})


def _check(answers: Answers) -> None:
    wrong = {
        name: "unknown"
        for name in ("runs_opt_in", "writes_messages", "is_named")
        if getattr(answers, name) not in Answer.values
    }
    if wrong:
        raise InvalidInput(_("Answer all three questions."), fields=wrong)


def _check_worth_asking(decision: RegistrantDecision, matches: Mapping[str, Any]) -> None:
    """Refuse to ask for what needs no exception, or was asked for already."""
    digests = {field: named["digest"] for field, named in matches.items()}
    asked = {field: named["digest"] for field, named in decision.matches.items()}
    is_open = decision.exception_status in (E.WAITING, E.APPROVED)
    if is_open and digests.items() <= asked.items():
        raise DomainError(_("You have asked for this exception already."), code="exception_exists")
    if decision.outcome == Registrant.END_BUSINESS and not matches:
        raise DomainError(
            _("Nothing in your company details looks like ours, so you need no exception."),
            code="exception_needless",
        )


def _copy_of(decision: RegistrantDecision, actor: Actor) -> RegistrantDecision:
    made: RegistrantDecision = RegistrantDecision.objects.create(
        runs_opt_in=decision.runs_opt_in,
        writes_messages=decision.writes_messages,
        is_named=decision.is_named,
        outcome=decision.outcome,
        decided_by=actor.label,
    )
    return made


def _lock_tenant() -> None:
    """Let one decision of a business be made at a time: the newest counts, so it must not race."""
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())


def _move(
    decision: RegistrantDecision,
    to: ExceptionStatus,
    kind: Kind,
    *,
    actor: Actor,
    data: dict[str, Any],
) -> RegistrantDecision:
    """Take one step of the exception's table and write its event; the tenant's row is locked."""
    if to not in EXCEPTION_TRANSITIONS[E(decision.exception_status)]:
        raise TransitionNotAllowed(
            _("This exception is “%(status)s” by now.")
            % {"status": decision.get_exception_status_display()}
        )
    decision.exception_status = to
    decision.save()
    TenantEvent.record(
        kind,
        actor=actor,
        data={**data, "decision": str(decision.pk), "fields": sorted(decision.matches)},
    )
    return decision
