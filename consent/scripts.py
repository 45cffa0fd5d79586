"""The verbal script: the whole call to action as an agent reads it out on the telephone."""

from consent import phones, spoken
from consent.content import ProgramContent
from consent.wording import sentence, wording


def verbal_script(content: ProgramContent) -> str:
    """Return the script, one line to read or act on a line.

    Every disclosure is spoken, addresses in words; each message kind has a question of its own,
    so that nobody must take offers to get notices. The agent waits for a yes before anything is
    recorded, and a confirmation text is promised.
    """
    lines = (
        f"Agent: May I offer you text messages from {content.brand_name} on the mobile number "
        "you give me? They are optional.",
        f"Agent: {sentence(content.frequency)} Message and data rates may apply. "
        f"Text HELP or {_support(content)} for support. Text STOP to opt out at any time. "
        "Consent is not a condition of purchase.",
        f"Agent: Our terms and conditions are at {spoken.url(content.terms_url)}. "
        f"Our privacy policy is at {spoken.url(content.privacy_url)}.",
        *(
            line
            for kind in dict.fromkeys(content.message_kinds)
            for line in _question(content, kind)
        ),
        "Agent, after a yes: Thank you. We will send you a confirmation text message now. "
        "You can reply STOP to it if you change your mind.",
        "Agent, after a no: That is fine. We will not send you those text messages.",
    )
    return "\n".join(lines)


def _question(content: ProgramContent, kind: str) -> tuple[str, ...]:
    """Return the consent question for one kind and the pause for its answer."""
    return (
        f"Agent: Do you agree to receive {wording(kind).adjective} text messages from "
        f"{content.brand_name}? Please say yes or no.",
        "[Wait for the answer and record it. Only a clear yes counts.]",
        "Customer: Yes / No",
    )


def _support(content: ProgramContent) -> str:
    """Return how to reach a person, in words that can be spoken."""
    if content.support_phone:
        return f"call {phones.national(content.support_phone)}"
    return f"write to {spoken.email(content.support_email)}"
