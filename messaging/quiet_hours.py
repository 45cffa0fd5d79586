"""When an offer may be texted: the hours of the law where the phone is at home.

47 CFR 64.1200(c)(1) allows 8 a.m. to 9 p.m. at the called party's place; some states allow less.
The place is told from the number's area code, which is all that a sender knows; where that leaves
several time zones, every one of them must be awake. The table was collected in November 2026 from
the federal rule (read) and from secondary sources for the states, and is data for a compliance
officer to check; public holidays are not in it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import geocoder, timezone

SUNDAY = 6
MOST_TURNS = 50


@dataclass(frozen=True)
class Hours:
    """The hours in which offers may arrive: on weekdays and Saturdays, and on Sundays if at all."""

    opens: time
    closes: time
    sunday: tuple[time, time] | None

    def of(self, weekday: int) -> tuple[time, time] | None:
        """Return (opens, closes) of a day, Monday being 0; None when nothing may arrive."""
        return self.sunday if weekday == SUNDAY else (self.opens, self.closes)


def _hours(opens: int, closes: int, sunday: tuple[int, int] | None = (0, 0)) -> Hours:
    """(0, 0): Sunday is like any day; None: nothing on Sundays."""
    first, last = time(opens), time(closes)
    if sunday == (0, 0):
        return Hours(first, last, (first, last))
    return Hours(first, last, (time(sunday[0]), time(sunday[1])) if sunday else None)


FEDERAL = _hours(8, 21)
STATES: dict[str, Hours] = {
    "AL": _hours(8, 20, None),
    "CT": _hours(9, 20),
    "FL": _hours(8, 20),
    "KY": _hours(10, 21),
    "LA": _hours(8, 20, None),
    "MA": _hours(8, 20),
    "MD": _hours(8, 20),
    "MI": _hours(9, 21),
    "MN": _hours(9, 21),
    "MS": _hours(8, 20, None),
    "NJ": _hours(8, 20),
    "NM": _hours(9, 21),
    "NV": _hours(9, 20),
    "OK": _hours(8, 20),
    "PA": _hours(8, 21, (12, 21)),
    # Saturdays open later than weekdays; the narrower hours stand for both.
    "RI": _hours(10, 17),
    "TX": _hours(9, 21, (12, 21)),
    "WA": _hours(8, 20),
}
# Where the state cannot be told: what every state allows on a weekday.
UNKNOWN_STATE = _hours(10, 18)
ELSEWHERE: dict[str, Hours] = {"CA": Hours(time(10), time(18), (time(10), time(18)))}
DEFAULT_ELSEWHERE = _hours(8, 20)
# Of a number without a place, such as a new area code.
_ANYWHERE_IN_AMERICA = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
# Florida, Oklahoma and Maryland allow three solicitations on one subject in 24 hours.
CAPPED_STATES = frozenset({"FL", "OK", "MD"})
CAP = 3
_NAMES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA",
    "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA",
    "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD",
    "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS",
    "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH",
    "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC",
    "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA",
    "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN",
    "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington State": "WA",
    "Washington D.C.": "DC", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a number is at home, as far as its digits tell."""

    state: str
    """Two letters in the United States, where they are known; else empty."""
    hours: Hours
    zones: tuple[str, ...]


@lru_cache(maxsize=4096)
def place_of(number: str) -> Place:
    """Return the place of an E.164 number, with the hours that hold there."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:  # A number of a country that is none.
        return Place("", UNKNOWN_STATE, _ANYWHERE_IN_AMERICA)
    country = phonenumbers.region_code_for_number(parsed)
    zones = tuple(timezone.time_zones_for_number(parsed))
    # A number tied to no place has no zone, or so many that they are never all awake.
    is_american = parsed.country_code == 1 and len(zones) > len(_ANYWHERE_IN_AMERICA)
    if is_american or timezone.UNKNOWN_TIMEZONE in zones:
        zones = _ANYWHERE_IN_AMERICA
    if country not in (None, "US"):
        return Place("", ELSEWHERE.get(country, DEFAULT_ELSEWHERE), zones)
    state = _state(geocoder.description_for_number(parsed, "en"))
    return Place(state, STATES.get(state, FEDERAL) if state else UNKNOWN_STATE, zones)


def _state(place: str) -> str:
    """Return the state in "Seattle, WA" or "Florida"; empty when there is none."""
    if place in _NAMES:
        return _NAMES[place]
    ending = place.rpartition(", ")[2]
    return ending if ending in _NAMES.values() else ""


def opens_at(number: str, *, now: datetime) -> datetime:
    """Return the first moment, `now` or later, at which an offer may reach this number."""
    place, at = place_of(number), now
    # Each turn goes to the opening of one zone; overlapping days end the walk within a week. The
    # bound is for zones that are never all awake: their offers wait rather than the worker.
    for _turn in range(MOST_TURNS):
        later = max((_next_opening(place.hours, zone, at) for zone in place.zones), default=at)
        if later == at:
            break
        at = later
    return at


def closes_at(number: str, *, now: datetime) -> datetime:
    """Return when the hours that `now` lies in end, at the earliest of the number's zones."""
    place = place_of(number)
    ends = []
    for zone in place.zones:
        local = now.astimezone(ZoneInfo(zone))
        span = place.hours.of(local.weekday())
        ends.append(datetime.combine(local, span[1], local.tzinfo) if span else local)
    return min(ends, default=now)


def _next_opening(hours: Hours, zone: str, at: datetime) -> datetime:
    """Return `at` while one zone is open, else when it opens next."""
    local = at.astimezone(ZoneInfo(zone))
    for days in range(8):
        day = local + timedelta(days=days)
        span = hours.of(day.weekday())
        if span is None:
            continue
        opens = datetime.combine(day, span[0], local.tzinfo)
        if days == 0 and span[0] <= local.time() < span[1]:
            return at
        if opens > local:
            return opens.astimezone(at.tzinfo)
    return at
