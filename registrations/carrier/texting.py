"""Texts through the carrier, and its own list of opted-out numbers."""

from dataclasses import dataclass

from django.conf import settings

from registrations.carrier.aws import asking, client


@dataclass(frozen=True)
class Text:
    """One text to hand over. `context` comes back in every delivery event (at most 5 entries)."""

    originator: str
    recipient: str
    body: str
    message_type: str  # TRANSACTIONAL or PROMOTIONAL
    time_to_live: int  # seconds for which the carrier may hold it
    context: dict[str, str]


def send_text(text: Text) -> str:
    """Hand over one text and return the carrier's id of it.

    Raises CarrierRejected (not sent, for good), CarrierBusy (not sent, later perhaps) or
    CarrierUnavailable (unknown: it must not be sent again without a person's decision).
    """
    with asking():
        answer = client(retries=1).send_text_message(
            DestinationPhoneNumber=text.recipient,
            OriginationIdentity=text.originator,
            MessageBody=text.body,
            MessageType=text.message_type,
            ConfigurationSetName=settings.CARRIER_CONFIGURATION_SET,
            TimeToLive=text.time_to_live,
            Context=text.context,
        )
    return str(answer["MessageId"])


def unsuppress(number: str, *, opt_out_list: str) -> None:
    """Take a number off the carrier's list. The carrier allows it once in 30 days per number."""
    with asking():
        client(retries=3).delete_opted_out_number(
            OptOutListName=opt_out_list, OptedOutNumber=number
        )
