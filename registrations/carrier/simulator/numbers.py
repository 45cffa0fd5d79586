"""Operations on phone numbers.

A 10DLC number stays PENDING until a COMPLETE campaign is associated; the others turn ACTIVE by
themselves after a moment. All numbers come from the ranges kept free for fiction.
"""

from typing import Any

from . import numbering, states
from .errors import Conflict, Invalid, NotFound, OverQuota
from .numbering import by_e164, save
from .optouts import load_list
from .paging import matching, page
from .registrations import IN_REVIEW, check_ready, need_for
from .registrations import load as load_registration
from .store import Document
from .world import World, plain_id, visible

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
    "PoolId",
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


def status(world: World, number: Document) -> str:
    """Return the status as it stands now; numbers turn ACTIVE at a planned time."""
    if number["ActiveAt"] is not None and world.now() >= number["ActiveAt"]:
        return "ACTIVE"
    return str(number["Status"])


def show(world: World, number: Document) -> dict[str, Any]:
    """Return a number as the carrier shows it."""
    arn = world.arn("phone-number", number["PhoneNumberId"])
    return {"PhoneNumberArn": arn, "Status": status(world, number), **visible(number, *SHOWN)}


def join(world: World, number: Document, registration_id: str) -> Document:
    """Tie a number to a registration; a 10DLC number becomes ACTIVE by it."""
    joined = {**number, "RegistrationId": registration_id}
    if number["NumberType"] == "TEN_DLC":
        joined |= {"Status": "ASSOCIATING", "ActiveAt": world.now() + _setup_seconds(world)}
    save(world, joined)
    return joined


def _setup_seconds(world: World) -> float:
    return world.options.review_seconds / 4


def check_room(world: World, registration_id: str) -> None:
    """Refuse one number more than a registration may have."""
    if len(numbering.linked(world, registration_id)) >= world.limit("NUMBERS_PER_CAMPAIGN"):
        raise OverQuota("PHONE_NUMBERS_PER_REGISTRATION", "The registration has all it may have.")


def request_number(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """RequestPhoneNumber."""
    for name in ("PoolId", "NumberPreference"):
        if name in request:
            message = f"The simulator does not support {name}."
            raise Invalid("UNSPECIFIED_PARAMETER_NOT_SUPPORTED", message, {name: message})
    kind = request["NumberType"]
    list_name = load_list(world, request.get("OptOutListName", "Default"))["OptOutListName"]
    registration_id = _registration_for(world, request)
    number = numbering.lease(
        world,
        request["IsoCountryCode"],
        kind,
        ActiveAt=None if kind == "TEN_DLC" else world.now() + _setup_seconds(world),
        MessageType=request["MessageType"],
        NumberCapabilities=request["NumberCapabilities"],
        OptOutListName=list_name,
        InternationalSendingEnabled=request.get("InternationalSendingEnabled", False),
        DeletionProtectionEnabled=request.get("DeletionProtectionEnabled", False),
        Tags=request.get("Tags", []),
    )
    if registration_id:
        number = join(world, number, registration_id)
    return {**show(world, number), "Tags": number["Tags"]}


def _registration_for(world: World, request: dict[str, Any]) -> str | None:
    """Return the id of the registration the new number may join, if one is named."""
    if "RegistrationId" not in request:
        return None
    registration = load_registration(world, request["RegistrationId"])
    need = need_for(world, registration, "phone-number", request["NumberType"])
    check_ready(registration, need)
    check_room(world, registration["RegistrationId"])
    return str(registration["RegistrationId"])


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
    if changed.get("PoolId"):
        raise _held(number, "PHONE_NUMBER_ASSOCIATED_TO_POOL", "Change its pool instead.")
    check_two_way(changed)
    save(world, changed)
    return show(world, changed)


def check_two_way(changed: Document) -> None:
    """Refuse two-way without a channel, and self-managed opt-outs without two-way."""
    if changed["TwoWayEnabled"]:
        _check_channel(changed)
    elif changed["SelfManagedOptOutsEnabled"]:
        message = "Self-managed opt-outs need two-way messaging."
        raise Invalid("TWO_WAY_NOT_ENABLED", message, {"SelfManagedOptOutsEnabled": message})


def _check_channel(number: Document) -> None:
    arn = number.get("TwoWayChannelArn")
    if not arn:
        message = "Two-way messaging needs a TwoWayChannelArn."
        raise Invalid("TWO_WAY_CHANNEL_NOT_PRESENT", message, {"TwoWayChannelArn": message})
    if not arn.startswith("arn:aws:sns:"):
        message = "The simulator publishes to SNS topics only."
        raise Invalid("INVALID_ARN", message, {"TwoWayChannelArn": message})


def release(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ReleasePhoneNumber: refused while protected, in a pool, or held by a review."""
    number = load(world, request["PhoneNumberId"])
    if number["DeletionProtectionEnabled"]:
        raise _held(number, "DELETION_PROTECTION_ENABLED", "Switch deletion protection off first.")
    if number.get("PoolId"):
        raise _held(number, "PHONE_NUMBER_ASSOCIATED_TO_POOL", "Take it out of its pool first.")
    shown = show(world, number)
    numbering.forget(world, number)
    if number["RegistrationId"]:
        _leave(world, number)
    for name in ("InternationalSendingEnabled", "DeletionProtectionEnabled"):
        shown.pop(name)
    return {**shown, "Status": "DELETED"}


def _leave(world: World, number: Document) -> None:
    """Let a number go, whose last one closes the registrations that rest on numbers."""
    registration = load_registration(world, number["RegistrationId"])
    registration_id = registration["RegistrationId"]
    if registration["RegistrationStatus"] in IN_REVIEW:
        message = "Its registration is under review."
        raise _held(number, "PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION", message)
    need = need_for(world, registration, "phone-number", number["NumberType"])
    closes = need.disassociate == "DISASSOCIATE_ALL_CLOSES_REGISTRATION"
    if closes and not numbering.linked(world, registration_id):
        states.close(world, registration_id, world.now())


def _held(number: Document, reason: str, message: str) -> Conflict:
    return Conflict(reason, message, "phone-number", number["PhoneNumberId"])


OPERATIONS = {
    "RequestPhoneNumber": request_number,
    "DescribePhoneNumbers": describe,
    "UpdatePhoneNumber": update,
    "ReleasePhoneNumber": release,
}
