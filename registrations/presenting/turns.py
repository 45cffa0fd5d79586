"""Whose turn it is with a registration, as a word and as a sentence."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import progress, timeline
from registrations.models import Registration, RegistrationType
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.isv import white_label

S = RegistrationStatus
FILED_STATES = frozenset({S.STAFF_REVIEW, S.SUBMITTED, S.IN_REVIEW})
# What each type is for and how long its review usually takes, by the carrier's guide.
ABOUT: dict[str, dict[str, Any]] = {
    RegistrationType.TEN_DLC_BRAND: {
        "step": gettext_lazy("First"),
        "for": gettext_lazy("Tells the carriers which business texts from ten-digit numbers."),
        "time": gettext_lazy("Usually 1 to 2 business days; longer outside the US."),
        "needs": gettext_lazy("Your company details."),
    },
    RegistrationType.TEN_DLC_CAMPAIGN: {
        "step": gettext_lazy("Second, once the brand is approved"),
        "for": gettext_lazy("Registers one program for texts from a ten-digit number."),
        "time": gettext_lazy("From some hours to 4 weeks, then up to 10 days for the number."),
        "needs": gettext_lazy("An approved brand and a published program."),
    },
    RegistrationType.TOLL_FREE: {
        "step": gettext_lazy("Needs no brand registration"),
        "for": gettext_lazy("Registers one program for texts from a toll-free number."),
        "time": gettext_lazy("Usually 1 to 4 days, up to 15 business days."),
        "needs": gettext_lazy("A published program and a screenshot of your sign-up form."),
    },
}
YOU, WE, CARRIER, NOBODY = "you", "we", "carrier", "nobody"


def turn(registration: Registration) -> dict[str, str]:
    """Return whose turn it is, as a word and as a sentence."""
    who, sentence = _turn(registration)
    words = {
        YOU: _("Your turn"),
        WE: _("%(isv)s's turn") % {"isv": white_label.current().name},
        CARRIER: _("The carrier's turn"),
        NOBODY: _("Nothing to do"),
    }
    return {"who": who, "label": words[who], "sentence": sentence}


def _turn(registration: Registration) -> tuple[str, str]:
    who, sentence = _turn_of_round(registration)
    if registration.is_in_force and registration.status != S.APPROVED:
        kept = _("What was approved stays in force, and its numbers go on texting meanwhile.")
        return who, f"{sentence} {kept}"
    return who, sentence


def _turn_of_round(registration: Registration) -> tuple[str, str]:
    status, isv = registration.status, {"isv": white_label.current().name}
    if status == S.DRAFT and (brand := _brand_being_decided(registration)):
        return _turn(brand)[0], _(
            "A draft. Its brand must be approved first; you can prepare the answers meanwhile."
        )
    if status == S.DRAFT and registration.is_in_force:
        return YOU, _("An update in writing. Nothing of it has been sent to anybody.")
    if status == S.DRAFT:
        return YOU, _("A draft. Nothing has been sent to anybody.")
    if status == S.STAFF_REVIEW:
        return WE, _("%(isv)s is reading it before it goes to the carrier.") % isv
    if status == S.SUBMITTED:
        return WE, _turn_in_filing(registration)
    if status == S.IN_REVIEW:
        return _turn_in_review(registration)
    if status == S.NEEDS_CHANGES:
        return YOU, _("Sent back. Read why below, correct it, and hand it in again.")
    if status == S.REVOKED:
        return YOU, _("The approval was withdrawn, so its number may not send any more.")
    return _turn_approved(registration) if status == S.APPROVED else (NOBODY, _ended(registration))


def _turn_in_filing(registration: Registration) -> str:
    if registration.filing_wait == progress.BRAND:
        return _("Accepted. It is filed by itself once its brand is approved.")
    if registration.filing_wait not in ("", progress.PACE):
        isv = {"isv": white_label.current().name}
        return _("Accepted. Waiting for room in %(isv)s's account; it is filed by itself.") % isv
    if registration.filing_error:
        return _("Accepted. Handing it to the carrier did not work yet; we keep trying.")
    return _("Accepted. We are handing it to the carrier.")


def _turn_approved(registration: Registration) -> tuple[str, str]:
    """An approval is not the end: a brand needs a campaign, a campaign a number."""
    if registration.facts.number_type:
        if registration.originators.filter(status=OriginatorStatus.SUSPENDED).exists():
            return WE, _("Approved, but its number may not text at the moment.")
        if registration.originators.filter(status=OriginatorStatus.ACTIVE).exists():
            return NOBODY, _("Approved by the carrier, and its number may text.")
        return WE, _("Approved by the carrier. We are setting its number up.")
    campaigns = Registration.objects.filter(type=RegistrationType.TEN_DLC_CAMPAIGN)
    if registration.type == RegistrationType.TEN_DLC_BRAND and not campaigns.exists():
        return YOU, _("The brand is approved. Next comes a campaign for a program.")
    return NOBODY, _("Approved by the carrier.")


def _brand_being_decided(registration: Registration) -> Registration | None:
    """Return the brand registration that a campaign waits for while others have it."""
    if registration.type != RegistrationType.TEN_DLC_CAMPAIGN:
        return None
    brands = Registration.objects.filter(type=RegistrationType.TEN_DLC_BRAND)
    if brands.in_force().exists():
        return None
    return brands.filter(status__in=FILED_STATES).select_related("brand").first()


def _turn_in_review(registration: Registration) -> tuple[str, str]:
    if registration.carrier_status == "REQUIRES_AUTHENTICATION":
        return YOU, _(
            "The carrier's registry sent an e-mail to %(email)s. Press the link in it within 7 "
            "days; the review then goes on by itself."
        ) % {"email": registration.brand.contact_email}
    if registration.current.carrier_status == "REQUIRES_OFFLINE_REVIEW":
        return CARRIER, _(
            "The carrier looks at it by hand, outside its form. That takes longer than usual; if "
            "it needs papers from you, we write to you."
        )
    waited = timeline.wait(registration)
    return CARRIER, _("The reviewers have it. %(time)s") % {"time": waited.words if waited else ""}


def _ended(registration: Registration) -> str:
    words = {
        S.REJECTED: _("Refused for good. A new registration is needed; ask us before you start."),
        S.CLOSED: _("Closed."),
    }
    return words.get(S(registration.status), "")
