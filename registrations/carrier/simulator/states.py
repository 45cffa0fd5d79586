"""The two state machines of a registration, and the only code that moves them.

A registration and each of its versions have a status of their own. One step moves both.
"""

from dataclasses import dataclass

from .errors import Conflict
from .store import Document
from .world import World

VERSION_TRANSITIONS: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"SUBMITTED", "AWS_REVIEWING"}),
    "SUBMITTED": frozenset({"REVIEWING", "DISCARDED", "DENIED"}),
    "AWS_REVIEWING": frozenset({"REVIEWING", "DENIED"}),
    "REVIEWING": frozenset({"REQUIRES_AUTHENTICATION", "APPROVED", "DENIED"}),
    "REQUIRES_AUTHENTICATION": frozenset({"REVIEWING", "DENIED"}),
    "APPROVED": frozenset({"APPROVED", "REVOKED", "ARCHIVED"}),
    "DENIED": frozenset(),
    "DISCARDED": frozenset(),
    "REVOKED": frozenset(),
    "ARCHIVED": frozenset(),
}


@dataclass(frozen=True)
class Step:
    """What one event means for the version and for its registration."""

    version: str
    registration: str


STEPS: dict[str, Step] = {
    "SUBMITTED": Step("SUBMITTED", "SUBMITTED"),
    "AWS_REVIEWING": Step("AWS_REVIEWING", "AWS_REVIEWING"),
    "REVIEWING": Step("REVIEWING", "REVIEWING"),
    "REQUIRES_AUTHENTICATION": Step("REQUIRES_AUTHENTICATION", "REQUIRES_AUTHENTICATION"),
    "APPROVED": Step("APPROVED", "PROVISIONING"),
    "COMPLETE": Step("APPROVED", "COMPLETE"),
    "DENIED": Step("DENIED", "REQUIRES_UPDATES"),
    "REVOKED": Step("REVOKED", "REQUIRES_UPDATES"),
}


def version_key(registration_id: str, number: int) -> str:
    """Return the key of one version in the store."""
    return f"{registration_id}/{number}"


def current_version(world: World, registration: Document) -> Document:
    """Return the newest version of a registration."""
    key = version_key(registration["RegistrationId"], registration["CurrentVersionNumber"])
    version = world.store.get("versions", key)
    if version is None:
        raise LookupError(f"The journal has no version {key}.")
    return version


def move(world: World, registration_id: str, step_name: str, at: float) -> None:
    """Take one step at a given time; a step that the table does not allow is refused."""
    registration = world.store.get("registrations", registration_id) or {}
    version = current_version(world, registration)
    step = STEPS[step_name]
    _check(version, step.version, registration_id)
    _save_version(world, version, step.version, at)
    changes: Document = {"RegistrationStatus": step.registration}
    number = version["VersionNumber"]
    if step_name == "APPROVED":
        _archive(world, registration, at)
        changes["ApprovedVersionNumber"] = number
    if step_name == "COMPLETE":
        changes["Live"] = True
    if step_name == "DENIED":
        changes["LatestDeniedVersionNumber"] = number
    if step_name == "REVOKED":
        changes |= {"Live": False, "ApprovedVersionNumber": None}
    world.store.put("registrations", registration_id, {**registration, **changes})


def discard(world: World, registration_id: str, at: float) -> None:
    """Throw the current version away; the registration shows its state before the submit.

    The carrier does not publish that state, so clients must read it again.
    """
    registration = world.store.get("registrations", registration_id) or {}
    version = current_version(world, registration)
    if version["Status"] != "SUBMITTED":
        raise Conflict(
            "DISCARD_REGISTRATION_VERSION_NOT_ALLOWED",
            f"A version in status {version['Status']} cannot be discarded.",
            "registration",
            registration_id,
        )
    _save_version(world, {**version, "Plan": []}, "DISCARDED", at)
    before = "COMPLETE" if registration.get("Live") else "CREATED"
    if registration.get("LatestDeniedVersionNumber") and not registration.get("Live"):
        before = "REQUIRES_UPDATES"
    world.store.put(
        "registrations", registration_id, {**registration, "RegistrationStatus": before}
    )


def close(world: World, registration_id: str) -> None:
    """Close a registration whose last number is gone."""
    registration = world.store.get("registrations", registration_id) or {}
    closed = {**registration, "RegistrationStatus": "CLOSED", "Live": False}
    world.store.put("registrations", registration_id, closed)


def _check(version: Document, target: str, registration_id: str) -> None:
    if target not in VERSION_TRANSITIONS[version["Status"]]:
        raise Conflict(
            "SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED",
            f"A version in status {version['Status']} cannot become {target}.",
            "registration",
            registration_id,
        )


def _archive(world: World, registration: Document, at: float) -> None:
    earlier = registration.get("ApprovedVersionNumber")
    if earlier is None or earlier == registration["CurrentVersionNumber"]:
        return
    key = version_key(registration["RegistrationId"], earlier)
    old = world.store.get("versions", key)
    if old is not None and old["Status"] == "APPROVED":
        _save_version(world, old, "ARCHIVED", at)


def _save_version(world: World, version: Document, status: str, at: float) -> None:
    stamp = "".join(word.capitalize() for word in status.split("_")) + "Timestamp"
    history = {**version["History"], stamp: version["History"].get(stamp, at)}
    key = version_key(version["RegistrationId"], version["VersionNumber"])
    world.store.put("versions", key, {**version, "Status": status, "History": history})
