"""Operations on configuration sets, their event destinations, and the account."""

from typing import Any

from .errors import Conflict, Invalid, NotFound, OverQuota
from .paging import matching, page
from .store import Document
from .world import TOLD_LIMITS, World, plain_id, visible

DESTINATIONS_PER_SET = 5
DESTINATION_KINDS = ("CloudWatchLogsDestination", "KinesisFirehoseDestination", "SnsDestination")

# What each quota counts; the simulator has none of the others.
COUNTED = {
    "PHONE_NUMBERS": "numbers",
    "POOLS": "pools",
    "SENDER_IDS": "sender_ids",
    "CONFIGURATION_SETS": "sets",
    "OPT_OUT_LISTS": "lists",
    "REGISTRATIONS": "registrations",
    "REGISTRATION_ATTACHMENTS": "attachments",
}


def load_set(world: World, name_or_arn: str) -> Document:
    """Return a configuration set, or say that it does not exist."""
    name = plain_id(name_or_arn)
    found = world.store.get("sets", name)
    if found is None:
        raise NotFound("configuration-set", name)
    return found


def topics_for(configuration_set: Document, event_type: str) -> list[str]:
    """Return the SNS topics of a set that want this type of text event."""
    wanted = {"ALL", "TEXT_ALL", event_type}
    return [
        destination["SnsDestination"]["TopicArn"]
        for destination in configuration_set["EventDestinations"]
        if "SnsDestination" in destination
        and destination["Enabled"]
        and wanted & set(destination["MatchingEventTypes"])
    ]


def _head(world: World, name: str) -> dict[str, Any]:
    return {
        "ConfigurationSetArn": world.arn("configuration-set", name),
        "ConfigurationSetName": name,
    }


def create_set(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateConfigurationSet."""
    name = request["ConfigurationSetName"]
    if world.store.get("sets", name) is not None:
        raise Conflict("RESOURCE_ALREADY_EXISTS", "The set exists.", "configuration-set", name)
    if world.store.count("sets") >= world.limit("CONFIGURATION_SETS"):
        raise OverQuota("CONFIGURATION_SETS_PER_ACCOUNT", "The account has no sets left.")
    made = {
        "ConfigurationSetName": name,
        "EventDestinations": [],
        "CreatedTimestamp": world.now(),
        "Tags": request.get("Tags", []),
    }
    world.store.put("sets", name, made)
    return {**_head(world, name), **visible(made, "CreatedTimestamp", "Tags")}


def describe_sets(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeConfigurationSets."""
    names = request.get("ConfigurationSetNames")
    found = [load_set(world, each) for each in names] if names else world.store.all("sets")
    readers = {
        "event-destination-name": _of_destinations("EventDestinationName"),
        "matching-event-types": _of_destinations("MatchingEventTypes"),
        "default-message-type": _never,
        "default-sender-id": _never,
        "default-message-feedback-enabled": _never,
        "protect-configuration-id": _never,
    }
    return page(
        "ConfigurationSets",
        matching(found, request, readers),
        request,
        lambda one: {
            **_head(world, one["ConfigurationSetName"]),
            **visible(one, "EventDestinations", "CreatedTimestamp"),
        },
    )


def _of_destinations(member: str) -> Any:
    def read(one: Document) -> list[str]:
        values = [destination[member] for destination in one["EventDestinations"]]
        return [
            each for value in values for each in (value if isinstance(value, list) else [value])
        ]

    return read


def _never(_one: Document) -> None:
    """Read a property that no set of the simulator has."""


def create_destination(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateEventDestination: one kind each; the simulator publishes to SNS only."""
    found = load_set(world, request["ConfigurationSetName"])
    name = request["EventDestinationName"]
    kinds = [kind for kind in DESTINATION_KINDS if kind in request]
    if len(kinds) != 1:
        reason = "PARAMETERS_CANNOT_BE_USED_TOGETHER" if kinds else "MISSING_PARAMETER"
        raise Invalid(reason, f"Give exactly one of {', '.join(DESTINATION_KINDS)}.")
    present = found["EventDestinations"]
    if any(each["EventDestinationName"] == name for each in present):
        text = "The destination exists."
        raise Conflict("RESOURCE_ALREADY_EXISTS", text, "event-destination", name)
    if len(present) >= DESTINATIONS_PER_SET:
        raise OverQuota("EVENT_DESTINATIONS_PER_CONFIGURATION_SET", "The set has five already.")
    destination = {
        "EventDestinationName": name,
        "Enabled": True,
        "MatchingEventTypes": request["MatchingEventTypes"],
        kinds[0]: request[kinds[0]],
    }
    changed = {**found, "EventDestinations": [*present, destination]}
    world.store.put("sets", found["ConfigurationSetName"], changed)
    return {**_head(world, found["ConfigurationSetName"]), "EventDestination": destination}


def _destination(found: Document, name: str) -> Document:
    for each in found["EventDestinations"]:
        if each["EventDestinationName"] == name:
            return dict(each)
    raise NotFound("event-destination", name)


def update_destination(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """UpdateEventDestination: what is not given stays; a destination keeps its kind."""
    found = load_set(world, request["ConfigurationSetName"])
    old = _destination(found, request["EventDestinationName"])
    given = {name: request[name] for name in DESTINATION_KINDS if name in request}
    if given.keys() - old.keys():
        text = "A destination keeps its kind."
        raise Conflict("EVENT_DESTINATION_MISMATCH", text, "event-destination",
                       request["EventDestinationName"])  # fmt: skip
    own: Document = {
        name: request[name] for name in ("Enabled", "MatchingEventTypes") if name in request
    }
    new: Document = {**old, **own, **given}
    kept = [new if each == old else each for each in found["EventDestinations"]]
    name = found["ConfigurationSetName"]
    world.store.put("sets", name, {**found, "EventDestinations": kept})
    return {**_head(world, name), "EventDestination": new}


def delete_destination(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteEventDestination."""
    found = load_set(world, request["ConfigurationSetName"])
    gone = _destination(found, request["EventDestinationName"])
    kept = [each for each in found["EventDestinations"] if each != gone]
    name = found["ConfigurationSetName"]
    world.store.put("sets", name, {**found, "EventDestinations": kept})
    return {**_head(world, name), "EventDestination": gone}


def delete_set(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteConfigurationSet: with its destinations."""
    found = load_set(world, request["ConfigurationSetName"])
    name = found["ConfigurationSetName"]
    world.store.delete("sets", name)
    return {**_head(world, name), **visible(found, "EventDestinations", "CreatedTimestamp")}


def describe_spend(_world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeSpendLimits: figures for show."""
    limits: list[Document] = [
        {
            "Name": f"{kind}_MESSAGE_MONTHLY_SPEND_LIMIT",
            "EnforcedLimit": most,
            "MaxLimit": most,
            "Overridden": False,
        }
        for kind, most in (("TEXT", 1000), ("VOICE", 1), ("MEDIA", 1))
    ]
    return page("SpendLimits", limits, request, lambda one: one)


def describe_attributes(_world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeAccountAttributes: an account out of the sandbox."""
    attributes = [{"Name": "ACCOUNT_TIER", "Value": "PRODUCTION"}]
    return page("AccountAttributes", attributes, request, lambda one: one)


def describe_limits(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeAccountLimits."""
    return page("AccountLimits", list(TOLD_LIMITS), request, lambda name: _usage(world, name))


def _usage(world: World, name: str) -> dict[str, Any]:
    used = world.store.count(COUNTED[name]) if name in COUNTED else 0
    return {"Name": name, "Used": used, "Max": world.limit(name)}


OPERATIONS = {
    "CreateConfigurationSet": create_set,
    "DescribeConfigurationSets": describe_sets,
    "DeleteConfigurationSet": delete_set,
    "CreateEventDestination": create_destination,
    "UpdateEventDestination": update_destination,
    "DeleteEventDestination": delete_destination,
    "DescribeSpendLimits": describe_spend,
    "DescribeAccountAttributes": describe_attributes,
    "DescribeAccountLimits": describe_limits,
}
