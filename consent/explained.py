"""The words beside choices: what each kind of message and each purpose means to a business."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.content import MessageKind, OptInWay, UseCase

Words = str | Promise

# Code → (name, what counts, and what does not).
USE_CASES: dict[str, tuple[Words, Words]] = {
    UseCase.TRANSACTIONAL: (
        _("Notices"),
        _("About something the person booked, ordered or uses. No offers."),
    ),
    UseCase.MARKETING: (
        _("Offers"),
        _("Sales, coupons, news of your products. Nothing people depend on."),
    ),
    UseCase.MIXED: (
        _("Notices and offers"),
        _("Both, with a box of its own for each. Reviewers look twice; separate is easier."),
    ),
    UseCase.OTP: (
        _("Sign-in codes"),
        _("One-time codes that a person just asked for. Nothing else."),
    ),
    UseCase.CARE: (
        _("Conversations"),
        _("Answers to people who wrote or called you first."),
    ),
    UseCase.CHARITY: (
        _("Charity"),
        _("A registered charity that asks for donations and says what became of them."),
    ),
    UseCase.INTERNAL: (
        _("Our own staff"),
        _("Shifts and notices to employees. They must agree too."),
    ),
}

KINDS: dict[str, tuple[Words, Words]] = {
    MessageKind.APPOINTMENT: (_("Appointment reminders"), _("When, where, and changes to it.")),
    MessageKind.ORDER: (_("Order updates"), _("Received, being prepared, ready.")),
    MessageKind.DELIVERY: (_("Delivery updates"), _("On its way, arrives today, delivered.")),
    MessageKind.ACCOUNT: (_("Account notifications"), _("Payments, statements, due dates.")),
    MessageKind.SECURITY_CODE: (_("Sign-in codes"), _("Codes that the person asked for.")),
    MessageKind.CARE: (_("Customer care"), _("Answers of a person to a question.")),
    MessageKind.EVENT: (_("Event updates"), _("Times, places and changes of an event.")),
    MessageKind.SURVEY: (_("Surveys"), _("“How was your visit?”, without an offer.")),
    MessageKind.MARKETING: (
        _("Offers and promotions"),
        _("Anything that advertises. Needs a purpose with offers."),
    ),
    MessageKind.CHARITY: (_("Donation requests"), _("Asking for gifts; thanks and reports.")),
    MessageKind.PUBLIC_SERVICE: (
        _("Public service"),
        _("Closures, warnings, notices to citizens."),
    ),
    MessageKind.STAFF: (_("Staff notices"), _("Shifts and meetings of employees.")),
}

METHODS: dict[str, tuple[Words, Words]] = {
    OptInWay.WEB: (_("On a web form"), _("Our hosted form, or the same words on your own site.")),
    OptInWay.POS: (
        _("At the point of sale"),
        _("A screen that customers tick themselves, and a card beside the till."),
    ),
    OptInWay.FLYER: (_("On a flyer or poster"), _("Printed, with a code to scan.")),
    OptInWay.KEYWORD: (
        _("By a word they text in"),
        _("They text it to your number. Needs the word and the number below."),
    ),
    OptInWay.VERBAL: (
        _("Spoken, in a call or face to face"),
        _("An agent reads a script and waits for a yes."),
    ),
}

# What a fresh program begins with, by purpose: kinds and frequency.
STARTS: dict[str, tuple[tuple[str, ...], str]] = {
    UseCase.TRANSACTIONAL: ((), "Up to 4 messages per month"),
    UseCase.MARKETING: ((MessageKind.MARKETING,), "Up to 4 messages per month"),
    UseCase.MIXED: ((MessageKind.MARKETING,), "Up to 8 messages per month"),
    UseCase.OTP: ((MessageKind.SECURITY_CODE,), "One message per login attempt"),
    UseCase.CARE: ((MessageKind.CARE,), "Message frequency varies"),
    UseCase.CHARITY: ((MessageKind.CHARITY,), "Up to 2 messages per month"),
    UseCase.INTERNAL: ((MessageKind.STAFF,), "Message frequency varies"),
}

FREQUENCIES = (
    "Message frequency varies",
    "Up to 4 messages per month",
    "Up to 2 messages per week",
    "One message per appointment",
    "Up to 3 messages per order",
    "One message per login attempt",
)


def kind_name(code: str) -> Words:
    """Return a kind's name; a kind that we do not know is shown by its code."""
    return KINDS[code][0] if code in KINDS else code


def method_name(code: str) -> Words:
    """Return a way to opt in by name; one that we do not know is shown by its code."""
    return METHODS[code][0] if code in METHODS else code


def use_case_name(code: str) -> Words:
    """Return a purpose's name; one that we do not know is shown by its code."""
    return USE_CASES[code][0] if code in USE_CASES else code
