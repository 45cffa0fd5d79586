"""Which of the carrier's reasons end a filing for good. Pure.

From the carrier's guide on rejections: most may be corrected and handed in again; these may not.
The list is not closed, and a reason that is not known counts as one that can be corrected.
"""

from collections.abc import Iterable

_CONTENT = (
    "AFFILIATE_MARKETING",
    "GAMBLING",
    "HIGH_RISK_FINANCIAL",
    "ILLEGAL_SUBSTANCES",
    "JOB_BOARDS",
    "SHAFT",
    "SWEEPSTAKES",
    "CANNABIS",
)
FINAL = frozenset(
    {
        "BRAND_NON_COMPLIANT_HIGH_RISK_FINANCIAL",
        "SPAM_OR_PHISHING_ASSOCIATION",
        "BRAND_URL_HIGH_RISK_DOMAIN",
        "CANNOT_UPDATE_REGISTRATION",
        "REGISTRATION_SUSPENDED_BY_MNO",
        "SECURITY_REVIEW_FAILED",
        "OPT_IN_WORKFLOW_NON_COMPLIANT_CONTENT_GAMBLING",
        "OPT_IN_WORKFLOW_NON_COMPLIANT_CONTENT_HIGH_RISK_FINANCIAL",
        "OPT_IN_WORKFLOW_NON_COMPLIANT_CONTENT_ILLEGAL_SUBSTANCES",
        *(f"CAMPAIGN_NON_COMPLIANT_CONTENT_{content}" for content in _CONTENT),
        *(f"SAMPLE_MESSAGE_NON_COMPLIANT_CONTENT_{content}" for content in _CONTENT[1:7]),
    }
)


def is_final(codes: Iterable[str]) -> bool:
    """Do these reasons end the filing? One final reason is enough."""
    return bool(FINAL & set(codes))
