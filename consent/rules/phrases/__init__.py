"""The phrase sets: how people write the disclosures that carriers look for.

All patterns run on folded text (see normalise.py), in English, Spanish and French alike, and are
linear: every repetition is bounded or cannot overlap with its neighbour. A cheap look for a word
that every wording has goes before each costly pattern.
"""

from consent.rules.phrases.agreeing import agrees
from consent.rules.phrases.frequencies import frequency
from consent.rules.phrases.instructions import help_instruction, stop_instruction
from consent.rules.phrases.joining import Joining, joining
from consent.rules.phrases.rates import rates

__all__ = [
    "Joining",
    "agrees",
    "frequency",
    "help_instruction",
    "joining",
    "rates",
    "stop_instruction",
]
