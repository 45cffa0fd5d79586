"""Configuration sets at the carrier: a send that names one has its delivery events published.

Without a configuration set on the send the carrier publishes no events at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from registrations.carrier import CarrierRejected
from registrations.carrier.aws import asking, client

READS = 3
EVENT_DESTINATION = "assent-events"
EVENT_TYPES = ["TEXT_ALL"]
EXISTS = "RESOURCE_ALREADY_EXISTS"
GONE = "ResourceNotFoundException"


@dataclass(frozen=True)
class EventSet:
    """A set as the carrier has it now: whether it exists, and where its events go."""

    exists: bool
    has_destination: bool = False
    is_right: bool = False  # enabled, every text event, our topic


def describe_set(name: str, *, topic_arn: str) -> EventSet:
    """Look whether a set publishes every text event to a topic."""
    try:
        with asking():
            answer = client(retries=READS).describe_configuration_sets(ConfigurationSetNames=[name])
    except CarrierRejected as error:
        if error.code != GONE:
            raise
        return EventSet(exists=False)
    for each in answer["ConfigurationSets"][0]["EventDestinations"]:
        if each["EventDestinationName"] == EVENT_DESTINATION:
            reaches = each.get("SnsDestination", {}).get("TopicArn") == topic_arn
            complete = set(each["MatchingEventTypes"]) & {"ALL", *EVENT_TYPES}
            return EventSet(True, True, bool(each["Enabled"] and reaches and complete))
    return EventSet(exists=True)


def create_set(name: str) -> None:
    """Make a set; one that exists is left as it is."""
    with existing_is_fine(), asking():
        client(retries=READS).create_configuration_set(ConfigurationSetName=name)


def create_destination(name: str, *, topic_arn: str) -> None:
    """Let a set publish every text event to a topic; a destination that exists stays as it is."""
    with existing_is_fine(), asking():
        client(retries=READS).create_event_destination(
            ConfigurationSetName=name,
            EventDestinationName=EVENT_DESTINATION,
            MatchingEventTypes=EVENT_TYPES,
            SnsDestination={"TopicArn": topic_arn},
        )


def mend_destination(name: str, *, topic_arn: str) -> None:
    """Switch a destination on again, for every text event and to our topic."""
    with asking():
        client(retries=READS).update_event_destination(
            ConfigurationSetName=name,
            EventDestinationName=EVENT_DESTINATION,
            Enabled=True,
            MatchingEventTypes=EVENT_TYPES,
            SnsDestination={"TopicArn": topic_arn},
        )


def ensure_configuration_set(name: str, *, topic_arn: str) -> None:
    """Have a set that publishes every text event to a topic; idempotent."""
    create_set(name)
    create_destination(name, topic_arn=topic_arn)


@contextmanager
def existing_is_fine() -> Iterator[None]:
    """Swallow the one conflict that says that the thing is there already."""
    try:
        yield
    except CarrierRejected as error:
        if error.reason != EXISTS:
            raise
