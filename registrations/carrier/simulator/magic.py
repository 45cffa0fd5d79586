"""The magic inputs: words in a registration and phone numbers that decide what happens.

Everything here is also shown on the simulator's help page, so that nobody has to read code to
try an outcome.
"""

import re
from dataclasses import dataclass

BRAND = "US_TEN_DLC_BRAND_REGISTRATION"
CAMPAIGN = "US_TEN_DLC_CAMPAIGN_REGISTRATION"
TOLL_FREE = "US_TOLL_FREE_REGISTRATION"

VETTING = "US_TEN_DLC_BRAND_VETTING"

MAGIC_WORDS: dict[str, str] = {
    "Reject": "Denied every time, with reasons on the fields at fault.",
    "NeedsUpdates": "Denied once; the next version is approved.",
    "FinalDenial": "Denied every time, with a code that cannot be submitted again.",
    "Slow": "Stays in REVIEWING for thirty days of the review clock.",
    "AwsReview": "Passes through AWS_REVIEWING, as if the submit had asked for it.",
    "Authenticate": "Waits in REQUIRES_AUTHENTICATION for the link on /registrations/, a week.",
    "OfflineReview": "Waits in REQUIRES_OFFLINE_REVIEW for a week, then goes on.",
    "FutureStatus": "Passes through CARRIER_VETTING, a status that no SDK knows.",
    "RevokeLater": "Approved; the approval is withdrawn ten reviews later.",
    "CloseLater": "Approved; the registration is closed ten reviews later.",
}
# Not a word of a form: bytes in an attachment.
UPLOAD_FAILS = b"UploadFails"

# The fields in which a magic word counts: names and descriptions, never the consent wording.
WATCHED_FIELDS = (
    "companyName",
    "dbaName",
    "campaignName",
    "serviceName",
    "launchName",
    "useCaseDetails",
    "useCaseDescription",
)

# For each type and word: the field at fault and the carrier's code.
DENIALS: dict[str, dict[str, dict[str, str]]] = {
    BRAND: {
        "Reject": {
            "companyInfo.address": "BRAND_ADDRESS_INVALID",
            "contactInfo.dbaName": "BRAND_DBA_NAME_MISMATCH",
        },
        "NeedsUpdates": {"contactInfo.website": "BRAND_URL_INSUFFICIENT_CONTENT"},
        "FinalDenial": {"contactInfo.website": "BRAND_URL_HIGH_RISK_DOMAIN"},
    },
    CAMPAIGN: {
        "Reject": {
            "campaignInfo.optInWorkflow": "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES",
            "messageSamples.messageSample1": "SAMPLE_MESSAGE_MISMATCH",
        },
        "NeedsUpdates": {"campaignInfo.helpMessage": "HELP_MESSAGE_NON_COMPLIANT"},
        "FinalDenial": {"campaignInfo.campaignName": "CAMPAIGN_NON_COMPLIANT_CONTENT_CANNABIS"},
    },
    TOLL_FREE: {
        "Reject": {
            "messagingUseCase.optInDescription": "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES",
            "messagingUseCase.optInImage": "OPT_IN_WORKFLOW_CHECKBOX_INVALID",
        },
        "NeedsUpdates": {"messagingUseCase.privacyPolicyUrl": "PRIVACY_POLICY_MISSING"},
        "FinalDenial": {"messagingUseCase.useCaseDetails": "NON_COMPLIANT_USE_CASE_GAMBLING"},
    },
}
OTHER_DENIALS: dict[str, dict[str, str]] = {
    "Reject": {"companyInfo.companyName": "INVALID_BUSINESS_CONNECTION"},
    "NeedsUpdates": {"messagingUseCase.useCaseCategory": "UNCLEAR_USE_CASE"},
    "FinalDenial": {"companyInfo.companyName": "SECURITY_REVIEW_FAILED"},
}


def denial(registration_type: str, word: str) -> dict[str, str]:
    """Return the fields at fault, each with its code, for a magic word that denies."""
    return DENIALS.get(registration_type, OTHER_DENIALS)[word]


def words_in(texts: dict[str, str]) -> set[str]:
    """Return the magic words found in the watched fields, whatever their section; case counts."""
    watched = " ".join(
        text for path, text in texts.items() if path.partition(".")[2] in WATCHED_FIELDS
    )
    return {word for word in MAGIC_WORDS if word in watched}


def denying_word(words: set[str], *, denied: bool) -> str | None:
    """Return the word that decides against a version; `denied` tells of an earlier denial."""
    for word in ("FinalDenial", "Reject"):
        if word in words:
            return word
    return "NeedsUpdates" if "NeedsUpdates" in words and not denied else None


@dataclass(frozen=True)
class Event:
    """One delivery event: its type, whether it ends the matter, and when it comes.

    `after` counts in units of --event-seconds from the send.
    """

    type: str
    final: bool
    after: float


QUEUED = Event("TEXT_QUEUED", False, 0)
SUCCESSFUL = Event("TEXT_SUCCESSFUL", False, 1)
DELIVERED = Event("TEXT_DELIVERED", True, 2)
NORMAL = (QUEUED, SUCCESSFUL, DELIVERED)


def _ends_as(event_type: str) -> tuple[Event, ...]:
    return (QUEUED, Event(event_type, True, 2))


@dataclass(frozen=True)
class Outcome:
    """What happens to a text to one number.

    `throttles` and `failures` count the refused calls before one is accepted. `refusal` names the
    exception and its reason. `hangs` and `fails_after` accept the text, but answer late or with an
    internal error. `copies` is how often each event is published.
    """

    meaning: str
    events: tuple[Event, ...] = NORMAL
    throttles: int = 0
    failures: int = 0
    refusal: tuple[str, str] | None = None
    hangs: bool = False
    fails_after: bool = False
    copies: int = 1


ALWAYS = 1_000_000_000
USUAL = Outcome("Delivered: TEXT_QUEUED, TEXT_SUCCESSFUL, TEXT_DELIVERED.")

# By the last four digits of a fictitious US number, +1 NXX 555 01xx in any area code.
MAGIC_NUMBERS: dict[str, Outcome] = {
    "0120": Outcome("Accepted, never delivered: TEXT_QUEUED and nothing after it.", (QUEUED,)),
    "0121": Outcome("TEXT_UNREACHABLE: handset off.", _ends_as("TEXT_UNREACHABLE")),
    "0122": Outcome("TEXT_INVALID: the number does not exist.", _ends_as("TEXT_INVALID")),
    "0123": Outcome("TEXT_BLOCKED: the recipient's carrier blocks it.", _ends_as("TEXT_BLOCKED")),
    "0124": Outcome("TEXT_CARRIER_BLOCKED: called abusive.", _ends_as("TEXT_CARRIER_BLOCKED")),
    "0125": Outcome("TEXT_SPAM: called unsolicited.", _ends_as("TEXT_SPAM")),
    "0126": Outcome("TEXT_UNKNOWN: no reason known.", _ends_as("TEXT_UNKNOWN")),
    "0127": Outcome("TEXT_TTL_EXPIRED: not handed over in time.", _ends_as("TEXT_TTL_EXPIRED")),
    "0128": Outcome(
        "TEXT_CARRIER_UNREACHABLE for now, then TEXT_DELIVERED.",
        (QUEUED, Event("TEXT_CARRIER_UNREACHABLE", False, 1), Event("TEXT_DELIVERED", True, 4)),
    ),
    "0129": Outcome(
        "TEXT_SUCCESSFUL is the last word; no TEXT_DELIVERED follows.", _ends_as("TEXT_SUCCESSFUL")
    ),
    "0130": Outcome("ThrottlingException for the first 2 calls, then delivered.", throttles=2),
    "0131": Outcome("ThrottlingException for the first 5 calls, then delivered.", throttles=5),
    "0140": Outcome("InternalServerException, never accepted.", failures=ALWAYS),
    "0141": Outcome("InternalServerException for the first call, then delivered.", failures=1),
    "0142": Outcome(
        "InternalServerException, but the text WAS accepted and is delivered.", fails_after=True
    ),
    "0150": Outcome(
        "No answer for --hang-seconds, but the text WAS accepted and is delivered.", hangs=True
    ),
    "0160": Outcome("Delivered; every event is published twice.", copies=2),
    "0161": Outcome(
        "Delivered; the events arrive in reverse order.",
        tuple(Event(event.type, event.final, 2 - event.after) for event in reversed(NORMAL)),
    ),
    "0170": Outcome(
        "ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT.",
        refusal=("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"),
    ),
    "0171": Outcome(
        "ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED, as in the sandbox.",
        refusal=("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"),
    ),
    "0172": Outcome(
        "ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT.",
        refusal=("ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"),
    ),
    "0173": Outcome(
        "AccessDeniedException ACCOUNT_DISABLED.",
        refusal=("AccessDeniedException", "ACCOUNT_DISABLED"),
    ),
}

# The carrier's own simulator destinations for the US.
SIMULATOR_DESTINATIONS: dict[str, Outcome] = {
    "+14254147755": USUAL,
    "+14254147167": Outcome("TEXT_UNREACHABLE.", _ends_as("TEXT_UNREACHABLE")),
}

_FICTITIOUS = re.compile(r"\+1[2-9]\d{2}555(01\d{2})")


def outcome_for(destination: str) -> Outcome:
    """Return what happens to a text to this E.164 number."""
    if destination in SIMULATOR_DESTINATIONS:
        return SIMULATOR_DESTINATIONS[destination]
    match = _FICTITIOUS.fullmatch(destination)
    return MAGIC_NUMBERS.get(match[1], USUAL) if match else USUAL
