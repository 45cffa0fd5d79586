"""Texts through the carrier, and its own list of opted-out numbers."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from registrations.carrier import CarrierRejected
from registrations.carrier.aws import asking, client, practice_client, simulator_url

# The number that every simulator has: what a test text leaves from where no other is known.
PRACTICE_NUMBER = "+12065550000"


@dataclass(frozen=True)
class Text:
    """One text to hand over. `context` comes back in every delivery event (at most 5 entries)."""

    originator: str
    recipient: str
    body: str
    message_type: str  # TRANSACTIONAL or PROMOTIONAL
    time_to_live: int  # seconds for which the carrier may hold it
    context: dict[str, str]
    configuration_set: str = ""  # empty: the set of the whole installation
    is_practice: bool = False  # of a test key: the simulator gets it, never the carrier


def send_text(text: Text) -> str:
    """Hand over one text and return the carrier's id of it.

    Raises CarrierRejected (not sent, for good), CarrierBusy (not sent, later perhaps) or
    CarrierUnavailable (unknown: it must not be sent again without a person's decision).
    """
    with asking():
        answer = _client_for(text).send_text_message(**_request(text))
    return str(answer["MessageId"])


def _client_for(text: Text) -> Any:
    """The last fence between a test key and a person's phone: it has no way to the carrier."""
    if not text.is_practice:
        return client(retries=1)
    if not simulator_url():
        raise CarrierRejected("test_key", "There is no simulator for texts of test keys.")
    return practice_client(simulator_url())


def _request(text: Text) -> dict[str, Any]:
    request = {
        "DestinationPhoneNumber": text.recipient,
        "OriginationIdentity": text.originator,
        "MessageBody": text.body,
        "MessageType": text.message_type,
        "ConfigurationSetName": text.configuration_set or settings.CARRIER_CONFIGURATION_SET,
        "TimeToLive": text.time_to_live,
        "Context": text.context,
    }
    if text.is_practice and not plays_carrier():
        # A simulator apart has neither our numbers nor our configuration set.
        del request["ConfigurationSetName"]
    return request


def plays_carrier() -> bool:
    """Is the simulator also our carrier, so that it knows our numbers? Only in embedded runs."""
    return simulator_url() == settings.CARRIER_ENDPOINT_URL


def unsuppress(number: str, *, opt_out_list: str) -> None:
    """Take a number off the carrier's list. The carrier allows it once in 30 days per number."""
    with asking():
        client(retries=3).delete_opted_out_number(
            OptOutListName=opt_out_list, OptedOutNumber=number
        )
