"""Tables of the registrations of ten-digit numbers: the brand and the campaign. Pure.

The vetting of a brand asks nothing.
"""

from registrations import usecases
from registrations.answers import texts
from registrations.answers.base import ASSUMED, company, evidence, program, same


def _yes(found: object) -> list[str]:
    return ["Yes" if found else "No"]


BRAND_FIELDS = (
    company("companyInfo.companyName", lambda c: c.legal_name),
    company("companyInfo.taxIdIssuingCountry", lambda c: c.tax_id_country.upper()),
    company("companyInfo.taxId", texts.tax_id),
    company("companyInfo.legalType", lambda c: [c.entity_type]),
    # The next three are refused for a company that is not listed.
    company("companyInfo.stockSymbol", lambda c: c.stock_symbol if c.is_listed else ""),
    company(
        "companyInfo.stockExchange",
        lambda c: [c.stock_exchange] if c.is_listed and c.stock_exchange else [],
    ),
    company("companyInfo.businessContactEmail", lambda c: c.contact_email if c.is_listed else ""),
    company("companyInfo.address", lambda c: c.street),
    company("companyInfo.city", lambda c: c.city),
    company("companyInfo.state", lambda c: c.state),
    company("companyInfo.zipCode", lambda c: c.postal_code),
    company("companyInfo.isoCountryCode", lambda c: c.country.upper()),
    company("contactInfo.dbaName", lambda c: c.texted_name),
    company("contactInfo.vertical", lambda c: [c.vertical]),
    company("contactInfo.website", lambda c: c.website),
    company("contactInfo.supportEmail", lambda c: c.support_email),
    company("contactInfo.supportPhoneNumber", lambda c: c.support_phone),
)

CAMPAIGN_FIELDS = (
    program("campaignInfo.campaignName", texts.description),
    company("campaignInfo.vertical", lambda c: [c.vertical]),
    program("campaignInfo.termsAndConditionsLink", lambda w: w.content.terms_url),
    program("campaignInfo.privacyPolicyLink", lambda w: w.content.privacy_url),
    program("campaignInfo.optInWorkflow", texts.opt_in_flow),
    evidence("campaignInfo.optInScreenshot"),
    program("campaignInfo.optInKeyword", lambda w: w.content.opt_in_keyword),
    program("campaignInfo.optInMessage", lambda w: w.texts.optin_confirmation),
    program("campaignInfo.helpMessage", lambda w: w.texts.help_reply),
    program("campaignInfo.stopMessage", lambda w: w.texts.optout_confirmation),
    same("campaignCapabilities.numberCapabilities", "SMS"),
    program(
        "campaignCapabilities.messageType",
        lambda w: ["Promotional" if usecases.is_promotional(w.content) else "Transactional"],
    ),
    program("campaignUseCase.useCase", lambda w: usecases.campaign(w.content.message_kinds)),
    # Sent only with a use case that has parts, be it ours or one that a person chose.
    program("campaignUseCase.subUseCases", lambda w: usecases.parts(w.content.message_kinds)),
    same("campaignUseCase.subscriberOptIn", "Yes"),
    same("campaignUseCase.subscriberOptOut", "Yes"),
    same("campaignUseCase.subscriberHelp", "Yes"),
    # We cannot know these two; the usual answer is given, marked, and to be checked by a person.
    same("campaignUseCase.directLending", "No", ASSUMED),
    same("campaignUseCase.ageGated", "No", ASSUMED),
    # The later of two answers to one field counts; a program with an age gate says so itself.
    program("campaignUseCase.ageGated", lambda w: ["Yes"] if w.content.minimum_age else []),
    program("campaignUseCase.embeddedLink", lambda w: _yes(texts.links(w))),
    program("campaignUseCase.embeddedPhone", lambda w: _yes(texts.has_phone(w))),
    program("campaignUseCase.embeddedLinkSample", lambda w: texts.nth(texts.links(w), 0)),
    *texts.samples(5),
)
