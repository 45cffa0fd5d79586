"""The reviewers: what they decide about a version, and when.

A submit fixes the whole plan of a review as steps with times. Whoever looks at the registration
later sees the steps whose time has come, so a restart or a moved clock changes nothing else.
"""

from dataclasses import dataclass

from . import magic, states
from .definitions import Form, form
from .denials import as_field_mark
from .store import Document
from .world import World

SLOW_SECONDS = 30 * 86_400.0


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


def start(world: World, registration: Document, *, aws_review: bool) -> None:
    """Submit the current version and plan its review."""
    registration_id = registration["RegistrationId"]
    now = world.now()
    states.move(world, registration_id, "AWS_REVIEWING" if aws_review else "SUBMITTED", now)
    version = states.current_version(world, registration)
    chosen = form(registration["RegistrationType"])
    plan, denial = _plan(world, chosen, registration, version, now)
    _save(world, version, plan, denial)


def settle(world: World, registration_id: str) -> None:
    """Take the planned steps whose time has come."""
    registration = world.store.get("registrations", registration_id)
    if registration is None:
        return
    version = states.current_version(world, registration)
    due = [step for step in version["Plan"] if step[0] <= world.now()]
    for at, name in due:
        states.move(world, registration_id, name, at)
    if due:
        _save(world, states.current_version(world, registration), version["Plan"][len(due) :], None)


def decide(
    world: World, registration_id: str, step_names: list[str], denial: Denial | None
) -> None:
    """End the review now: take these steps in place of the planned ones."""
    now = world.now()
    for name in step_names:
        states.move(world, registration_id, name, now)
    registration = world.store.get("registrations", registration_id) or {}
    _save(world, states.current_version(world, registration), [], denial)


def _save(world: World, version: Document, plan: list[Document], denial: Denial | None) -> None:
    changes: Document = {"Plan": plan}
    if denial is not None:
        changes |= {
            "DeniedCodes": list(denial.codes),
            "Marks": denial.marks,
            "Feedback": denial.feedback,
        }
    key = states.version_key(version["RegistrationId"], version["VersionNumber"])
    world.store.put("versions", key, {**version, **changes})


def _plan(
    world: World, chosen: Form, registration: Document, version: Document, now: float
) -> tuple[list[Document], Denial | None]:
    """Return the steps to come, and the denial if it will be one."""
    quarter = world.options.review_seconds / 4
    texts = {path: value.get("TextValue", "") for path, value in version["Values"].items()}
    machine = check(chosen, version["Values"])
    if machine is not None:
        return _timed([(quarter, "DENIED")], now), machine
    words = magic.words_in(texts)
    steps = [(quarter, "REVIEWING")]
    if _needs_authentication(version["Values"]):
        steps += [(quarter, "REQUIRES_AUTHENTICATION"), (quarter, "REVIEWING")]
    verdict_after = SLOW_SECONDS if "Slow" in words else 2 * quarter
    denied_before = bool(registration.get("LatestDeniedVersionNumber"))
    word = _denying_word(words, denied_before)
    if word is None:
        return _timed([*steps, (verdict_after, "APPROVED"), (quarter, "COMPLETE")], now), None
    denial = Denial.of_fields(magic.denial(chosen.name, word))
    return _timed([*steps, (verdict_after, "DENIED")], now), denial


def _timed(steps: list[tuple[float, str]], now: float) -> list[Document]:
    timed, at = [], now
    for seconds, name in steps:
        at += seconds
        timed.append([at, name])
    return timed  # type: ignore[return-value]


def _denying_word(words: set[str], denied_before: bool) -> str | None:
    if "Reject" in words:
        return "Reject"
    if "NeedsUpdates" in words and not denied_before:
        return "NeedsUpdates"
    return None


def _needs_authentication(values: Document) -> bool:
    """Tell whether someone at the brand must answer a mail first: listed companies only."""
    return bool(values.get("companyInfo.legalType", {}).get("SelectChoices") == ["PUBLIC_PROFIT"])


def check(chosen: Form, values: Document) -> Denial | None:
    """Return the denial that the service gives by machine, before a person looks."""
    faults: dict[str, str] = {}
    for field in chosen.fields.values():
        allowed = all(
            set(values.get(path, {}).get("SelectChoices", [])) & set(choices)
            for path, choices in field.only_when.items()
        )
        given = field.path in values
        if field.need == "REQUIRED" and not given:
            faults[field.path] = "MISSING_REQUIRED_FIELD"
        elif field.need == "CONDITIONAL" and field.only_when and given != allowed:
            faults[field.path] = (
                "CONDITIONAL_FIELD_NOT_ALLOWED" if given else "MISSING_CONDITIONAL_FIELD"
            )
    faults |= _wrong_tax_id(chosen, values)
    return Denial.of_fields(faults, f"At fault: {', '.join(faults)}") if faults else None


def _wrong_tax_id(chosen: Form, values: Document) -> dict[str, str]:
    """An EIN has nine digits; the form's own pattern cannot say so, as it serves all countries."""
    country = values.get("companyInfo.taxIdIssuingCountry", {}).get("TextValue")
    tax_id = values.get("companyInfo.taxId", {}).get("TextValue", "")
    if chosen.name != magic.BRAND or country != "US" or not tax_id:
        return {}
    if tax_id.isdecimal() and len(tax_id) == 9:
        return {}
    return {"companyInfo.taxId": "INVALID_FIELD_VALUE"}
