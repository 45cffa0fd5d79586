"""Texts from a handset to one of our numbers, and what the carrier does with them by itself.

Self-managed opt-outs on: the carrier does nothing; every text goes to the two-way topic.
Off: HELP, STOP and its kin are answered and listed by the carrier and do NOT reach the topic; all
other texts do, START among them. Without two-way nothing reaches a topic.

Toll-free numbers have a network in between that cannot be switched off: the word STOP alone makes
it block the pair and answer with a fixed text, START or UNSTOP lifts the block. The text then goes
on its way as above, only that nobody answers STOP a second time. While the pair is blocked, texts
to it are accepted and end as TEXT_BLOCKED, or are refused when the person is on the list as well.
"""

import time
import uuid

from . import keywords, numbers, optouts, outbox, sending
from .errors import Invalid
from .store import Document
from .world import World

NETWORK_STOP = (
    'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. '
    'Text back "unstop" to receive messages again.'
)
NETWORK_START = (
    'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this '
    "number."
)
NETWORK_STARTS = frozenset({"START", "UNSTOP"})
MAX_BODY = 1600


def receive(world: World, sender: str, recipient: str, body: str) -> Document:
    """Take a text from a handset; return it as kept, with the id of its notification if any."""
    number = numbers.load(world, recipient)
    if not sender.startswith("+") or not sender[1:].isdigit():
        raise Invalid("INVALID_PARAMETER", "Give the handset's number in E.164 form.")
    if not body.strip() or len(body) > MAX_BODY:
        raise Invalid("INVALID_PARAMETER", f"A text has 1 to {MAX_BODY} characters.")
    text: Document = {
        "InboundMessageId": str(uuid.uuid4()),
        "OriginationPhoneNumber": sender,
        "DestinationPhoneNumber": number["PhoneNumber"],
        "MessageBody": body,
        "ReceivedTimestamp": time.time(),
        "NotificationId": None,
    }
    keyword = keywords.match(world, number, body)
    answered = number["NumberType"] == "TOLL_FREE" and _network(world, number, sender, body)
    if _reaches_topic(number, keyword):
        text["NotificationId"] = _publish(world, number, text, keyword)
    if keyword is not None and not number["SelfManagedOptOutsEnabled"]:
        _act_on(world, number, sender, keyword, answer=not answered)
    world.store.put("inbound", text["InboundMessageId"], text)
    return text


def _reaches_topic(number: Document, keyword: Document | None) -> bool:
    if not number["TwoWayEnabled"]:
        return False
    if number["SelfManagedOptOutsEnabled"] or keyword is None:
        return True
    return keyword["KeywordAction"] != "OPT_OUT" and keyword["Keyword"] != "HELP"


def _publish(world: World, number: Document, text: Document, keyword: Document | None) -> str:
    message = {
        "originationNumber": text["OriginationPhoneNumber"],
        "destinationNumber": text["DestinationPhoneNumber"],
        "messageBody": text["MessageBody"],
        "inboundMessageId": text["InboundMessageId"],
    }
    if keyword is not None:
        message["messageKeyword"] = keyword["Keyword"]
    previous = _last_sent(world, number, text["OriginationPhoneNumber"])
    if previous is not None:
        message["previousPublishedMessageId"] = previous
    return outbox.publish(world, number["TwoWayChannelArn"], message, time.time())


def _last_sent(world: World, number: Document, handset: str) -> str | None:
    for text in reversed(world.store.all("texts")):
        pair = (text["OriginationPhoneNumber"], text["DestinationPhoneNumber"])
        if text["Kind"] == "sent" and pair == (number["PhoneNumber"], handset):
            return str(text["MessageId"])
    return None


def _network(world: World, number: Document, handset: str, body: str) -> bool:
    """Let the toll-free network block or unblock the pair, and tell whether it answered."""
    word, key = body.strip().upper(), f"{number['PhoneNumber']}/{handset}"
    blocked = world.store.get("carrier_blocks", key) is not None
    if word == "STOP":
        world.store.put("carrier_blocks", key, {"At": time.time()})
        _reply(world, number, handset, NETWORK_STOP, kind="carrier")
        return True
    if word in NETWORK_STARTS and blocked:
        world.store.delete("carrier_blocks", key)
        if not number["SelfManagedOptOutsEnabled"]:
            optouts.remove(world, number["OptOutListName"], handset)
        _reply(world, number, handset, NETWORK_START, kind="carrier")
        return True
    return False


def _act_on(
    world: World, number: Document, handset: str, keyword: Document, *, answer: bool
) -> None:
    """Do what the keyword says."""
    if keyword["KeywordAction"] == "OPT_OUT":
        optouts.add(world, number["OptOutListName"], handset, by_person=True)
    if keyword["KeywordAction"] == "OPT_IN":
        optouts.remove(world, number["OptOutListName"], handset)
    if answer:
        _reply(world, number, handset, keyword["KeywordMessage"], kind="automatic")


def _reply(world: World, number: Document, handset: str, body: str, *, kind: str) -> None:
    sending.record_text(world, number, handset, body, kind=kind, Context={}, Arrives=True)
