"""The campaign registry (TCR), whose objects most providers pass on."""

from registrations.exports.providers.common import (
    BRAND,
    CAMPAIGN,
    KEYWORDS,
    REGISTRY_USE_CASES,
    YES,
    spelled,
)
from registrations.exports.sheets import Column, Form, Provider

REGISTRY_BRAND = (
    Column("entityType", "business.entity_type", required=True),
    Column("displayName", "business.dba_name", required=True, longest=255),
    Column("companyName", "business.legal_name", required=True, longest=255),
    Column("ein", "business.tax_id", required=True, longest=21),
    Column("einIssuingCountry", "business.tax_id_country", required=True),
    Column("firstName", "business.contact_first_name", longest=100),
    Column("lastName", "business.contact_last_name", longest=100),
    Column("phone", "business.support_phone", required=True, longest=20),
    Column("street", "business.street", longest=100),
    Column("city", "business.city", longest=100),
    Column("state", "business.state", longest=20),
    Column("postalCode", "business.postal_code", longest=10),
    Column("country", "business.country", required=True),
    Column("email", "business.support_email", required=True, longest=100),
    Column("stockSymbol", "business.stock_symbol", longest=10),
    Column("stockExchange", "business.stock_exchange"),
    Column("website", "business.website", longest=100),
    Column("vertical", "business.vertical", required=True, is_choice=True),
    Column("businessContactEmail", "business.contact_email", note="For listed companies only."),
    Column("brandRelationship", note="How well you know the business; choose it there."),
)
REGISTRY_CAMPAIGN = (
    Column("brandId", note="The id of the brand there."),
    Column("usecase", "program.campaign_use_case", required=True, make=spelled(REGISTRY_USE_CASES)),
    Column("subUsecases", "program.campaign_sub_use_cases", make=spelled(REGISTRY_USE_CASES)),
    Column("description", "program.description", required=True, longest=4096),
    Column("messageFlow", "program.message_flow", required=True, longest=4096),
    *(
        Column(f"sample{index}", f"program.samples#{index}", required=index == 1, longest=1024)
        for index in range(1, 6)
    ),
    Column("optinKeywords", "program.opt_in_keyword", longest=255),
    Column("optinMessage", "program.opt_in_message", longest=255),
    Column("helpKeywords", note=KEYWORDS),
    Column("helpMessage", "program.help_message", required=True, longest=255),
    Column("optoutKeywords", note=KEYWORDS),
    Column("optoutMessage", "program.stop_message", required=True, longest=255),
    Column("privacyPolicyLink", "program.privacy_url", required=True, longest=255),
    Column("termsAndConditionsLink", "program.terms_url", required=True, longest=255),
    Column("embeddedLink", "program.has_links"),
    Column("embeddedLinkSample", "program.link_sample", longest=255),
    Column("embeddedPhone", "program.has_phones"),
    Column("ageGated", "program.is_age_gated"),
    Column("directLending", "program.is_direct_lending"),
    Column("subscriberOptin", note=YES),
    Column("subscriberOptout", note=YES),
    Column("subscriberHelp", note=YES),
    Column("numberPool", note="Only for 50 numbers and more."),
    Column("termsAndConditions", note="That you accept the registry's terms; yours to say."),
)

TCR = Provider(
    "tcr",
    "The Campaign Registry",
    (
        Form("Brand", BRAND, REGISTRY_BRAND, "the registry's brand object"),
        Form("Campaign", CAMPAIGN, REGISTRY_CAMPAIGN, "the registry's campaign object"),
    ),
)
