"""The kinds of registration: what each is about, what it gives, and what must exist before it.

Pure. The types themselves come from the carrier's list and may grow; what a type is about follows
from its name, which the carrier forms by a pattern (`<country>_<what>_REGISTRATION`). A name that
fits no pattern is of the kind OTHER: it is filled by the generic form and gives no number.
"""

import re
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class RegistrationType(models.TextChoices):
    """The types that most businesses need, by the carrier's names."""

    TEN_DLC_BRAND = "US_TEN_DLC_BRAND_REGISTRATION", _("10DLC brand")
    TEN_DLC_VETTING = "US_TEN_DLC_BRAND_VETTING", _("10DLC brand vetting")
    TEN_DLC_CAMPAIGN = "US_TEN_DLC_CAMPAIGN_REGISTRATION", _("10DLC campaign")
    TOLL_FREE = "US_TOLL_FREE_REGISTRATION", _("Toll-free number")
    SHORT_CODE = "US_SHORT_CODE_REGISTRATION", _("Short code")


class Kind(models.TextChoices):
    """What a registration is about."""

    BRAND = "brand", _("Brand")
    VETTING = "vetting", _("Brand vetting")
    CAMPAIGN = "campaign", _("Campaign")
    TOLL_FREE = "toll_free", _("Toll-free number")
    SHORT_CODE = "short_code", _("Short code")
    LONG_CODE = "long_code", _("Long code")
    SENDER_ID = "sender_id", _("Sender ID")
    OTHER = "other", _("Registration")


@dataclass(frozen=True)
class TypeFacts:
    """What follows from a type alone."""

    type: str
    kind: Kind
    label: str | Promise
    country: str  # ISO 3166-1 alpha-2; "ZZ" is a form for several countries
    number_type: str  # as the carrier calls what it gives; empty where it gives nothing
    judged_as: str  # the number type by which the rules judge the texts

    @property
    def needs_program(self) -> bool:
        """Is it about one program, rather than about the business?"""
        return self.kind not in (Kind.BRAND, Kind.VETTING, Kind.OTHER)

    @property
    def needs_brand(self) -> bool:
        """Is it filed under an approved brand registration?"""
        return self.kind in (Kind.VETTING, Kind.CAMPAIGN)

    @property
    def number_comes_first(self) -> bool:
        """Must the number be leased and tied before the submit?"""
        return self.kind == Kind.TOLL_FREE

    @property
    def we_answer(self) -> bool:
        """Can STOP and HELP be left to us? Toll-free networks answer STOP themselves."""
        return self.kind in (Kind.CAMPAIGN, Kind.SHORT_CODE, Kind.LONG_CODE)

    @property
    def can_be_answered(self) -> bool:
        """Can people text back? Nobody can answer letters."""
        return bool(self.number_type) and self.kind != Kind.SENDER_ID


# What a number of each kind is called when it is requested, and by which rules texts are judged.
_GIVES: dict[Kind, tuple[str, str]] = {
    Kind.BRAND: ("", "10dlc"),
    Kind.VETTING: ("", "10dlc"),
    Kind.CAMPAIGN: ("TEN_DLC", "10dlc"),
    Kind.TOLL_FREE: ("TOLL_FREE", "toll_free"),
    Kind.SHORT_CODE: ("SHORT_CODE", "short_code"),
    Kind.LONG_CODE: ("LONG_CODE", "10dlc"),
    Kind.SENDER_ID: ("SENDER_ID", "sender_id"),
    Kind.OTHER: ("", "10dlc"),
}
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"US_TEN_DLC_BRAND_VETTING", Kind.VETTING),
    (r"\w\w_TEN_DLC_BRAND_REGISTRATION", Kind.BRAND),
    (r"\w\w_TEN_DLC_CAMPAIGN_REGISTRATION", Kind.CAMPAIGN),
    (r"\w\w_TOLL_FREE_REGISTRATION", Kind.TOLL_FREE),
    (r"\w\w_SHORT_CODE_REGISTRATION", Kind.SHORT_CODE),
    (r"\w\w_LONG_CODE_REGISTRATION", Kind.LONG_CODE),
    (r"\w\w_SENDER_ID_REGISTRATION", Kind.SENDER_ID),
)


def facts_of_type(registration_type: str) -> TypeFacts:
    """Return what follows from a type's name, known or not."""
    kind = next(
        (kind for pattern, kind in _KINDS if re.fullmatch(pattern, registration_type)), Kind.OTHER
    )
    number_type, judged_as = _GIVES[kind]
    country = registration_type[:2] if registration_type[2:3] == "_" else ""
    return TypeFacts(
        registration_type, kind, _label(registration_type, kind, country), country, number_type,
        judged_as,
    )  # fmt: skip


def _label(registration_type: str, kind: Kind, country: str) -> str | Promise:
    """Return a type in words; one of an unknown kind by the carrier's own name."""
    known = dict(RegistrationType.choices)
    if registration_type in known:
        return known[registration_type]
    if kind == Kind.OTHER:
        return registration_type
    return kind.label if country == "ZZ" else format_lazy("{} {}", kind.label, country)
