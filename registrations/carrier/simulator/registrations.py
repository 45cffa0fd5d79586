"""Operations on registrations and their versions."""

from typing import Any

from . import numbering, provisions, review, states
from .definitions import form, offered_form
from .denials import as_reason
from .errors import Conflict, Invalid, NotFound, OverQuota
from .forms import Association
from .magic import BRAND
from .paging import matching, page
from .store import Document
from .world import World, new_id, plain_id, visible

IN_REVIEW = states.WITH_REVIEWERS


def load(world: World, id_or_arn: str) -> Document:
    """Return a registration as it stands now, or say that it does not exist."""
    registration_id = plain_id(id_or_arn)
    review.settle(world, registration_id)
    registration = world.store.get("registrations", registration_id)
    if registration is None:
        raise NotFound("registration", registration_id)
    return registration


def refuse(reason: str, message: str, registration: Document) -> Conflict:
    """Return the conflict to raise about a registration."""
    return Conflict(reason, message, "registration", registration["RegistrationId"])


def linked_numbers(world: World, registration: Document) -> list[Document]:
    """Return the phone numbers associated with a registration."""
    return numbering.linked(world, registration["RegistrationId"])


def need_for(world: World, registration: Document, resource: str, kind: str) -> Association:
    """Return the association that a resource of this kind satisfies, or refuse the kind."""
    for each in form(registration["RegistrationType"], world).associations:
        if each.resource == resource and each.of == kind:
            return each
    message = f"A {registration['RegistrationType']} takes no {resource} of kind {kind}."
    raise Invalid("INVALID_REGISTRATION_ASSOCIATION", message, {"ResourceId": message})


def check_ready(registration: Document, need: Association) -> None:
    """Refuse a number before the registration is COMPLETE, where numbers come after it."""
    late = need.associate == "ASSOCIATE_AFTER_COMPLETE"
    if late and registration["RegistrationStatus"] != "COMPLETE":
        message = "Numbers are associated after the registration is COMPLETE."
        raise refuse("REGISTRATION_NOT_COMPLETE", message, registration)


def show(world: World, registration: Document) -> dict[str, Any]:
    """Return a registration as the carrier shows it."""
    return {
        "RegistrationArn": world.arn("registration", registration["RegistrationId"]),
        **visible(
            registration,
            "RegistrationId",
            "RegistrationType",
            "RegistrationStatus",
            "CurrentVersionNumber",
            "ApprovedVersionNumber",
            "LatestDeniedVersionNumber",
            "CreatedTimestamp",
        ),
    }


def show_version(version: Document) -> dict[str, Any]:
    """Return a version as the carrier shows it; reasons only once it is denied."""
    shown = {
        "VersionNumber": version["VersionNumber"],
        "RegistrationVersionStatus": version["Status"],
        "RegistrationVersionStatusHistory": version["History"],
    }
    if version["Status"] == "DENIED":
        shown["DeniedReasons"] = [as_reason(code) for code in version["DeniedCodes"]]
        if version["Feedback"]:
            shown["Feedback"] = version["Feedback"]
    return shown


def _with_version(world: World, registration: Document) -> dict[str, Any]:
    shown = show_version(states.current_version(world, registration))
    names = ("VersionNumber", "RegistrationVersionStatus", "RegistrationVersionStatusHistory")
    return {
        "RegistrationArn": world.arn("registration", registration["RegistrationId"]),
        "RegistrationId": registration["RegistrationId"],
        **{name: shown[name] for name in names},
    }


def _put_draft(world: World, registration_id: str, number: int) -> None:
    draft = {
        "RegistrationId": registration_id,
        "VersionNumber": number,
        "Status": "DRAFT",
        "History": {"DraftTimestamp": world.now()},
        "Values": {},
        "Plan": [],
        "DeniedCodes": [],
        "Marks": {},
        "Feedback": "",
    }
    world.store.put("versions", states.version_key(registration_id, number), draft)


def create(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateRegistration: version 1 starts as an empty draft."""
    chosen = offered_form(world, request["RegistrationType"])
    _check_quota(world, chosen.name)
    registration = {
        "RegistrationId": new_id("registration"),
        "RegistrationType": chosen.name,
        "RegistrationStatus": "CREATED",
        "CurrentVersionNumber": 1,
        "CreatedTimestamp": world.now(),
        "Tags": request.get("Tags", []),
        "Related": [],
    }
    _put_draft(world, registration["RegistrationId"], 1)
    states.open_registration(world, registration)
    return {**show(world, registration), "Tags": registration["Tags"]}


def _check_quota(world: World, kind: str) -> None:
    if world.store.count("registrations") >= world.limit("REGISTRATIONS"):
        raise OverQuota("REGISTRATIONS_PER_ACCOUNT", "The account has no registrations left.")
    every = world.store.all("registrations") if kind == BRAND else []
    if sum(one["RegistrationType"] == BRAND for one in every) >= world.limit("BRANDS"):
        raise OverQuota("REGISTRATIONS_PER_ACCOUNT", "The account has no brands left.")


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrations: without ids a page costs no look at each of them."""
    ids = request.get("RegistrationIds")
    every = [load(world, each) for each in ids] if ids else world.store.all("registrations")
    readers = {
        "registration-type": lambda one: one["RegistrationType"],
        "registration-status": lambda one: one["RegistrationStatus"],
    }
    found = matching(every, request, readers)
    return page("Registrations", found, request, lambda one: show(world, one))


def create_version(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateRegistrationVersion: the new draft is empty, whatever the last one held."""
    registration = load(world, request["RegistrationId"])
    version = states.current_version(world, registration)
    busy = version["Status"] == "DRAFT" or version["Status"] in states.WITH_REVIEWERS
    if busy or registration["RegistrationStatus"] in {"CLOSED", "PROVISIONING"}:
        message = f"The current version is {version['Status']}; a new one is not allowed."
        raise refuse("CREATE_REGISTRATION_VERSION_NOT_ALLOWED", message, registration)
    if world.count_today("versions") >= world.limit("VERSIONS_PER_DAY"):
        raise OverQuota("REGISTRATION_VERSIONS_CREATED_PER_DAY", "No more versions today.")
    number = registration["CurrentVersionNumber"] + 1
    _put_draft(world, registration["RegistrationId"], number)
    changed = {**registration, "CurrentVersionNumber": number}
    world.store.put("registrations", registration["RegistrationId"], changed)
    return _with_version(world, changed)


def describe_versions(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationVersions: the only place with the reasons of a denial."""
    registration = load(world, request["RegistrationId"])
    newest = registration["CurrentVersionNumber"]
    numbers = request.get("VersionNumbers") or range(1, newest + 1)
    versions = [version_of(world, registration, number) for number in numbers]
    readers = {"registration-version-status": lambda one: one["Status"]}
    found = matching(versions, request, readers)
    return {
        "RegistrationArn": world.arn("registration", registration["RegistrationId"]),
        "RegistrationId": registration["RegistrationId"],
        **page("RegistrationVersions", found, request, show_version),
    }


def version_of(world: World, registration: Document, number: int) -> Document:
    """Return one version by its number, or refuse the number."""
    key = states.version_key(registration["RegistrationId"], number)
    version = world.store.get("versions", key)
    if version is None:
        message = f"There is no version {number}."
        raise Invalid("UNKNOWN_REGISTRATION_VERSION", message, {"VersionNumber": message})
    return version


def submit(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """SubmitRegistrationVersion: refused without its associations, else reviewed later.

    Missing fields are found in the review, as the carrier does it; do not rely on the submit.
    """
    registration = load(world, request["RegistrationId"])
    status = states.current_version(world, registration)["Status"]
    if status in states.WITH_REVIEWERS:
        message = "The current version is submitted already."
        raise refuse("REGISTRATION_ALREADY_SUBMITTED", message, registration)
    if status != "DRAFT":
        message = f"The current version is {status}; create a new version first."
        raise refuse("SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED", message, registration)
    if registration["RegistrationStatus"] == "CLOSED":
        message = "The registration is closed."
        raise refuse("SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED", message, registration)
    _check_associations(world, registration)
    aws_review = request.get("AwsReview", False)
    review.start(world, registration, aws_review=aws_review)
    return {
        **_with_version(world, load(world, registration["RegistrationId"])),
        "AwsReview": aws_review,
    }


def _check_associations(world: World, registration: Document) -> None:
    for need in form(registration["RegistrationType"], world).associations:
        if need.associate != "ASSOCIATE_BEFORE_SUBMIT":
            continue
        if need.resource == "registration":
            related = [load(world, each) for each in registration["Related"]]
            ready = [one for one in related if one["RegistrationStatus"] == "COMPLETE"]
            message = f"Associate a COMPLETE {need.of} first."
        else:
            ready = linked_numbers(world, registration)
            message = f"Associate a {need.of} number first."
        if not ready:
            raise refuse("SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED", message, registration)


def discard(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DiscardRegistrationVersion: only while it waits in SUBMITTED."""
    registration = load(world, request["RegistrationId"])
    states.discard(world, registration["RegistrationId"], world.now())
    return _with_version(world, load(world, registration["RegistrationId"]))


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteRegistration: refused during a review and while something depends on it."""
    registration = load(world, request["RegistrationId"])
    registration_id = registration["RegistrationId"]
    in_hand = states.current_version(world, registration)["Status"] in states.WITH_REVIEWERS
    if in_hand or registration["RegistrationStatus"] in IN_REVIEW:
        message = "A registration under review cannot be deleted."
        raise refuse("RESOURCE_DELETION_NOT_ALLOWED", message, registration)
    dependants = [
        one for one in world.store.all("registrations") if registration_id in one["Related"]
    ]
    names = provisions.sender_ids(world, registration_id)
    if dependants or names or linked_numbers(world, registration):
        message = (
            "Release its numbers and names and delete the registrations that rest on it first."
        )
        raise refuse("DISASSOCIATE_REGISTRATION_NOT_ALLOWED", message, registration)
    return show(world, states.delete(world, registration, world.now()))


OPERATIONS = {
    "CreateRegistration": create,
    "DescribeRegistrations": describe,
    "CreateRegistrationVersion": create_version,
    "DescribeRegistrationVersions": describe_versions,
    "SubmitRegistrationVersion": submit,
    "DiscardRegistrationVersion": discard,
    "DeleteRegistration": delete,
}
