"""The test controls under `/_sim/`: look inside, decide reviews, switch trouble on.

They speak JSON and are no part of the carrier's API. A POST needs `Content-Type:
application/json`, which a page from elsewhere cannot send without asking first.
"""

from typing import Any

from werkzeug.exceptions import BadRequest
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from . import inbound, optouts, outbox, review, verdicts
from .bodies import answer as _json
from .bodies import read as _body
from .errors import AwsError
from .world import DEFAULT_SETTINGS, World


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
    XX"""
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
        "burst": number and not isinstance(value, bool),
        "rates": isinstance(value, dict) and all(_is_rate(one) for one in value.values()),
        "registration_events": isinstance(value, str),
        "event_copies": isinstance(value, int) and 1 <= value <= 10,
        "event_disorder": isinstance(value, bool),
        "limits": False,
    }
    return name in kinds and (value is None or kinds[name])


def _is_rate(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def calls(world: World, _request: Request) -> Response:
    """GET /_sim/calls: calls, and throttled ones, by operation since counting began."""
    return _json(world.counts.show())


def restart_calls(world: World, _request: Request) -> Response:
    """POST /_sim/calls: count from nothing again, and return what was counted."""
    shown = world.counts.show()
    world.counts.restart()
    return _json(shown)


def nonconformities(world: World, _request: Request) -> Response:
    """GET /_sim/nonconformities: own answers outside the service's model (--check-answers)."""
    return _json({"nonconformities": world.counts.faults()})


def advance(world: World, request: Request) -> Response:
    """POST /_sim/advance {seconds}: move the clock of reviews, uploads and numbers forward."""
    seconds = _body(request, {"seconds": (int, float)})["seconds"]
    if seconds < 0:
        raise BadRequest("seconds is not negative")
    with world.store.transaction():
        ahead = (world.store.get("settings", "clock") or {}).get("ahead", 0.0) + seconds
        world.store.put("settings", "clock", {"ahead": ahead})
    review.settle_due(world)
    return _json({"ahead": ahead})


def reset(world: World, _request: Request) -> Response:
    """POST /_sim/reset: forget everything but the signing certificate."""
    world.store.clear()
    world.agenda.clear()
    world.counts.restart()
    with world.store.transaction():
        optouts.ensure_default(world)
    return _json({"status": "empty"})


RULES = [
    Rule("/_sim/health", endpoint=health, methods=["GET"]),
    Rule("/_sim/sends", endpoint=sends, methods=["GET"]),
    Rule("/_sim/inbound", endpoint=list_inbound, methods=["GET"]),
    Rule("/_sim/inbound", endpoint=post_inbound, methods=["POST"]),
    Rule("/_sim/notifications", endpoint=notifications, methods=["GET"]),
    Rule("/_sim/redeliver", endpoint=redeliver, methods=["POST"]),
    Rule("/_sim/settings", endpoint=get_settings, methods=["GET"]),
    Rule("/_sim/settings", endpoint=change_settings, methods=["POST"]),
    Rule("/_sim/decide", endpoint=verdicts.decide, methods=["POST"]),
    Rule("/_sim/status", endpoint=verdicts.force, methods=["POST"]),
    Rule("/_sim/mail", endpoint=verdicts.mail, methods=["GET"]),
    Rule("/_sim/definitions", endpoint=verdicts.list_forms, methods=["GET"]),
    Rule("/_sim/definitions", endpoint=verdicts.change_form, methods=["POST"]),
    Rule("/_sim/calls", endpoint=calls, methods=["GET"]),
    Rule("/_sim/calls", endpoint=restart_calls, methods=["POST"]),
    Rule("/_sim/nonconformities", endpoint=nonconformities, methods=["GET"]),
    Rule("/_sim/advance", endpoint=advance, methods=["POST"]),
    Rule("/_sim/reset", endpoint=reset, methods=["POST"]),
]
