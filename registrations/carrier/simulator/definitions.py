"""The registration forms: types, sections, fields and what may be associated with them.

`definitions.json` holds them in a compact form; `only_when` names the other field, and the
choices of it, under which a CONDITIONAL field is both required and allowed.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .errors import Invalid
from .paging import matching, page
from .world import World

FILE = Path(__file__).with_name("definitions.json")

# The API's own ceiling for TextValue, whatever a form says.
TEXT_MAX = 2048
NOT_BLANK = r"^(?=\s*\S)[\s\S]+$"


@dataclass(frozen=True)
class Field:
    """One question of a form."""

    path: str
    type: str
    need: str
    title: str
    description: str
    min: int = 1
    max: int = 0
    pattern: str = NOT_BLANK
    options: tuple[str, ...] = ()
    only_when: dict[str, list[str]] = field(default_factory=dict)
    example: str = ""

    @property
    def section(self) -> str:
        """Path of the section the field stands in."""
        return self.path.split(".", 1)[0]

    def check(self, value: dict[str, Any]) -> None:
        """Raise a ValidationException unless the value fits the field."""
        member = {"TEXT": "TextValue", "SELECT": "SelectChoices"}.get(
            self.type, "RegistrationAttachmentId"
        )
        if member not in value:
            self._refuse("FIELD_VALIDATION_FAILED", f"{self.path} takes {member}.")
        if self.type == "TEXT":
            self._check_text(value[member])
        if self.type == "SELECT":
            self._check_choices(value[member])

    def _check_text(self, text: str) -> None:
        longest = min(self.max or TEXT_MAX, TEXT_MAX)
        if not self.min <= len(text) <= longest:
            self._refuse(
                "FIELD_VALIDATION_FAILED", f"Length must be between {self.min} and {longest}."
            )
        if not re.fullmatch(self.pattern, text):
            self._refuse("INVALID_PARAMETER", f"The value must match {self.pattern}")

    def _check_choices(self, choices: list[str]) -> None:
        most = self.max or 1
        if not 1 <= len(choices) <= most or len(set(choices)) != len(choices):
            self._refuse("FIELD_VALIDATION_FAILED", f"Choose between 1 and {most} options.")
        unknown = [choice for choice in choices if self.options and choice not in self.options]
        if unknown:
            self._refuse("FIELD_VALIDATION_FAILED", f"Not among the options: {unknown[0]}")

    def _refuse(self, reason: str, message: str) -> None:
        raise Invalid(reason, f"{self.path}: {message}", {self.path: message})

    def as_definition(self) -> dict[str, Any]:
        """Return the field as DescribeRegistrationFieldDefinitions shows it."""
        hints: dict[str, Any] = {"Title": self.title, "ShortDescription": self.description}
        if self.example:
            hints["ExampleTextValue"] = self.example
        if self.options:
            hints["SelectOptionDescriptions"] = [
                {"Option": option, "Title": option.replace("_", " ").capitalize()}
                for option in self.options
            ]
        for other, choices in self.only_when.items():
            hints["LongDescription"] = f"Only when {other} is {' or '.join(choices)}."
        definition: dict[str, Any] = {
            "SectionPath": self.section,
            "FieldPath": self.path,
            "FieldType": self.type,
            "FieldRequirement": self.need,
            "DisplayHints": hints,
        }
        if self.type == "TEXT":
            definition["TextValidation"] = {
                "MinLength": self.min,
                "MaxLength": self.max or TEXT_MAX,
                "Pattern": self.pattern,
            }
        if self.type == "SELECT":
            definition["SelectValidation"] = {
                "MinChoices": 1,
                "MaxChoices": self.max or 1,
                "Options": list(self.options),
            }
        return definition


@dataclass(frozen=True)
class Association:
    """What a registration is tied to, and when: `of` narrows the resource to one kind."""

    resource: str
    associate: str
    disassociate: str
    of: str = ""
    country: str = ""

    def as_definition(self) -> dict[str, Any]:
        """Return the association as DescribeRegistrationTypeDefinitions shows it."""
        shown = {
            "ResourceType": self.resource,
            "AssociationBehavior": self.associate,
            "DisassociationBehavior": self.disassociate,
        }
        return {**shown, "IsoCountryCode": self.country} if self.country else shown


@dataclass(frozen=True)
class Form:
    """One registration type."""

    name: str
    title: str
    description: str
    associations: tuple[Association, ...]
    sections: tuple[dict[str, str], ...]
    fields: dict[str, Field]

    def as_definition(self) -> dict[str, Any]:
        """Return the type as DescribeRegistrationTypeDefinitions shows it."""
        return {
            "RegistrationType": self.name,
            "SupportedAssociations": [each.as_definition() for each in self.associations],
            "DisplayHints": {"Title": self.title, "ShortDescription": self.description},
        }


@cache
def forms() -> dict[str, Form]:
    """Return every form by its type name."""
    return {name: _form(name, raw) for name, raw in json.loads(FILE.read_text("utf-8")).items()}


def _form(name: str, raw: dict[str, Any]) -> Form:
    fields = [
        Field(**{**each, "options": tuple(each.get("options", ()))}) for each in raw["fields"]
    ]
    return Form(
        name=name,
        title=raw["title"],
        description=raw["description"],
        associations=tuple(Association(**each) for each in raw["associations"]),
        sections=tuple(raw["sections"]),
        fields={each.path: each for each in fields},
    )


def form(name: str) -> Form:
    """Return one form, or refuse the type name."""
    try:
        return forms()[name]
    except KeyError:
        raise Invalid(
            "UNKNOWN_REGISTRATION_TYPE",
            f"{name} is not a registration type.",
            {"RegistrationType": name},
        ) from None


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


def describe_types(_world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationTypeDefinitions."""
    names = request.get("RegistrationTypes") or list(forms())
    readers = {
        "supported-association-resource-type": _each(lambda one: one.resource),
        "supported-association-iso-country-code": _each(lambda one: one.country),
    }
    found = matching([form(name) for name in names], request, readers)
    return page("RegistrationTypeDefinitions", found, request, Form.as_definition)


def _each(read: Callable[[Association], str]) -> Callable[[Form], list[str]]:
    return lambda form_: [read(one) for one in form_.associations]


def describe_sections(_world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationSectionDefinitions."""
    chosen = form(request["RegistrationType"])
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


def describe_fields(_world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationFieldDefinitions."""
    chosen = form(request["RegistrationType"])
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
