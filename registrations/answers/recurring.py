"""Questions that the carrier's forms ask again and again, by the last name of their path. Pure.

They serve every form without a table of its own: short and long codes, the sender IDs of all
countries, and whatever type appears later. A name means the same in each of these forms, whatever
section it stands in; a question whose name is not here is asked.
"""

from registrations import usecases
from registrations.answers import texts
from registrations.answers.base import (
    BRAND,
    FIXED,
    Company,
    Entry,
    Facts,
    OneOf,
    Value,
    Words,
    company,
    evidence,
    program,
)

_OTHER = "Other"
# Legal forms in the words of the Australian register; a non-profit may be several of them.
_ENTITIES: dict[str, tuple[str, ...]] = {
    "PRIVATE_PROFIT": ("PRIVATE_PROFIT", "Body corporate"),
    "PUBLIC_PROFIT": ("PUBLIC_PROFIT", "Body corporate"),
    "GOVERNMENT": ("GOVERNMENT", "Government entity"),
}


def _entity(company: Company) -> OneOf:
    return OneOf(_ENTITIES.get(company.entity_type, (company.entity_type,)))


def _abn(company: Company) -> str:
    """The Australian Business Number is the tax id of Australian companies only."""
    return texts.tax_id(company) if company.tax_id_country.upper() == "AU" else ""


def _category(words: Words) -> OneOf:
    return OneOf(usecases.category(words.content.message_kinds))


def _message_type(words: Words) -> OneOf:
    is_promotional = usecases.is_promotional(words.content)
    return OneOf(("Promotional",) if is_promotional else ("Transactional",))


def _overview(facts: Facts) -> Value:
    """Say what the company is, from what it says of itself; no more is known of it."""
    of = facts.company
    field = of.vertical.replace("_", " ").lower()
    return f"{of.legal_name} is a business in the field of {field}. Its website is {of.website}."


_ENTRIES = (
    company("companyName", lambda c: c.legal_name),
    company("dbaName", lambda c: c.texted_name),
    company("companyId", texts.tax_id),
    company("taxId", texts.tax_id),
    company("australianBusinessNumber", _abn),
    company("taxIdIssuingCountry", lambda c: c.tax_id_country.upper()),
    company("taxIdType", lambda c: OneOf((usecases.tax_id_type(c.tax_id_country),))),
    company("website", lambda c: c.website),
    company("legalType", lambda c: OneOf((c.entity_type,))),
    company("businessType", lambda c: OneOf((c.entity_type,))),
    company("entityType", _entity),
    company("vertical", lambda c: OneOf((c.vertical, _OTHER))),
    company("areaOfBusiness", lambda c: OneOf((c.vertical, _OTHER))),
    company("stockSymbol", lambda c: c.stock_symbol if c.is_listed else ""),
    company("stockExchange", lambda c: OneOf((c.stock_exchange,) if c.is_listed else ())),
    Entry("companyOverview", BRAND, _overview),
    company("address", lambda c: c.street),
    company("address1", lambda c: c.street),
    company("city", lambda c: c.city),
    company("state", lambda c: c.state),
    company("zipCode", lambda c: c.postal_code),
    company("postalCode", lambda c: c.postal_code),
    company("isoCountryCode", lambda c: c.country.upper()),
    company("firstName", lambda c: c.contact_first_name),
    company("lastName", lambda c: c.contact_last_name),
    company("emailAddress", lambda c: c.contact_email),
    company("contactEmail", lambda c: c.contact_email),
    company("phoneNumber", lambda c: c.support_phone),
    company("supportEmail", lambda c: c.support_email),
    company("supportPhoneNumber", lambda c: c.support_phone),
    company("authorizedRepresentativeFirstName", lambda c: c.contact_first_name),
    company("authorizedRepresentativeLastName", lambda c: c.contact_last_name),
    company("authorizedRepresentativeEmail", lambda c: c.contact_email),
    company("authorizedRepresentativePhoneNumber", lambda c: c.support_phone),
    # Every program takes STOP and HELP, so every number of it can be answered.
    Entry("oneWayOrTwoWay", FIXED, lambda _facts: OneOf(("Two-way", "TWO_WAY"))),
    program("senderIdType", _message_type),
    program("messageType", _message_type),
    program("serviceName", lambda w: w.content.program_name),
    program("useCaseCategory", _category),
    program("useCaseDetails", texts.described),
    program("useCaseDescription", texts.described),
    program("optInDescription", texts.opt_in_flow),
    program("optInFlow1", texts.opt_in_flow),
    program("optInWorkflow", texts.opt_in_flow),
    program("optInMethod", lambda w: OneOf(usecases.opt_in_method(w.content.methods))),
    program("optInType", lambda w: OneOf((texts.opt_in_type(w.content),))),
    evidence("optInImage"),
    evidence("optInScreenshot"),
    evidence("optInMockup1"),
    program("optInKeyword", lambda w: w.content.opt_in_keyword),
    program("optInMessage", lambda w: w.texts.optin_confirmation),
    program("helpMessage", lambda w: w.texts.help_reply),
    program("stopMessage", lambda w: w.texts.optout_confirmation),
    program("termsAndConditionsUrl", lambda w: w.content.terms_url),
    program("termsAndConditionsLink", lambda w: w.content.terms_url),
    program("privacyPolicyUrl", lambda w: w.content.privacy_url),
    program("privacyPolicyLink", lambda w: w.content.privacy_url),
)
BY_NAME: dict[str, Entry] = {
    **{entry.path: entry for entry in _ENTRIES},
    # The numbered samples keep their section in a table and lose it here.
    **{entry.path.rpartition(".")[2]: entry for entry in texts.samples(5)},
}
