"""Our facts → the carrier's fields: tables by family, each answer with where it came from.

Pure. A type with questions of its own has a table (TABLES); every other is answered by the names
that recur in all forms (`recurring`). A field that neither knows is asked of the tenant. Choices
are spelled as the forms spell them, which differs from form to form on purpose and must not be
normalised; a choice that the form does not offer is never sent.
"""

from collections.abc import Iterable
from types import MappingProxyType

from registrations.answers import fitting
from registrations.answers.base import (
    ASSUMED,
    BRAND,
    EVIDENCE,
    FIXED,
    PROGRAM,
    Company,
    Entry,
    Facts,
    Words,
)
from registrations.answers.recurring import BY_NAME
from registrations.answers.ten_dlc import BRAND_FIELDS, CAMPAIGN_FIELDS
from registrations.answers.texts import description, filed_sample, links, opt_in_type, tax_id
from registrations.answers.toll_free import TOLL_FREE_FIELDS
from registrations.definitions import FormField, conditions_of
from registrations.requirements import Answer, Answers, meets

__all__ = [
    "ASSUMED",
    "BRAND",
    "COMPANY_FIELDS",
    "EVIDENCE",
    "FIXED",
    "PROGRAM",
    "SENSITIVE",
    "TABLES",
    "Company",
    "Entry",
    "Facts",
    "Words",
    "description",
    "entries",
    "filed_sample",
    "links",
    "mapped",
    "opt_in_type",
    "tax_id",
]

NOTHING: Answers = MappingProxyType({})
# Fields that hold a tax id: encrypted at rest, and shown by their last characters only.
SENSITIVE = frozenset(
    {
        "companyInfo.taxId",
        "companyInfo.companyId",
        "auSidSpecificInfo.australianBusinessNumber",
    }
)
# Fields that say who the business is → names in its company details.
COMPANY_FIELDS = {
    "companyInfo.companyName": "legal_name",
    "companyInfo.taxId": "tax_id",
    "companyInfo.website": "website",
    "companyInfo.businessContactEmail": "contact_email",
    "contactInfo.dbaName": "dba_name",
    "contactInfo.website": "website",
    "contactInfo.emailAddress": "contact_email",
    "contactInfo.supportEmail": "support_email",
    "contactInfo.supportPhoneNumber": "support_phone",
}
TABLES: dict[str, tuple[Entry, ...]] = {
    "US_TEN_DLC_BRAND_REGISTRATION": BRAND_FIELDS,
    "US_TEN_DLC_CAMPAIGN_REGISTRATION": CAMPAIGN_FIELDS,
    "US_TOLL_FREE_REGISTRATION": TOLL_FREE_FIELDS,
}


def entries(registration_type: str, fields: Iterable[FormField] = ()) -> list[Entry]:
    """Return how the fields of a type are answered: by its table, then by the names that recur."""
    own = TABLES.get(registration_type, ())
    tabled = {entry.path for entry in own}
    names = {field.path: field.path.rpartition(".")[2] for field in fields}
    recurring = [
        Entry(path, BY_NAME[name].source, BY_NAME[name].read)
        for path, name in names.items()
        if path not in tabled and name in BY_NAME
    ]
    return [entry for entry in own if not names or entry.path in names] + recurring


def mapped(
    registration_type: str,
    facts: Facts,
    fields: Iterable[FormField] = (),
    *,
    typed: Answers = NOTHING,
) -> dict[str, Answer]:
    """Answer what our facts can answer of a type's form.

    With the form's fields, only questions that it asks and choices that it offers are answered. An
    answer that stands under a condition is left out where the other answers, with the typed ones
    over ours, do not meet it.
    """
    known = {field.path: field for field in fields}
    made = (
        fitting.answer(entry.path, entry.source, entry.read(facts), known.get(entry.path))
        for entry in entries(registration_type, known.values())
    )
    computed = {each.path: each for each in made if each.is_given}
    together = {**computed, **typed}
    conditions = conditions_of(registration_type, [*known, *together])
    return {
        path: answer
        for path, answer in computed.items()
        if path not in conditions or meets(conditions[path], together)
    }
