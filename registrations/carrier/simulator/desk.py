"""The registrations page, on which a person plays the reviewer, and whoever gets the mail."""

from collections.abc import Iterable

from markupsafe import Markup
from werkzeug.exceptions import BadRequest
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from . import states, verdicts
from .denials import EXPLANATIONS, explanation
from .errors import AwsError
from .phone import join, page, refuse_foreign_forms, render
from .store import Document
from .world import World

SHOWN_AT_MOST = 50
BUTTONS = {
    "approve": "Approve",
    "authenticate": "Send the mail",
    "offline": "Review offline",
    "revoke": "Withdraw the approval",
    "close": "Close",
}


def registrations_page(world: World, _request: Request) -> Response:
    """GET /registrations/: the newest registrations, each with what can be decided about it."""
    return _page(world)


def act(world: World, request: Request) -> Response:
    """POST /registrations/: carry out what a person pressed."""
    refuse_foreign_forms(request)
    given = {"registration_id": request.form.get("id", ""), **_wish(request)}
    try:
        with world.store.transaction():
            verdicts.carry_out(world, given)
    except AwsError as error:
        return _page(world, error.message)
    return redirect("/registrations/", 303)


def _wish(request: Request) -> Document:
    verdict = request.form.get("verdict", "")
    if verdict != "deny":
        return {"verdict": verdict}
    reason, field = request.form.get("reason", ""), request.form.get("field", "")
    if reason not in EXPLANATIONS:
        raise BadRequest("Choose a reason")
    fields = {field: reason} if field else {}
    feedback = request.form.get("feedback", "").strip()
    return {"verdict": "deny", "reasons": [reason], "fields": fields, "feedback": feedback}


def _page(world: World, error: str = "") -> Response:
    newest = world.store.all("registrations")[: -SHOWN_AT_MOST - 1 : -1]
    rows = join(_card(world, one) for one in newest) if newest else render("desk_none")
    shown = render("error", text=error) if error else ""
    return page("Registrations", render("desk", rows=rows, error=shown), 409 if error else 200)


def _card(world: World, registration: Document) -> Markup:
    version = states.current_version(world, registration)
    return render(
        "desk_card",
        type=registration["RegistrationType"],
        name=_name(version["Values"]),
        id=registration["RegistrationId"],
        status=registration["RegistrationStatus"],
        number=version["VersionNumber"],
        version=version["Status"],
        actions=_actions(registration, version),
    )


def _name(values: Document) -> str:
    by_leaf = {path.partition(".")[2]: value for path, value in values.items()}
    for leaf in ("dbaName", "launchName", "serviceName", "companyName", "campaignName"):
        if leaf in by_leaf:
            return str(by_leaf[leaf].get("TextValue", ""))[:80]
    return "Without a name"


def _actions(registration: Document, version: Document) -> Markup:
    parts: list[Markup] = []
    registration_id = registration["RegistrationId"]
    if version["Status"] == "REQUIRES_AUTHENTICATION":
        parts.append(render("desk_mail", id=registration_id))
    if version["Status"] in states.WITH_REVIEWERS:
        parts += _buttons(registration_id, ("approve", *_more(version)))
        parts.append(_denial(registration_id, version))
    elif registration.get("Live"):
        parts += _buttons(registration_id, ("revoke", "close"))
    return join(parts)


def _more(version: Document) -> tuple[str, ...]:
    waiting = version["Status"] in {"REQUIRES_AUTHENTICATION", "REQUIRES_OFFLINE_REVIEW"}
    return () if waiting else ("authenticate", "offline")


def _buttons(registration_id: str, names: Iterable[str]) -> list[Markup]:
    return [
        render("desk_button", id=registration_id, verdict=name, text=BUTTONS[name])
        for name in names
    ]


def _denial(registration_id: str, version: Document) -> Markup:
    codes = join(
        render("option", value=code, text=f"{code}: {explanation(code)[0]}")
        for code in EXPLANATIONS
    )
    fields = join(render("option", value=path, text=path) for path in version["Values"])
    return render("desk_denial", id=registration_id, reasons=codes, fields=fields)
