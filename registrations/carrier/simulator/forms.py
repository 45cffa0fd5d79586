"""A registration form as a value: types, sections, fields, and what each field accepts.

Pure. The compact form is that of `definitions.json`. `only_when` names the other fields, and the
choices of theirs, under which a CONDITIONAL field is required; `otherwise` says what it is without
them: DISALLOWED (the usual case) or OPTIONAL. A CONDITIONAL field without `only_when` has a
condition that only its description tells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import Invalid

# The API's own ceiling for TextValue, whatever a form says.
TEXT_MAX = 2048
NOT_BLANK = r"^(?=\s*\S)[\s\S]+$"
GUIDE = "https://docs.aws.amazon.com/sms-voice/latest/userguide/"
MEMBERS = {"TEXT": "TextValue", "SELECT": "SelectChoices", "ATTACHMENT": "RegistrationAttachmentId"}

Values = Mapping[str, Mapping[str, Any]]


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
    otherwise: str = "DISALLOWED"
    example: str = ""
    long: str = ""
    pattern_help: str = ""
    option_titles: dict[str, str] = field(default_factory=dict)
    option_notes: dict[str, str] = field(default_factory=dict)
    link: str = ""

    @property
    def section(self) -> str:
        """Path of the section the field stands in."""
        return self.path.split(".", 1)[0]

    def behaviour(self, values: Values) -> str:
        """Return REQUIRED, OPTIONAL or DISALLOWED, as the other answers make it."""
        if self.need != "CONDITIONAL":
            return self.need
        if not self.only_when:
            return "OPTIONAL"
        met = all(_answers(values, path) & set(ok) for path, ok in self.only_when.items())
        return "REQUIRED" if met else self.otherwise

    def check(self, value: Mapping[str, Any]) -> None:
        """Raise a ValidationException unless the value fits the field."""
        member = MEMBERS[self.type]
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
        if not self.min <= len(choices) <= most or len(set(choices)) != len(choices):
            self._refuse("FIELD_VALIDATION_FAILED", f"Choose between {self.min} and {most}.")
        unknown = [choice for choice in choices if choice not in self.options]
        if unknown:
            self._refuse("FIELD_VALIDATION_FAILED", f"Not among the options: {unknown[0]}")

    def _refuse(self, reason: str, message: str) -> None:
        raise Invalid(reason, f"{self.path}: {message}", {self.path: message})

    def as_definition(self) -> dict[str, Any]:
        """Return the field as DescribeRegistrationFieldDefinitions shows it."""
        definition: dict[str, Any] = {
            "SectionPath": self.section,
            "FieldPath": self.path,
            "FieldType": self.type,
            "FieldRequirement": self.need,
            "DisplayHints": self._hints(),
        }
        if self.type == "TEXT":
            definition["TextValidation"] = {
                "MinLength": self.min,
                "MaxLength": self.max or TEXT_MAX,
                "Pattern": self.pattern,
            }
        if self.type == "SELECT":
            definition["SelectValidation"] = {
                "MinChoices": self.min,
                "MaxChoices": self.max or 1,
                "Options": list(self.options),
            }
        if self.need == "CONDITIONAL" and self.only_when:
            definition["ConditionalBehavior"] = self._conditional()
        return definition

    def _hints(self) -> dict[str, Any]:
        condition = [
            f"Only when {other} is {' or '.join(choices)}."
            for other, choices in self.only_when.items()
        ]
        hints = {
            "Title": self.title,
            "ShortDescription": self.description,
            "LongDescription": " ".join([self.long, *condition] if self.long else condition),
            "DocumentationTitle": "Registration form" if self.link else "",
            "DocumentationLink": f"{GUIDE}{self.link}" if self.link else "",
            "SelectOptionDescriptions": [self._option(each) for each in self.options],
            "TextValidationDescription": self.pattern_help,
            "ExampleTextValue": self.example,
        }
        return {name: hint for name, hint in hints.items() if hint}

    def _option(self, option: str) -> dict[str, str]:
        title = self.option_titles.get(option) or option.replace("_", " ").capitalize()
        shown = {"Option": option, "Title": title}
        note = self.option_notes.get(option)
        return {**shown, "Description": note} if note else shown

    def _conditional(self) -> dict[str, Any]:
        conditions = [
            {
                "DependsOnFieldPath": path,
                "Operator": "EQUALS" if len(choices) == 1 else "IN",
                "Values": list(choices),
            }
            for path, choices in self.only_when.items()
        ]
        rule = {"Conditions": conditions, "RuleBehavior": "REQUIRED"}
        return {"Rules": [rule], "DefaultBehavior": self.otherwise}


def _answers(values: Values, path: str) -> set[str]:
    """Return what another field was answered with."""
    given = values.get(path, {})
    return {given["TextValue"]} if "TextValue" in given else set(given.get("SelectChoices", ()))


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
    long: str = ""
    link: str = ""

    def as_definition(self) -> dict[str, Any]:
        """Return the type as DescribeRegistrationTypeDefinitions shows it."""
        hints = {
            "Title": self.title,
            "ShortDescription": self.description,
            "LongDescription": self.long,
            "DocumentationTitle": self.title if self.link else "",
            "DocumentationLink": f"{GUIDE}{self.link}" if self.link else "",
        }
        return {
            "RegistrationType": self.name,
            "SupportedAssociations": [each.as_definition() for each in self.associations],
            "DisplayHints": {name: hint for name, hint in hints.items() if hint},
        }


def read_form(name: str, raw: Mapping[str, Any]) -> Form:
    """Read the compact form of a type; raise TypeError for members that it does not have."""
    fields = [
        Field(**{"link": raw.get("link", ""), **each, "options": tuple(each.get("options", ()))})
        for each in raw["fields"]
    ]
    return Form(
        name=name,
        title=raw["title"],
        description=raw["description"],
        associations=tuple(Association(**each) for each in raw.get("associations", ())),
        sections=tuple(raw["sections"]),
        fields={each.path: each for each in fields},
        long=raw.get("long", ""),
        link=raw.get("link", ""),
    )
