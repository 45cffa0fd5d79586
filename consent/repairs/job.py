"""One text under repair: what is known of it, and the sentences that may be put into it."""

from collections.abc import Sequence

from consent import phones
from consent.content import Language, MessageKind, NumberType, ProgramContent, UseCase
from consent.rendering import spoken
from consent.repairs.language import guess
from consent.repairs.sentences import SENTENCES, Sentences
from consent.rules import Context, Finding, Subject, TextKind, examine
from consent.rules.base import CALL_TO_ACTION
from consent.rules.call_to_action import explicit_consent
from consent.rules.lazy import lazy
from consent.rules.markup import Markup, read

_FILED = frozenset({TextKind.MESSAGE_FLOW, TextKind.SAMPLE_MESSAGE, TextKind.DESCRIPTION})


class Job:
    """A text, its kind and context, and the facts of its program where they are known."""

    def __init__(
        self,
        kind: str,
        text: str,
        context: Context,
        facts: ProgramContent | None,
        read: tuple[Subject, Sequence[Finding]] | None = None,
    ) -> None:
        """Take note; everything else is worked out when a repair asks for it.

        `read` is what examine() returned for this text, where somebody has asked already.
        """
        self.kind = kind
        self.text = text
        self.context = context
        self.facts = facts
        self._read = read

    @property
    def subject(self) -> Subject:
        """Return the text as the rules read it."""
        return self._examined[0]

    @property
    def findings(self) -> Sequence[Finding]:
        """Return what is wrong with the text."""
        return self._examined[1]

    @lazy
    def _examined(self) -> tuple[Subject, Sequence[Finding]]:
        return self._read or examine(self.kind, self.text, context=self.context)

    @lazy
    def markup(self) -> Markup:
        """Return the pieces of the text that readers see, for a text of any length."""
        return read(self.text)

    @lazy
    def language(self) -> str:
        """Return the text's language, else the program's, else English.

        What is filed for a 10DLC campaign must be in English, whatever the program speaks.
        """
        if self.kind in _FILED and self.context.number_type == NumberType.TEN_DLC:
            return str(Language.ENGLISH)
        known = self.facts.language if self.facts else ""
        language = guess(self.text) or known
        return language if language in SENTENCES else str(Language.ENGLISH)

    @lazy
    def words(self) -> Sentences:
        """Return the sentences of the text's language."""
        return SENTENCES[self.language]

    @property
    def is_call_to_action(self) -> bool:
        """Return whether people agree by this text."""
        return self.kind in CALL_TO_ACTION

    @lazy
    def has_consent(self) -> bool:
        """Return whether the text has a sentence of agreement of its own."""
        return not any(explicit_consent(self.subject))

    @property
    def brand(self) -> str:
        """Return the sender's name, empty when nobody said it."""
        if self.facts and self.facts.brand_name.strip():
            return self.facts.brand_name.strip()
        return next((name.strip() for name in self.context.brand_names if name.strip()), "")

    @property
    def sender(self) -> str:
        """Return " from Acme", or nothing."""
        return self.words.from_brand.format(brand=self.brand) if self.brand else ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the program's kinds of message that fit the registered use case."""
        kinds = tuple(dict.fromkeys(self.facts.message_kinds)) if self.facts else ()
        if self.context.use_case != UseCase.MARKETING:
            return kinds
        return tuple(kind for kind in kinds if kind == MessageKind.MARKETING) or kinds

    def kind_words(self, kind: str = "") -> str:
        """Return what the messages are called: one kind, the program's first, or its use case's."""
        kind = kind or next(iter(self.kinds), "")
        if kind in self.words.kinds:
            return self.words.kinds[kind]
        return self.words.any_kind.get(self.context.use_case, self.words.any_kind["transactional"])

    @property
    def consent(self) -> str:
        """Return one sentence of agreement; in a script, a question for each kind."""
        words = self.words
        template = {
            TextKind.VERBAL.value: words.question,
            TextKind.KEYWORD.value: words.texting,
            TextKind.MESSAGE_FLOW.value: words.agreement,
        }.get(self.kind, words.consent)
        kinds = self.kinds if self.kind == TextKind.VERBAL else self.kinds[:1]
        named = [self.kind_words(kind) for kind in kinds] or [self.kind_words()]
        return " ".join(template.format(kinds=each, sender=self.sender) for each in named)

    @property
    def frequency(self) -> str:
        """Return the program's own frequency where the rules know its wording."""
        own = self.facts.frequency.strip().rstrip(".") if self.facts else ""
        if own and self.facts and self.facts.language == self.language:
            shown = f"{own[0].upper()}{own[1:]}."
            if Subject(self.kind, shown, self.context).frequency is not None:
                return shown
        return self.words.frequency

    @property
    def phone(self) -> str:
        """Return the support telephone as people write it, or nothing."""
        known = self.facts.support_phone.strip() if self.facts else ""
        return phones.national(known) if known else ""

    @property
    def email(self) -> str:
        """Return the support e-mail address; in a script as it is spoken."""
        known = self.facts.support_email.strip() if self.facts else ""
        known = known or self.context.support_email.strip()
        return spoken.email(known) if known and self.kind == TextKind.VERBAL else known

    @property
    def help(self) -> str:
        """Return how to get help by the keyword, and from a person where a way is known."""
        if self.phone:
            return self.words.help_or_call.format(phone=self.phone)
        if self.email:
            return self.words.help_or_email.format(email=self.email)
        return self.words.help

    @property
    def contact(self) -> str:
        """Return how to reach a person, or nothing."""
        if self.phone:
            return self.words.call.format(phone=self.phone)
        return self.words.email.format(email=self.email) if self.email else ""

    @property
    def keyword_instruction(self) -> str:
        """Return which word to text to which number, or nothing where either is unknown."""
        if self.facts is None or not (self.facts.opt_in_keyword and self.facts.text_number):
            return ""
        if self.kind not in {TextKind.KEYWORD, TextKind.FLYER}:
            return ""
        return self.words.keyword.format(
            keyword=self.facts.opt_in_keyword, number=self.facts.text_number
        )

    def link(self, topic: str) -> str:
        """Return the line with the address of the "terms" or "privacy" page, or nothing."""
        url = getattr(self.facts, f"{topic}_url", "").strip()
        if not url:
            return ""
        shown = spoken.url(url) if self.kind == TextKind.VERBAL else url
        return str(getattr(self.words, topic)).format(url=shown)

    @property
    def links(self) -> str:
        """Return both lines, or nothing where either address is unknown."""
        both = (self.link("terms"), self.link("privacy"))
        return ". ".join(both) if all(both) else ""
