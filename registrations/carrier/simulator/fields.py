"""Operations on the field values of a registration version."""

from typing import Any

from . import attachments, states
from .definitions import form, known_field, known_section
from .errors import Invalid, NotFound
from .paging import page
from .registrations import load, refuse, version_of
from .store import Document
from .world import World

MEMBERS = ("SelectChoices", "TextValue", "RegistrationAttachmentId")


def put(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """PutRegistrationFieldValue: one value on the current draft, checked against the form."""
    registration = load(world, request["RegistrationId"])
    field = known_field(form(registration["RegistrationType"], world), request["FieldPath"])
    version = _editable(world, registration)
    value = {name: request[name] for name in MEMBERS if name in request}
    if len(value) != 1:
        reason = "PARAMETERS_CANNOT_BE_USED_TOGETHER" if value else "MISSING_PARAMETER"
        raise Invalid(reason, f"Give exactly one of {', '.join(MEMBERS)}.")
    field.check(value)
    if "RegistrationAttachmentId" in value:
        attachment = attachments.usable(world, value["RegistrationAttachmentId"])
        value = {"RegistrationAttachmentId": attachment["RegistrationAttachmentId"]}
    _save(world, version, {**version["Values"], field.path: value})
    return _show(world, version, field.path, value)


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteRegistrationFieldValue: back to unanswered."""
    registration = load(world, request["RegistrationId"])
    field = known_field(form(registration["RegistrationType"], world), request["FieldPath"])
    version = _editable(world, registration)
    value = version["Values"].get(field.path)
    if value is None:
        raise NotFound("registration", f"{registration['RegistrationId']} {field.path}")
    rest = {path: one for path, one in version["Values"].items() if path != field.path}
    _save(world, version, rest)
    return _show(world, version, field.path, value)


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationFieldValues: by default those of the current version."""
    registration = load(world, request["RegistrationId"])
    chosen = form(registration["RegistrationType"], world)
    newest: int = registration["CurrentVersionNumber"]
    version = version_of(world, registration, request.get("VersionNumber", newest))
    wanted = [known_field(chosen, path).path for path in request.get("FieldPaths", [])]
    section = request.get("SectionPath")
    if section is not None:
        known_section(chosen, section)
    found = [
        path
        for path in dict.fromkeys([*chosen.fields, *version["Values"]])
        if path in version["Values"]
        and (not wanted or path in wanted)
        and (section is None or path.startswith(f"{section}."))
    ]
    return {
        "RegistrationArn": world.arn("registration", registration["RegistrationId"]),
        "RegistrationId": registration["RegistrationId"],
        "VersionNumber": version["VersionNumber"],
        **page("RegistrationFieldValues", found, request, lambda path: _marked(version, path)),
    }


def _marked(version: Document, path: str) -> dict[str, Any]:
    """Return a value with its marks; they show only on the version that was denied."""
    marks = version["Marks"].get(path, {}) if version["Status"] == "DENIED" else {}
    return {"FieldPath": path, **version["Values"][path], **marks}


def _editable(world: World, registration: Document) -> Document:
    version = states.current_version(world, registration)
    if version["Status"] != "DRAFT":
        message = f"The current version is {version['Status']} and cannot be edited."
        raise refuse("EDIT_REGISTRATION_FIELD_VALUES_NOT_ALLOWED", message, registration)
    return version


def _save(world: World, version: Document, values: Document) -> None:
    key = states.version_key(version["RegistrationId"], version["VersionNumber"])
    world.store.put("versions", key, {**version, "Values": values})


def _show(world: World, version: Document, path: str, value: Document) -> dict[str, Any]:
    return {
        "RegistrationArn": world.arn("registration", version["RegistrationId"]),
        "RegistrationId": version["RegistrationId"],
        "VersionNumber": version["VersionNumber"],
        "FieldPath": path,
        **value,
    }


OPERATIONS = {
    "PutRegistrationFieldValue": put,
    "DeleteRegistrationFieldValue": delete,
    "DescribeRegistrationFieldValues": describe,
}
