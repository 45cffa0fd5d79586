"""What the contract tests share: whole filings of every type, and walks through their statuses."""

from typing import Any

from registrations.carrier.simulator.definitions import forms
from registrations.carrier.simulator.testing import Simulator
from tests.registrations.simulation import fill, status_of, uploaded

BRAND_TYPE = "US_TEN_DLC_BRAND_REGISTRATION"
VETTING_TYPE = "US_TEN_DLC_BRAND_VETTING"
CAMPAIGN_TYPE = "US_TEN_DLC_CAMPAIGN_REGISTRATION"
TOLL_FREE_TYPE = "US_TOLL_FREE_REGISTRATION"
SHORT_CODE_TYPE = "US_SHORT_CODE_REGISTRATION"
LONG_CODE_TYPE = "ZZ_LONG_CODE_REGISTRATION"
GB_TYPE = "GB_SENDER_ID_REGISTRATION"
FUTURE_TYPE = "US_CALL_BRANDING_LAUNCH_REGISTRATION"
REVIEW = 400.0

# Answers that the form's pattern or length rules out being made up.
KNOWN: dict[str, str] = {
    "isoCountryCode": "US",
    "taxIdIssuingCountry": "US",
    "taxId": "123456789",
    "website": "https://mapledental.example",
    "senderId": "MAPLE",
    "logoBackground": "FFFFFF",
    "startDate": "2027-01-31",
}
EMAIL, PHONE = "help@mapledental.example", "+12065550100"


def text_for(field: Any) -> str:
    """An answer of a sensible length that fits a text field."""
    leaf = field.path.split(".")[1]
    if leaf in KNOWN:
        return KNOWN[leaf]
    if "@" in field.pattern:
        return EMAIL
    if r"\+" in field.pattern:
        return PHONE
    text = "Maple Dental reminds patients of visits"
    return (text + " and tells them of changes" if field.min > 30 else text)[: field.max or None]


def fill_whole(simulator: Simulator, client: Any, registration_id: str, kind: str) -> None:
    """Answer everything that a form requires, from nothing but the form."""
    values: dict[str, Any] = {}
    attachments: list[str] = []
    for path, field in forms()[kind].fields.items():
        known = {other: _as_value(given) for other, given in values.items()}
        if field.behaviour(known) != "REQUIRED":
            continue
        if field.type == "ATTACHMENT":
            attachments.append(path)
        else:
            chosen = list(field.options[: field.min])
            values[path] = chosen if field.type == "SELECT" else text_for(field)
    fill(client, registration_id, values)
    picture = uploaded(simulator, client) if attachments else ""
    for path in attachments:
        client.put_registration_field_value(
            RegistrationId=registration_id, FieldPath=path, RegistrationAttachmentId=picture
        )


def _as_value(given: Any) -> dict[str, Any]:
    return {"TextValue": given} if isinstance(given, str) else {"SelectChoices": given}


def prepared(simulator: Simulator, client: Any, kind: str, **changes: Any) -> str:
    """A whole draft of any type with all that it rests on; `changes` overrides single answers."""
    registration_id = str(client.create_registration(RegistrationType=kind)["RegistrationId"])
    fill_whole(simulator, client, registration_id, kind)
    fill(client, registration_id, changes)
    needed = None
    if kind in (VETTING_TYPE, CAMPAIGN_TYPE):
        needed = prepared(simulator, client, BRAND_TYPE)
        client.submit_registration_version(RegistrationId=needed)
        simulator.decide(needed, "approve")
    if kind == TOLL_FREE_TYPE:
        needed = leased(client, "TOLL_FREE")["PhoneNumberId"]
    if needed:
        client.create_registration_association(RegistrationId=registration_id, ResourceId=needed)
    return registration_id


def leased(client: Any, kind: str, country: str = "US", **more: Any) -> dict[str, Any]:
    """A new number."""
    return dict(
        client.request_phone_number(
            IsoCountryCode=country,
            MessageType="TRANSACTIONAL",
            NumberCapabilities=["SMS"],
            NumberType=kind,
            **more,
        )
    )


def statuses(client: Any, registration_id: str) -> tuple[str, str]:
    """The statuses of a registration and of its newest version, looked at every way there is."""
    status = status_of(client, registration_id)
    found = client.describe_registrations(RegistrationIds=[registration_id])["Registrations"][0]
    number = found["CurrentVersionNumber"]
    client.describe_registration_field_values(RegistrationId=registration_id, VersionNumber=number)
    client.list_registration_associations(RegistrationId=registration_id)
    version = client.describe_registration_versions(
        RegistrationId=registration_id, VersionNumbers=[number]
    )["RegistrationVersions"][0]
    return status, version["RegistrationVersionStatus"]


def walked(simulator: Simulator, client: Any, registration_id: str, *steps: float) -> list[Any]:
    """What a registration shows now and after each move of the clock; repeats are left out."""
    seen = [statuses(client, registration_id)]
    for seconds in steps:
        simulator.advance(seconds)
        now = statuses(client, registration_id)
        if now != seen[-1]:
            seen.append(now)
    return seen
