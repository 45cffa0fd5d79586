"""Numbers and sender IDs at the carrier: lease them, look at them, connect them, let them go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from registrations.carrier import STATUS_MAX, CarrierRejected
from registrations.carrier.aws import asking, client
from registrations.carrier.event_sets import ensure_configuration_set, existing_is_fine

READS = 3
ACTIVE = "ACTIVE"
GONE = "ResourceNotFoundException"
__all__ = ["ensure_configuration_set"]


@dataclass(frozen=True)
class Number:
    """One of our numbers, or sender IDs, as the carrier has it now."""

    id: str
    number: str
    status: str
    opt_out_list: str
    is_two_way: bool
    is_self_managed: bool
    channel: str = ""  # the topic that replies go to
    registration: str = ""  # the carrier's id of the registration that it belongs to
    sender_id: str = ""


@dataclass(frozen=True)
class NumberOrder:
    """A number to ask for. The lease is charged from the request on, whatever is registered."""

    number_type: str  # TEN_DLC, TOLL_FREE or LONG_CODE
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
    number = _update(number_id, TwoWayEnabled=True, TwoWayChannelArn=topic_arn)
    return leave_opt_outs_to_us(number_id) if self_managed else number


def connect(number_id: str, *, topic_arn: str) -> Number:
    """Let replies reach a topic."""
    return _update(number_id, TwoWayEnabled=True, TwoWayChannelArn=topic_arn)


def leave_opt_outs_to_us(number_id: str) -> Number:
    """Have STOP and HELP sent on instead of answered; two-way must be on."""
    return _update(number_id, SelfManagedOptOutsEnabled=True)


def use_opt_out_list(number_id: str, name: str) -> Number:
    """Keep a number's opt-outs on this list."""
    return _update(number_id, OptOutListName=name)


def _update(number_id: str, **changes: Any) -> Number:
    with asking():
        return _number(
            client(retries=READS).update_phone_number(PhoneNumberId=number_id, **changes)
        )


def create_opt_out_list(name: str) -> None:
    """Make a list of opted-out numbers; one that exists is left as it is."""
    with existing_is_fine(), asking():
        client(retries=READS).create_opt_out_list(OptOutListName=name, ClientToken=name)


def release_number(number_id: str) -> None:
    """Give a number back; one that is gone already stays gone."""
    with gone_is_fine(), asking():
        client(retries=READS).release_phone_number(PhoneNumberId=number_id)


def release_sender_id(sender_id: str, *, country: str) -> None:
    """Give a sender ID back; one that is gone already stays gone."""
    with gone_is_fine(), asking():
        client(retries=READS).release_sender_id(SenderId=sender_id, IsoCountryCode=country)


def number_given_to(registration: str) -> Number | None:
    """Return the number that the carrier itself tied to a registration, once it has."""
    for entry in _pages(
        "list_registration_associations", "RegistrationAssociations", RegistrationId=registration
    ):
        if entry["ResourceType"] == "phone-number":
            return describe_number(entry["ResourceId"])
    return None


def sender_id_given_to(registration: str, *, country: str) -> Number | None:
    """Return the sender ID that appeared by the approval of a registration, once it has."""
    wanted = [{"Name": "iso-country-code", "Values": [country]}]
    for entry in _pages("describe_sender_ids", "SenderIds", Filters=wanted):
        if entry.get("RegistrationId") == registration:
            return _sender_id(entry)
    return None


@contextmanager
def gone_is_fine() -> Iterator[None]:
    """Swallow the one refusal that says that the thing is not there any more."""
    try:
        yield
    except CarrierRejected as error:
        if error.code != GONE:
            raise


def _pages(operation: str, key: str, **request: Any) -> list[dict[str, Any]]:
    with asking():
        pages = client(retries=READS).get_paginator(operation).paginate(**request)
        return [entry for page in pages for entry in page[key]]


def _number(entry: dict[str, Any]) -> Number:
    return Number(
        id=entry["PhoneNumberId"],
        number=entry["PhoneNumber"],
        status=entry["Status"][:STATUS_MAX],
        opt_out_list=entry["OptOutListName"],
        is_two_way=entry["TwoWayEnabled"],
        is_self_managed=entry["SelfManagedOptOutsEnabled"],
        channel=entry.get("TwoWayChannelArn") or "",
        registration=entry.get("RegistrationId") or "",
    )


def _sender_id(entry: dict[str, Any]) -> Number:
    """Read a sender ID as a number of letters, which nobody can answer."""
    return Number(
        id=f"{entry['SenderId']}/{entry['IsoCountryCode']}",
        number="",
        status=ACTIVE if entry["Registered"] else "PENDING",
        opt_out_list="",
        is_two_way=False,
        is_self_managed=False,
        registration=entry.get("RegistrationId") or "",
        sender_id=entry["SenderId"],
    )
