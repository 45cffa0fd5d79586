"""A program's facts as the sentences of one language take them in."""

from collections.abc import Sequence
from functools import cached_property

from consent import phones
from consent.content import MessageKind, OptInWay, ProgramContent, UseCase
from consent.rendering import frequencies
from consent.rendering.phrasebook import Phrasebook, book

# Kinds that nobody may have to take in order to get notices.
SOLICITING = frozenset({MessageKind.MARKETING, MessageKind.CHARITY})
_SOLICITED: dict[str, str] = {
    UseCase.MARKETING: MessageKind.MARKETING,
    UseCase.CHARITY: MessageKind.CHARITY,
}


class Voice:
    """What every composer asks of a program, worded once."""

    def __init__(self, content: ProgramContent) -> None:
        """Speak the program's language."""
        self.content = content
        self.book: Phrasebook = book(content.language)

    @property
    def brand(self) -> str:
        """Return the name that texts carry."""
        return self.content.brand_name

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Return the message kinds, each once."""
        return tuple(dict.fromkeys(self.content.message_kinds))

    @cached_property
    def joint_kinds(self) -> tuple[str, ...]:
        """Return the kinds that one act of joining covers, such as texting the keyword.

        Offers and donation requests never come along with notices: where a program has both, the
        act covers those that its use case is about, and the rest have boxes on the form.
        """
        soliciting = tuple(kind for kind in self.kinds if kind in SOLICITING)
        notices = tuple(kind for kind in self.kinds if kind not in SOLICITING)
        main = _SOLICITED.get(self.content.use_case, "")
        if main in soliciting:
            return (main,)
        return notices or soliciting[:1]

    @cached_property
    def other_kinds(self) -> tuple[str, ...]:
        """Return the kinds that need a box of their own."""
        return tuple(kind for kind in self.kinds if kind not in self.joint_kinds)

    def texts(self, kinds: Sequence[str]) -> str:
        """Return kinds as text messages, for a consent sentence."""
        named = [self.book.kind(kind).texts for kind in kinds]
        return self.book.listed(named) or self.book.any_texts

    def plurals(self, kinds: Sequence[str]) -> str:
        """Return kinds as a list of words."""
        return self.book.listed([self.book.kind(kind).plural for kind in kinds])

    @cached_property
    def frequency(self) -> str:
        """Return how often messages come, in this language where it can be translated."""
        return frequencies.said(self.content.frequency, self.book)

    @property
    def phone(self) -> str:
        """Return the support telephone as people write it, or nothing."""
        number = self.content.support_phone
        return phones.national(number) if number else ""

    @property
    def contact(self) -> str:
        """Return the support e-mail and telephone, whichever the program has."""
        given = [each for each in (self.content.support_email, self.phone) if each]
        return f" {self.book.alternative} ".join(given)

    @property
    def text_number(self) -> str:
        """Return the number to text as people write it: a short code stays as it is."""
        return phones.national(self.content.text_number)

    @property
    def can_text_in(self) -> bool:
        """Return whether it is known which word to text to which number."""
        return bool(self.content.opt_in_keyword and self.content.text_number)

    @property
    def is_for_staff(self) -> bool:
        """Return whether the recipients are the business's own people."""
        return self.content.use_case == UseCase.INTERNAL

    def has(self, way: OptInWay) -> bool:
        """Return whether people are asked in this way."""
        return way in self.content.methods


def sentence(text: str) -> str:
    """Return text with a capital at the front and one full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
