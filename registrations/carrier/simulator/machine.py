"""What the service finds by machine in a submitted version, before a person looks.

These come back as a denial some seconds after the submit, never as a refusal of it: a client must
not rely on the service to check that a form is complete.
"""

from . import magic, states
from .forms import Form
from .store import Document
from .world import World

USE_CASE = "campaignUseCase.useCase"
CAPABILITIES = "campaignCapabilities.numberCapabilities"
SENDER_ID = "senderIdInfo.senderId"
# Use cases that take more than an ordinary brand; who may have them, the registry decides.
SPECIAL_USE_CASES: dict[str, str] = {
    "EMERGENCY": "CAMPAIGN_NOT_QUALIFIED_EMERGENCY_ALERT",
    "PROXY": "CAMPAIGN_NOT_QUALIFIED_P2P",
    "SOCIAL": "CAMPAIGN_NOT_QUALIFIED_INFLUENCER",
    **dict.fromkeys(
        ("AGENTS_FRANCHISES", "K12_EDUCATION", "POLITICAL", "SWEEPSTAKE"),
        "CAMPAIGN_NOT_QUALIFIED_FOR_USE_CASE",
    ),
}


def faults(world: World, chosen: Form, registration: Document, version: Document) -> dict[str, str]:
    """Return the fields at fault, each with the code of its fault."""
    values = version["Values"]
    found = _unfit_fields(chosen, values) | _wrong_tax_id(chosen, values)
    found |= _sender_id_taken(world, chosen, registration, values)
    if chosen.name == magic.CAMPAIGN:
        found |= _campaign(world, registration, values)
    return found


def _unfit_fields(chosen: Form, values: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in chosen.fields.values():
        behaviour, given = field.behaviour(values), field.path in values
        conditional = field.need == "CONDITIONAL"
        if behaviour == "REQUIRED" and not given:
            kind = "CONDITIONAL" if conditional else "REQUIRED"
            found[field.path] = f"MISSING_{kind}_FIELD"
        if behaviour == "DISALLOWED" and given:
            found[field.path] = "CONDITIONAL_FIELD_NOT_ALLOWED"
    return found


def _wrong_tax_id(chosen: Form, values: Document) -> dict[str, str]:
    """An EIN has nine digits; the form's own pattern cannot say so, as it serves all countries."""
    country = values.get("companyInfo.taxIdIssuingCountry", {}).get("TextValue")
    tax_id = values.get("companyInfo.taxId", {}).get("TextValue", "")
    if chosen.name != magic.BRAND or country != "US" or not tax_id:
        return {}
    if tax_id.isdecimal() and len(tax_id) == 9:
        return {}
    return {"companyInfo.taxId": "INVALID_FIELD_VALUE"}


def _sender_id_taken(
    world: World, chosen: Form, registration: Document, values: Document
) -> dict[str, str]:
    """A name belongs to one registration in a country; ours is the code, nobody publishes one."""
    name = values.get(SENDER_ID, {}).get("TextValue")
    for need in chosen.associations:
        held = world.store.get("sender_ids", f"{name}/{need.country}")
        taken = held is not None and held.get("RegistrationId") != registration["RegistrationId"]
        if need.resource == "sender-id" and taken:
            return {SENDER_ID: "SENDER_ID_NOT_AVAILABLE"}
    return {}


def _campaign(world: World, registration: Document, values: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    use_case = next(iter(values.get(USE_CASE, {}).get("SelectChoices", [])), "")
    vettings = _vettings(world, registration)
    if any(states.current_version(world, one)["Status"] in states.WITH_REVIEWERS
           for one in vettings):  # fmt: skip
        found[USE_CASE] = "WAIT_TO_RESUBMIT_REGISTRATION"
    vetted = any(one["RegistrationStatus"] == "COMPLETE" for one in vettings)
    if use_case in SPECIAL_USE_CASES and not vetted:
        found[USE_CASE] = SPECIAL_USE_CASES[use_case]
    approved = registration.get("ApprovedVersionNumber")
    if approved is not None:
        key = states.version_key(registration["RegistrationId"], approved)
        before = (world.store.get("versions", key) or {}).get("Values", {})
        for path in (USE_CASE, CAPABILITIES):
            if values.get(path) != before.get(path):
                found[path] = "CANNOT_UPDATE_REGISTRATION"
    return found


def _vettings(world: World, registration: Document) -> list[Document]:
    """Return the vettings of the brand that a campaign rests on."""
    brands = set(registration["Related"])
    return [
        one
        for one in world.store.all("registrations")
        if one["RegistrationType"] == magic.VETTING and brands & set(one["Related"])
    ]
