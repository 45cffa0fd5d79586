"""The registration forms that the account is offered, and how tests change them.

`definitions.json` holds them in the compact form of `forms.py`. A changed form is kept in the
store, whole; a withdrawn type is offered no longer, but registrations of it go on.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from .errors import Invalid
from .forms import Association, Field, Form, read_form
from .paging import matching, page
from .store import Document
from .world import World

FILE = Path(__file__).with_name("definitions.json")


@cache
def _published() -> dict[str, Document]:
    return dict(json.loads(FILE.read_text("utf-8")))


@cache
def forms() -> dict[str, Form]:
    """Return every form as published, by its type name."""
    return {name: read_form(name, raw) for name, raw in _published().items()}


def form(name: str, world: World | None = None) -> Form:
    """Return one form, as published or as changed in this world, or refuse the type name."""
    changed = world.store.get("forms", name) if world else None
    if changed is not None:
        return read_form(name, changed)
    if name not in forms():
        raise _unknown(name)
    return forms()[name]


def _unknown(name: str) -> Invalid:
    message = f"{name} is not a registration type."
    return Invalid("UNKNOWN_REGISTRATION_TYPE", message, {"RegistrationType": message})


def compact(world: World, name: str) -> Document:
    """Return the compact form of a type as it stands in this world."""
    changed = world.store.get("forms", name)
    if changed is None and name not in _published():
        raise _unknown(name)
    return changed or _published()[name]


def offered(world: World) -> list[str]:
    """Return the names of the types that registrations can be made of."""
    names = dict.fromkeys([*_published(), *(name for name, _ in world.store.items("forms"))])
    return [name for name in names if world.store.get("withdrawn", name) is None]


def offered_form(world: World, name: str) -> Form:
    """Return one form that is offered, or refuse the type name."""
    if world.store.get("withdrawn", name) is not None:
        raise _unknown(name)
    return form(name, world)


def known_field(form_: Form, path: str) -> Field:
    """Return one field of a form, or refuse its path."""
    try:
        return form_.fields[path]
    except KeyError:
        message = f"{form_.name} has no field {path}."
        raise Invalid("UNKNOWN_REGISTRATION_FIELD", message, {"FieldPath": message}) from None


def known_section(form_: Form, path: str) -> None:
    """Refuse a section that the form does not have."""
    if path not in {section["path"] for section in form_.sections}:
        message = f"{form_.name} has no section {path}."
        raise Invalid("UNKNOWN_REGISTRATION_SECTION", message, {"SectionPath": message})


def describe_types(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationTypeDefinitions."""
    names = request.get("RegistrationTypes") or offered(world)
    readers = {
        "supported-association-resource-type": _each(lambda one: one.resource),
        "supported-association-iso-country-code": _each(lambda one: one.country),
    }
    found = matching([offered_form(world, name) for name in names], request, readers)
    return page("RegistrationTypeDefinitions", found, request, Form.as_definition)


def _each(read: Callable[[Association], str]) -> Callable[[Form], list[str]]:
    return lambda form_: [read(one) for one in form_.associations]


def describe_sections(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationSectionDefinitions."""
    chosen = offered_form(world, request["RegistrationType"])
    wanted = request.get("SectionPaths") or [each["path"] for each in chosen.sections]
    for path in wanted:
        known_section(chosen, path)
    found = [each for each in chosen.sections if each["path"] in wanted]
    return {
        "RegistrationType": chosen.name,
        **page("RegistrationSectionDefinitions", found, request, _section),
    }


def _section(section: dict[str, str]) -> dict[str, Any]:
    hints = {"Title": section["title"], "ShortDescription": section["description"]}
    return {"SectionPath": section["path"], "DisplayHints": hints}


def describe_fields(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationFieldDefinitions."""
    chosen = offered_form(world, request["RegistrationType"])
    found = list(chosen.fields.values())
    if "SectionPath" in request:
        known_section(chosen, request["SectionPath"])
        found = [each for each in found if each.section == request["SectionPath"]]
    if request.get("FieldPaths"):
        wanted = [known_field(chosen, path) for path in request["FieldPaths"]]
        found = [each for each in found if each in wanted]
    return {
        "RegistrationType": chosen.name,
        **page("RegistrationFieldDefinitions", found, request, Field.as_definition),
    }


OPERATIONS = {
    "DescribeRegistrationTypeDefinitions": describe_types,
    "DescribeRegistrationSectionDefinitions": describe_sections,
    "DescribeRegistrationFieldDefinitions": describe_fields,
}
