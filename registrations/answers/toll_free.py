"""Table of the registration of a US toll-free number. Pure."""

from registrations import usecases
from registrations.answers import texts
from registrations.answers.base import company, evidence, program

TOLL_FREE_FIELDS = (
    company("companyInfo.companyName", lambda c: c.legal_name),
    company("companyInfo.website", lambda c: c.website),
    company("companyInfo.address1", lambda c: c.street),
    company("companyInfo.city", lambda c: c.city),
    company("companyInfo.state", lambda c: c.state),
    company("companyInfo.zipCode", lambda c: c.postal_code),
    company("companyInfo.isoCountryCode", lambda c: c.country.upper()),
    company("companyInfo.businessType", lambda c: [c.entity_type]),
    company("companyInfo.taxId", texts.tax_id),
    company("companyInfo.taxIdType", lambda c: [usecases.tax_id_type(c.tax_id_country)]),
    company("companyInfo.taxIdIssuingCountry", lambda c: c.tax_id_country.upper()),
    company("contactInfo.firstName", lambda c: c.contact_first_name),
    company("contactInfo.lastName", lambda c: c.contact_last_name),
    company("contactInfo.supportEmail", lambda c: c.support_email),
    company("contactInfo.supportPhoneNumber", lambda c: c.support_phone),
    # messagingUseCase.monthlyMessageVolume is asked: nothing we know tells it.
    program(
        "messagingUseCase.useCaseCategory", lambda w: usecases.toll_free(w.content.message_kinds)
    ),
    program("messagingUseCase.useCaseDetails", texts.described),
    program("messagingUseCase.optInType", lambda w: [texts.opt_in_type(w.content)]),
    program("messagingUseCase.optInDescription", texts.opt_in_flow),
    evidence("messagingUseCase.optInImage"),
    program("messagingUseCase.privacyPolicyUrl", lambda w: w.content.privacy_url),
    program("messagingUseCase.termsAndConditionsUrl", lambda w: w.content.terms_url),
    *texts.samples(3),
)
