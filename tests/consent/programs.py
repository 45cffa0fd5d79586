"""Sound program contents for the tests of the pure compliance core."""

from dataclasses import replace
from typing import Any

from consent.content import ProgramContent

KINDS_OF_USE_CASE = {
    "transactional": ("appointment", "order", "delivery", "account", "event", "public_service"),
    "marketing": ("marketing",),
    "otp": ("security_code",),
    "mixed": ("appointment", "marketing"),
    "care": ("care", "survey"),
    "charity": ("charity",),
    "internal": ("staff",),
}

MAPLE = ProgramContent(
    brand_name="Maple Dental",
    legal_name="Maple Dental Care, LLC",
    program_name="Maple Dental Reminders",
    description="Maple Dental reminds patients who signed up on its web form of their visits.",
    message_kinds=("appointment",),
    frequency="Up to 4 messages per month",
    use_case="transactional",
    support_email="care@mapledental.example",
    support_phone="+18005550134",
    website="https://mapledental.example",
    opt_in_keyword="JOIN",
    terms_url="https://texts.example/p/maple-dental/reminders/terms/",
    privacy_url="https://texts.example/p/maple-dental/reminders/privacy/",
    join_url="https://texts.example/p/maple-dental/reminders/join/",
    sample_messages=(),
)


def program(use_case: str = "transactional", **changes: Any) -> ProgramContent:
    """Return Maple Dental's program for a use case, with the kinds that belong to it."""
    kinds = KINDS_OF_USE_CASE[use_case]
    return replace(MAPLE, **{"use_case": use_case, "message_kinds": kinds, **changes})
