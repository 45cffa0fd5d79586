"""Operations on sender IDs, and the names as originators of texts.

In countries that register names, a name appears by itself when its registration is complete; in
the others it is requested. Nobody can reply to a name.
"""

from typing import Any

from . import numbering, states
from .definitions import form, offered
from .errors import Conflict, Invalid, NotFound, OverQuota
from .paging import matching, page
from .provisions import sender_ids, sender_key
from .registrations import IN_REVIEW
from .registrations import load as load_registration
from .store import Document
from .world import World, plain_id, visible

# Who can be texted under a name that stands for a country.
DIAL_CODES = {
    "GB": "+44", "SG": "+65", "AU": "+61", "IN": "+91", "ID": "+62", "AE": "+971", "DE": "+49",
    "FR": "+33", "NL": "+31", "SE": "+46", "CH": "+41", "AT": "+43", "PT": "+351",
}  # fmt: skip
# Two-way countries and countries without names refuse them.
WITHOUT_NAMES = frozenset({"US", "CA", "MX", "BR", "CN"})


def load(world: World, name_or_arn: str, country: str) -> Document:
    """Return a sender ID, or say that it does not exist."""
    name = plain_id(name_or_arn).split("/")[0]
    found = world.store.get("sender_ids", f"{name}/{country}")
    if found is None:
        raise NotFound("sender-id", f"{name}/{country}")
    return found


def for_destination(world: World, name: str, destination: str) -> Document | None:
    """Return the sender ID of this name that can text this number, or None."""
    for country, code in DIAL_CODES.items():
        if destination.startswith(code):
            return world.store.get("sender_ids", f"{name}/{country}")
    return None


def is_sendable(world: World, sender: Document) -> bool:
    """Tell whether texts may go out under a name."""
    needs = _needs_registration(world, sender["IsoCountryCode"])
    return bool(sender["Registered"] or not needs)


def as_number(world: World, sender: Document, request: Document) -> Document:
    """Return a name as what a text is sent from."""
    wanted = request.get("MessageType", sender["MessageTypes"][0])
    return {
        "PhoneNumberId": sender["SenderId"],
        "PhoneNumber": sender["SenderId"],
        "Status": "ACTIVE",
        "ActiveAt": None,
        "MessageType": wanted if wanted in sender["MessageTypes"] else sender["MessageTypes"][0],
        "NumberCapabilities": ["SMS"],
        "NumberType": "SENDER_ID" if is_sendable(world, sender) else "UNREGISTERED_NAME",
        "OptOutListName": "Default",
        "InternationalSendingEnabled": True,
        "RegistrationId": sender.get("RegistrationId"),
    }


def _needs_registration(world: World, country: str) -> bool:
    return f"{country}_SENDER_ID_REGISTRATION" in offered(world)


def _show(world: World, sender: Document, *more: str) -> dict[str, Any]:
    names = ("SenderId", "IsoCountryCode", "MessageTypes", "MonthlyLeasingPrice", "Registered")
    arn = world.arn("sender-id", sender_key(sender))
    return {"SenderIdArn": arn, **visible(sender, *names, "RegistrationId", *more)}


def request_sender(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """RequestSenderId: only where names need no registration."""
    name, country = request["SenderId"], request["IsoCountryCode"]
    if country in WITHOUT_NAMES:
        message = f"{country} has no sender IDs."
        raise Invalid("SENDER_ID_NOT_SUPPORTED", message, {"IsoCountryCode": message})
    if _needs_registration(world, country):
        message = f"A sender ID in {country} needs a registration."
        raise Invalid("SENDER_ID_REQUIRES_REGISTRATION", message, {"IsoCountryCode": message})
    if world.store.get("sender_ids", f"{name}/{country}") is not None:
        raise Conflict("RESOURCE_ALREADY_EXISTS", "The name exists.", "sender-id", name)
    if world.store.count("sender_ids") >= world.limit("SENDER_IDS"):
        raise OverQuota("SENDER_IDS_PER_ACCOUNT", "The account has no sender IDs left.")
    sender: Document = {
        "SenderId": name,
        "IsoCountryCode": country,
        "MessageTypes": request.get("MessageTypes") or ["TRANSACTIONAL"],
        "MonthlyLeasingPrice": "0.00",
        "DeletionProtectionEnabled": request.get("DeletionProtectionEnabled", False),
        "Registered": False,
        "RegistrationId": None,
        "PoolId": None,
        "Tags": request.get("Tags", []),
    }
    world.store.put("sender_ids", sender_key(sender), sender)
    return _show(world, sender, "DeletionProtectionEnabled", "Tags")


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeSenderIds."""
    wanted = request.get("SenderIds")
    found = (
        [load(world, one["SenderId"], one["IsoCountryCode"]) for one in wanted]
        if wanted
        else world.store.all("sender_ids")
    )
    if request.get("Owner") == "SHARED":
        found = []
    readers = {
        "sender-id": lambda one: one["SenderId"],
        "iso-country-code": lambda one: one["IsoCountryCode"],
        "message-type": lambda one: one["MessageTypes"],
        "deletion-protection-enabled": lambda one: one["DeletionProtectionEnabled"],
        "registered": lambda one: one["Registered"],
    }
    return page(
        "SenderIds",
        matching(found, request, readers),
        request,
        lambda one: _show(world, one, "DeletionProtectionEnabled"),
    )


def update(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """UpdateSenderId."""
    sender = load(world, request["SenderId"], request["IsoCountryCode"])
    protected = request.get("DeletionProtectionEnabled", sender["DeletionProtectionEnabled"])
    changed = {**sender, "DeletionProtectionEnabled": protected}
    world.store.put("sender_ids", sender_key(changed), changed)
    return _show(world, changed, "DeletionProtectionEnabled")


def release(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ReleaseSenderId: the last name of a registration closes it."""
    sender = load(world, request["SenderId"], request["IsoCountryCode"])
    if sender["DeletionProtectionEnabled"]:
        raise _held(sender, "DELETION_PROTECTION_ENABLED", "Switch deletion protection off first.")
    if sender["PoolId"]:
        raise _held(sender, "SENDER_ID_ASSOCIATED_TO_POOL", "Take it out of its pool first.")
    world.store.delete("sender_ids", sender_key(sender))
    if sender["RegistrationId"]:
        _leave(world, sender)
    return _show(world, sender)


def _leave(world: World, sender: Document) -> None:
    registration = load_registration(world, sender["RegistrationId"])
    registration_id = registration["RegistrationId"]
    if registration["RegistrationStatus"] in IN_REVIEW:
        message = "Its registration is under review."
        raise _held(sender, "DISASSOCIATE_REGISTRATION_NOT_ALLOWED", message)
    closes = any(
        need.disassociate == "DISASSOCIATE_ALL_CLOSES_REGISTRATION"
        for need in form(registration["RegistrationType"], world).associations
    )
    left = sender_ids(world, registration_id) + numbering.linked(world, registration_id)
    if closes and not left:
        states.close(world, registration_id, world.now())


def _held(sender: Document, reason: str, message: str) -> Conflict:
    return Conflict(reason, message, "sender-id", sender_key(sender))


OPERATIONS = {
    "RequestSenderId": request_sender,
    "DescribeSenderIds": describe,
    "UpdateSenderId": update,
    "ReleaseSenderId": release,
}
