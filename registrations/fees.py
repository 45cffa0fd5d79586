"""What a retry usually costs: shown before the button that files once more.

The amounts are what is usual, each with its date and source. What an ISV charges its customers is
its own affair, and the page says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.guide import guide
from registrations.models import Registration

_WHAT: dict[str, str | Promise] = {
    "brand_registration": gettext_lazy("Registering a brand"),
    "brand_vetting": gettext_lazy("Vetting a brand; not refunded when it fails"),
    "campaign_low_volume": gettext_lazy("A campaign of low volume"),
    "campaign_charity": gettext_lazy("A campaign of a charity"),
    "campaign_other": gettext_lazy("Any other campaign"),
    "number": gettext_lazy("The number, from the day it is rented, whatever is decided"),
}


@dataclass(frozen=True)
class Fee:
    """One price as it is usual."""

    what: str
    amount: Decimal
    currency: str
    per: str  # "once" or "month"
    is_charged_again: bool | None  # by a retry; None where nobody publishes it
    as_of: date
    source: str

    @property
    def price(self) -> str:
        """The price in words."""
        sum_ = f"{self.currency} {self.amount.normalize():f}"
        return _("%(sum)s a month") % {"sum": sum_} if self.per == "month" else sum_

    @property
    def again(self) -> str:
        """Say whether filing once more costs this once more."""
        if self.is_charged_again is None:
            return _("Whether a retry costs it again is not published.")
        if self.is_charged_again:
            return _("Charged again with every retry.")
        return _("Not charged again for a retry.")


def for_retry(registration: Registration) -> list[Fee]:
    """Return the fees that filing this registration once more may touch; none where none is known.

    No fee for the retry itself is published for any type.
    """
    return of_kind(registration.facts.kind)


def of_kind(kind: str) -> list[Fee]:
    """Return the fees that are usual for a kind of registration; none where none is known."""
    return [_fee(entry) for entry in guide()["fees"] if entry["kind"] == kind]


def _fee(entry: dict[str, Any]) -> Fee:
    return Fee(
        what=str(_WHAT.get(entry["what"], entry["what"])),
        amount=Decimal(entry["amount"]),
        currency=entry["currency"],
        per=entry["per"],
        is_charged_again=entry["again"],
        as_of=date.fromisoformat(entry["as_of"]),
        source=entry["source"],
    )
