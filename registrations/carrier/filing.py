"""Registrations at the carrier: forms, answers, attachments, submission, and what was decided.

Every call is one question to the carrier's API in our words. Statuses come back as the carrier
spells them, known or not. Calls that take no ClientToken are never repeated by the SDK: the
caller reads the state before it asks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from registrations.carrier import STATUS_MAX, CarrierRejected
from registrations.carrier.aws import asking, client

READS = 3  # attempts of a call that may be repeated
ONCE = 1  # attempts of a call that may not
IDS_PER_CALL = 5  # DescribeRegistrations takes no more
DRAFT = "DRAFT"
UPLOAD_COMPLETE = "UPLOAD_COMPLETE"
UPLOAD_IN_PROGRESS = "UPLOAD_IN_PROGRESS"


@dataclass(frozen=True)
class FormFields:
    """One type's form as the carrier defines it today: sections and fields, in its own words."""

    registration_type: str
    sections: tuple[dict[str, Any], ...]
    fields: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class RegistrationState:
    """One registration's status and the numbers of its versions."""

    id: str
    status: str
    current_version: int
    latest_denied_version: int | None = None


@dataclass(frozen=True)
class Reason:
    """One reason of a denial. The code is no closed set, so it is kept as it came."""

    code: str
    text: str
    detail: str = ""
    link: str = ""


@dataclass(frozen=True)
class VersionDecision:
    """One version's status, with the reasons where it was denied."""

    number: int
    status: str
    reasons: tuple[Reason, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class FieldDecision:
    """One field of a version: whether it holds a value, and what the reviewers say of it."""

    path: str
    denied_reason: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Decision:
    """What the carrier shows of a registration after a change: both states and the remarks."""

    registration_status: str
    version: VersionDecision | None = None
    fields: tuple[FieldDecision, ...] = field(default=())
    # Other versions that matter: the approved one while an update of it is written or reviewed.
    others: tuple[VersionDecision, ...] = field(default=())


def type_definitions() -> list[dict[str, Any]]:
    """Read the list of types that the carrier offers in this Region, each as it describes it."""
    with asking():
        return _pages("describe_registration_type_definitions", "RegistrationTypeDefinitions")


def form_definition(registration_type: str) -> FormFields:
    """Read a type's form: all sections and all fields."""
    with asking():
        sections = _pages(
            "describe_registration_section_definitions",
            "RegistrationSectionDefinitions",
            RegistrationType=registration_type,
        )
        fields = _pages(
            "describe_registration_field_definitions",
            "RegistrationFieldDefinitions",
            RegistrationType=registration_type,
        )
    return FormFields(registration_type, tuple(sections), tuple(fields))


def create_registration(registration_type: str, *, token: str, name: str) -> str:
    """Open a registration and return the carrier's id; the same token opens no second one."""
    with asking():
        answer = client(retries=READS).create_registration(
            RegistrationType=registration_type,
            ClientToken=token,
            Tags=[{"Key": "Name", "Value": name[:256]}],
        )
    return str(answer["RegistrationId"])


def registration_status(ids: Iterable[str]) -> list[RegistrationState]:
    """Read the state of up to five registrations in one call."""
    with asking():
        answer = client(retries=READS).describe_registrations(RegistrationIds=list(ids))
    return [_state(entry) for entry in answer["Registrations"]]


@dataclass(frozen=True)
class ListPage:
    """One page of the account's registrations, and how to ask for the next; empty: the last."""

    states: tuple[RegistrationState, ...]
    next_token: str


def list_registrations(statuses: Iterable[str], *, token: str = "") -> ListPage:
    """Read one page of up to a hundred registrations in these of the carrier's states."""
    more = {"NextToken": token} if token else {}
    with asking():
        answer = client(retries=READS).describe_registrations(
            Filters=[{"Name": "registration-status", "Values": list(statuses)}],
            MaxResults=100,
            **more,
        )
    states = tuple(_state(entry) for entry in answer["Registrations"])
    return ListPage(states, answer.get("NextToken", ""))


def new_version(registration: str) -> int:
    """Open the next version, an empty draft, and return its number. Never repeated blindly."""
    with asking():
        answer = client(retries=ONCE).create_registration_version(RegistrationId=registration)
    return int(answer["VersionNumber"])


def version_decision(registration: str, version: int) -> VersionDecision:
    """Read one version's status and reasons; the registration itself shows no reasons."""
    return version_decisions(registration, [version])[0]


def version_decisions(registration: str, versions: list[int]) -> list[VersionDecision]:
    """Read up to five versions in one call, in the order in which they were asked for."""
    with asking():
        answer = client(retries=READS).describe_registration_versions(
            RegistrationId=registration, VersionNumbers=versions
        )
    found = {entry["VersionNumber"]: _version(entry) for entry in answer["RegistrationVersions"]}
    return [found[number] for number in versions]


def field_decisions(registration: str, version: int) -> list[FieldDecision]:
    """Read the fields that a version holds, each with the reviewers' remark if there is one."""
    with asking():
        entries = _pages(
            "describe_registration_field_values",
            "RegistrationFieldValues",
            RegistrationId=registration,
            VersionNumber=version,
        )
    return [
        FieldDecision(e["FieldPath"], e.get("DeniedReason", ""), e.get("Feedback", ""))
        for e in entries
    ]


def decision(
    registration: str, version: int, *, registration_status: str, approved: int | None = None
) -> Decision:
    """Read all that the carrier says of one version, for a registration whose status changed.

    `approved` is the version in force, which is read along where it is another one.
    """
    numbers = [version] if approved in (None, version) else [version, approved]
    found, *others = version_decisions(registration, numbers)
    fields = field_decisions(registration, version) if found.status == "DENIED" else []
    return Decision(registration_status, found, tuple(fields), tuple(others))


def put_text(registration: str, path: str, text: str) -> None:
    """Answer one field of the current draft with text."""
    _put(registration, path, TextValue=text)


def put_choices(registration: str, path: str, choices: list[str]) -> None:
    """Answer one field of the current draft with choices, spelled as the form spells them."""
    _put(registration, path, SelectChoices=choices)


def put_attachment(registration: str, path: str, attachment: str) -> None:
    """Answer one field of the current draft with an uploaded file."""
    _put(registration, path, RegistrationAttachmentId=attachment)


def delete_value(registration: str, path: str) -> None:
    """Take an answer out of the current draft."""
    with asking():
        client(retries=READS).delete_registration_field_value(
            RegistrationId=registration, FieldPath=path
        )


def create_attachment(body: bytes, *, token: str) -> str:
    """Upload a picture or PDF of at most 500 KB and return its id; it is usable a moment later."""
    with asking():
        answer = client(retries=READS).create_registration_attachment(
            AttachmentBody=body, ClientToken=token
        )
    return str(answer["RegistrationAttachmentId"])


def attachment_status(attachment: str) -> str:
    """Read whether an upload is complete."""
    with asking():
        answer = client(retries=READS).describe_registration_attachments(
            RegistrationAttachmentIds=[attachment]
        )
    return str(answer["RegistrationAttachments"][0]["AttachmentStatus"])


def associate(registration: str, resource: str) -> None:
    """Tie a brand or a number to a registration; once tied, asking again changes nothing."""
    try:
        with asking():
            client(retries=READS).create_registration_association(
                RegistrationId=registration, ResourceId=resource
            )
    except CarrierRejected as error:
        if error.reason != "RESOURCE_ALREADY_ASSOCIATED":
            raise


def submit(registration: str) -> None:
    """Hand the current draft to the reviewers; one that is handed in already stays so."""
    try:
        with asking():
            client(retries=ONCE).submit_registration_version(RegistrationId=registration)
    except CarrierRejected as error:
        if error.reason != "REGISTRATION_ALREADY_SUBMITTED":
            raise


def discard(registration: str) -> None:
    """Take the current version back before its review begins; it is lost there for good."""
    with asking():
        client(retries=ONCE).discard_registration_version(RegistrationId=registration)


def delete_registration(registration: str) -> None:
    """Delete a registration that nothing rests on; one that is gone already stays gone."""
    try:
        with asking():
            client(retries=READS).delete_registration(RegistrationId=registration)
    except CarrierRejected as error:
        if error.code != "ResourceNotFoundException":
            raise


def _put(registration: str, path: str, **value: Any) -> None:
    with asking():
        client(retries=READS).put_registration_field_value(
            RegistrationId=registration, FieldPath=path, **value
        )


def _pages(operation: str, key: str, **request: Any) -> list[dict[str, Any]]:
    """Walk all pages of a list."""
    pages = client(retries=READS).get_paginator(operation).paginate(**request)
    return [entry for page in pages for entry in page[key]]


def _state(entry: dict[str, Any]) -> RegistrationState:
    return RegistrationState(
        id=entry["RegistrationId"],
        status=entry["RegistrationStatus"][:STATUS_MAX],
        current_version=entry["CurrentVersionNumber"],
        latest_denied_version=entry.get("LatestDeniedVersionNumber"),
    )


def _web_address(link: str) -> str:
    """Return a link that a page may show: people follow it, so it must lead to a web page."""
    return link if link.startswith(("https://", "http://")) else ""


def _version(entry: dict[str, Any]) -> VersionDecision:
    reasons = tuple(
        Reason(
            code=reason["Reason"],
            text=reason["ShortDescription"],
            detail=reason.get("LongDescription", ""),
            link=_web_address(reason.get("DocumentationLink", "")),
        )
        for reason in entry.get("DeniedReasons", [])
    )
    return VersionDecision(
        entry["VersionNumber"],
        entry["RegistrationVersionStatus"][:STATUS_MAX],
        reasons,
        entry.get("Feedback", ""),
    )
