"""What the carrier says when it denies a registration: codes with their explanations.

The codes are the carrier's published ones; the list is not closed, and an unknown code gets an
explanation made from its own words, as a client must expect codes it has never seen.
"""

from typing import Any

GUIDE = "https://docs.aws.amazon.com/sms-voice/latest/userguide/"

EXPLANATIONS: dict[str, tuple[str, str]] = {
    "MISSING_REQUIRED_FIELD": (
        "A required field is missing",
        "Fill in every required field of the form and submit a new version.",
    ),
    "MISSING_CONDITIONAL_FIELD": (
        "A field required by another answer is missing",
        "One of your answers makes another field necessary. Fill it in and submit again.",
    ),
    "CONDITIONAL_FIELD_NOT_ALLOWED": (
        "Conditional field not allowed",
        "The field may only be given with a certain answer to another field. Leave it out.",
    ),
    "INVALID_FIELD_VALUE": (
        "A field has an invalid value",
        "The value cannot be right. Correct it and submit a new version.",
    ),
    "BRAND_ADDRESS_INVALID": (
        "The address could not be verified",
        "Give the physical address exactly as in the company's tax record.",
    ),
    "BRAND_DBA_NAME_MISMATCH": (
        "The DBA name does not belong to the company",
        "The trading name must be registered to the legal entity of the tax ID.",
    ),
    "BRAND_UNVERIFIED": (
        "The brand could not be verified",
        "Legal name, tax ID and address must agree with the public record.",
    ),
    "BRAND_URL_INSUFFICIENT_CONTENT": (
        "The website does not show the business",
        "The site must name the business and what it offers.",
    ),
    "BRAND_EMAIL_PUBLIC_DOMAIN": (
        "The support e-mail is at a free mail provider",
        "Use an address at the domain of the company's website.",
    ),
    "INVALID_BUSINESS_CONNECTION": (
        "Invalid Business Connection",
        "Register the business whose customers receive the texts, not its software provider.",
    ),
    "CAMPAIGN_ATTRIBUTES_MISMATCH": (
        "Website, description and samples name different senders",
        "All parts of the campaign must show the same business and program.",
    ),
    "CAMPAIGN_UNCLEAR": (
        "The description does not say what is sent",
        "Say who sends, to whom, and why.",
    ),
    "UNCLEAR_USE_CASE": (
        "The use case is unclear",
        "Say what is sent, to whom, and how people agreed to it.",
    ),
    "SAMPLE_MESSAGE_MISMATCH": (
        "A sample message does not name the brand",
        "Every sample must name the registered brand.",
    ),
    "HELP_MESSAGE_NON_COMPLIANT": (
        "The HELP message gives no contact",
        "Name the brand and a phone number, e-mail address or website for support.",
    ),
    "OPT_OUT_MESSAGE_NON_COMPLIANT": (
        "The STOP message is incomplete",
        "Name the brand, confirm the opt-out, and say that no further messages follow.",
    ),
    "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES": (
        "The opt-in does not say that message and data rates may apply",
        'Add the sentence "Message and data rates may apply" where people give their number.',
    ),
    "OPT_IN_WORKFLOW_NON_COMPLIANT_HELP_STOP": (
        "The opt-in does not mention HELP and STOP",
        "Tell people how to get help and how to opt out where they give their number.",
    ),
    "OPT_IN_WORKFLOW_CHECKBOX_INVALID": (
        "Opt-in checkbox missing or pre-selected",
        "Consent needs a box of its own that people tick themselves.",
    ),
    "OPT_IN_WORKFLOW_MISSING": (
        "The opt-in could not be found",
        "Describe the opt-in step by step and attach a picture of it.",
    ),
    "PRIVACY_POLICY_MISSING": (
        "No privacy policy was found",
        "Give the public address of a policy that covers text messaging.",
    ),
    "TERMS_AND_CONDITIONS_MISSING": (
        "No terms and conditions were found",
        "Give the public address of the terms of the program.",
    ),
    "BRAND_NOT_TCR_AUTH_PLUS_COMPLIANT": (
        "The brand was not authenticated",
        "Nobody pressed the link in the registry's mail in time. Submit again and answer it.",
    ),
    "BRAND_URL_HIGH_RISK_DOMAIN": (
        "The website's domain is a high risk",
        "This cannot be submitted again.",
    ),
    "CAMPAIGN_NON_COMPLIANT_CONTENT_CANNABIS": (
        "Cannabis is not allowed",
        "The carriers do not carry such content. This cannot be submitted again.",
    ),
    "NON_COMPLIANT_USE_CASE_GAMBLING": (
        "Gambling is not allowed",
        "The carriers do not carry such content. This cannot be submitted again.",
    ),
    "SECURITY_REVIEW_FAILED": (
        "The security review failed",
        "The decision is final. This cannot be submitted again.",
    ),
    "WAIT_TO_RESUBMIT_REGISTRATION": (
        "The vetting of the brand is under review",
        "Wait until the vetting is complete, then submit a new version.",
    ),
    "SENDER_ID_NOT_AVAILABLE": (
        "The sender ID belongs to somebody else",
        "Choose another name.",
    ),
    "CANNOT_UPDATE_REGISTRATION": (
        "This cannot be changed after approval",
        "Make a new registration instead.",
    ),
}


def explanation(code: str) -> tuple[str, str]:
    """Return a short and a long text for a code, known or not."""
    unknown = code.replace("_", " ").capitalize()
    return EXPLANATIONS.get(code, (unknown, f"{unknown}. Correct it and submit a new version."))


def as_reason(code: str) -> dict[str, Any]:
    """Return a code as an entry of DeniedReasons."""
    short, long = explanation(code)
    return {
        "Reason": code,
        "ShortDescription": short,
        "LongDescription": long,
        "DocumentationTitle": "Rejection troubleshooting",
        "DocumentationLink": f"{GUIDE}registrations-rejection.html",
    }


def as_field_mark(code: str) -> dict[str, str]:
    """Return a code as the mark on one field value."""
    short, long = explanation(code)
    return {"DeniedReason": short, "Feedback": long}
