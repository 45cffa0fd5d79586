"""The hosted terms and privacy pages of a program, in the order in which carriers list them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consent import phones
from consent.content import ProgramContent, UseCase
from consent.wording import listed, sentence, wording

# Carriers want this sentence word for word and without conditions.
EXCLUSION = (
    "The above excludes text messaging originator opt-in data and consent; "
    "this information will not be shared with any third parties."
)


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs below it."""

    heading: str
    paragraphs: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"heading": self.heading, "paragraphs": list(self.paragraphs)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Section":
        """Rebuild from as_dict()."""
        return cls(data["heading"], tuple(data["paragraphs"]))


def terms(content: ProgramContent) -> tuple[Section, ...]:
    """Return the terms: program, cancelling, help, carriers, cost and frequency, privacy."""
    return (
        Section(
            f"{content.program_name} SMS Terms & Conditions",
            (
                f"{content.program_name} is the text messaging program of {content.legal_name}"
                f"{_doing_business_as(content)}.",
                f"When you opt in, we will send you {_kinds(content)} by text message. "
                f"{sentence(content.description)}".strip(),
            ),
        ),
        Section("How to cancel", _cancelling(content)),
        Section(
            "Help",
            (
                "If you are experiencing issues with the messaging program you can reply with the "
                f"keyword HELP for more assistance, or you can get help directly at "
                f"{_contact(content)}.",
            ),
        ),
        Section("Carriers", ("Carriers are not liable for delayed or undelivered messages.",)),
        Section(
            "Cost and frequency",
            (
                "As always, message and data rates may apply for any messages sent to you from us "
                f"and to us from you. {sentence(content.frequency)} If you have any questions "
                "about your text plan or data plan, it is best to contact your wireless provider.",
            ),
        ),
        Section(
            "Privacy",
            (
                "If you have any questions regarding privacy, please read our privacy policy: "
                f"{content.privacy_url}",
            ),
        ),
    )


def privacy(content: ProgramContent) -> tuple[Section, ...]:
    """Return the privacy policy: what is kept and why, who delivers, the exclusion, contact."""
    return (
        Section(
            f"{content.brand_name} Privacy Policy",
            (
                f"This policy says how {content.legal_name}{_doing_business_as(content)} handles "
                f"the information of people who join {content.program_name}.",
            ),
        ),
        Section(
            "What we collect and why",
            (
                "We collect your mobile phone number and a record of your consent (what you agreed "
                f"to, when and how) in order to send you {_kinds(content)} by text message, and "
                "to prove that you asked for them.",
            ),
        ),
        Section(
            "Who else handles it",
            (
                "Your number is handled only by the service providers that deliver our messages, "
                "such as mobile carriers and messaging platforms, and only for that purpose.",
                EXCLUSION,
            ),
        ),
        Section(
            "Your choices",
            (
                "You can stop the messages at any time: reply STOP to any message, or write or "
                f"call us at {_contact(content)}. We keep a record of your choice so that we can "
                "honor it.",
                f"The terms of the program are at {content.terms_url}",
            ),
        ),
        Section("Contact", (f"{content.brand_name}: {_contact(content)}.",)),
    )


def _cancelling(content: ProgramContent) -> tuple[str, ...]:
    """Return how STOP works and how to come back; for codes, asking for one is a new opt-in."""
    again = "If you want to join again, just sign up as you did the first time"
    if content.opt_in_keyword:
        again += f" or text {content.opt_in_keyword}"
    if content.use_case == UseCase.OTP:
        again += ", or request a new code"
    return (
        'You can cancel the SMS service at any time. Just reply "STOP" to any message from us. '
        'After you send the SMS message "STOP" to us, we will send you one SMS message to confirm '
        "that you have been unsubscribed. After this, you will no longer receive SMS messages "
        f"from us. {again} and we will start sending SMS messages to you again.",
        f"You can also ask us to stop at {_contact(content)}.",
    )


def _contact(content: ProgramContent) -> str:
    """Return the support e-mail and telephone, whichever the program has."""
    phone = phones.national(content.support_phone) if content.support_phone else ""
    return " or ".join(filter(None, (content.support_email, phone)))


def _kinds(content: ProgramContent) -> str:
    """Return the message kinds as a list of words."""
    return listed([wording(kind).plural for kind in dict.fromkeys(content.message_kinds)])


def _doing_business_as(content: ProgramContent) -> str:
    """Return the trading name where it differs from the legal one."""
    if content.brand_name == content.legal_name:
        return ""
    return f", doing business as {content.brand_name}"
