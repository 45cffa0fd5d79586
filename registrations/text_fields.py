"""Which fields of the carrier's forms hold texts that rules can read, and as what. Pure.

A text that a person typed over the program's own is read by the same rules as the program's: see
`kind_of`. The table names paths that one type gives a meaning of its own; LEAVES serves every
type, since the carrier's forms call the same question by the same last name.

    for path, answer in answers.items():
        kind = text_fields.kind_of(registration.type, path)
        if kind and answer.source == AnswerSource.TYPED:
            lint(kind, answer.text, context=…)
"""

from consent.rules.base import TextKind

# Last names of paths, in every form.
LEAVES: dict[str, TextKind] = {
    **{f"messageSample{number}": TextKind.SAMPLE_MESSAGE for number in range(1, 10)},
    **{f"optInFlow{number}": TextKind.MESSAGE_FLOW for number in range(1, 4)},
    "optInWorkflow": TextKind.MESSAGE_FLOW,
    "optInDescription": TextKind.MESSAGE_FLOW,
    "optInMessage": TextKind.OPTIN_CONFIRMATION,
    "optInConfirmationMessage": TextKind.OPTIN_CONFIRMATION,
    "helpMessage": TextKind.HELP_REPLY,
    "stopMessage": TextKind.OPTOUT_CONFIRMATION,
    "optOutMessage": TextKind.OPTOUT_CONFIRMATION,
    "useCaseDetails": TextKind.DESCRIPTION,
    "useCaseDescription": TextKind.DESCRIPTION,
}
# By type and path, before the last names.
TEXT_KINDS: dict[str, dict[str, TextKind]] = {
    # The form calls the description a name.
    "US_TEN_DLC_CAMPAIGN_REGISTRATION": {"campaignInfo.campaignName": TextKind.DESCRIPTION},
}


def kind_of(registration_type: str, path: str) -> TextKind | None:
    """Return as what the rules read a field's text; None for what is no text of a program."""
    own = TEXT_KINDS.get(registration_type, {})
    return own.get(path) or LEAVES.get(path.rpartition(".")[2])
