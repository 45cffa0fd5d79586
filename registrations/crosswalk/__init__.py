"""Every published reason for which the carrier denies US filings, in plain words.

One source for what a reason means, which of our rules foretell it, which answers it points to,
what to do, and whether the filing may be handed in again. Pure.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from registrations.crosswalk import brand, campaign, content, opt_in, website
from registrations.crosswalk.base import Crossing, Group, Resubmit

__all__ = [
    "Crossing",
    "Group",
    "Resubmit",
    "codes_of_rule",
    "every",
    "final_codes",
    "of_code",
    "of_codes",
    "search",
]
_TABLES = (
    (Group.BRAND, brand.ROWS),
    (Group.CAMPAIGN, campaign.ROWS),
    (Group.WEBSITE, website.ROWS),
    (Group.OPT_IN, opt_in.OPT_IN),
    (Group.OPT_OUT, opt_in.OPT_OUT),
    (Group.CONTENT, content.ROWS),
)


@lru_cache(maxsize=1)
def every() -> tuple[Crossing, ...]:
    """Return every published reason, in the order of the groups."""
    return tuple(replace(row, group=group) for group, rows in _TABLES for row in rows)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Crossing]:
    return {each.code: each for each in every()}


def of_code(code: str) -> Crossing:
    """Return what a reason means; one that was never published comes back as unknown, by itself.

    The carrier's list is not closed: an unknown reason is shown as it came and counts as one that
    can be corrected.
    """
    found = _by_code().get(code.strip().upper())
    return found or Crossing(
        code,
        code.replace("_", " ").capitalize(),
        "The carrier gave a reason that it has not published.",
        "Read the carrier's own words beside it, and ask our support where they leave a doubt.",
        resubmit=Resubmit.UNKNOWN,
        is_known=False,
    )


def of_codes(codes: Iterable[str]) -> list[Crossing]:
    """Return what several reasons mean, each once."""
    return [of_code(code) for code in dict.fromkeys(codes)]


@lru_cache(maxsize=1)
def _by_rule() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in every():
        for rule in each.rules:
            found.setdefault(rule, []).append(each.code)
    return {rule: tuple(codes) for rule, codes in found.items()}


def codes_of_rule(rule: str) -> tuple[str, ...]:
    """Return the carrier's published reasons that a rule of ours is there to prevent."""
    return _by_rule().get(rule, ())


@lru_cache(maxsize=1)
def final_codes() -> frozenset[str]:
    """Return the reasons after which a filing may not be handed in again."""
    return frozenset(each.code for each in every() if each.resubmit is Resubmit.NO)


def search(words: str) -> tuple[Crossing, ...]:
    """Return the reasons that hold all of some words, in their code, text, rules or providers."""
    wanted = words.casefold().split()
    return tuple(each for each in every() if all(word in _haystack(each) for word in wanted))


@lru_cache(maxsize=512)
def _haystack(each: Crossing) -> str:
    others = (code for _who, codes in each.providers for code in codes)
    parts = (each.code, each.title, each.meaning, each.fix, *each.rules, *each.fields, *others)
    return " ".join((*parts, each.code.replace("_", " "))).casefold()
