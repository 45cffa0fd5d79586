"""Numbers at the carrier, and what they need around them: opt-out lists and event topics."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from registrations.carrier import STATUS_MAX, CarrierRejected
from registrations.carrier.aws import asking, client

READS = 3
ACTIVE = "ACTIVE"
EVENT_DESTINATION = "assent-events"
EXISTS = "RESOURCE_ALREADY_EXISTS"


@dataclass(frozen=True)
class Number:
    """One of our numbers as the carrier has it now."""

    id: str
    number: str
    status: str
    opt_out_list: str
    is_two_way: bool
    is_self_managed: bool


@dataclass(frozen=True)
class NumberOrder:
    """A number to ask for. The lease is charged from the request on, whatever is registered."""

    number_type: str  # TEN_DLC or TOLL_FREE
    message_type: str  # TRANSACTIONAL or PROMOTIONAL
    opt_out_list: str
    token: str  # the same token orders no second number
    country: str = "US"
    registration: str = ""  # a campaign's id: the number joins it


def request_number(order: NumberOrder) -> Number:
    """Lease a number for texts."""
    joined = {"RegistrationId": order.registration} if order.registration else {}
    with asking():
        answer = client(retries=READS).request_phone_number(
            IsoCountryCode=order.country,
            MessageType=order.message_type,
            NumberCapabilities=["SMS"],
            NumberType=order.number_type,
            OptOutListName=order.opt_out_list,
            ClientToken=order.token,
            **joined,
        )
    return _number(answer)


def describe_number(number_id: str) -> Number:
    """Read one of our numbers."""
    with asking():
        answer = client(retries=READS).describe_phone_numbers(PhoneNumberIds=[number_id])
    return _number(answer["PhoneNumbers"][0])


def update_number(number_id: str, *, topic_arn: str, self_managed: bool) -> Number:
    """Let replies reach a topic and, where wanted, leave STOP and HELP to us.

    In two calls: the carrier accepts self-managed opt-outs only where two-way is on already.
    """
    with asking():
        answer = client(retries=READS).update_phone_number(
            PhoneNumberId=number_id, TwoWayEnabled=True, TwoWayChannelArn=topic_arn
        )
        if self_managed:
            answer = client(retries=READS).update_phone_number(
                PhoneNumberId=number_id, SelfManagedOptOutsEnabled=True
            )
    return _number(answer)


def create_opt_out_list(name: str) -> None:
    """Make a list of opted-out numbers; one that exists is left as it is."""
    with _existing_is_fine(), asking():
        client(retries=READS).create_opt_out_list(OptOutListName=name, ClientToken=name)


def ensure_configuration_set(name: str, *, topic_arn: str) -> None:
    """Make the set that sends name, publishing every text event to a topic; idempotent.

    Without a configuration set on the send the carrier publishes no events at all.
    """
    with _existing_is_fine(), asking():
        client(retries=READS).create_configuration_set(ConfigurationSetName=name)
    with _existing_is_fine(), asking():
        client(retries=READS).create_event_destination(
            ConfigurationSetName=name,
            EventDestinationName=EVENT_DESTINATION,
            MatchingEventTypes=["TEXT_ALL"],
            SnsDestination={"TopicArn": topic_arn},
        )


@contextmanager
def _existing_is_fine() -> Iterator[None]:
    """Swallow the one conflict that says that the thing is there already."""
    try:
        yield
    except CarrierRejected as error:
        if error.reason != EXISTS:
            raise


def _number(entry: dict[str, Any]) -> Number:
    return Number(
        id=entry["PhoneNumberId"],
        number=entry["PhoneNumber"],
        status=entry["Status"][:STATUS_MAX],
        opt_out_list=entry["OptOutListName"],
        is_two_way=entry["TwoWayEnabled"],
        is_self_managed=entry["SelfManagedOptOutsEnabled"],
    )
