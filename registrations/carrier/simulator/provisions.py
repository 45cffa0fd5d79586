"""What the carrier makes for us by itself when a registration is complete, and takes back.

A sender ID of a sender ID registration and the number of a short code registration: whatever a
form's associations call ASSOCIATE_ON_APPROVAL.
"""

from . import machine, numbering
from .definitions import form
from .store import Document
from .world import World

PROMOTIONAL_WORDS = ("promotion", "marketing")


def provide(world: World, registration: Document, version: Document) -> None:
    """Make what the registration is for; what is there already is left as it is."""
    for need in form(registration["RegistrationType"], world).associations:
        if need.associate != "ASSOCIATE_ON_APPROVAL":
            continue
        if need.resource == "sender-id":
            _make_sender_id(world, registration, version, need.country)
        elif not numbering.linked(world, registration["RegistrationId"]):
            _make_number(world, registration, version, need.country, need.of)


def withdraw(world: World, registration: Document) -> None:
    """Take the mark of a registered name away; numbers stay, but cannot send."""
    for sender in sender_ids(world, registration["RegistrationId"]):
        world.store.put("sender_ids", sender_key(sender), {**sender, "Registered": False})


def sender_key(sender: Document) -> str:
    """Return the key of a sender ID, which is unique in its country only."""
    return f"{sender['SenderId']}/{sender['IsoCountryCode']}"


def sender_ids(world: World, registration_id: str) -> list[Document]:
    """Return the sender IDs of a registration."""
    every = world.store.all("sender_ids")
    return [one for one in every if one.get("RegistrationId") == registration_id]


def _message_types(version: Document) -> list[str]:
    chosen = " ".join(
        choice.lower()
        for value in version["Values"].values()
        for choice in value.get("SelectChoices", [])
    )
    promotes = any(word in chosen for word in PROMOTIONAL_WORDS)
    return ["TRANSACTIONAL", "PROMOTIONAL"] if promotes else ["TRANSACTIONAL"]


def _make_sender_id(world: World, registration: Document, version: Document, country: str) -> None:
    name = version["Values"].get(machine.SENDER_ID, {}).get("TextValue")
    if not name:
        return
    known = world.store.get("sender_ids", f"{name}/{country}") or {}
    sender: Document = {
        "SenderId": name,
        "IsoCountryCode": country,
        "MonthlyLeasingPrice": "0.00",
        "DeletionProtectionEnabled": False,
        "PoolId": None,
        "Tags": [],
        **known,
        "MessageTypes": _message_types(version),
        "Registered": True,
        "RegistrationId": registration["RegistrationId"],
    }
    world.store.put("sender_ids", sender_key(sender), sender)


def _make_number(
    world: World, registration: Document, version: Document, country: str, kind: str
) -> None:
    numbering.lease(
        world,
        country,
        kind,
        Status="ACTIVE",
        MessageType=_message_types(version)[-1],
        RegistrationId=registration["RegistrationId"],
    )
