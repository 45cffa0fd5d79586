"""The one button of a registration's page: what the member does next, if anything."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registrations import repairing
from registrations.models import Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Membership
from tenants.permissions import Action, may

S = RegistrationStatus


def next_step(
    registration: Registration, membership: Membership | None, *, blockers: int, must_answer: bool
) -> dict[str, Any] | None:
    """Return the button as {label, url, is_post}; None where it is not the member's turn.

    `blockers` and `must_answer` say how far the open round is.
    """
    if not may(membership, Action.EDIT):
        return None
    status = registration.status
    if status == S.NEEDS_CHANGES:
        return _after_denial(registration, membership, blockers)
    if status == S.IN_REVIEW and registration.carrier_status == "REQUIRES_AUTHENTICATION":
        return _link(_("Answer the registry's e-mail"), "mail", registration)
    if status == S.APPROVED and _needs_campaign(registration):
        return {"label": _("Register a campaign"), "url": reverse("registrations:create")}
    if status == S.DRAFT:
        return _of_draft(registration, membership, blockers, must_answer)
    return None


def _after_denial(
    registration: Registration, membership: Membership | None, blockers: int
) -> dict[str, Any] | None:
    if repairing.round_to_repair(registration):
        return _link(_("Put it right"), "repair", registration)
    if not may(membership, Action.SUBMIT):
        return None
    if not registration.current.is_open:
        made = _link(_("Open the next round"), "revise", registration)
        return {**made, "is_post": True}
    return _of_draft(registration, membership, blockers, must_answer=False)


def _of_draft(
    registration: Registration, membership: Membership | None, blockers: int, must_answer: bool
) -> dict[str, Any] | None:
    if must_answer:
        return _link(_("Answer the open questions"), "answers", registration)
    if blockers:
        return {"label": _("See what must be fixed"), "url": "#findings", "kind": "secondary"}
    if may(membership, Action.SUBMIT):
        return _link(_("Check answers and hand in"), "check", registration)
    return None


def _needs_campaign(registration: Registration) -> bool:
    campaigns = Registration.objects.filter(type=RegistrationType.TEN_DLC_CAMPAIGN)
    return registration.type == RegistrationType.TEN_DLC_BRAND and not campaigns.exists()


def _link(label: str, name: str, registration: Registration) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"registrations:{name}", args=[registration.pk])}
