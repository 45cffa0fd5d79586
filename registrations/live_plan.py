"""What a filing points to in the world: pages, a website, mail domains, pictures.

Worked out from the answers as they would be sent; nothing is opened here.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from consent.addresses import evidence_url
from consent.looking import places
from consent.models import Evidence
from consent.rules import Finding
from registrations.models import LiveCheck, Registration
from registrations.requirements import Answer, Answers
from tenants.domains import host_of


class What(StrEnum):
    """The kinds of things that are looked at."""

    WEBSITE = "website"
    JOIN = "join"
    TERMS = "terms"
    PRIVACY = "privacy"
    MAIL = "mail"
    PICTURE = "picture"


PAGES = (What.JOIN, What.TERMS, What.PRIVACY)
WAITING, OK, AMISS, UNKNOWN = "waiting", "ok", "amiss", "unknown"
_URL = re.compile(r"https?://\S+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# A link within a sample belongs to a message, and may lead anywhere that is the business's.
_NO_PAGE = ("embeddedLinkSample",)


@dataclass(frozen=True)
class Target:
    """One thing to look at."""

    what: str
    address: str
    """A URL, or the domain of an e-mail address."""
    field: str
    """The dotted path of the fact or the answer that names it."""
    own: bool = False
    """It is a page of the program, as it was published."""

    def as_row(self) -> dict[str, Any]:
        """Return it as a check keeps it, before anybody looked."""
        return {**asdict(self), "state": WAITING, "said": ""}


@dataclass(frozen=True)
class Step:
    """One step of a look in a worker's hands."""

    check: LiveCheck
    index: int

    @property
    def target(self) -> Target:
        """What to look at."""
        row = self.check.seen[self.index]
        return Target(row["what"], row["address"], row["field"], row["own"])


@dataclass(frozen=True)
class Seen:
    """How one step came out."""

    state: str
    said: str = ""
    findings: tuple[Finding, ...] = ()


def plan(registration: Registration, answers: Answers) -> list[Target]:
    """Return everything that a filing points to, each address once."""
    found: dict[tuple[str, str], Target] = {}
    for target in (
        *_pages(registration),
        *_website(registration),
        *_typed_pages(answers),
        *_mails(registration, answers),
        *_pictures(answers),
    ):
        key = (target.address, "" if target.what in _OPENED else target.what)
        found.setdefault(key, target)
    return list(found.values())


_OPENED = frozenset({What.WEBSITE, *PAGES})


def _pages(registration: Registration) -> Iterator[Target]:
    published = registration.program.published if registration.program else None
    if published is not None:
        for page in PAGES:
            yield Target(page, places.url(published, page), f"program.{page}_url", own=True)


def _website(registration: Registration) -> Iterator[Target]:
    if registration.brand.website:
        yield Target(What.WEBSITE, registration.brand.website, "brand.website", own=True)


def _typed_pages(answers: Answers) -> Iterator[Target]:
    for path, answer in answers.items():
        leaf = path.rpartition(".")[2]
        if _URL.fullmatch(answer.text) and leaf not in _NO_PAGE:
            yield Target(_kind(leaf), answer.text, path)


def _kind(leaf: str) -> What:
    """Say by a field's name what its page is for."""
    name = leaf.casefold()
    if "privacy" in name:
        return What.PRIVACY
    if "terms" in name:
        return What.TERMS
    return What.JOIN if "optin" in name else What.WEBSITE


def _mails(registration: Registration, answers: Answers) -> Iterator[Target]:
    for path, answer in answers.items():
        if _EMAIL.fullmatch(answer.text):
            yield Target(What.MAIL, host_of(answer.text), path)
    for name in ("support_email", "contact_email"):
        email = getattr(registration.brand, name)
        if email:
            yield Target(What.MAIL, host_of(email), f"brand.{name}")


def _pictures(answers: Answers) -> Iterator[Target]:
    shown: dict[Any, Answer] = {a.evidence_id: a for a in answers.values() if a.evidence_id}
    for picture in Evidence.objects.filter(pk__in=shown):
        yield Target(What.PICTURE, evidence_url(picture), shown[picture.pk].path)
