"""The carrier's form definitions as values: what each field asks, and what it accepts.

Pure. The raw definitions are the carrier's own (`FormDefinition` keeps them as they came); what
they do not say in a machine's words, under which answer a field is allowed, is `CONDITIONS`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT, SELECT, ATTACHMENT = "TEXT", "SELECT", "ATTACHMENT"
REQUIRED, CONDITIONAL, OPTIONAL = "REQUIRED", "CONDITIONAL", "OPTIONAL"
# The API's own ceiling for a text, whatever a form says.
TEXT_MAX = 2048


@dataclass(frozen=True)
class Condition:
    """A field is allowed only where another field's answer is one of these."""

    path: str
    choices: frozenset[str]


_LISTED = Condition("companyInfo.legalType", frozenset({"PUBLIC_PROFIT"}))
_COMPANY = Condition(
    "companyInfo.businessType",
    frozenset({"PRIVATE_PROFIT", "PUBLIC_PROFIT", "NON_PROFIT", "GOVERNMENT"}),
)
_INDONESIAN = Condition("companyAddress.isoCountryCode", frozenset({"ID"}))
# By type and field. The definitions say it in prose only; sending such a field without its
# condition gets the version denied (CONDITIONAL_FIELD_NOT_ALLOWED).
CONDITIONS: dict[str, dict[str, Condition]] = {
    "US_TEN_DLC_CAMPAIGN_REGISTRATION": {
        "campaignUseCase.subUseCases": Condition(
            "campaignUseCase.useCase", frozenset({"MIXED", "LOW_VOLUME"})
        ),
        "campaignUseCase.embeddedLinkSample": Condition(
            "campaignUseCase.embeddedLink", frozenset({"Yes"})
        ),
    },
    "US_TEN_DLC_BRAND_REGISTRATION": {"companyInfo.businessContactEmail": _LISTED},
    "US_TOLL_FREE_REGISTRATION": {
        "companyInfo.taxId": _COMPANY,
        "companyInfo.taxIdType": _COMPANY,
        "companyInfo.taxIdIssuingCountry": _COMPANY,
    },
    "AE_SENDER_ID_REGISTRATION": {
        "aeSidSpecificInfo.noObjectionCertificate": Condition(
            "senderIdInfo.senderIdType", frozenset({"Promotional"})
        ),
    },
    "SG_SENDER_ID_REGISTRATION": {
        "senderIdInfo.letterOfAuthorization": Condition(
            "senderIdInfo.registeringOnBehalf", frozenset({"True"})
        ),
    },
    "ID_SENDER_ID_REGISTRATION": {
        "idSidSpecificInfo.letterOfAuthorization1": _INDONESIAN,
        "idSidSpecificInfo.letterOfAuthorization2": _INDONESIAN,
        "idSidSpecificInfo.letterOfAuthorization4": _INDONESIAN,
        "idSidSpecificInfo.nomorPokokWajibPajakDocument": _INDONESIAN,
        "idSidSpecificInfo.nomorIndukBerusahaDocument": _INDONESIAN,
    },
}
# Under whatever type: questions that the forms share, where both fields are asked.
ANYWHERE: dict[str, Condition] = {
    "companyInfo.stockSymbol": _LISTED,
    "companyInfo.stockExchange": _LISTED,
    "messagingUseCase.optInMethodOther": Condition(
        "messagingUseCase.optInMethod", frozenset({"Other", "OTHER"})
    ),
}


def conditions_of(registration_type: str, paths: Iterable[str]) -> dict[str, Condition]:
    """Return under which other answers the fields of a form may be answered."""
    asked = set(paths)
    shared = {path: each for path, each in ANYWHERE.items() if {path, each.path} <= asked}
    return {**shared, **CONDITIONS.get(registration_type, {})}


@dataclass(frozen=True)
class FormField:
    """One question of a form."""

    path: str
    type: str
    requirement: str
    title: str
    hint: str = ""
    example: str = ""
    min_length: int = 1
    max_length: int = TEXT_MAX
    pattern: str = ""
    min_choices: int = 1
    max_choices: int = 1
    options: tuple[str, ...] = ()
    option_titles: Mapping[str, str] = field(default_factory=dict)
    option_hints: Mapping[str, str] = field(default_factory=dict)
    # More of the carrier's words: at length, how a text is written, and where it is documented.
    long_hint: str = ""
    text_hint: str = ""
    link: str = ""
    link_title: str = ""
    condition: Condition | None = None

    @property
    def section(self) -> str:
        """The path of the section that the field stands in."""
        return self.path.partition(".")[0]

    def title_of(self, option: str) -> str:
        """Return an option as a person reads it; an abbreviation keeps its capitals."""
        title = self.option_titles.get(option, option)
        return option if title.casefold() == option.casefold() and len(option) < 5 else title


@dataclass(frozen=True)
class Section:
    """A heading of the form with its fields."""

    path: str
    title: str
    fields: tuple[FormField, ...]
    hint: str = ""


@dataclass(frozen=True)
class Association:
    """What a registration is tied to, and when that happens or may end, in the carrier's codes."""

    resource: str
    country: str
    when: str
    ending: str


BEFORE_SUBMIT = "ASSOCIATE_BEFORE_SUBMIT"
ON_APPROVAL = "ASSOCIATE_ON_APPROVAL"
AFTER_COMPLETE = "ASSOCIATE_AFTER_COMPLETE"


@dataclass(frozen=True)
class About:
    """A type as the carrier's list shows it."""

    title: str = ""
    hint: str = ""
    long_hint: str = ""
    link: str = ""
    associations: tuple[Association, ...] = ()


def read_about(raw: Mapping[str, Any]) -> About:
    """Read an entry of the carrier's list of types; an empty one says nothing."""
    hints = raw.get("DisplayHints", {})
    return About(
        title=hints.get("Title", ""),
        hint=hints.get("ShortDescription", ""),
        long_hint=hints.get("LongDescription", ""),
        link=hints.get("DocumentationLink", ""),
        associations=tuple(
            Association(
                each.get("ResourceType", ""),
                each.get("IsoCountryCode", ""),
                each.get("AssociationBehavior", ""),
                each.get("DisassociationBehavior", ""),
            )
            for each in raw.get("SupportedAssociations", [])
        ),
    )


def read_fields(registration_type: str, raw: Iterable[Mapping[str, Any]]) -> tuple[FormField, ...]:
    """Read the field definitions of a type; members that we do not know are ignored."""
    entries = list(raw)
    conditions = conditions_of(registration_type, (entry["FieldPath"] for entry in entries))
    return tuple(_field(entry, conditions.get(entry["FieldPath"])) for entry in entries)


def read_sections(
    registration_type: str,
    sections: Iterable[Mapping[str, Any]],
    fields: Iterable[Mapping[str, Any]],
) -> tuple[Section, ...]:
    """Read a whole form; a section without fields is left out, an unnamed one keeps its path."""
    hints = {each["SectionPath"]: each.get("DisplayHints", {}) for each in sections}
    known = read_fields(registration_type, fields)
    paths = dict.fromkeys([*hints, *(each.section for each in known)])
    found = [
        Section(
            path,
            hints.get(path, {}).get("Title") or path,
            tuple(f for f in known if f.section == path),
            hints.get(path, {}).get("ShortDescription", ""),
        )
        for path in paths
    ]
    return tuple(section for section in found if section.fields)


def _field(entry: Mapping[str, Any], condition: Condition | None) -> FormField:
    hints = entry.get("DisplayHints", {})
    text, select = entry.get("TextValidation", {}), entry.get("SelectValidation", {})
    return FormField(
        path=entry["FieldPath"],
        type=entry["FieldType"],
        requirement=entry["FieldRequirement"],
        title=hints.get("Title", entry["FieldPath"]),
        hint=hints.get("ShortDescription", ""),
        example=hints.get("ExampleTextValue", ""),
        min_length=text.get("MinLength", 1),
        max_length=min(text.get("MaxLength", TEXT_MAX), TEXT_MAX),
        pattern=text.get("Pattern", ""),
        min_choices=select.get("MinChoices", 1),
        max_choices=select.get("MaxChoices", 1),
        options=tuple(select.get("Options", ())),
        option_titles={
            option["Option"]: option.get("Title") or option["Option"]
            for option in hints.get("SelectOptionDescriptions", [])
        },
        option_hints={
            option["Option"]: option["Description"]
            for option in hints.get("SelectOptionDescriptions", [])
            if option.get("Description")
        },
        long_hint=hints.get("LongDescription", ""),
        text_hint=hints.get("TextValidationDescription", ""),
        link=hints.get("DocumentationLink", ""),
        link_title=hints.get("DocumentationTitle", ""),
        condition=condition,
    )
