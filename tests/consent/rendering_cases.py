"""Programs of every use case, kind and language, for the tests of what is rendered."""

from collections.abc import Iterator
from typing import Any

from consent.content import Language, MessageKind, OptInWay, ProgramContent
from consent.rules import Context
from tests.consent.programs import program

LANGUAGES = Language.codes()
METHODS = OptInWay.codes()
USE_CASE_OF_KIND: dict[str, str] = {
    MessageKind.MARKETING: "marketing",
    MessageKind.APPOINTMENT: "transactional",
    MessageKind.ORDER: "transactional",
    MessageKind.DELIVERY: "transactional",
    MessageKind.ACCOUNT: "transactional",
    MessageKind.SECURITY_CODE: "otp",
    MessageKind.CARE: "care",
    MessageKind.EVENT: "transactional",
    MessageKind.SURVEY: "care",
    MessageKind.CHARITY: "charity",
    MessageKind.PUBLIC_SERVICE: "transactional",
    MessageKind.STAFF: "internal",
}
SEVERAL = (
    ("mixed", ("appointment", "marketing")),
    ("transactional", ("order", "delivery", "account")),
    ("mixed", ("charity", "event")),
    ("care", ("care", "survey")),
)
# Frequencies that speak of what only adults may be offered, so that the age gate is missed.
ADULT = {
    "en": "Up to 4 tequila club messages per month",
    "es": "Hasta 4 mensajes al mes sobre tequila",
    "fr": "Jusqu'à 4 messages par mois sur la tequila",
}


def full(use_case: str, kinds: tuple[str, ...], language: str, **changes: Any) -> ProgramContent:
    """Return Maple Dental's program with every method, texted to a short code."""
    defaults = {"methods": METHODS, "text_number": "12345", "language": language}
    return program(use_case, message_kinds=kinds, **{**defaults, **changes})


def programs(language: str, **changes: Any) -> Iterator[ProgramContent]:
    """Yield a program for each kind by itself, then those of several kinds."""
    for kind, use_case in USE_CASE_OF_KIND.items():
        yield full(use_case, (kind,), language, **changes)
    for use_case, kinds in SEVERAL:
        yield full(use_case, kinds, language, **changes)


def context(content: ProgramContent, number_type: str = "10dlc") -> Context:
    """Return what the rules know of a program in its preflight."""
    return Context(
        brand_names=content.names,
        number_type=number_type,
        use_case=content.use_case,
        domains=("texts.example", "mapledental.example"),
        support_email=content.support_email,
    )
