"""The test control that changes forms while the simulator runs, as the carrier does some day."""

from typing import Any

from werkzeug.exceptions import BadRequest

from . import definitions
from .errors import AwsError
from .forms import read_form
from .store import Document
from .world import World

MEMBERS = frozenset(
    {"type", "add", "change", "remove", "form", "withdraw", "restore", "section", "title"}
)


def apply(world: World, given: dict[str, Any]) -> Document:
    """Change one type and return its compact form; raise BadRequest for what makes no sense.

    add, change: a field (change needs its path and the members that differ); remove: a path;
    section: a new section; form: a whole compact form, for a type of your own; withdraw: the type
    is offered no longer; restore: everything as published.
    """
    name = given.get("type")
    if not isinstance(name, str) or not set(given) <= MEMBERS:
        raise BadRequest(f"Give type, and of {', '.join(sorted(MEMBERS))} what is to change")
    if given.get("restore"):
        world.store.delete("forms", name)
        world.store.delete("withdrawn", name)
        return _shown(world, name)
    if given.get("withdraw"):
        world.store.put("withdrawn", name, {"At": world.now()})
    changed = _changed(world, name, given)
    try:
        read_form(name, changed)
    except (TypeError, KeyError) as error:
        raise BadRequest(f"That is no form: {error}") from None
    world.store.put("forms", name, changed)
    return _shown(world, name)


def _shown(world: World, name: str) -> Document:
    withdrawn = world.store.get("withdrawn", name) is not None
    return {"type": name, "withdrawn": withdrawn, **definitions.compact(world, name)}


def _changed(world: World, name: str, given: dict[str, Any]) -> Document:
    if "form" in given:
        return {"associations": [], **given["form"]}
    try:
        raw = definitions.compact(world, name)
    except AwsError as error:
        raise BadRequest(error.message) from None
    fields = list(raw["fields"])
    if "remove" in given:
        _position(fields, given["remove"])
        fields = [each for each in fields if each["path"] != given["remove"]]
    if "change" in given:
        place = _position(fields, given["change"].get("path"))
        fields[place] = {**fields[place], **given["change"]}
    if "add" in given:
        fields.append({"type": "TEXT", "need": "OPTIONAL", "description": "", **given["add"]})
    sections = [*raw["sections"], *([given["section"]] if "section" in given else [])]
    known = {section["path"] for section in sections}
    for each in fields:
        if each["path"].split(".", 1)[0] not in known:
            raise BadRequest(f"{each['path']} stands in no section; give section as well")
    return {
        **raw,
        "fields": fields,
        "sections": sections,
        "title": given.get("title", raw["title"]),
    }


def _position(fields: list[Document], path: Any) -> int:
    for place, each in enumerate(fields):
        if each["path"] == path:
            return place
    raise BadRequest(f"There is no field {path}")
