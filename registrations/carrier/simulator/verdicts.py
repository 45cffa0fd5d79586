"""The test controls that decide registrations, as reviewers, registries and people do."""

from typing import Any

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from . import denials, registrations, review, schema_control, states
from .bodies import answer, read
from .definitions import compact, offered
from .errors import AwsError
from .store import Document
from .world import World

VERDICTS: dict[str, tuple[str, ...]] = {
    "approve": ("APPROVED", "COMPLETE"),
    "provision": ("APPROVED",),
    "deny": ("DENIED",),
    "review": (),
    "authenticate": ("REQUIRES_AUTHENTICATION",),
    "offline": ("REQUIRES_OFFLINE_REVIEW",),
    "future": (states.FUTURE_STATUS,),
    "revoke": ("REVOKED",),
    "close": ("CLOSED",),
}
# These concern what is approved already, not a review.
AFTERWARDS = frozenset({"revoke", "close"})
WAITING = states.WITH_REVIEWERS - {"REVIEWING"}


def decide(world: World, request: Request) -> Response:
    """POST /_sim/decide {registration_id, verdict, reasons, fields, feedback}: end a review now.

    verdict: approve, provision (approved, not yet complete), deny, review, authenticate, offline,
    future (a status that no SDK knows), answer (press the link in the mail), revoke or close.
    reasons: codes of a denial. fields: path to the code or the text of its mark.
    """
    given = read(request, {"registration_id": str, "verdict": str})
    try:
        with world.store.transaction():
            shown = carry_out(world, given)
    except AwsError as error:
        return answer({"error": error.message}, 409)
    return answer(shown)


def carry_out(world: World, given: dict[str, Any]) -> Document:
    """Carry a verdict out, inside a transaction, and return the registration as shown."""
    verdict = given["verdict"]
    if verdict != "answer" and verdict not in VERDICTS:
        raise BadRequest(f"verdict is one of answer, {', '.join(VERDICTS)}")
    denial = _denial(given) if verdict == "deny" else None
    registration_id = registrations.load(world, given["registration_id"])["RegistrationId"]
    if verdict == "answer":
        review.press_link(world, registration_id)
    else:
        review.decide(world, registration_id, _steps(world, registration_id, verdict), denial)
    return registrations.show(world, registrations.load(world, registration_id))


def _steps(world: World, registration_id: str, verdict: str) -> list[str]:
    """Return the steps from where a version stands to what was decided."""
    steps = list(VERDICTS[verdict])
    registration = registrations.load(world, registration_id)
    status = states.current_version(world, registration)["Status"]
    if verdict in AFTERWARDS:
        return steps
    if status == "APPROVED" and registration["RegistrationStatus"] == "PROVISIONING":
        return [step for step in steps if step != "APPROVED"]
    return ["REVIEWING", *steps] if status in WAITING or verdict == "review" else steps


def _denial(given: dict[str, Any]) -> review.Denial:
    fields = given.get("fields") or {}
    codes = given.get("reasons") or ["UNCLEAR_USE_CASE"]
    if not isinstance(fields, dict) or not isinstance(codes, list):
        raise BadRequest("reasons is a list of codes, fields an object")
    if not all(isinstance(text, str) for text in (*codes, *fields.values())):
        raise BadRequest("reasons and fields hold texts")
    marks = {
        path: denials.as_field_mark(text) if text.isupper() else {"DeniedReason": text}
        for path, text in fields.items()
    }
    return review.Denial(tuple(dict.fromkeys(codes)), marks, given.get("feedback", ""))


def force(world: World, request: Request) -> Response:
    """POST /_sim/status {registration_id, status, version_status}: show any status, known or not.

    No transition is checked and no step is taken; a review under way ends.
    """
    given = read(request, {"registration_id": str})
    status, version = given.get("status"), given.get("version_status")
    if not all(isinstance(one, str | None) for one in (status, version)):
        raise BadRequest("status and version_status are texts")
    try:
        with world.store.transaction():
            registration_id = registrations.load(world, given["registration_id"])["RegistrationId"]
            states.force(world, registration_id, status, version)
            words = {word: True for word in (status, version) if word}
            known = world.store.get("settings", "tolerated") or {}
            world.store.put("settings", "tolerated", {**known, **words})
    except AwsError as error:
        return answer({"error": error.message}, 409)
    return answer(registrations.show(world, registrations.load(world, registration_id)))


def mail(world: World, _request: Request) -> Response:
    """GET /_sim/mail: registrations that wait for somebody to press the link in a mail."""
    return answer({"mail": waiting_mail(world)})


def waiting_mail(world: World) -> list[Document]:
    """Return the mails that wait, oldest first."""
    found = []
    for registration in world.store.all("registrations"):
        version = states.current_version(world, registration)
        if version["Status"] == "REQUIRES_AUTHENTICATION":
            values = version["Values"]
            to = values.get("companyInfo.businessContactEmail", {}).get("TextValue", "")
            found.append(
                {
                    "registration_id": registration["RegistrationId"],
                    "type": registration["RegistrationType"],
                    "to": to or values.get("contactInfo.supportEmail", {}).get("TextValue", ""),
                    "expires_at": version["Plan"][0][0] if version["Plan"] else None,
                }
            )
    return found


def list_forms(world: World, request: Request) -> Response:
    """GET /_sim/definitions?type=: the forms in the compact form in which they are changed."""
    names = [request.args["type"]] if "type" in request.args else offered(world)
    try:
        return answer({"definitions": {name: compact(world, name) for name in names}})
    except AwsError as error:
        return answer({"error": error.message}, 404)


def change_form(world: World, request: Request) -> Response:
    """POST /_sim/definitions {type, add, change, remove, section, form, withdraw, restore}: alter.

    add and change: a field in compact form, change only its path and what differs. remove: a path.
    section: {path, title, description}. form: a whole form, for a type of your own. withdraw: the
    type is offered no longer. restore: as published.
    """
    given = read(request, {"type": str})
    with world.store.transaction():
        shown = schema_control.apply(world, given)
    return answer(shown)
