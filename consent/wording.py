"""The English words Assent has for each message kind, from which every text is composed."""

from collections.abc import Sequence
from dataclasses import dataclass

from consent.content import MessageKind


@dataclass(frozen=True)
class KindWording:
    """How one message kind is spoken of."""

    adjective: str
    """Stands before "text messages" in a consent sentence."""
    plural: str
    """Names the messages themselves, in lists and replies."""
    samples: tuple[str, str]
    """Two bodies that follow "Brand: "; without links or numbers, so no attribute is needed."""


KINDS: dict[str, KindWording] = {
    # "Recurring automated" is what US law wants to be disclosed for marketing (47 CFR 64.1200).
    MessageKind.MARKETING: KindWording(
        "recurring automated marketing",
        "marketing offers",
        (
            "Members save 15% on everything this weekend. Show this text at the counter.",
            "Our spring offers are here: two for one on selected items until Sunday.",
        ),
    ),
    MessageKind.APPOINTMENT: KindWording(
        "appointment reminder",
        "appointment reminders",
        (
            "Reminder: your appointment is on Tuesday, March 3 at 10:30 AM. Reply C to confirm.",
            "Your appointment has moved to Thursday, March 5 at 2:00 PM. Reply C to confirm.",
        ),
    ),
    MessageKind.ORDER: KindWording(
        "order update",
        "order updates",
        (
            "Thank you, we have received your order 48213 and are preparing it.",
            "Your order 48213 is ready for pickup until 6:00 PM today.",
        ),
    ),
    MessageKind.DELIVERY: KindWording(
        "delivery update",
        "delivery updates",
        (
            "Your delivery is on its way and arrives today between 2 and 4 PM.",
            "Your delivery was left at the front door at 3:12 PM.",
        ),
    ),
    MessageKind.ACCOUNT: KindWording(
        "account notification",
        "account notifications",
        (
            "Account notice: your payment was received on March 3. Thank you.",
            "Account notice: your statement for March is ready in your account.",
        ),
    ),
    MessageKind.SECURITY_CODE: KindWording(
        "one-time security code",
        "one-time security codes",
        (
            "523016 is your verification code. Do not share it with anyone.",
            "Use code 940271 to sign in. It expires in 10 minutes.",
        ),
    ),
    MessageKind.CARE: KindWording(
        "customer care",
        "customer care messages",
        (
            "Thank you for your question. A member of our care team will answer you today.",
            "We have an answer to your support request 7741. Is it solved now? Reply YES or NO.",
        ),
    ),
    MessageKind.EVENT: KindWording(
        "event update",
        "event updates",
        (
            "Event update: doors open at 6:30 PM on Friday. Please bring your ticket.",
            "Event update: Saturday's session has moved to the main hall.",
        ),
    ),
    MessageKind.SURVEY: KindWording(
        "survey",
        "surveys",
        (
            "Survey: how was your visit today? Reply with a number from 1 to 5.",
            "Survey: would you recommend us to a friend? Reply YES or NO.",
        ),
    ),
    MessageKind.CHARITY: KindWording(
        "recurring automated donation request",
        "donation requests",
        (
            "Your donation of $10 gives a family a warm meal. Thank you for helping.",
            "Our winter donation drive ends Friday. Every gift is doubled until then.",
        ),
    ),
    MessageKind.PUBLIC_SERVICE: KindWording(
        "public service announcement",
        "public service announcements",
        (
            "Public service announcement: the library closes at 3 PM today because of snow.",
            "Public service announcement: street cleaning on Oak Street is on Monday.",
        ),
    ),
    MessageKind.STAFF: KindWording(
        "staff schedule notification",
        "staff schedule notifications",
        (
            "Staff notice: your shift on Monday starts at 8:00 AM. Reply C to confirm.",
            "Staff notice: the team meeting on Wednesday has moved to 3:00 PM.",
        ),
    ),
}


def wording(kind: str) -> KindWording:
    """Return the words for a kind; a kind that is not known yet is spoken of by its own code."""
    plain = kind.replace("_", " ")
    fallback = KindWording(
        plain,
        f"{plain} messages",
        (f"This is a {plain} message for you.", f"This is another {plain} message for you."),
    )
    return KINDS.get(kind, fallback)


def listed(items: Sequence[str]) -> str:
    """Join words as English does: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return text with a capital at the front and one full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
