"""Reasons about what is texted, most of them final. Pure: a table."""

from registrations.crosswalk.base import Crossing, Resubmit, row

# What the content is taken for → its title and what is not allowed about it.
_CONTENTS = {
    "AFFILIATE_MARKETING": ("affiliate marketing", "Texting for others against a commission"),
    "GAMBLING": ("gambling", "Betting, casinos and lotteries"),
    "HIGH_RISK_FINANCIAL": ("high-risk finance", "Payday loans, debt relief and credit repair"),
    "ILLEGAL_SUBSTANCES": ("illegal substances", "What is illegal under federal law"),
    "JOB_BOARDS": ("job boards", "Passing on job offers of others"),
    "SHAFT": ("sex, hate, alcohol, firearms or tobacco", "Content of this kind"),
    "SWEEPSTAKES": ("sweepstakes", "Prize draws of others"),
    "CANNABIS": ("cannabis", "Hemp, CBD and cannabis, also where a state allows them,"),
    # Spelled so by the carrier.
    "CANNIBIS": ("cannabis", "Hemp, CBD and cannabis, also where a state allows them,"),
    "HATE": ("hate", "Messages that incite hate or violence"),
}


def _final(prefix: str, content: str, where: str, fields: str) -> Crossing:
    what, subject = _CONTENTS[content]
    return row(
        f"{prefix}{content}",
        f"{where} taken for {what}",
        f"{subject} may not be texted from US numbers.",
        "It cannot be filed again. If the reviewers are mistaken, ask our support.",
        rules="CONTENT-PROHIBITED",
        resubmit=Resubmit.NO,
        fields=fields,
        # Third-party debt collection, cryptocurrency, debt reduction.
        twilio="30460 30464 30466" if content == "HIGH_RISK_FINANCIAL" else "",
    )


_CAMPAIGN = (
    "AFFILIATE_MARKETING", "GAMBLING", "HIGH_RISK_FINANCIAL", "ILLEGAL_SUBSTANCES", "JOB_BOARDS",
    "SHAFT", "SWEEPSTAKES", "CANNABIS",
)  # fmt: skip
_USE_CASE = ("AFFILIATE_MARKETING", "GAMBLING", "HIGH_RISK_FINANCIAL", "SHAFT", "CANNIBIS", "HATE")

ROWS = (
    *(
        _final("CAMPAIGN_NON_COMPLIANT_CONTENT_", each, "The campaign is", "campaignName useCase")
        for each in _CAMPAIGN
    ),
    row(
        "CAMPAIGN_NON_COMPLIANT_CONTENT_NON_SUBSCRIBER",
        "Messages go to people who did not sign up",
        "The filing lets the reviewers think that people are texted who never agreed.",
        "Describe that only people get texts who signed up, and where.",
        rules="FLOW-NO-PURCHASED-LIST CTA-EXPLICIT-CONSENT",
        fields="optInWorkflow campaignName",
        tcr="709",
    ),
    row(
        "NON_COMPLIANT_USE_CASE",
        "The use case was not accepted",
        "The messages are of a kind that is not allowed, or allowed under conditions only.",
        "Read the carrier's own words beside it; describe exactly what is texted.",
        rules="CONTENT-PROHIBITED CONTENT-AGE-RESTRICTED PERSONAL-USE",
        resubmit=Resubmit.DEPENDS,
        fields="useCaseDetails useCaseCategory useCase",
        twilio="30532",
    ),
    *(
        _final("NON_COMPLIANT_USE_CASE_", each, "The use case is", "useCaseDetails useCaseCategory")
        for each in _USE_CASE
    ),
    row(
        "NON_COMPLIANT_USE_CASE_TESTING",
        "The use case is testing",
        "Numbers are registered for real messages to real people and not for tests.",
        "Describe the messages that customers will get.",
        rules="PERSONAL-USE DESC-SPECIFIC TEXT-PLACEHOLDER",
        fields="useCaseDetails messageSample1",
        twilio="30532",
    ),
    *(
        _final("SAMPLE_MESSAGE_NON_COMPLIANT_CONTENT_", each, "A sample is", "messageSample1")
        for each in _CAMPAIGN[1:7]
    ),
    row(
        "REGISTRATION_SUSPENDED_BY_MNO",
        "A network suspended the registration",
        "A mobile network stopped the traffic, mostly after complaints.",
        "Ask our support: only a case with the carrier can lift it.",
        resubmit=Resubmit.NO,
    ),
    row(
        "SECURITY_REVIEW_FAILED",
        "The carrier's security review failed",
        "The carrier does not say why, and does not look at it again.",
        "It cannot be filed again. Ask our support.",
        resubmit=Resubmit.NO,
    ),
)
