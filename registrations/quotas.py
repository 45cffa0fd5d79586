"""Quotas of the ISV's account: what is left, what the queue needs, and what to do about it.

What the carrier's API tells is read by a task (`AccountLimit`); the quotas it is silent about are
counted by us. A filing that finds no room waits, with the quota's name, and goes on by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import ngettext as plural

from registrations.carrier import CarrierBusy, CarrierFull, account
from registrations.models import AccountLimit, FieldValue, Registration, RegistrationType
from registrations.states import OriginatorStatus, RegistrationStatus
from registrations.types import Kind
from tenants.scoping import all_tenants_scope

REGISTRATIONS, ATTACHMENTS = "REGISTRATIONS", "REGISTRATION_ATTACHMENTS"
NUMBERS, OPT_OUT_LISTS = "PHONE_NUMBERS", "OPT_OUT_LISTS"
BRANDS, CAMPAIGNS = "BRANDS", "CAMPAIGNS_PER_BRAND"
CAMPAIGN_NUMBERS = "NUMBERS_PER_CAMPAIGN"
# What the carrier's user guide gives as default for the quotas that its API does not tell.
OWN = {BRANDS: 25, CAMPAIGNS: 10, CAMPAIGN_NUMBERS: 49}
# The reason of a refused call → the quota that is used up. Reasons not listed stand for themselves.
REASONS = {
    "REGISTRATIONS_PER_ACCOUNT": REGISTRATIONS,
    "REGISTRATION_ATTACHMENTS_PER_ACCOUNT": ATTACHMENTS,
    "PHONE_NUMBERS_PER_ACCOUNT": NUMBERS,
    "PHONE_NUMBERS_PER_REGISTRATION": CAMPAIGN_NUMBERS,
    "OPT_OUT_LISTS_PER_ACCOUNT": OPT_OUT_LISTS,
    "CONFIGURATION_SETS_PER_ACCOUNT": "CONFIGURATION_SETS",
    "SENDER_IDS_PER_ACCOUNT": "SENDER_IDS",
    "POOLS_PER_ACCOUNT": "POOLS",
}
LABELS = {
    REGISTRATIONS: gettext_lazy("Registrations"),
    ATTACHMENTS: gettext_lazy("Uploaded files of registrations"),
    NUMBERS: gettext_lazy("Phone numbers"),
    OPT_OUT_LISTS: gettext_lazy("Opt-out lists"),
    "CONFIGURATION_SETS": gettext_lazy("Configuration sets"),
    "SENDER_IDS": gettext_lazy("Sender IDs"),
    "POOLS": gettext_lazy("Pools"),
    "VERIFIED_DESTINATION_NUMBERS": gettext_lazy("Verified destination numbers"),
    BRANDS: gettext_lazy("10DLC brands"),
    CAMPAIGNS: gettext_lazy("Campaigns of the fullest brand"),
    CAMPAIGN_NUMBERS: gettext_lazy("Numbers of the fullest campaign"),
    "REGISTRATION_VERSIONS_CREATED_PER_DAY": gettext_lazy("New rounds a day"),
    "REGISTRATION_ATTACHMENTS_CREATED_PER_DAY": gettext_lazy("Uploaded files a day"),
}
CANNOT_BE_RAISED = frozenset({CAMPAIGN_NUMBERS, "VERIFIED_DESTINATION_NUMBERS"})
WARN_SHARE, WARN_LEFT = 0.8, 3


class NoRoom(CarrierBusy):
    """The account has no room for what is to be made; `name` is the quota."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No room: {name}")
        self.name = name


@dataclass(frozen=True)
class Room:
    """One quota: how much is used, and how much may be (None: not known)."""

    name: str
    used: int = 0
    maximum: int | None = None
    # What the queue will ask for.
    waiting: int = 0
    read_at: datetime | None = None

    @property
    def label(self) -> str:
        """The quota in words; one that we do not know by the carrier's name."""
        return label_of(self.name)

    @property
    def left(self) -> int | None:
        """How many more there may be; None where that is not known."""
        return None if self.maximum is None else max(self.maximum - self.used, 0)

    @property
    def has_room(self) -> bool:
        """May one more be made, as far as we know?"""
        return self.left is None or self.left > 0

    @property
    def is_short(self) -> bool:
        """Will the queue need more than there is?"""
        return self.left is not None and self.waiting > self.left

    @property
    def is_low(self) -> bool:
        """Should staff act: is little left, or less than the queue needs?"""
        if self.maximum is None or self.left is None:
            return False
        nearly = self.used >= WARN_SHARE * self.maximum
        return self.is_short or (self.used > 0 and (nearly or self.left < WARN_LEFT))

    @property
    def warning(self) -> str:
        """What staff are told; empty while there is enough."""
        if not self.is_low or self.left is None:
            return ""
        if self.waiting:
            waiting = plural("%(count)d waits", "%(count)d wait", self.waiting)
            waiting = waiting % {"count": self.waiting}
            return _("%(waiting)s, room for %(left)d") % {"waiting": waiting, "left": self.left}
        return _("room for %(left)d more") % {"left": self.left}

    @property
    def advice(self) -> str:
        """How more room is got."""
        if self.name in CANNOT_BE_RAISED:
            return _("The carrier does not raise this one.")
        return _(
            "Ask for more in AWS Service Quotas, or with an AWS support case "
            "“Service limit increase: End User Messaging”. It takes some days."
        )


def label_of(name: str) -> str:
    """Return a quota's name in words."""
    return str(LABELS.get(name, name.replace("_", " ").capitalize()))


def name_of(error: CarrierFull) -> str:
    """Return the quota that a refused call ran into."""
    return REASONS.get(error.reason, error.reason or "UNKNOWN")[:60]


def refresh(*, now: datetime) -> None:
    """Read the account's quotas again. Raises CarrierError."""
    found = account.limits()
    with transaction.atomic():
        for limit in found:
            AccountLimit.objects.update_or_create(
                name=limit.name,
                defaults={"used": limit.used, "maximum": limit.maximum, "read_at": now},
            )
        AccountLimit.objects.exclude(name__in=[limit.name for limit in found]).delete()


def room_for(name: str, *, parent: UUID | None = None) -> Room:
    """Return the room for one more; quotas by brand or campaign are asked of a `parent`."""
    if name in OWN:
        maximum = settings.CARRIER_QUOTAS.get(name, OWN[name])
        with all_tenants_scope("count against a quota"):
            return Room(name, _COUNTS[name](parent), maximum)
    limit = AccountLimit.objects.filter(pk=name).first()
    return Room(name, limit.used, limit.maximum, 0, limit.read_at) if limit else Room(name)


def demand(name: str, *, parent: UUID | None = None) -> None:
    """Raise NoRoom where one more would exceed a quota."""
    if not room_for(name, parent=parent).has_room:
        raise NoRoom(name)


def demand_for_new(kind: Kind, *, parent: UUID | None) -> None:
    """Raise NoRoom where a new registration of this kind would exceed a quota."""
    demand(REGISTRATIONS)
    if kind == Kind.BRAND:
        demand(BRANDS)
    if kind == Kind.CAMPAIGN:
        demand(CAMPAIGNS, parent=parent)


def note_used(name: str) -> None:
    """Count one more until the account is read again."""
    AccountLimit.objects.filter(pk=name).update(used=F("used") + 1)


def note_full(name: str) -> None:
    """Believe the carrier that there is no room, until the account is read again."""
    AccountLimit.objects.filter(pk=name, used__lt=F("maximum")).update(used=F("maximum"))


def full() -> set[str]:
    """Return the quotas of the account that have no room, so that what waits for them may wait."""
    names = set(AccountLimit.objects.filter(used__gte=F("maximum")).values_list("name", flat=True))
    return names if room_for(BRANDS).has_room else names | {BRANDS}


def outlook() -> list[Room]:
    """Return every quota with what the queue will ask of it, the shortest first."""
    needs = _needs()
    rooms = [
        Room(limit.name, limit.used, limit.maximum, needs.get(limit.name, 0), limit.read_at)
        for limit in AccountLimit.objects.all()
    ]
    for name in OWN:
        room = room_for(name)
        rooms.append(Room(name, room.used, room.maximum, needs.get(name, 0)))
    return sorted(rooms, key=lambda room: (not room.is_short, not room.is_low, room.label))


def _needs() -> dict[str, int]:
    """Count what the filings that are accepted will need."""
    with all_tenants_scope("what the queue needs of the account"):
        new = Registration.objects.to_file().filter(carrier_id="")
        files = FieldValue.objects.filter(
            version__registration__status=RegistrationStatus.SUBMITTED,
            version__submitted_at__isnull=False,
            evidence__isnull=False,
            carrier_attachment_id="",
        )
        first = new.filter(type=RegistrationType.TOLL_FREE, originators=None)
        return {
            REGISTRATIONS: new.count(),
            ATTACHMENTS: files.values("evidence").distinct().count(),
            NUMBERS: first.count(),
            BRANDS: new.filter(type=RegistrationType.TEN_DLC_BRAND).count(),
        }


def _brands(_parent: UUID | None) -> int:
    return int(_at_carrier().filter(type=RegistrationType.TEN_DLC_BRAND).count())


def _campaigns(parent: UUID | None) -> int:
    """Campaigns of one brand; without one, of the brand that has most."""
    rows = _at_carrier().filter(type=RegistrationType.TEN_DLC_CAMPAIGN)
    if parent:
        return int(rows.filter(parent=parent).count())
    counted = rows.exclude(parent=None).values("parent").annotate(n=Count("pk"))
    return int(counted.aggregate(most=Max("n"))["most"] or 0)


def _numbers(parent: UUID | None) -> int:
    """Numbers of one campaign; without one, of the campaign that has most."""
    rows = _at_carrier().filter(type=RegistrationType.TEN_DLC_CAMPAIGN)
    rows = rows.filter(pk=parent) if parent else rows
    held = rows.exclude(originators=None).exclude(originators__status=OriginatorStatus.RELEASED)
    counted = held.values("pk").annotate(n=Count("originators"))
    return int(counted.aggregate(most=Max("n"))["most"] or 0)


def _at_carrier() -> "models.QuerySet[Registration]":
    rows: models.QuerySet[Registration] = (
        Registration.objects.exclude(carrier_id="").filter(removed_at=None).order_by()
    )
    return rows


_COUNTS: dict[str, Callable[[UUID | None], int]] = {
    BRANDS: _brands,
    CAMPAIGNS: _campaigns,
    CAMPAIGN_NUMBERS: _numbers,
}
