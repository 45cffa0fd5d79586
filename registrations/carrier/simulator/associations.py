"""Operations that tie registrations to numbers and to each other."""

from typing import Any

from . import numbers, provisions
from .errors import Conflict, OverQuota
from .magic import CAMPAIGN
from .paging import matching, page
from .registrations import check_ready, linked_numbers, load, need_for, refuse
from .store import Document
from .world import World, plain_id


def create(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateRegistrationAssociation: a number, or the brand a campaign rests on."""
    registration = load(world, request["RegistrationId"])
    resource_id = plain_id(request["ResourceId"])
    if resource_id.startswith("registration-"):
        shown = _relate(world, registration, load(world, resource_id))
    else:
        shown = _attach(world, registration, numbers.load(world, resource_id))
    return {**_head(world, registration), **shown}


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ListRegistrationAssociations."""
    registration = load(world, request["RegistrationId"])
    related = [load(world, each) for each in registration["Related"]]
    shown = [_show_registration(world, one) for one in related]
    shown += [_show_number(world, one) for one in linked_numbers(world, registration)]
    names = provisions.sender_ids(world, registration["RegistrationId"])
    shown += [_show_sender(world, one) for one in names]
    readers = {
        "resource-type": lambda one: one["ResourceType"],
        "iso-country-code": lambda one: one.get("IsoCountryCode"),
    }
    found = matching(shown, request, readers)
    return {
        **_head(world, registration),
        **page("RegistrationAssociations", found, request, lambda one: one),
    }


def _relate(world: World, registration: Document, other: Document) -> dict[str, Any]:
    need_for(world, registration, "registration", other["RegistrationType"])
    if other["RegistrationId"] in registration["Related"]:
        raise refuse("RESOURCE_ALREADY_ASSOCIATED", "Associated already.", registration)
    if registration["RegistrationType"] == CAMPAIGN:
        _check_campaigns(world, other)
    related = [*registration["Related"], other["RegistrationId"]]
    world.store.put(
        "registrations", registration["RegistrationId"], {**registration, "Related": related}
    )
    return _show_registration(world, other)


def _check_campaigns(world: World, brand: Document) -> None:
    campaigns = [
        one
        for one in world.store.all("registrations")
        if one["RegistrationType"] == CAMPAIGN and brand["RegistrationId"] in one["Related"]
    ]
    if len(campaigns) >= world.limit("CAMPAIGNS_PER_BRAND"):
        raise OverQuota("ASSOCIATIONS_PER_REGISTRATION", "The brand has no campaigns left.")


def _attach(world: World, registration: Document, number: Document) -> dict[str, Any]:
    need = need_for(world, registration, "phone-number", number["NumberType"])
    if number["RegistrationId"] == registration["RegistrationId"]:
        raise refuse("RESOURCE_ALREADY_ASSOCIATED", "Associated already.", registration)
    if number["RegistrationId"]:
        raise Conflict(
            "PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION",
            "The number belongs to another registration.",
            "phone-number",
            number["PhoneNumberId"],
        )
    check_ready(registration, need)
    numbers.check_room(world, registration["RegistrationId"])
    return _show_number(world, numbers.join(world, number, registration["RegistrationId"]))


def _head(world: World, registration: Document) -> dict[str, Any]:
    return {
        "RegistrationArn": world.arn("registration", registration["RegistrationId"]),
        "RegistrationId": registration["RegistrationId"],
        "RegistrationType": registration["RegistrationType"],
    }


def _show_registration(world: World, other: Document) -> dict[str, Any]:
    return {
        "ResourceArn": world.arn("registration", other["RegistrationId"]),
        "ResourceId": other["RegistrationId"],
        "ResourceType": "registration",
    }


def _show_number(world: World, number: Document) -> dict[str, Any]:
    return {
        "ResourceArn": world.arn("phone-number", number["PhoneNumberId"]),
        "ResourceId": number["PhoneNumberId"],
        "ResourceType": "phone-number",
        "IsoCountryCode": number["IsoCountryCode"],
        "PhoneNumber": number["PhoneNumber"],
    }


def _show_sender(world: World, sender: Document) -> dict[str, Any]:
    return {
        "ResourceArn": world.arn("sender-id", provisions.sender_key(sender)),
        "ResourceId": sender["SenderId"],
        "ResourceType": "sender-id",
        "IsoCountryCode": sender["IsoCountryCode"],
    }


OPERATIONS = {
    "CreateRegistrationAssociation": create,
    "ListRegistrationAssociations": describe,
}
