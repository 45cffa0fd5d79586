"""The list of a business's registrations: those first in which it is its own turn."""

from typing import Any

from django.utils.translation import gettext as _

from registrations import presenting
from registrations.models import Registration
from registrations.states import RegistrationStatus

S = RegistrationStatus
# Whose turn stands first, second and so on.
ORDER = (presenting.YOU, presenting.WE, presenting.CARRIER, presenting.NOBODY)
# The filters: a name in the address, the words, and the states that it lets through.
ENDED = frozenset({S.REJECTED, S.CLOSED})


def context(state: str) -> dict[str, Any]:
    """Return rows and filters; an unknown filter shows all."""
    found = Registration.objects.select_related("brand", "program").prefetch_related("originators")
    rows = sorted((_row(each) for each in found), key=lambda row: row["place"])
    groups = {
        "you": (_("Your turn"), [r for r in rows if r["turn"]["who"] == presenting.YOU]),
        "under_way": (_("Under way"), [r for r in rows if r["turn"]["who"] in ORDER[1:3]]),
        "in_force": (_("In force"), [r for r in rows if r["registration"].is_in_force]),
        "ended": (_("Ended"), [r for r in rows if r["registration"].status in ENDED]),
    }
    chosen = state if state in groups else ""
    return {
        "rows": groups[chosen][1] if chosen else rows,
        "has_any": bool(rows),
        "chosen": chosen,
        "filters": [
            {"name": name, "label": label, "count": len(each)}
            for name, (label, each) in groups.items()
            if each
        ],
        "total": len(rows),
    }


def _row(registration: Registration) -> dict[str, Any]:
    turn = presenting.turn(registration)
    ended = registration.status in ENDED
    numbers = [each for each in registration.originators.all() if each.status != "released"]
    return {
        "registration": registration,
        "turn": turn,
        "numbers": [str(each) for each in numbers if each.number or each.sender_id],
        # The newest change first among those that wait for the same party.
        "place": (ended, ORDER.index(turn["who"]), -registration.changed_at.timestamp()),
    }
