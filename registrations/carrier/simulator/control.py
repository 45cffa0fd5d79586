"""The test controls under `/_sim/`: look inside, decide reviews, switch trouble on.

They speak JSON and are no part of the carrier's API. A POST needs `Content-Type:
application/json`, which a page from elsewhere cannot send without asking first.
"""

import json
from typing import Any

from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from . import inbound, optouts, outbox, registrations, review, states
from .denials import as_field_mark
from .errors import AwsError
from .world import DEFAULT_SETTINGS, World

VERDICTS: dict[str, tuple[str, ...]] = {
    "approve": ("APPROVED", "COMPLETE"),
    "deny": ("DENIED",),
    "authenticate": ("REQUIRES_AUTHENTICATION",),
    "revoke": ("REVOKED",),
}


def health(world: World, _request: Request) -> Response:
    """GET /_sim/health: 200 once requests are served."""
    counts = {
        name: len(world.store.all(name))
        for name in ("registrations", "numbers", "texts", "inbound")
    }
    return _json({"status": "ok", **counts, "notifications_waiting": len(outbox.waiting(world))})


def sends(world: World, request: Request) -> Response:
    """GET /_sim/sends?to=&from=&all=1: accepted texts; `all` adds the carrier's own replies."""
    found = [
        text
        for text in world.store.all("texts")
        if (text["Kind"] == "sent" or "all" in request.args)
        and request.args.get("to", text["DestinationPhoneNumber"]) == text["DestinationPhoneNumber"]
        and request.args.get("from", text["OriginationPhoneNumber"])
        == text["OriginationPhoneNumber"]
    ]
    return _json({"sends": found})


def list_inbound(world: World, _request: Request) -> Response:
    """GET /_sim/inbound: texts from handsets."""
    return _json({"inbound": world.store.all("inbound")})


def post_inbound(world: World, request: Request) -> Response:
    """POST /_sim/inbound {from, to, body}: a person texts one of our numbers."""
    given = _body(request, {"from": str, "to": str, "body": str})
    try:
        with world.store.transaction():
            text = inbound.receive(world, given["from"], given["to"], given["body"])
    except AwsError as error:
        return _json({"error": error.message}, 422)
    return _json(text, 201)


def notifications(world: World, request: Request) -> Response:
    """GET /_sim/notifications?state=: what was or will be published, with its outcome."""
    wanted = request.args.get("state")
    shown = [outbox.show(world, one) for one in world.store.all("notifications")]
    return _json({"notifications": [one for one in shown if wanted in (None, one["State"])]})


def redeliver(world: World, request: Request) -> Response:
    """POST /_sim/redeliver {id | message_id | state}: publish notifications once more."""
    given = _body(request)
    chosen = [
        one["MessageId"]
        for one in (outbox.show(world, each) for each in world.store.all("notifications"))
        if given.get("id") in (None, one["MessageId"])
        and given.get("message_id") in (None, one["Message"].get("messageId"))
        and given.get("state") in (None, one["State"])
    ]
    for notification_id in chosen:
        outbox.redeliver(world, notification_id)
    return _json({"redelivered": chosen})


def get_settings(world: World, _request: Request) -> Response:
    """GET /_sim/settings: the switches in force."""
    return _json(world.settings())


def change_settings(world: World, request: Request) -> Response:
    """POST /_sim/settings: change switches; null puts one back to its default.

    throttle, fail: true for all calls, or the number of calls still to be refused. down: answer
    503 to every call. fail_uploads: new attachments end as UPLOAD_FAILED. requests_per_second:
    for each operation, 0 for no limit. limits: the account's quotas by name.
    """
    given = _body(request)
    wrong = [name for name, value in given.items() if not _fits(name, value)]
    if wrong:
        raise BadRequest(f"Unknown setting or wrong value: {', '.join(wrong)}")
    with world.store.transaction():
        changed = {**(world.store.get("settings", "controls") or {}), **given}
        kept = {name: value for name, value in changed.items() if value is not None}
        world.store.put("settings", "controls", kept)
    return _json(world.settings())


def _fits(name: str, value: Any) -> bool:
    """Tell whether a setting exists and has a value of its kind."""
    if name == "limits" and isinstance(value, dict):
        known = DEFAULT_SETTINGS["limits"]
        return all(key in known and isinstance(limit, int) for key, limit in value.items())
    number = isinstance(value, int | float) and value >= 0
    kinds = {
        "down": isinstance(value, bool),
        "fail_uploads": isinstance(value, bool),
        "throttle": isinstance(value, int) and number,
        "fail": isinstance(value, int) and number,
        "requests_per_second": number and not isinstance(value, bool),
        "limits": False,
    }
    return name in kinds and (value is None or kinds[name])


def decide(world: World, request: Request) -> Response:
    """POST /_sim/decide {registration_id, verdict, reasons, fields, feedback}: end a review now.

    verdict: approve, deny, authenticate or revoke. reasons: codes of a denial. fields: path to
    the code or the text of its mark.
    """
    given = _body(request, {"registration_id": str, "verdict": str})
    if given["verdict"] not in VERDICTS:
        raise BadRequest(f"verdict is one of {', '.join(VERDICTS)}")
    denial = _denial(given) if given["verdict"] == "deny" else None
    try:
        with world.store.transaction():
            registration = registrations.load(world, given["registration_id"])
            status = states.current_version(world, registration)["Status"]
            steps = [*_way_to_review(status), *VERDICTS[given["verdict"]]]
            review.decide(world, registration["RegistrationId"], steps, denial)
            shown = registrations.show(
                world, registrations.load(world, registration["RegistrationId"])
            )
    except AwsError as error:
        return _json({"error": error.message}, 409)
    return _json(shown)


def _way_to_review(status: str) -> list[str]:
    waiting = {"SUBMITTED", "AWS_REVIEWING", "REQUIRES_AUTHENTICATION"}
    return ["REVIEWING"] if status in waiting else []


def _denial(given: dict[str, Any]) -> review.Denial:
    fields = given.get("fields") or {}
    codes = given.get("reasons") or ["UNCLEAR_USE_CASE"]
    if not isinstance(fields, dict) or not isinstance(codes, list):
        raise BadRequest("reasons is a list of codes, fields an object")
    if not all(isinstance(text, str) for text in (*codes, *fields.values())):
        raise BadRequest("reasons and fields hold texts")
    marks = {
        path: as_field_mark(text) if text.isupper() else {"DeniedReason": text}
        for path, text in fields.items()
    }
    return review.Denial(tuple(dict.fromkeys(codes)), marks, given.get("feedback", ""))


def advance(world: World, request: Request) -> Response:
    """POST /_sim/advance {seconds}: move the clock of reviews, uploads and numbers forward."""
    seconds = _body(request, {"seconds": (int, float)})["seconds"]
    if seconds < 0:
        raise BadRequest("seconds is not negative")
    with world.store.transaction():
        ahead = (world.store.get("settings", "clock") or {}).get("ahead", 0.0) + seconds
        world.store.put("settings", "clock", {"ahead": ahead})
    return _json({"ahead": ahead})


def reset(world: World, _request: Request) -> Response:
    """POST /_sim/reset: forget everything but the signing certificate."""
    world.store.clear()
    with world.store.transaction():
        optouts.ensure_default(world)
    return _json({"status": "empty"})


def _body(request: Request, required: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON object of a request, which has the required members with these types."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError:
        raise BadRequest("The body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("The body is not a JSON object")
    wrong = [
        name for name, kind in (required or {}).items() if not isinstance(body.get(name), kind)
    ]
    if wrong:
        raise BadRequest(f"Missing or of the wrong type: {', '.join(wrong)}")
    return body


def _json(body: Any, status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return Response(text, status=status, content_type="application/json")


RULES = [
    Rule("/_sim/health", endpoint=health, methods=["GET"]),
    Rule("/_sim/sends", endpoint=sends, methods=["GET"]),
    Rule("/_sim/inbound", endpoint=list_inbound, methods=["GET"]),
    Rule("/_sim/inbound", endpoint=post_inbound, methods=["POST"]),
    Rule("/_sim/notifications", endpoint=notifications, methods=["GET"]),
    Rule("/_sim/redeliver", endpoint=redeliver, methods=["POST"]),
    Rule("/_sim/settings", endpoint=get_settings, methods=["GET"]),
    Rule("/_sim/settings", endpoint=change_settings, methods=["POST"]),
    Rule("/_sim/decide", endpoint=decide, methods=["POST"]),
    Rule("/_sim/advance", endpoint=advance, methods=["POST"]),
    Rule("/_sim/reset", endpoint=reset, methods=["POST"]),
]
