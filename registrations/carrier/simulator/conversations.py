"""What a handset has seen: its texts with each of our numbers, read from the store."""

from . import magic, numbers, states
from .store import Document
from .world import World

NAME_FIELDS = ("contactInfo.dbaName", "companyInfo.companyName")


def is_from_person(text: Document) -> bool:
    """Tell whether the person wrote it."""
    return "InboundMessageId" in text


def moment(text: Document) -> float:
    """Return when a text was sent, in either direction."""
    return float(text["ReceivedTimestamp"] if is_from_person(text) else text["AcceptedTimestamp"])


def handset_of(text: Document) -> str:
    """Return the person's number."""
    side = "OriginationPhoneNumber" if is_from_person(text) else "DestinationPhoneNumber"
    return str(text[side])


def originator_of(text: Document) -> str:
    """Return our number."""
    side = "DestinationPhoneNumber" if is_from_person(text) else "OriginationPhoneNumber"
    return str(text[side])


def _seen(world: World) -> list[Document]:
    """Return all texts that handsets have sent or received, oldest first."""
    arrived = [text for text in world.store.all("texts") if text["Arrives"]]
    return sorted([*arrived, *world.store.all("inbound")], key=moment)


def handsets(world: World) -> list[tuple[str, Document]]:
    """Return each handset ever texted, with its last text if one arrived, newest first."""
    last = {handset_of(text): text for text in world.store.all("texts")}
    last |= {handset_of(text): text for text in _seen(world)}
    return sorted(last.items(), key=lambda one: moment(one[1]), reverse=True)


def threads(world: World, handset: str) -> list[tuple[str, Document]]:
    """Return each originator a handset has texts with, and the last one, newest first."""
    last = {originator_of(text): text for text in _seen(world) if handset_of(text) == handset}
    return sorted(last.items(), key=lambda one: moment(one[1]), reverse=True)


def between(world: World, handset: str, originator: str) -> list[Document]:
    """Return the texts of one conversation, oldest first."""
    pair = (handset, originator)
    return [text for text in _seen(world) if (handset_of(text), originator_of(text)) == pair]


def lost(world: World, handset: str) -> int:
    """Return how many texts to a handset were accepted, but did not arrive."""
    return sum(
        text["DestinationPhoneNumber"] == handset and not text["Arrives"]
        for text in world.store.all("texts")
    )


def display_name(world: World, originator: str) -> str:
    """Return the business behind one of our numbers, as its registration says, else the number."""
    number = numbers.by_e164(world, originator)
    if number is None or not number["RegistrationId"]:
        return originator
    registration = world.store.get("registrations", number["RegistrationId"])
    if registration is None:
        return originator
    if registration["RegistrationType"] == magic.CAMPAIGN and registration["Related"]:
        registration = world.store.get("registrations", registration["Related"][0]) or registration
    values = states.current_version(world, registration)["Values"]
    names = [values[path]["TextValue"] for path in NAME_FIELDS if path in values]
    return str(names[0]) if names else originator
