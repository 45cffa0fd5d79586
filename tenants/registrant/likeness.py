"""Tells what could be a slip of the pen or a disguise of the same name, number or domain. Pure.

A slip is one character put in, left out, changed, or swapped with its neighbour. Short words are
never alike: in three or four letters one slip makes another word.
"""

import re
from collections.abc import Callable

from rapidfuzz.distance import OSA

from tenants import names
from tenants.domains import FREE_MAIL, registrable_domain

Compare = Callable[[str, str], str]
# Below this many characters a slip makes another name rather than the same one misspelled.
LEAST = 5
# From this many on, two slips are still a misspelling.
LONG = 12
# What software vendors call themselves beside their name: it tells nobody apart.
_TRADE = frozenset({
    "software", "technology", "technologies", "tech", "systems", "system", "solutions",
    "solution", "services", "service", "labs", "lab", "platform", "platforms", "group",
    "holding", "holdings", "international", "global", "usa", "us", "digital", "online",
    "app", "apps", "cloud", "sms", "text", "texting", "messaging", "messages", "communications",
    "the",
})  # fmt: skip
# What is put before or after a name to make a domain that looks official.
_AFFIXES = (
    "messaging", "messages", "software", "account", "support", "texting", "billing", "online",
    "secure", "portal", "alerts", "notify", "verify", "login", "cloud", "email", "texts", "inc",
    "text", "mail", "team", "help", "info", "apps", "tech", "sms", "app", "get", "try", "use",
    "web", "www", "llc", "usa", "us", "hq", "my", "go",
)  # fmt: skip


def one_slip(mine: str, theirs: str, *, least: int) -> bool:
    """Are two codes one slip apart? Codes shorter than `least` characters never are."""
    if min(len(mine), len(theirs)) < least or mine == theirs:
        return False
    return OSA.distance(mine, theirs, score_cutoff=1) == 1


def bare(code: str) -> str:
    """Return a tax id without the punctuation it is written with."""
    return "".join(c for c in code.upper() if c.isalnum())


def without_country(code: str) -> str:
    """Return a bare tax id without the two letters of its country."""
    return re.sub(r"^[A-Z]{2}(?=\d{6})", "", code)


def names_alike(mine: str, theirs: str) -> bool:
    """Could one business name be the other, misspelled, shortened, lengthened or turned round?"""
    own, isv = names.key(mine), names.key(theirs)
    if not own or not isv:
        return False
    if sorted(own) == sorted(isv) or _alike("".join(own), "".join(isv), slips=1):
        return True
    own_core, isv_core = _core(own), _core(isv)
    if own_core and own_core == isv_core:
        return True
    joined = "".join(own_core), "".join(isv_core)
    return _alike(*joined, slips=2 if min(map(len, joined)) >= LONG else 1) or _contains(own, isv)


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that tell a business apart; nothing when it has none of its own."""
    return tuple(word for word in words if word not in _TRADE)


def _contains(own: tuple[str, ...], isv: tuple[str, ...]) -> bool:
    """Does a longer name hold the ISV's whole one, such as "Dental by Assent Software"?

    Only a name with a word of the trade in it is looked for: of others every part is common.
    """
    if not _core(isv) or len(_core(isv)) == len(isv):
        return False
    return any(own[at : at + len(isv)] == isv for at in range(len(own) - len(isv) + 1))


def _alike(mine: str, theirs: str, *, slips: int) -> bool:
    if min(len(mine), len(theirs)) < LEAST:
        return False
    return OSA.distance(mine, theirs, score_cutoff=slips) <= slips


def domains_alike(mine: str, theirs: str) -> bool:
    """Could one registrable domain be taken for the other? Equal ones are not asked about."""
    if not mine or not theirs or mine in FREE_MAIL or mine == theirs:
        return False
    own, isv = mine.split(".")[0], theirs.split(".")[0]
    if len(isv) < LEAST:
        return False
    return _alike(_plain(own), _plain(isv), slips=1) or _plain(isv) in _stripped(own)


def _plain(label: str) -> str:
    """Return a label without hyphens and with the digits that stand for letters put back."""
    return label.replace("-", "").translate(str.maketrans("0135", "oies"))


def _stripped(label: str) -> set[str]:
    """Return what is left of a label without each word that makes a domain look official."""
    plain = _plain(label)
    left = {plain.removeprefix(affix) for affix in _AFFIXES}
    return left | {plain.removesuffix(affix) for affix in _AFFIXES}


def mailboxes_alike(mine: str, theirs: str) -> bool:
    """Are two addresses at one public mail provider a slip apart?

    Elsewhere the domain says more than the name before it.
    """
    own, isv = mine.strip().casefold(), theirs.strip().casefold()
    domain = registrable_domain(own)
    if domain not in FREE_MAIL or domain != registrable_domain(isv):
        return False
    return one_slip(own.split("@")[0], isv.split("@")[0], least=6)
