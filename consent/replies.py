"""The short automatic texts: opt-in confirmation, HELP reply and opt-out confirmation.

Each must fit one GSM part whatever the brand is called. The order in which they give way:
a shorter sentence with the whole brand; the brand without its legal suffix; the program name;
the brand's leading words. A name is never cut inside a word. When even that is too long the
shortest text is returned as it is, and the lint says so.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from consent import gsm, phones
from consent.content import ProgramContent, UseCase
from consent.wording import listed, wording
from tenants import names

# Stands for the sender's name until one is chosen; no tenant can type it.
BRAND = "\x00"
ONE_PART = 160
# The carriers' sample of the opt-out reply asks for fewer than 160 characters.
OPT_OUT_LIMIT = 159

_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...",
     "\u00a0": " ", "\u202f": " ", "\t": " ", "`": "'", "•": "-"}
)  # fmt: skip


def optin_confirmation(content: ProgramContent) -> str:
    """Return the first text after an opt-in: brand, frequency, cost, HELP and STOP."""
    frequency = _short_frequency(content.frequency)
    kinds = listed([wording(kind).plural for kind in content.message_kinds]) or "messages"
    joined = f"{BRAND}: You are subscribed to {kinds}. {frequency}."
    short_rates = "Msg & data rates may apply."
    ending = "Reply HELP for help, STOP to cancel."
    templates = [
        f"{joined} Message and data rates may apply. {ending}",
        f"{joined} {short_rates} {ending}",
        f"{BRAND}: You are subscribed. {frequency}. {short_rates} {ending}",
        f"{BRAND}: {frequency}. {short_rates} HELP for help, STOP to cancel.",
        f"{BRAND}: Msg freq varies. {short_rates} HELP for help, STOP to cancel.",
    ]
    return _fit(content, templates, ONE_PART)


def help_reply(content: ProgramContent) -> str:
    """Return the answer to HELP: who this is and how to reach a person."""
    phone = f"call {phones.national(content.support_phone)}" if content.support_phone else ""
    email = f"email {content.support_email}" if content.support_email else ""
    both = " or ".join(filter(None, (phone, email)))
    shortest = min(filter(None, (phone, email)), key=len, default=f"visit {content.website}")
    templates = [
        f"{BRAND}: For help {both or shortest}. {_short_frequency(content.frequency)}. "
        "Msg & data rates may apply. Reply STOP to cancel.",
        f"{BRAND}: For help {both or shortest}. Reply STOP to cancel.",
        f"{BRAND}: For help {shortest}. Reply STOP to cancel.",
        f"{BRAND}: {shortest}. STOP to cancel.",
    ]
    return _fit(content, templates, ONE_PART)


def optout_confirmation(content: ProgramContent) -> str:
    """Return the one answer to STOP, under 160 septets, with straight quotes only.

    The OTP variant tells how to come back, because asking for a new code is a new opt-in.
    """
    templates = _otp_optout(content) if content.use_case == UseCase.OTP else _optout(content)
    return _fit(content, templates, OPT_OUT_LIMIT)


def _optout(content: ProgramContent) -> list[str]:
    """Return the ordinary opt-out wordings, longest first."""
    rejoin = f" Reply {content.opt_in_keyword or 'START'} to rejoin."
    done = f"You are unsubscribed from {BRAND} and will receive no further messages."
    return [done + rejoin, done, f"{BRAND}: You are unsubscribed. No more messages will be sent.",
            f"{BRAND}: unsubscribed. No more messages."]  # fmt: skip


def _otp_optout(content: ProgramContent) -> list[str]:
    """Return the one-time-code opt-out wordings, longest first."""
    keyword = content.opt_in_keyword or "START"
    call = f" or call {phones.national(content.support_phone)}" if content.support_phone else ""
    return [
        f'You are unsubscribed from {BRAND} OTP. Opt back in by replying "{keyword}" or '
        f"requesting a new code to login. Reply HELP for help{call}",
        f'You are unsubscribed from {BRAND} OTP. Opt back in by replying "{keyword}" or '
        "requesting a new code. Reply HELP for help",
        f"{BRAND} codes: You are unsubscribed. Reply {keyword} to rejoin or HELP for help.",
        f"{BRAND}: unsubscribed. Reply {keyword} to rejoin, HELP for help.",
    ]


def _fit(content: ProgramContent, templates: Sequence[str], limit: int) -> str:
    """Return the first text within the limit: all sentences per name, names in falling length."""
    text = ""
    for name in _brand_forms(content):
        for template in templates:
            text = to_gsm(template.replace(BRAND, name))
            if gsm.length(text) <= limit and gsm.parts(text) == 1:
                return text
    return text


def _brand_forms(content: ProgramContent) -> Iterator[str]:
    """Yield the ways to name the sender, in the order in which they give way."""
    brand = content.brand_name.strip()
    short = names.without_suffix(brand)
    yield brand
    yield short
    if content.program_name and len(content.program_name) < len(short):
        yield content.program_name
    words = short.split()
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count])


def to_gsm(text: str) -> str:
    """Return text with typography straightened and accents outside GSM 03.38 dropped.

    Letters with no plain form (other scripts, emoji) stay, since nothing could stand for them.
    """
    straight = text.translate(_TYPOGRAPHY)
    return "".join(c if not gsm.non_gsm_characters(c) else _plain(c) for c in straight)


def _plain(character: str) -> str:
    """Return the letter beneath an accent, or the character itself."""
    base = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in base if not unicodedata.combining(c))
    return bare if bare and not gsm.non_gsm_characters(bare) else character


def _short_frequency(frequency: str) -> str:
    """Return the frequency with "messages" written the way texts abbreviate it."""
    short = re.sub(r"\bmessages\b", "msgs", frequency.strip().rstrip("."))
    short = re.sub(r"\b([Mm])essages?\b", r"\1sg", short)
    return short or "Msg frequency varies"
