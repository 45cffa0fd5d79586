"""What one reader saw of one page, as a value."""

from dataclasses import dataclass
from enum import StrEnum

# What is kept and compared of a page; the linter reads long texts in pieces.
TEXT_MAX = 120_000


class Reader(StrEnum):
    """The ways in which reviewers open a page."""

    PLAIN = "plain"
    """A program without script, cookies or pictures."""
    DESKTOP = "desktop"
    PHONE = "phone"


@dataclass(frozen=True)
class Picture:
    """A PNG with its size in pixels."""

    body: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Sighting:
    """One page through the eyes of one reader."""

    reader: str
    url: str
    problem: str = ""
    """Why nothing could be read, in a sentence; empty when all went well."""
    is_our_fault: bool = False
    """The page may well be sound: our network, or a browser that is not installed."""
    final_url: str = ""
    chain: tuple[str, ...] = ()
    status: int = 0
    content_type: str = ""
    title: str = ""
    text: str = ""
    """The words that this reader can read, with where links lead."""
    covered: str = ""
    """The words behind something that covers them, such as a cookie wall."""
    cover: str = ""
    """The words of what covers them."""
    has_password: bool = False
    """A field for a password is on the page."""
    has_form: bool = False
    """A field for a telephone number or a box to tick is on the page."""
    frames: tuple[str, ...] = ()
    """Addresses of pages within the page, whose words were not read."""
    requests: int = 0
    blocked: int = 0
    """Requests of the page that were refused: private addresses, posts, sockets, too many."""
    page: Picture | None = None
    zoom: Picture | None = None
    """The call to action alone, enlarged."""

    @property
    def words(self) -> int:
        """How many words can be read."""
        return len(self.text.split())

    @property
    def is_readable(self) -> bool:
        """Did something answer that has words for this reader to judge?"""
        return not self.problem and self.status == 200 and "pdf" not in self.content_type
