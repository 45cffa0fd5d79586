"""The two state machines of a registration, and the only code that moves them.

A registration and each of its versions have a status of their own. One step moves both. Every
change of a registration's status is announced, as the carrier's event bus does.
"""

from dataclasses import dataclass

from . import eventbridge
from .errors import Conflict
from .store import Document
from .world import World

# A status that no SDK knows, because carriers add some without asking.
FUTURE_STATUS = "CARRIER_VETTING"

VERSION_TRANSITIONS: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"SUBMITTED", "AWS_REVIEWING"}),
    "SUBMITTED": frozenset({"REVIEWING", "DISCARDED", "DENIED"}),
    "AWS_REVIEWING": frozenset({"REVIEWING", "DENIED"}),
    "REVIEWING": frozenset(
        {"REQUIRES_AUTHENTICATION", "REQUIRES_OFFLINE_REVIEW", FUTURE_STATUS, "APPROVED", "DENIED"}
    ),
    "REQUIRES_AUTHENTICATION": frozenset({"REVIEWING", "DENIED"}),
    "REQUIRES_OFFLINE_REVIEW": frozenset({"REVIEWING", "DENIED"}),
    FUTURE_STATUS: frozenset({"REVIEWING", "DENIED"}),
    "APPROVED": frozenset({"APPROVED", "REVOKED", "ARCHIVED"}),
    "DENIED": frozenset(),
    "DISCARDED": frozenset(),
    "REVOKED": frozenset(),
    "ARCHIVED": frozenset(),
}
# While a version is in one of these, somebody at the carrier has it.
WITH_REVIEWERS = frozenset(
    {
        *("SUBMITTED", "AWS_REVIEWING", "REVIEWING", "REQUIRES_AUTHENTICATION"),
        *("REQUIRES_OFFLINE_REVIEW", FUTURE_STATUS),
    }
)
# The history has no members for the others.
STAMPED = frozenset(VERSION_TRANSITIONS) - {"REQUIRES_OFFLINE_REVIEW", FUTURE_STATUS}


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
    # Which status the registration shows meanwhile is not documented.
    "REQUIRES_OFFLINE_REVIEW": Step("REQUIRES_OFFLINE_REVIEW", "REVIEWING"),
    FUTURE_STATUS: Step(FUTURE_STATUS, FUTURE_STATUS),
    "APPROVED": Step("APPROVED", "PROVISIONING"),
    "COMPLETE": Step("APPROVED", "COMPLETE"),
    "DENIED": Step("DENIED", "REQUIRES_UPDATES"),
}


def version_key(registration_id: str, number: int) -> str:
    """Return the key of one version in the store."""
    return f"{registration_id}/{number}"


def current_version(world: World, registration: Document) -> Document:
    """Return the newest version of a registration."""
    return _version(world, registration, registration["CurrentVersionNumber"])


def _version(world: World, registration: Document, number: int) -> Document:
    key = version_key(registration["RegistrationId"], number)
    version = world.store.get("versions", key)
    if version is None:
        raise LookupError(f"The journal has no version {key}.")
    return version


def open_registration(world: World, registration: Document) -> None:
    """Keep a new registration."""
    _put(world, registration, {}, world.now())


def move(world: World, registration_id: str, step_name: str, at: float) -> None:
    """Take one step at a given time; a step that the table does not allow is refused."""
    registration = world.store.get("registrations", registration_id) or {}
    if step_name == "REVOKED":
        revoke(world, registration, at)
    elif step_name == "CLOSED":
        close(world, registration_id, at)
    else:
        _advance(world, registration, step_name, at)


def _advance(world: World, registration: Document, step_name: str, at: float) -> None:
    version = current_version(world, registration)
    step = STEPS[step_name]
    if step.version not in VERSION_TRANSITIONS.get(version["Status"], frozenset()):
        raise _not_allowed(
            registration, f"A version in status {version['Status']} cannot become {step.version}."
        )
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
    _put(world, registration, changes, at)


def revoke(world: World, registration: Document, at: float) -> None:
    """Withdraw the approval that is in force, whatever newer version there is."""
    number = registration.get("ApprovedVersionNumber")
    if number is None:
        raise _not_allowed(registration, "No version of it is approved.")
    _save_version(world, _version(world, registration, number), "REVOKED", at)
    changes = {
        "RegistrationStatus": "REQUIRES_UPDATES",
        "Live": False,
        "ApprovedVersionNumber": None,
    }
    _put(world, registration, changes, at)


def discard(world: World, registration_id: str, at: float) -> None:
    """Discard the current version, which is allowed while it waits in SUBMITTED only.

    Which status the registration shows afterwards is not documented; here it is the one that it
    had before the submit.
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
    _put(world, registration, {"RegistrationStatus": before}, at)


def close(world: World, registration_id: str, at: float) -> None:
    """Close a registration, e.g. one whose last number is gone."""
    registration = world.store.get("registrations", registration_id) or {}
    _put(world, registration, {"RegistrationStatus": "CLOSED", "Live": False}, at)


def delete(world: World, registration: Document, at: float) -> Document:
    """Forget a registration with its versions, and return it as it is shown for the last time."""
    registration_id = registration["RegistrationId"]
    for number in range(1, registration["CurrentVersionNumber"] + 1):
        world.store.delete("versions", version_key(registration_id, number))
    gone = {**registration, "RegistrationStatus": "DELETED"}
    eventbridge.announce(world, gone, at)
    world.store.delete("registrations", registration_id)
    return gone


def force(world: World, registration_id: str, status: str | None, version: str | None) -> None:
    """Show any status at all, known or not: for tests of what the carrier does not document."""
    registration = world.store.get("registrations", registration_id) or {}
    at = world.now()
    if version is not None:
        current = {**current_version(world, registration), "Plan": []}
        _save_version(world, current, version, at)
    if status is not None:
        _put(world, registration, {"RegistrationStatus": status}, at)


def _put(world: World, registration: Document, changes: Document, at: float) -> None:
    changed = {**registration, **changes}
    known = world.store.get("registrations", registration["RegistrationId"]) or {}
    world.store.put("registrations", registration["RegistrationId"], changed)
    if changed["RegistrationStatus"] != known.get("RegistrationStatus"):
        eventbridge.announce(world, changed, at)


def _not_allowed(registration: Document, message: str) -> Conflict:
    reason = "SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED"
    return Conflict(reason, message, "registration", registration["RegistrationId"])


def _archive(world: World, registration: Document, at: float) -> None:
    earlier = registration.get("ApprovedVersionNumber")
    if earlier is None or earlier == registration["CurrentVersionNumber"]:
        return
    key = version_key(registration["RegistrationId"], earlier)
    old = world.store.get("versions", key)
    if old is not None and old["Status"] == "APPROVED":
        _save_version(world, old, "ARCHIVED", at)


def _save_version(world: World, version: Document, status: str, at: float) -> None:
    history = version["History"]
    if status in STAMPED:
        stamp = "".join(word.capitalize() for word in status.split("_")) + "Timestamp"
        history = {**history, stamp: history.get(stamp, at)}
    key = version_key(version["RegistrationId"], version["VersionNumber"])
    world.store.put("versions", key, {**version, "Status": status, "History": history})
