"""Telnyx: 10DLC by the registry's objects, and its own toll-free verification."""

from registrations.exports.providers.common import BRAND, CAMPAIGN, TOLL_FREE
from registrations.exports.providers.registry import REGISTRY_BRAND, REGISTRY_CAMPAIGN
from registrations.exports.sheets import Column, Form, Provider

_NOT_ASKED = ("einIssuingCountry", "brandRelationship")
TELNYX = Provider(
    "telnyx",
    "Telnyx",
    (
        Form(
            "10DLC brand",
            BRAND,
            (
                *(c for c in REGISTRY_BRAND if c.field not in _NOT_ASKED),
                Column("isReseller", note="Whether you resell; yours to say."),
            ),
            "POST /v2/10dlc/brand",
        ),
        Form(
            "10DLC campaign",
            CAMPAIGN,
            (*REGISTRY_CAMPAIGN, Column("webhookURL", note="Where Telnyx tells of changes.")),
            "POST /v2/10dlc/campaignBuilder",
        ),
        Form(
            "Toll-free verification",
            TOLL_FREE,
            (
                Column("businessName", "business.legal_name", required=True),
                Column("doingBusinessAs", "business.dba_name"),
                Column("corporateWebsite", "business.website", required=True),
                Column("businessAddr1", "business.street", required=True),
                Column("businessCity", "business.city", required=True),
                Column(
                    "businessState", "business.state", required=True, is_choice=True,
                    note="The whole name of the state, not two letters.",
                ),
                Column("businessZip", "business.postal_code", required=True),
                Column("businessContactFirstName", "business.contact_first_name", required=True),
                Column("businessContactLastName", "business.contact_last_name", required=True),
                Column("businessContactEmail", "business.contact_email", required=True),
                Column("businessContactPhone", "business.support_phone", required=True),
                Column("businessRegistrationNumber", "business.tax_id", required=True),
                Column("businessRegistrationType", required=True, note="EIN in the US."),
                Column("businessRegistrationCountry", "business.tax_id_country", required=True),
                Column("entityType", "business.entity_type"),
                Column("messageVolume", "program.monthly_volume", required=True, is_choice=True),
                Column("phoneNumbers", note="The number as leased at Telnyx."),
                Column("useCase", "program.use_case_category", required=True, is_choice=True),
                Column("useCaseSummary", "program.description", required=True),
                Column("productionMessageContent", "program.samples", required=True),
                Column("optInWorkflow", "program.message_flow", required=True),
                Column("optInWorkflowImageURLs", "program.opt_in_pictures", required=True),
                Column("optInKeywords", "program.opt_in_keyword"),
                Column("optInConfirmationResponse", "program.opt_in_message"),
                Column("helpMessageResponse", "program.help_message"),
                Column("privacyPolicyURL", "program.privacy_url"),
                Column("termsAndConditionURL", "program.terms_url"),
                Column("ageGatedContent", "program.is_age_gated"),
                Column("additionalInformation", note="Demanded, and yours to write."),
                Column("isvReseller", note="Your own name as the vendor."),
            ),
            "POST /v2/messaging_tollfree/verification/requests",
        ),
    ),
)  # fmt: skip
