"""The short automatic texts: opt-in confirmation and request, HELP reply, opt-out confirmation.

Each must fit one GSM part whatever the brand is called. The order in which they give way:
a shorter sentence with the whole brand; the brand without its legal suffix; the program name;
the brand's leading words. A name is never cut inside a word. When even that is too long the
shortest text is returned as it is, and the lint says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from consent import gsm
from consent.content import ProgramContent, UseCase
from consent.rendering.voice import Voice
from tenants import names

ONE_PART = 160
# The carriers' sample of the opt-out reply asks for fewer than 160 characters.
OPT_OUT_LIMIT = 159


def optin_confirmation(voice: Voice) -> str:
    """Return the first text after an opt-in: brand, frequency, cost, HELP and STOP."""
    kinds = voice.plurals(voice.kinds) or voice.book.replies.no_kind
    values = {"kinds": kinds, "frequency": _short_frequency(voice)}
    return _fit(voice, voice.book.replies.confirmations, values, ONE_PART)


def optin_request(voice: Voice) -> str:
    """Return the question of a double opt-in, which answers nothing else than YES.

    It names the kinds where it is about all of them; who ticked some of several boxes is asked
    about "our texts".
    """
    named = voice.kinds if len(voice.kinds) == 1 else voice.joint_kinds
    kinds = voice.plurals(named) or voice.book.replies.no_kind
    values = {"kinds": kinds, "frequency": _short_frequency(voice)}
    templates = voice.book.replies.requests
    if len(voice.kinds) != 1:
        templates = [each for each in templates if "{kinds}" not in each]
    return _fit(voice, templates, values, ONE_PART)


def help_reply(voice: Voice) -> str:
    """Return the answer to HELP: who this is and how to reach a person."""
    replies, content = voice.book.replies, voice.content
    phone = replies.call.format(phone=voice.phone) if voice.phone else ""
    email = replies.email.format(email=content.support_email) if content.support_email else ""
    both = f" {voice.book.alternative} ".join(filter(None, (phone, email)))
    shortest = min(
        filter(None, (phone, email)),
        key=len,
        default=replies.visit.format(website=content.website),
    )
    values = {
        "contact": both or shortest,
        "shortest": shortest,
        "frequency": _short_frequency(voice),
    }
    return _fit(voice, replies.helps, values, ONE_PART)


def optout_confirmation(voice: Voice) -> str:
    """Return the one answer to STOP, under 160 septets, with straight quotes only.

    The OTP variant tells how to come back, because asking for a new code is a new opt-in.
    """
    replies = voice.book.replies
    is_otp = voice.content.use_case == UseCase.OTP
    values = {
        "keyword": voice.content.opt_in_keyword or "START",
        "call": replies.otp_call.format(phone=voice.phone) if voice.phone else "",
    }
    templates = replies.otp_optouts if is_otp else replies.optouts
    return _fit(voice, templates, values, OPT_OUT_LIMIT)


def samples(voice: Voice) -> tuple[str, ...]:
    """Return two samples of each kind: first one of every kind, since forms take only a few."""
    ending = voice.book.replies.sample_end
    return tuple(
        gsm.to_gsm(f"{voice.brand}: {voice.book.kind(kind).samples[turn]} {ending}")
        for turn in (0, 1)
        for kind in voice.kinds
    )


def _fit(voice: Voice, templates: Sequence[str], values: Mapping[str, str], limit: int) -> str:
    """Return the first text within the limit: all sentences per name, names in falling length."""
    text = ""
    for name in _brand_forms(voice.content):
        for template in templates:
            text = gsm.to_gsm(template.format(brand=name, **values))
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


def _short_frequency(voice: Voice) -> str:
    """Return the frequency with "messages" written the way texts abbreviate it."""
    short = voice.frequency.rstrip(".")
    for pattern, written in voice.book.replies.short_frequency:
        short = re.sub(pattern, written, short)
    return short or voice.book.replies.varies
