"""The reviewers: what they decide about a version, and when.

A submit fixes the whole plan of a review as steps with times. Whoever looks at the registration
later sees the steps whose time has come, so a restart or a moved clock changes nothing else.
"""

import threading
from dataclasses import dataclass

from . import machine, magic, provisions, states
from .definitions import form
from .denials import as_field_mark
from .errors import Conflict
from .store import Document
from .world import World

DAY = 86_400.0
SLOW_SECONDS = 30 * DAY
OFFLINE_SECONDS = 7 * DAY
# The registry's mail is valid for a week.
MAIL_SECONDS = 7 * DAY
# An approval is withdrawn this many reviews after it.
LATER_REVIEWS = 10
UNANSWERED = {"companyInfo.businessContactEmail": "BRAND_NOT_TCR_AUTH_PLUS_COMPLIANT"}

TimedStep = tuple[float, str]
# Seconds from the step before, and the name of the step.
Steps = list[tuple[float, str]]


@dataclass(frozen=True)
class Denial:
    """Codes of a denial, the fields it marks, and advice on the version as a whole."""

    codes: tuple[str, ...]
    marks: dict[str, dict[str, str]]
    feedback: str = ""

    @classmethod
    def of_fields(cls, faults: dict[str, str], feedback: str = "") -> "Denial":
        """Make a denial from the fields at fault, each with its code."""
        codes = tuple(dict.fromkeys(faults.values()))
        return cls(codes, {path: as_field_mark(code) for path, code in faults.items()}, feedback)

    def as_document(self) -> Document:
        """Return it as a version keeps it."""
        return {
            "DeniedCodes": list(self.codes),
            "Marks": self.marks,
            "Feedback": self.feedback,
        }


def start(world: World, registration: Document, *, aws_review: bool) -> None:
    """Submit the current version and plan its review."""
    registration_id = registration["RegistrationId"]
    now = world.now()
    version = states.current_version(world, registration)
    words = magic.words_in(_texts(version))
    first = aws_review or "AwsReview" in words
    states.move(world, registration_id, "AWS_REVIEWING" if first else "SUBMITTED", now)
    submitted = states.current_version(world, registration)
    plan = _plan(world, registration, version, words)
    _save(world, submitted, _timed(plan.pop("Steps"), now), plan)


def settle(world: World, registration_id: str) -> None:
    """Take the planned steps whose time has come."""
    registration = world.store.get("registrations", registration_id)
    if registration is None:
        return
    version = states.current_version(world, registration)
    due = [step for step in version["Plan"] if step[0] <= world.now()]
    for at, name in due:
        _step(world, registration_id, name, at)
    if due:
        rest = version["Plan"][len(due) :]
        _save(world, states.current_version(world, registration), rest, {})


def settle_due(world: World) -> None:
    """Take every planned step whose time has come, in a transaction of its own."""
    if not world.agenda.is_due(world.now()):
        return
    with world.store.transaction():
        for registration_id in world.agenda.take_due(world.now()):
            settle(world, registration_id)


def resume(world: World) -> None:
    """Take up the reviews that an earlier run left under way."""
    for version in world.store.all("versions"):
        if version["Plan"]:
            next_at, _name = version["Plan"][0]
            world.agenda.add(next_at, version["RegistrationId"])


def keep_settling(world: World, stop: threading.Event) -> None:
    """Take steps when they are due, though nobody asks, so that events are published in time."""
    while not stop.is_set():
        settle_due(world)
        world.agenda.wait(world.now(), 1.0)


def decide(world: World, registration_id: str, steps: list[str], denial: Denial | None) -> None:
    """End the review now: take these steps in place of the planned ones."""
    for name in steps:
        _step(world, registration_id, name, world.now())
    registration = world.store.get("registrations", registration_id) or {}
    version = states.current_version(world, registration)
    _save(world, version, [], denial.as_document() if denial else {})


def press_link(world: World, registration_id: str) -> None:
    """Answer the registry's mail: the review goes on from where it waited."""
    registration = world.store.get("registrations", registration_id) or {}
    version = states.current_version(world, registration)
    if version["Status"] != "REQUIRES_AUTHENTICATION":
        message = "No mail of this registration waits for an answer."
        raise Conflict("VERIFICATION_ALREADY_COMPLETE", message, "registration", registration_id)
    now = world.now()
    states.move(world, registration_id, "REVIEWING", now)
    then = version.get("Then") or {"Steps": _approval(world, 2 * _quarter(world)), "Denial": {}}
    moved = states.current_version(world, registration)
    _save(world, moved, _timed(then["Steps"], now), {"Then": None, **then["Denial"]})


def _step(world: World, registration_id: str, name: str, at: float) -> None:
    states.move(world, registration_id, name, at)
    registration = world.store.get("registrations", registration_id) or {}
    if name == "COMPLETE":
        provisions.provide(world, registration, states.current_version(world, registration))
    if name in ("REVOKED", "CLOSED"):
        provisions.withdraw(world, registration)


def _save(world: World, version: Document, plan: list[TimedStep], more: Document) -> None:
    key = states.version_key(version["RegistrationId"], version["VersionNumber"])
    world.store.put("versions", key, {**version, "Plan": plan, **more})
    if plan:
        world.agenda.add(plan[0][0], version["RegistrationId"])


def _quarter(world: World) -> float:
    return world.options.review_seconds / 4


def _texts(version: Document) -> dict[str, str]:
    return {path: value.get("TextValue", "") for path, value in version["Values"].items()}


def _plan(world: World, registration: Document, version: Document, words: set[str]) -> Document:
    """Return the steps to come, the denial if it will be one, and what waits for a mail."""
    quarter = _quarter(world)
    chosen = form(registration["RegistrationType"], world)
    faults = machine.faults(world, chosen, registration, version)
    if faults:
        denial = Denial.of_fields(faults, f"At fault: {', '.join(faults)}")
        return {"Steps": [(quarter, "DENIED")], **denial.as_document()}
    steps: Steps = [(quarter, "REVIEWING")]
    if "FutureStatus" in words:
        steps += [(quarter, states.FUTURE_STATUS), (quarter, "REVIEWING")]
    if "OfflineReview" in words:
        steps += [(quarter, "REQUIRES_OFFLINE_REVIEW"), (OFFLINE_SECONDS, "REVIEWING")]
    rest, denial_of_verdict = _verdict(world, registration, words)
    if not _needs_authentication(version["Values"], words):
        return {"Steps": [*steps, *rest], **denial_of_verdict}
    waiting: Steps = [(quarter, "REQUIRES_AUTHENTICATION"), (MAIL_SECONDS, "DENIED")]
    return {
        "Steps": [*steps, *waiting],
        "Then": {"Steps": rest, "Denial": denial_of_verdict},
        **Denial.of_fields(UNANSWERED).as_document(),
    }


def _verdict(world: World, registration: Document, words: set[str]) -> tuple[Steps, Document]:
    """Return how a review ends, and what is said if it ends badly."""
    pause = SLOW_SECONDS if "Slow" in words else 2 * _quarter(world)
    word = magic.denying_word(words, denied=bool(registration.get("LatestDeniedVersionNumber")))
    if word is not None:
        denial = Denial.of_fields(magic.denial(registration["RegistrationType"], word))
        return [(pause, "DENIED")], denial.as_document()
    later = LATER_REVIEWS * world.options.review_seconds
    steps = _approval(world, pause)
    if "RevokeLater" in words:
        steps.append((later, "REVOKED"))
    if "CloseLater" in words:
        steps.append((later, "CLOSED"))
    return steps, {}


def _approval(world: World, pause: float) -> Steps:
    return [(pause, "APPROVED"), (_quarter(world), "COMPLETE")]


def _timed(steps: Steps, now: float) -> list[TimedStep]:
    timed: list[TimedStep] = []
    at = now
    for seconds, name in steps:
        at += seconds
        timed.append((at, name))
    return timed


def _needs_authentication(values: Document, words: set[str]) -> bool:
    """Tell whether someone at the brand must answer a mail first: listed companies do."""
    listed = values.get("companyInfo.legalType", {}).get("SelectChoices") == ["PUBLIC_PROFIT"]
    return listed or "Authenticate" in words
