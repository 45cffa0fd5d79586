"""Operations on phone numbers.

A 10DLC number stays PENDING until a COMPLETE campaign is associated; the others turn ACTIVE by
themselves after a moment. All numbers come from the ranges kept free for fiction.
"""

from typing import Any

from . import states
from .errors import Conflict, Invalid, NotFound, OverQuota
from .optouts import load_list
from .paging import matching, page
from .registrations import IN_REVIEW, check_ready, need_for
from .registrations import load as load_registration
from .store import Document
from .world import World, new_id, plain_id, visible

AREA_CODES = {
    ("US", "TEN_DLC"): ("206", "312", "415", "512", "617", "702", "808", "904"),
    ("US", "TOLL_FREE"): ("855", "844", "833", "866", "877", "888"),
    ("US", "SIMULATOR"): ("425", "253"),
    ("CA", "LONG_CODE"): ("613", "506", "604"),
}
# Monthly prices for show only; the real ones come from the carrier.
PRICES = {"TEN_DLC": "1.00", "TOLL_FREE": "2.00", "SIMULATOR": "1.00", "LONG_CODE": "1.00"}

SHOWN = (
    "PhoneNumberId",
    "PhoneNumber",
    "IsoCountryCode",
    "MessageType",
    "NumberCapabilities",
    "NumberType",
    "MonthlyLeasingPrice",
    "TwoWayEnabled",
    "TwoWayChannelArn",
    "TwoWayChannelRole",
    "SelfManagedOptOutsEnabled",
    "OptOutListName",
    "InternationalSendingEnabled",
    "DeletionProtectionEnabled",
    "RegistrationId",
    "CreatedTimestamp",
)
CHANGEABLE = (
    "TwoWayEnabled",
    "TwoWayChannelArn",
    "TwoWayChannelRole",
    "SelfManagedOptOutsEnabled",
    "InternationalSendingEnabled",
    "DeletionProtectionEnabled",
)
# Ours alone, not the carrier's: a number that is always there, for texts of test keys.
PRACTICE_NUMBER = "+12065550000"


def practice(request: Document) -> Document:
    """Return the practice number, which takes whatever type of text it is asked to send."""
    return {
        "PhoneNumberId": "phone-practice",
        "PhoneNumber": PRACTICE_NUMBER,
        "Status": "ACTIVE",
        "ActiveAt": None,
        "MessageType": request.get("MessageType", "TRANSACTIONAL"),
        "NumberCapabilities": ["SMS"],
        "NumberType": "LONG_CODE",
        "OptOutListName": "Default",
        "InternationalSendingEnabled": True,
        "RegistrationId": None,
    }


def load(world: World, id_or_arn: str) -> Document:
    """Return a number by its id, ARN or E.164 form, or say that it does not exist."""
    wanted = plain_id(id_or_arn)
    number = world.store.get("numbers", wanted) or by_e164(world, wanted)
    if number is None:
        raise NotFound("phone-number", wanted)
    return number


def by_e164(world: World, e164: str) -> Document | None:
    """Return our number with these digits, or None."""
    key = world.store.get("number_ids", e164)
    return world.store.get("numbers", key["PhoneNumberId"]) if key else None


def status(world: World, number: Document) -> str:
    """Return the status as it stands now; numbers turn ACTIVE at a planned time."""
    if number["ActiveAt"] is not None and world.now() >= number["ActiveAt"]:
        return "ACTIVE"
    return str(number["Status"])


def show(world: World, number: Document) -> dict[str, Any]:
    """Return a number as the carrier shows it."""
    arn = world.arn("phone-number", number["PhoneNumberId"])
    return {"PhoneNumberArn": arn, "Status": status(world, number), **visible(number, *SHOWN)}


def save(world: World, number: Document) -> None:
    """Keep a number."""
    world.store.put("numbers", number["PhoneNumberId"], number)


def join(world: World, number: Document, registration_id: str) -> Document:
    """Tie a number to a registration; a 10DLC number becomes ACTIVE by it."""
    joined = {**number, "RegistrationId": registration_id}
    if number["NumberType"] == "TEN_DLC":
        joined |= {"Status": "ASSOCIATING", "ActiveAt": world.now() + _setup_seconds(world)}
    save(world, joined)
    return joined


def _setup_seconds(world: World) -> float:
    return world.options.review_seconds / 4


def request_number(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """RequestPhoneNumber."""
    for name in ("PoolId", "NumberPreference"):
        if name in request:
            message = f"The simulator does not support {name}."
            raise Invalid("UNSPECIFIED_PARAMETER_NOT_SUPPORTED", message, {name: message})
    kind = request["NumberType"]
    list_name = load_list(world, request.get("OptOutListName", "Default"))["OptOutListName"]
    registration_id = _registration_for(world, request)
    number: Document = {
        "PhoneNumberId": new_id("phone"),
        "PhoneNumber": _next_e164(world, request["IsoCountryCode"], kind),
        "Status": "PENDING",
        "ActiveAt": None if kind == "TEN_DLC" else world.now() + _setup_seconds(world),
        "IsoCountryCode": request["IsoCountryCode"],
        "MessageType": request["MessageType"],
        "NumberCapabilities": request["NumberCapabilities"],
        "NumberType": kind,
        "MonthlyLeasingPrice": PRICES[kind],
        "TwoWayEnabled": False,
        "SelfManagedOptOutsEnabled": False,
        "OptOutListName": list_name,
        "InternationalSendingEnabled": request.get("InternationalSendingEnabled", False),
        "DeletionProtectionEnabled": request.get("DeletionProtectionEnabled", False),
        "RegistrationId": None,
        "CreatedTimestamp": world.now(),
        "Tags": request.get("Tags", []),
    }
    save(world, number)
    key = {"PhoneNumberId": number["PhoneNumberId"]}
    world.store.put("number_ids", number["PhoneNumber"], key)
    if registration_id:
        number = join(world, number, registration_id)
    return {**show(world, number), "Tags": number["Tags"]}


def _registration_for(world: World, request: dict[str, Any]) -> str | None:
    """Return the id of the registration the new number may join, if one is named."""
    if "RegistrationId" not in request:
        return None
    registration = load_registration(world, request["RegistrationId"])
    check_ready(registration, need_for(registration, "phone-number", request["NumberType"]))
    return str(registration["RegistrationId"])


def _next_e164(world: World, country: str, kind: str) -> str:
    areas = AREA_CODES.get((country, kind))
    if areas is None:
        message = f"The simulator has no {kind} numbers in {country}."
        raise Invalid("COUNTRY_NOT_ENABLED", message, {"IsoCountryCode": message})
    if len(world.store.all("numbers")) >= world.limit("PHONE_NUMBERS"):
        raise OverQuota("PHONE_NUMBERS_PER_ACCOUNT", "The account has no numbers left.")
    for area in areas:
        for last in range(100, 200):
            e164 = f"+1{area}5550{last}"
            if by_e164(world, e164) is None:
                return e164
    raise OverQuota("PHONE_NUMBERS_PER_ACCOUNT", f"The simulator is out of {kind} numbers.")


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribePhoneNumbers."""
    if "Owner" in request and request.get("PhoneNumberIds"):
        raise Invalid("PARAMETERS_CANNOT_BE_USED_TOGETHER", "Give PhoneNumberIds or Owner.")
    ids = request.get("PhoneNumberIds")
    found = [load(world, each) for each in ids] if ids else world.store.all("numbers")
    if request.get("Owner") == "SHARED":
        found = []
    readers = {
        "status": lambda one: status(world, one),
        "iso-country-code": lambda one: one["IsoCountryCode"],
        "message-type": lambda one: one["MessageType"],
        "number-capability": lambda one: one["NumberCapabilities"],
        "number-type": lambda one: one["NumberType"],
        "two-way-enabled": lambda one: one["TwoWayEnabled"],
        "self-managed-opt-outs-enabled": lambda one: one["SelfManagedOptOutsEnabled"],
        "opt-out-list-name": lambda one: one["OptOutListName"],
        "deletion-protection-enabled": lambda one: one["DeletionProtectionEnabled"],
        "two-way-channel-arn": lambda one: one.get("TwoWayChannelArn"),
    }
    return page(
        "PhoneNumbers", matching(found, request, readers), request, lambda one: show(world, one)
    )


def update(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """UpdatePhoneNumber: two-way needs a channel, self-managed opt-outs need two-way."""
    number = load(world, request["PhoneNumberId"])
    changed = {**number, **{name: request[name] for name in CHANGEABLE if name in request}}
    if "OptOutListName" in request:
        changed["OptOutListName"] = load_list(world, request["OptOutListName"])["OptOutListName"]
    if changed["TwoWayEnabled"]:
        _check_channel(changed)
    elif changed["SelfManagedOptOutsEnabled"]:
        message = "Self-managed opt-outs need two-way messaging."
        raise Invalid("TWO_WAY_NOT_ENABLED", message, {"SelfManagedOptOutsEnabled": message})
    save(world, changed)
    return show(world, changed)


def _check_channel(number: Document) -> None:
    arn = number.get("TwoWayChannelArn")
    if not arn:
        message = "Two-way messaging needs a TwoWayChannelArn."
        raise Invalid("TWO_WAY_CHANNEL_NOT_PRESENT", message, {"TwoWayChannelArn": message})
    if not arn.startswith("arn:aws:sns:"):
        message = "The simulator publishes to SNS topics only."
        raise Invalid("INVALID_ARN", message, {"TwoWayChannelArn": message})


def release(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ReleasePhoneNumber: refused while protected or held by a review."""
    number = load(world, request["PhoneNumberId"])
    if number["DeletionProtectionEnabled"]:
        raise _held(number, "DELETION_PROTECTION_ENABLED", "Switch deletion protection off first.")
    if number["RegistrationId"]:
        _leave(world, number)
    world.store.delete("numbers", number["PhoneNumberId"])
    world.store.delete("number_ids", number["PhoneNumber"])
    shown = show(world, number)
    for name in ("InternationalSendingEnabled", "DeletionProtectionEnabled"):
        shown.pop(name)
    return {**shown, "Status": "DELETED"}


def _leave(world: World, number: Document) -> None:
    registration = load_registration(world, number["RegistrationId"])
    if registration["RegistrationStatus"] in IN_REVIEW:
        message = "Its registration is under review."
        raise _held(number, "PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION", message)
    need = need_for(registration, "phone-number", number["NumberType"])
    if need.disassociate == "DISASSOCIATE_ALL_CLOSES_REGISTRATION":
        states.close(world, registration["RegistrationId"])


def _held(number: Document, reason: str, message: str) -> Conflict:
    return Conflict(reason, message, "phone-number", number["PhoneNumberId"])


OPERATIONS = {
    "RequestPhoneNumber": request_number,
    "DescribePhoneNumbers": describe,
    "UpdatePhoneNumber": update,
    "ReleasePhoneNumber": release,
}
