"""Phone numbers as the account holds them: which are free, how one comes into being and is kept.

All numbers come from the ranges kept free for fiction; where these are used up, which takes
hundreds of numbers, from other ranges of the same shape.
"""

from collections.abc import Iterator

from .errors import Invalid, OverQuota
from .store import Document
from .world import World, new_id

AREA_CODES = {
    ("US", "TEN_DLC"): ("206", "312", "415", "512", "617", "702", "808", "904"),
    ("US", "TOLL_FREE"): ("855", "844", "833", "866", "877", "888"),
    ("US", "SIMULATOR"): ("425", "253"),
    ("CA", "LONG_CODE"): ("613", "506", "604"),
}
# Elsewhere: the digits before the last three, which run from 100 on.
PREFIXES = {
    ("GB", "LONG_CODE"): ("+447700900",),
    ("AU", "LONG_CODE"): ("+61491570", "+61491571"),
    ("US", "SHORT_CODE"): ("20", "30", "40", "50"),
    ("CA", "SHORT_CODE"): ("60",),
    ("GB", "SHORT_CODE"): ("70",),
}
# Monthly prices for show only; the real ones come from the carrier.
PRICES = {
    "TEN_DLC": "1.00",
    "TOLL_FREE": "2.00",
    "SIMULATOR": "1.00",
    "LONG_CODE": "1.00",
    "SHORT_CODE": "995.00",
}


def by_e164(world: World, e164: str) -> Document | None:
    """Return our number with these digits, or None."""
    key = world.store.get("number_ids", e164)
    return world.store.get("numbers", key["PhoneNumberId"]) if key else None


def save(world: World, number: Document) -> None:
    """Keep a number."""
    world.store.put("numbers", number["PhoneNumberId"], number)


def forget(world: World, number: Document) -> None:
    """Give a number back, with its keywords."""
    world.store.delete("numbers", number["PhoneNumberId"])
    world.store.delete("number_ids", number["PhoneNumber"])


def linked(world: World, registration_id: str) -> list[Document]:
    """Return the phone numbers associated with a registration."""
    return [one for one in world.store.all("numbers") if one["RegistrationId"] == registration_id]


def lease(world: World, country: str, kind: str, **more: object) -> Document:
    """Take a free number of a kind in a country; what is not given has the carrier's defaults."""
    number: Document = {
        "PhoneNumberId": new_id("phone"),
        "PhoneNumber": _next_e164(world, country, kind),
        "Status": "PENDING",
        "ActiveAt": None,
        "IsoCountryCode": country,
        "MessageType": "TRANSACTIONAL",
        "NumberCapabilities": ["SMS"],
        "NumberType": kind,
        "MonthlyLeasingPrice": PRICES[kind],
        "TwoWayEnabled": False,
        "SelfManagedOptOutsEnabled": False,
        "OptOutListName": "Default",
        "InternationalSendingEnabled": False,
        "DeletionProtectionEnabled": False,
        "RegistrationId": None,
        "PoolId": None,
        "CreatedTimestamp": world.now(),
        "Tags": [],
        **more,
    }
    save(world, number)
    key = {"PhoneNumberId": number["PhoneNumberId"]}
    world.store.put("number_ids", number["PhoneNumber"], key)
    return number


def _next_e164(world: World, country: str, kind: str) -> str:
    if (country, kind) not in AREA_CODES and (country, kind) not in PREFIXES:
        message = f"The simulator has no {kind} numbers in {country}."
        raise Invalid("COUNTRY_NOT_ENABLED", message, {"IsoCountryCode": message})
    if world.store.count("numbers") >= world.limit("PHONE_NUMBERS"):
        raise OverQuota("PHONE_NUMBERS_PER_ACCOUNT", "The account has no numbers left.")
    for e164 in _candidates(country, kind):
        if by_e164(world, e164) is None:
            return e164
    raise OverQuota("PHONE_NUMBERS_PER_ACCOUNT", f"The simulator is out of {kind} numbers.")


def _candidates(country: str, kind: str) -> Iterator[str]:
    for prefix in PREFIXES.get((country, kind), ()):
        yield from (f"{prefix}{last}" for last in range(100, 1000))
    areas = AREA_CODES.get((country, kind), ())
    for area in areas:
        yield from (f"+1{area}5550{last}" for last in range(100, 200))
    for area in areas:
        yield from (f"+1{area}555{last}" for last in range(2000, 10_000))
