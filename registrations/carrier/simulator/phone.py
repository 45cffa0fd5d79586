"""The phone pages, on which a person plays the recipient of the texts."""

import re
import time
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from . import conversations, inbound, magic, numbers
from .errors import AwsError
from .store import Document
from .world import World

TEMPLATES = Path(__file__).with_name("templates")
QUICK_REPLIES = ("STOP", "HELP", "START")
KINDS = {"automatic": "Automatic reply", "carrier": "Network message"}
NUMBER_TYPES = {
    "TEN_DLC": "10DLC number",
    "TOLL_FREE": "Toll-free number",
    "LONG_CODE": "Long code",
    "SIMULATOR": "Simulator number",
    "SHORT_CODE": "Short code",
}


@cache
def _template(name: str) -> Markup:
    return Markup((TEMPLATES / f"{name}.html").read_text("utf-8"))  # noqa: S704 - our own file


def render(name: str, /, **values: Any) -> Markup:
    """Fill a template; every value that is not Markup is escaped."""
    return _template(name).format(**values)


def join(parts: Iterable[Markup]) -> Markup:
    """Put pieces of a page one after the other."""
    return Markup("\n").join(parts)


def page(title: str, main: Markup, status: int = 200) -> Response:
    """Return a whole page."""
    html = render("base", title=title, main=main)
    return Response(str(html), status=status, content_type="text/html; charset=utf-8")


def grouped(e164: str) -> str:
    """Return a number with spaces, so that it can be read; others than US ones stay as they are.

    >>> grouped("+12065550100")
    '+1 206 555 0100'
    """
    match = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", e164)
    return f"+1 {match[1]} {match[2]} {match[3]}" if match else e164


def _moment(seconds: float) -> Markup:
    moment = datetime.fromtimestamp(seconds).astimezone()
    shown = f"{moment:%H:%M}" if time.time() - seconds < 86_400 else f"{moment:%d %b %H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat("T", "seconds"), shown)


def handset_url(handset: str, originator: str = "") -> str:
    """Return the address of a phone's page, with one conversation open."""
    query = f"?with={quote(originator)}" if originator else ""
    return f"/phone/{quote(handset, safe='+')}{query}"


def handsets(world: World, _request: Request) -> Response:
    """GET /phone/: every phone that has sent or received a text."""
    seen = conversations.handsets(world)
    rows = join(_handset_row(handset, last) for handset, last in seen)
    found = render("handset_list", rows=rows) if seen else render("handset_none")
    return page("Phones", render("handsets", found=found))


def _handset_row(handset: str, last: Document) -> Markup:
    outcome = magic.outcome_for(handset)
    note = "" if outcome is magic.USUAL else render("note", text=outcome.meaning)
    return render(
        "handset_row",
        url=handset_url(handset),
        number=grouped(handset),
        last=last["MessageBody"],
        who="You: " if conversations.is_from_person(last) else "",
        at=_moment(conversations.moment(last)),
        note=note,
    )


def open_handset(_world: World, request: Request) -> Response:
    """GET /phone/open?number=: go to a phone, seen before or not."""
    digits = re.sub(r"[^\d+]", "", request.args.get("number", ""))
    if re.fullmatch(r"\d{10}", digits):
        digits = f"+1{digits}"
    if not re.fullmatch(r"\+[1-9]\d{6,14}", digits):
        error = render("error", text="Give a phone number, for example +1 206 555 0100.")
        return page("Phones", render("handsets", found=error), 422)
    return redirect(handset_url(digits), 303)


def conversation(world: World, request: Request, handset: str) -> Response:
    """GET /phone/<number>?with=<originator>: one phone with one conversation open."""
    return _phone_page(world, handset, request.args.get("with"))


def reply(world: World, request: Request, handset: str) -> Response:
    """POST /phone/<number>: the person texts back."""
    refuse_foreign_forms(request)
    originator = request.form.get("to", "")
    body = request.form.get("quick") or request.form.get("body", "")
    try:
        with world.store.transaction():
            inbound.receive(world, handset, originator, body)
    except AwsError as error:
        return _phone_page(world, handset, originator, error.message)
    return redirect(handset_url(handset, originator), 303)


def refuse_foreign_forms(request: Request) -> None:
    """Refuse a form that a page from elsewhere submits through the visitor's browser."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden


def _phone_page(world: World, handset: str, chosen: str | None, error: str = "") -> Response:
    if not re.fullmatch(r"\+[1-9]\d{1,18}", handset):
        raise NotFound
    threads = conversations.threads(world, handset)
    if chosen is None and threads:
        chosen = threads[0][0]
    if chosen is None:
        chosen = next((one["PhoneNumber"] for one in world.store.all("numbers")), None)
    screen = (
        _screen(world, handset, chosen, error) if chosen else render("screen_empty", clock=_clock())
    )
    main = render(
        "conversation",
        number=grouped(handset),
        meaning=_meaning(handset),
        lost=_lost(world, handset),
        threads=join(_thread_row(world, handset, one, chosen) for one in threads),
        others=_other_numbers(world, threads),
        screen=screen,
    )
    return page(grouped(handset), main, 422 if error else 200)


def _meaning(handset: str) -> str:
    outcome = magic.outcome_for(handset)
    if outcome is magic.USUAL:
        return "Texts to this number are delivered."
    return f"A magic number. {outcome.meaning}"


def _lost(world: World, handset: str) -> Markup:
    count = conversations.lost(world, handset)
    if not count:
        return Markup()
    text = "1 text did not arrive." if count == 1 else f"{count} texts did not arrive."
    return render("note", text=text)


def _thread_row(
    world: World, handset: str, thread: tuple[str, Document], chosen: str | None
) -> Markup:
    originator, last = thread
    return render(
        "thread_row",
        url=handset_url(handset, originator),
        current=Markup(' aria-current="true"') if originator == chosen else "",
        name=conversations.display_name(world, originator),
        last=last["MessageBody"],
        at=_moment(conversations.moment(last)),
    )


def _other_numbers(world: World, threads: list[tuple[str, Document]]) -> Markup:
    """Offer the numbers that have not texted this phone yet: a keyword may start with us."""
    known = {originator for originator, _last in threads}
    fresh = [one for one in world.store.all("numbers") if one["PhoneNumber"] not in known]
    if not fresh:
        return Markup()
    options = join(
        render(
            "option",
            value=one["PhoneNumber"],
            text=f"{conversations.display_name(world, one['PhoneNumber'])} "
            f"({grouped(one['PhoneNumber'])})",
        )
        for one in fresh
    )
    return render("new_thread", options=options)


def _clock() -> str:
    return f"{datetime.now():%H:%M}"


def _screen(world: World, handset: str, originator: str, error: str) -> Markup:
    number = numbers.by_e164(world, originator)
    name = conversations.display_name(world, originator)
    texts = conversations.between(world, handset, originator)
    bubbles = join(_bubble(text) for text in texts) if texts else render("bubbles_none")
    composer = _composer(handset, originator, error) if number else render("composer_none")
    return render(
        "screen",
        clock=_clock(),
        initial=next((ch for ch in name if ch.isalnum()), "#").upper(),
        name=name,
        number=grouped(originator),
        kind=NUMBER_TYPES.get(number["NumberType"], "") if number else "Released number",
        bubbles=bubbles,
        composer=composer,
    )


def _composer(handset: str, originator: str, error: str) -> Markup:
    return render(
        "composer",
        action=handset_url(handset),
        to=originator,
        quick=join(render("quick", word=word) for word in QUICK_REPLIES),
        error=render("error", text=error) if error else "",
    )


def _bubble(text: Document) -> Markup:
    mine = conversations.is_from_person(text)
    facts = [KINDS.get(text.get("Kind", ""), "")]
    if text.get("Parts", 1) > 1:
        facts.append(f"{text['Parts']} parts")
    return render(
        "bubble",
        side="mine" if mine else "theirs",
        who="You" if mine else "They",
        body=text["MessageBody"],
        at=_moment(conversations.moment(text)),
        facts="".join(f" · {fact}" for fact in facts if fact),
    )
