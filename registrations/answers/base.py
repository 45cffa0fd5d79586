"""What a filing is answered from, and how one line of a table says it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from consent.content import ProgramContent
from consent.rendering import RenderedTexts

BRAND, PROGRAM, EVIDENCE, FIXED, ASSUMED = "brand", "program", "evidence", "fixed", "assumed"


@dataclass(frozen=True)
class Company:
    """The end business as its company details say."""

    legal_name: str
    dba_name: str
    texted_name: str
    entity_type: str
    tax_id: str
    tax_id_country: str
    stock_symbol: str
    stock_exchange: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    website: str
    vertical: str
    support_email: str
    support_phone: str
    contact_first_name: str
    contact_last_name: str
    contact_email: str

    @property
    def is_listed(self) -> bool:
        """Is it traded on a stock exchange? Only then are some fields allowed at all."""
        return self.entity_type == "PUBLIC_PROFIT"


@dataclass(frozen=True)
class Words:
    """A published program: what it says of itself, and the texts rendered from that."""

    content: ProgramContent
    texts: RenderedTexts


@dataclass(frozen=True)
class Facts:
    """All that a filing is answered from."""

    company: Company
    words: Words | None = None
    evidence_id: UUID | None = None


@dataclass(frozen=True)
class Shorter:
    """One text in several lengths, the longest first; the first that the field takes is sent."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class OneOf:
    """One meaning in the spellings of several forms, the best first.

    The form's own option is sent, as the form spells it; where it offers none, nothing is.
    """

    spellings: tuple[str, ...]


Value = str | Sequence[str] | UUID | Shorter | OneOf | None
Reader = Callable[[Facts], Value]


@dataclass(frozen=True)
class Entry:
    """One field and how it is answered; an empty answer leaves the field out."""

    path: str
    source: str
    read: Reader


def company(path: str, read: Callable[[Company], Value]) -> Entry:
    """Answer a field from the company details."""
    return Entry(path, BRAND, lambda facts: read(facts.company))


def program(path: str, read: Callable[[Words], Value]) -> Entry:
    """Answer a field from the published program."""
    return Entry(path, PROGRAM, lambda facts: read(facts.words) if facts.words else None)


def same(path: str, choice: str, source: str = FIXED) -> Entry:
    """Answer a field alike in every filing."""
    return Entry(path, source, lambda _facts: [choice])


def evidence(path: str) -> Entry:
    """Answer a field with the newest screenshot."""
    return Entry(path, EVIDENCE, lambda facts: facts.evidence_id)
