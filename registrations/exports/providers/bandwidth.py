"""Bandwidth: 10DLC by the registry's objects, and its own toll-free verification."""

from registrations.exports.providers.common import BRAND, CAMPAIGN, TOLL_FREE
from registrations.exports.providers.registry import REGISTRY_BRAND, REGISTRY_CAMPAIGN
from registrations.exports.sheets import Column, Form, Provider

_PASSED_ON = "the registry's object, which it passes on"
BANDWIDTH = Provider(
    "bandwidth",
    "Bandwidth",
    (
        Form("10DLC brand", BRAND, REGISTRY_BRAND, _PASSED_ON),
        Form(
            "10DLC campaign", CAMPAIGN, REGISTRY_CAMPAIGN,
            _PASSED_ON,
        ),
        Form(
            "Toll-free verification",
            TOLL_FREE,
            (
                Column("businessAddress.name", "business.legal_name", required=True, longest=500),
                Column("businessAddress.addr1", "business.street", required=True, longest=500),
                Column("businessAddress.city", "business.city", required=True, longest=500),
                Column("businessAddress.state", "business.state", required=True),
                Column("businessAddress.zip", "business.postal_code", required=True),
                Column("businessAddress.url", "business.website", required=True),
                Column("businessContact.firstName", "business.contact_first_name", required=True),
                Column("businessContact.lastName", "business.contact_last_name", required=True),
                Column("businessContact.email", "business.contact_email", required=True),
                Column("businessContact.phoneNumber", "business.support_phone", required=True),
                Column("businessDba", "business.dba_name"),
                Column("businessRegistrationNumber", "business.tax_id"),
                Column("businessRegistrationType", note="EIN in the US."),
                Column(
                    "businessRegistrationIssuingCountry", "business.tax_id_country", is_choice=True,
                    note="Three letters are wished for; two are taken.",
                ),
                Column("businessEntityType", "business.entity_type", required=True, is_choice=True),
                Column("messageVolume", "program.monthly_volume", required=True, is_choice=True),
                Column("phoneNumbers", note="The number as leased at Bandwidth."),
                Column("useCase", "program.use_case_category", required=True, is_choice=True),
                Column("useCaseSummary", "program.description", required=True, longest=500),
                Column("productionMessageContent", "program.samples", required=True),
                Column("optInWorkflow.description", "program.message_flow", required=True),
                Column("optInWorkflow.imageUrls", "program.opt_in_pictures", required=True),
                Column("optInWorkflow.confirmationResponse", "program.opt_in_message"),
                Column("helpMessageResponse", "program.help_message"),
                Column("privacyPolicyUrl", "program.privacy_url"),
                Column("termsAndConditionsUrl", "program.terms_url"),
                Column("ageGatedContent", "program.is_age_gated"),
                Column("isvReseller", note="Your own name as the vendor."),
                Column("additionalInformation", note="Yours to write."),
            ),
            "POST /tollFreeVerification of the messaging API",
        ),
    ),
)  # fmt: skip
