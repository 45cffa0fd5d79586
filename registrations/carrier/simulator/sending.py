"""SendTextMessage, and the delivery events that follow an accepted text."""

import time
import uuid
from typing import Any

from . import configuration, magic, numbers, optouts, outbox, parts, pools, senders
from .errors import AccessDenied, Conflict, InternalFailure, Invalid, OverQuota, Throttled
from .registrations import load as load_registration
from .store import Document
from .world import World, plain_id

# Figures for show only; the real ones come with the carrier's events.
PRICE_PER_PART, CARRIER_FEE_PER_PART = 0.00581, 0.00302

STATUS_TEXTS = {
    "TEXT_QUEUED": "Message is queued for delivery",
    "TEXT_SUCCESSFUL": "Message has been accepted by phone carrier",
    "TEXT_DELIVERED": "Message has been accepted by phone",
    "TEXT_INVALID": "Destination phone number is not valid",
    "TEXT_UNREACHABLE": "Destination phone is off or out of reach",
    "TEXT_CARRIER_UNREACHABLE": "Phone carrier is unreachable at present",
    "TEXT_BLOCKED": "Phone is blocked by its owner or carrier",
    "TEXT_CARRIER_BLOCKED": "Phone carrier has blocked this message",
    "TEXT_SPAM": "Phone carrier considers the message as spam",
    "TEXT_TTL_EXPIRED": "Message was not delivered in time",
    "TEXT_UNKNOWN": "Unknown error while delivering the message",
}
ARRIVING = frozenset({"TEXT_SUCCESSFUL", "TEXT_DELIVERED"})
CARRIER_BLOCKED = magic.Outcome(
    "TEXT_BLOCKED: the person opted out at the toll-free carrier.",
    (magic.QUEUED, magic.Event("TEXT_BLOCKED", True, 2)),
)


def send_text(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """SendTextMessage: checked, kept on disk, and only then answered.

    There is no idempotency token: the same request twice is two texts.
    """
    destination = _destination(request["DestinationPhoneNumber"])
    number = _originator(world, request, destination)
    _check_originator(world, number, destination, request)
    if "MessageBody" not in request:
        message = "A text needs a MessageBody."
        raise Invalid("MISSING_PARAMETER", message, {"MessageBody": message})
    configuration_set = _configuration_set(world, request)
    if optouts.is_listed(world, number["OptOutListName"], destination):
        raise _opted_out(destination)
    if request.get("DryRun", False):
        return {"MessageId": str(uuid.uuid4())}
    outcome = _outcome(world, number, destination)
    if (refusal := _refusal(world, outcome, destination)) is not None:
        world.store.after_commit(refusal)
        return {}
    text = _accept(world, number, destination, request, outcome)
    _plan_events(world, text, outcome, configuration_set)
    _plan_trouble(world, outcome)
    return {"MessageId": text["MessageId"]}


def _destination(given: str) -> str:
    if not given.startswith("+"):
        message = "Give the number in E.164 form, with its plus sign."
        raise Invalid("INVALID_PARAMETER", message, {"DestinationPhoneNumber": message})
    return given


def _originator(world: World, request: dict[str, Any], destination: str) -> Document:
    """Return the number or name to send from; without one named, the first number that can."""
    if request.get("OriginationIdentity") == numbers.PRACTICE_NUMBER:
        return numbers.practice(request)
    candidates = world.store.all("numbers")
    if "OriginationIdentity" in request:
        identity = plain_id(request["OriginationIdentity"])
        sender = senders.for_destination(world, identity.split("/")[0], destination)
        if sender is not None:
            return senders.as_number(world, sender, request)
        if not identity.startswith("pool-"):
            return numbers.load(world, identity)
        members = pools.members(world, pools.load(world, identity))
        candidates = [one for one in members if "PhoneNumberId" in one]
    for number in candidates:
        if numbers.status(world, number) == "ACTIVE" and _is_registered(world, number):
            return number
    message = "The account has no number that can send this."
    raise Conflict("NO_ORIGINATION_IDENTITIES_FOUND", message, "account", "account")


def _is_registered(world: World, number: Document) -> bool:
    """Tell whether the number may send; simulator and Canadian numbers need no registration."""
    if number["NumberType"] in {"SIMULATOR", "LONG_CODE", "SENDER_ID"}:
        return True
    if not number["RegistrationId"]:
        return False
    registration = load_registration(world, number["RegistrationId"])
    return bool(registration["RegistrationStatus"] == "COMPLETE" or registration.get("Live"))


def _check_originator(
    world: World, number: Document, destination: str, request: dict[str, Any]
) -> None:
    number_id = number["PhoneNumberId"]
    status = numbers.status(world, number)
    if status != "ACTIVE":
        message = f"The number is in status {status}."
        raise Conflict("RESOURCE_NOT_ACTIVE", message, "phone-number", number_id)
    if number["NumberType"] == "UNREGISTERED_NAME":
        message = "The sender ID is not registered in the destination's country."
        raise Invalid("SENDER_ID_NOT_REGISTERED", message, {"OriginationIdentity": message})
    if not _is_registered(world, number):
        message = "The registration of the number is not COMPLETE."
        raise Conflict("REGISTRATION_NOT_COMPLETE", message, "phone-number", number_id)
    if "SMS" not in number["NumberCapabilities"]:
        message = "The number cannot carry texts."
        raise Conflict("NUMBER_CAPABILITIES_MISMATCH", message, "phone-number", number_id)
    if request.get("MessageType", number["MessageType"]) != number["MessageType"]:
        message = f"The number is for {number['MessageType']} texts."
        raise Conflict("MESSAGE_TYPE_MISMATCH", message, "phone-number", number_id)
    only_simulated = number["NumberType"] == "SIMULATOR"
    if only_simulated and destination not in magic.SIMULATOR_DESTINATIONS:
        message = "A SIMULATOR number reaches simulator destinations only."
        raise Invalid("INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", message)
    if not destination.startswith("+1") and not number["InternationalSendingEnabled"]:
        message = "The number sends within its own country only."
        raise Invalid("INTERNATIONAL_SENDING_NOT_SUPPORTED", message)


def _configuration_set(world: World, request: dict[str, Any]) -> Document | None:
    name = request.get("ConfigurationSetName")
    return configuration.load_set(world, name) if name else None


def _opted_out(destination: str) -> Conflict:
    message = "The destination phone number is opted out."
    reason = "DESTINATION_PHONE_NUMBER_OPTED_OUT"
    return Conflict(reason, message, "opted-out-number", destination)


def _outcome(world: World, number: Document, destination: str) -> magic.Outcome:
    if world.store.get("carrier_blocks", f"{number['PhoneNumber']}/{destination}"):
        return CARRIER_BLOCKED
    return magic.outcome_for(destination)


def _refusal(world: World, outcome: magic.Outcome, destination: str) -> Any:
    """Return what raises the refusal of this call, or None when it is to be accepted.

    Refused calls are counted in the transaction; the error must come after it.
    """
    if outcome.refusal is not None:
        return _raiser(_refused(*outcome.refusal, destination))
    counted = world.store.get("refused", destination) or {"Count": 0}
    if counted["Count"] >= max(outcome.throttles, outcome.failures):
        return None
    world.store.put("refused", destination, {"Count": counted["Count"] + 1})
    error = Throttled() if outcome.throttles else InternalFailure(str(uuid.uuid4()))
    return _raiser(error)


def _refused(kind: str, reason: str, destination: str) -> Exception:
    if kind == "ServiceQuotaExceededException":
        return OverQuota(reason, "The monthly spend limit for texts is reached.")
    if kind == "AccessDeniedException":
        return AccessDenied(reason, "The account is disabled.")
    if reason == "DESTINATION_PHONE_NUMBER_OPTED_OUT":
        return _opted_out(destination)
    message = "The destination phone number is not verified."
    return Conflict(reason, message, "verified-destination-number", destination)


def _raiser(error: Exception) -> Any:
    def fail() -> None:
        raise error

    return fail


def _accept(
    world: World,
    number: Document,
    destination: str,
    request: dict[str, Any],
    outcome: magic.Outcome,
) -> Document:
    return record_text(
        world,
        number,
        destination,
        request["MessageBody"],
        kind="sent",
        Context=request.get("Context", {}),
        ConfigurationSetName=request.get("ConfigurationSetName"),
        MessageType=number["MessageType"],
        TimeToLive=request.get("TimeToLive"),
        Arrives=any(event.type in ARRIVING for event in outcome.events),
    )


def record_text(
    world: World, number: Document, destination: str, body: str, *, kind: str, **more: Any
) -> Document:
    """Keep a text on its way to a handset; `kind` is sent, automatic or carrier."""
    text = {
        "MessageId": str(uuid.uuid4()),
        "Kind": kind,
        "OriginationPhoneNumber": number["PhoneNumber"],
        "DestinationPhoneNumber": destination,
        "MessageBody": body,
        "Parts": parts.count(body),
        "Encoding": parts.encoding(body),
        "AcceptedTimestamp": time.time(),
        **more,
    }
    world.store.put("texts", text["MessageId"], text)
    return text


def _plan_events(
    world: World, text: Document, outcome: magic.Outcome, configuration_set: Document | None
) -> None:
    """Queue the delivery events; without a configuration set there are none, as at the carrier."""
    if configuration_set is None:
        return
    for event in outcome.events:
        at = text["AcceptedTimestamp"] + (event.after + 0.1) * world.options.event_seconds
        body = event_body(text, event, at)
        for topic in configuration.topics_for(configuration_set, event.type):
            for _copy in range(outcome.copies):
                outbox.publish(world, topic, body, at)


def event_body(text: Document, event: magic.Event, at: float) -> Document:
    """Return a delivery event as the carrier writes it; times are milliseconds."""
    body = {
        "eventType": event.type,
        "eventVersion": "1.0",
        "eventTimestamp": int(at * 1000),
        "isFinal": event.final,
        "originationPhoneNumber": text["OriginationPhoneNumber"],
        "destinationPhoneNumber": text["DestinationPhoneNumber"],
        "isoCountryCode": "US",
        "isInternationalSend": not text["DestinationPhoneNumber"].startswith("+1"),
        "mcc": "310",
        "mnc": "800",
        "carrierName": "Simulated Mobile",
        "messageId": text["MessageId"],
        "messageRequestTimestamp": int(text["AcceptedTimestamp"] * 1000),
        "messageEncoding": text["Encoding"],
        "messageType": text["MessageType"],
        "messageStatus": event.type.removeprefix("TEXT_"),
        "messageStatusDescription": STATUS_TEXTS[event.type],
        "totalMessageParts": text["Parts"],
        "totalMessagePrice": round(text["Parts"] * PRICE_PER_PART, 5),
        "totalCarrierFee": round(text["Parts"] * CARRIER_FEE_PER_PART, 5),
    }
    return {**body, "context": text["Context"]} if text["Context"] else body


def _plan_trouble(world: World, outcome: magic.Outcome) -> None:
    """Arrange an answer that comes too late or tells of a failure; the text is accepted anyway."""
    if outcome.hangs:
        world.store.after_commit(lambda: time.sleep(world.options.hang_seconds))
    if outcome.fails_after:
        world.store.after_commit(_raiser(InternalFailure(str(uuid.uuid4()))))


OPERATIONS = {"SendTextMessage": send_text}
