"""Sentences together with the list items that a colon announces."""

import re
from collections.abc import Iterator

from consent.rules.subject import Subject

# A list is over where somebody begins to speak, or after so many items.
_NEW_THOUGHT = re.compile(r"^[\s\d.)(*-]*(?:we|you|this|these|if|please|however|i)\b")
_ITEMS_AT_MOST = 12
_LEAD_AT_MOST = 300


def announced(subject: Subject) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, text) of each sentence; an item carries the words that announced it.

    "We may share it with:" and "- partners" say together what neither says alone. The span is
    that of the item; text is folded and without the brand.
    """
    lead, left = "", 0
    for start, end, sentence in subject.sentences():
        bare = sentence.rstrip(" -*")
        if left and not _NEW_THOUGHT.match(sentence):
            yield start, end, f"{lead} {sentence}"
            left -= 1
        else:
            left = 0
            yield start, end, sentence
        if bare.endswith(":"):
            lead, left = bare[-_LEAD_AT_MOST:], _ITEMS_AT_MOST
