"""Verb of the agent's record: somebody agreed to a person of the business, who wrote it down."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from consent.ledger import Proof
from consent.models import ConsentEvent, OptMethod, ProgramVersion
from consent.rendering import RenderedTexts
from messaging import joining
from tenants.errors import DomainError
from tenants.events import Actor


@dataclass(frozen=True)
class Taken:
    """How an opt-in was taken down."""

    method: OptMethod
    agent: str
    """Who read the script out, or took the paper."""
    call_reference: str
    occurred_at: datetime
    minimum_age: int = 0


def shown(texts: RenderedTexts) -> dict[str, str]:
    """Return, by method, the words that a version has for people to hear or read."""
    pos = "\n\n".join(box.text for box in texts.cta_pos)
    wordings = {
        OptMethod.VERBAL.value: texts.verbal_script,
        OptMethod.POS.value: pos,
        OptMethod.PAPER.value: texts.cta_counter or texts.cta_flyer,
    }
    return {method: words for method, words in wordings.items() if words}


def record(
    number: str,
    *,
    version: ProgramVersion,
    kinds: Collection[str],
    taken: Taken,
    actor: Actor,
) -> ConsentEvent | None:
    """Record an opt-in on the word of an agent, with the published words that were used.

    Nobody else saw it, so it is asserted and not witnessed; the confirmation that the script
    promises, or the question of a double opt-in, goes to the phone. A number that opted out stays
    so, and the event says that it was tried. None: it was asked often enough today.
    """
    words = shown(version.frozen_texts).get(taken.method)
    if not words:
        raise DomainError("This version has no words for this way of asking.", code="no_words")
    return joining.agree(
        number,
        version=version,
        method=taken.method,
        kinds=kinds,
        proof=Proof(
            disclosure=words,
            is_witnessed=False,
            agent=taken.agent,
            call_reference=taken.call_reference,
            minimum_age=taken.minimum_age,
        ),
        actor=actor,
        occurred_at=taken.occurred_at,
    )
