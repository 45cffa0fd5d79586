"""The verbal script: the whole call to action as an agent reads it out on the telephone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consent.rendering import pages, spoken
from consent.rendering.phrasebook import books
from consent.rendering.voice import Voice, sentence


@dataclass(frozen=True)
class ScriptLine:
    """One line of a script."""

    who: str
    """agent, customer or note; a note is for the agent's eyes."""
    when: str
    """yes or no where the line answers it, else empty."""
    text: str


def pieces(voice: Voice) -> Iterator[tuple[str, str]]:
    """Yield (item, lines): one disclosure after the other, each a line to read out.

    Addresses are spoken in words; each message kind has a question of its own, so that nobody
    must take offers to get notices. The agent waits for a yes before anything is recorded, and a
    confirmation text is promised.
    """
    script, content = voice.book.script, voice.content
    say = script.agent
    yield "greeting", say + script.greeting.format(brand=voice.brand)
    if content.minimum_age:
        age = {"age": content.minimum_age}
        yield "age", f"{say}{script.age.format(**age)}\n{script.age_wait.format(**age)}"
    yield "frequency", say + sentence(voice.frequency) if voice.frequency else ""
    yield "rates", say + script.rates
    yield "help", say + _help(voice)
    yield "stop", say + script.stop
    yield "condition", say + (script.condition_staff if voice.is_for_staff else script.condition)
    yield from _where_to_read(voice)
    for kind in voice.kinds:
        yield "consent", _question(voice, kind)
    confirmation = script.confirmation_double if content.double_opt_in else script.confirmation
    yield "confirmation", script.after_yes + confirmation
    yield "refused", script.after_no + script.refused


def _where_to_read(voice: Voice) -> Iterator[tuple[str, str]]:
    """Yield the addresses of terms and policy, or the terms themselves where there is no page."""
    script, content, language = voice.book.script, voice.content, voice.book.code
    if content.terms_url and content.privacy_url:
        yield (
            "terms",
            script.agent + script.terms.format(url=spoken.url(content.terms_url, language)),
        )
        yield (
            "privacy",
            script.agent + script.privacy.format(url=spoken.url(content.privacy_url, language)),
        )
        return
    for page, kept in (("terms", _TERMS_READ), ("privacy", _POLICY_READ)):
        for item, text in pages.pieces(voice, page):
            if item in kept and text:
                yield f"full_{item}", script.agent + text
    yield "full_exclusion", script.agent + script.exclusion


# What the terms say beyond the lines of every script; their frequency is read out there.
_TERMS_READ = frozenset({
    "program", "description", "own_description", "stop", "no_more", "again", "help", "carriers",
    "plan",
})  # fmt: skip
_POLICY_READ = frozenset({"collect", "sharing"})


def _question(voice: Voice, kind: str) -> str:
    """Return the consent question for one kind and the pause for its answer."""
    script = voice.book.script
    asked = script.question.format(texts=voice.texts([kind]), brand=voice.brand)
    return f"{script.agent}{asked}\n{script.wait}\n{script.customer}{script.answer}"


def _help(voice: Voice) -> str:
    """Return how to reach a person, in words that can be spoken."""
    script, email = voice.book.script, voice.content.support_email
    if voice.phone:
        return script.help.format(contact=script.call.format(phone=voice.phone))
    if email:
        said = spoken.email(email, voice.book.code)
        return script.help.format(contact=script.email.format(email=said))
    return script.help_alone


def lines(script: str) -> tuple[ScriptLine, ...]:
    """Return a script line by line with who speaks it, whatever its language."""
    return tuple(_line(line) for line in script.split("\n") if line.strip())


def _line(line: str) -> ScriptLine:
    for book in books():
        speakers = (
            (book.script.after_yes, "agent", "yes"),
            (book.script.after_no, "agent", "no"),
            (book.script.agent, "agent", ""),
            (book.script.customer, "customer", ""),
        )
        for front, who, when in speakers:
            if line.startswith(front):
                return ScriptLine(who, when, line.removeprefix(front))
    return ScriptLine("note", "", re.sub(r"^\[|\]$", "", line))
