"""Codes of other providers and networks that no single reason of the carrier corresponds to. Pure.

Our rules name them among what they prevent; here is who uses each, and for what, in our words.
"""

ELSEWHERE: dict[str, tuple[str, str]] = {
    # Twilio's dictionary of errors.
    "30511": ("Twilio", "Consent that is asked for by voice was not shown by its script."),
    "30555": ("Twilio", "Messages may go to people who have not agreed."),
    "30562": ("Twilio", "The terms do not mention the cost."),
    "30885": ("Twilio", "The content is not allowed."),
    # The two companies that connect campaigns to the networks.
    "701": ("DCA", "Content of the kind that is never allowed."),
    "703": ("DCA", "Content of the kind that is never allowed."),
    "704": ("DCA", "Content of the kind that is never allowed."),
    "705": ("DCA", "Content of the kind that is never allowed."),
    # The registry, as others read its codes.
    "2105": ("TCR", "Consent that is asked for by voice has no script."),
    # Providers with numbers of their own.
    "1003": ("Infobip", "The website cannot be opened."),
    "1004": ("Infobip", "The website does not show the brand."),
    "1005": ("Infobip", "The vendor was registered in place of the business."),
    "1016": ("A provider's own", "Consent or numbers are shared with others."),
    "1017": ("A provider's own", "The terms cannot be opened."),
    "9106": ("A provider's own", "A sample does not say how to stop."),
    # Microsoft's reasons.
    "CallToActionCourtOrderedOptIn": ("Microsoft", "People are made to agree."),
    "CallToActionMissingMessageType": ("Microsoft", "The kind of messages is not named."),
    "CallToActionMissingVerbalScript": ("Microsoft", "Consent by voice has no script."),
    "TermsAndConditionsMissingSweepstakesTerms": ("Microsoft", "The contest has no terms."),
    # Words that reviewers write.
    "agreeing to receive messages must be optional": (
        "Reviewers' own words",
        "People are made to agree.",
    ),
}
