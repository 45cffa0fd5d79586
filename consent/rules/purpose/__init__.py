"""Recognises what kinds of messages a text speaks of, by groups of purposes.

The groups: marketing, otp, charity, polling, care, transactional; "general" where messages are
called alerts and nothing else, "other" for a kind that is neither promotion nor notice.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from consent.rules.lazy import lazy
from consent.rules.purpose import words
from consent.rules.purpose.words import (
    ABOUT,
    ABOUT_NOUNS,
    CARE,
    CARE_OF,
    CODE_WORDS,
    DETERMINERS,
    EITHER,
    NO_OBJECT,
    SERVICE,
    THINGS,
)

# Splitting by it gives gap, word, gap, word, …, gap.
_TOKEN = re.compile(r"([a-z0-9_][a-z0-9_'-]*)")
_GROUP = {word: group for group, listed in words.SINGLE.items() for word in listed}
_JOINTS = frozenset({" ", "/", " & "})
_NEGATED = re.compile(
    r"\b(?:no|not|never|without|won't|don't|non|cannot|nunca|sin|jamais|sans|aucun|ne)"
    r"(?: [a-z-]+){0,3} $"
)
# Clauses that speak of help, cost and conditions name no purpose, whatever words they use.
_SIDE = re.compile(
    r"(?:\b(?:help|call|contact|email|e-mail|write|reach|visit|ask)\b[^.!?]{0,30}"
    r"|\b(?:condition|requirement|terms|condicion|requisito|terminos)\b[^.!?]{0,60}"
    r"|\b(?:privacy|point of|delayed) )$"
)
_ASKED = re.compile(
    r"\b(?:receiv\w*|get|texts?|sms|messages?|includ\w+|such as|regarding|about|related to|recibir"
    r"|recevoir)\b[^.!?]{0,40}$"
)
_TEXTED = re.compile(
    r"\b(?:texts?|messages?|sms|updates|alerts|messaging|communications|textos?|mensajes)\b"
    r"[^.!?]{0,25}$"
)
_VERIFYING = re.compile(
    r"^ (?:to|that|so|when|for|used to) (?:(?:help |you |we |can |me )*)(?:verify|sign|log|confirm"
    r"|access|authenticate|logging|signing|verif\w+|reset)"
)
_ANSWERS = re.compile(
    r"\b(?:(?:answers?|answering|responses?|responding|repl(?:y|ies)) (?:to )?(?:your|my|customer"
    r"|patient|client|any) (?:questions?|inquir(?:y|ies)|requests?|messages?)"
    r"|two-way (?:conversations?|communication|messaging|texting)"
    r"|atencion al cliente|servicio al cliente|service (?:a la )?client(?:ele)?"
    r"|respuestas a (?:sus|mis|tus) (?:preguntas|consultas)|reponses a (?:vos|mes) questions)\b"
)

_ANSWERING = ("answer", "respons", "respond", "replies", "reply to", "replying to", "two-way",
              "al cliente", "service", "respuestas", "reponses")  # fmt: skip

Match = tuple[str, int, int]


class _Words:
    """The words of a text in order, with the neighbours of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = _TOKEN.split(text)
        self.words = self._parts[1::2]
        self._joined = [gap in _JOINTS for gap in self._parts[2:-1:2]]
        self._joined.append(False)

    def touches(self, first: int, last: int) -> bool:
        """Return whether only spaces, slashes and ampersands lie between two words."""
        return False not in self._joined[first:last]

    def after(self, index: int, step: int = 1) -> str:
        """Return the word `step` places on when nothing cuts the phrase between."""
        last = index + step
        if not self._joined[index] or last >= len(self.words):
            return ""
        return self.words[last] if step == 1 or self.touches(index, last) else ""

    def before(self, index: int, step: int = 1) -> str:
        """Return the word `step` places back when nothing cuts the phrase between."""
        first = index - step
        return self.words[first] if first >= 0 and self.touches(first, index) else ""

    def start(self, index: int) -> int:
        """Return where a word begins in the text."""
        return self._starts[2 * index]

    def end(self, index: int) -> int:
        """Return where a word ends in the text."""
        return self._starts[2 * index + 1]

    @lazy
    def _starts(self) -> list[int]:
        """Where each part but the first begins: at even places words, at odd ones gaps."""
        return list(accumulate(map(len, self._parts)))

    def match(self, group: str, first: int, last: int) -> Match:
        """Return the match that runs from one word to another."""
        return group, self.start(first), self.end(min(last, len(self.words) - 1))


def matches(folded: str) -> Iterator[Match]:
    """Yield (group, start, end) for each purpose that a text names and does not deny."""
    given = _Words(folded)
    behind = 0
    for index, word in enumerate(given.words):
        if index < behind or word not in _KNOWN:
            continue
        found = _at(given, index)
        if found is None:
            continue
        group, first, last = found
        match = given.match(group, first, last)
        if not _NEGATED.search(folded, max(match[1] - 45, 0), match[1]):
            yield match
        behind = last + 1
    answering = any(map(folded.__contains__, _ANSWERING))
    for answer in _ANSWERS.finditer(folded) if answering else ():
        if not _SIDE.search(folded, max(answer.start() - 40, 0), answer.start()):
            yield "care", answer.start(), answer.end()


def named(folded: str) -> bool:
    """Return whether the text says at all what kind of messages it speaks of."""
    return next(matches(folded), None) is not None


_Place = tuple[str, int, int]


def _at(given: _Words, index: int) -> _Place | None:
    """Return the group and the first and last word of a purpose that begins at a word."""
    word = given.words[index]
    group = _GROUP.get(word)
    if group is not None:
        return _single(given, index, word, group)
    if word in _FIRST:
        for look in _FIRST[word]:
            place = look(given, index)
            if place is not None:
                return place
    return _object(given, index)


def _single(given: _Words, index: int, word: str, group: str) -> _Place | None:
    """Judge a word that mostly names a purpose by itself."""
    following, before = given.after(index), given.before(index)
    if word == "offers" and (
        before in words.BEFORE_VERB_OFFERS
        or before.startswith("_")
        or (following in words.AFTER_VERB_OFFERS and before not in words.BEFORE_OFFER)
    ):
        return None
    if word in {"newsletter", "newsletters"} and before in {"email", "e-mail"}:
        return None
    if (word, following) in {("deals", "with"), ("savings", "account")} or (
        word in {"notices", "notice"} and before == "privacy"
    ):
        return None
    if group == "marketing":
        return group, index, _absorbed(given, index)
    if group in {"transactional", "general"}:
        return _informing(given, index, word, group)
    return group, index, index


def _absorbed(given: _Words, index: int) -> int:
    """Return the last word of "promotional text alerts", whose alerts are no kind of their own."""
    last = index
    for step in (1, 2, 3):
        following = given.after(index, step)
        if following in THINGS or following in {"text", "sms"}:
            last = index + step
        elif following not in {"and", "automated", "recurring"} or step > 1:
            break
    return last


def _informing(given: _Words, index: int, word: str, group: str) -> _Place | None:
    """Judge "alerts", "reminders" and the like by the word before them."""
    before = given.before(index)
    if _GROUP.get(before) == "marketing" or before in words.CART:
        return "marketing", index, index
    if before in {"giving", "donation", "pledge"}:
        return "charity", index, index
    if before == "drop" or (before == "sale" and group == "general"):
        return "marketing", index, index
    if word in {"notifications", "notification"} and before in {"text", "sms", "message", "mobile"}:
        return "general", index, index
    if group == "general" and before in SERVICE:
        return "transactional", index, index
    if word == "notification" and before in {"push", "a", "this"}:
        return None
    return group, index, index + (given.after(index) in THINGS)


def _service(given: _Words, index: int) -> _Place | None:
    """Judge "order updates", "account security alerts", "delivery text messages"."""
    for step in (1, 2, 3):
        following = given.after(index, step)
        if following in THINGS and not (step == 1 and following in {"details", "offers"}):
            if given.before(index) in {"privacy", "terms", "of"} and following not in {"updates"}:
                return None
            if given.before(index) == "for" and given.words[index] in {"support", "service"}:
                return None
            return "transactional", index, index + step
        if following not in SERVICE and following not in {"and", "or", "related", "specific"}:
            return None
    return None


def _either(given: _Words, index: int) -> _Place | None:
    """Judge "event updates" and "product news", which promotion and notice share."""
    for step in (1, 2):
        if given.after(index, step) in THINGS:
            return "other", index, index + step
    return None


def _code(given: _Words, index: int) -> _Place | None:
    """Judge "verification code", "one-time login password", "codes to sign in"."""
    for step in (1, 2):
        if given.after(index, step) in CODE_WORDS:
            return "otp", index, index + step
    if given.words[index] == "verification":
        following, before = given.after(index), given.before(index)
        known = before in {"account", "identity", "phone", "number", "login", "device", "user"}
        if known or following in {"text", "texts", "message", "messages", "sms", "purposes"}:
            return "otp", index, index
    return None


def _codes(given: _Words, index: int) -> _Place | None:
    """Judge "a code to verify your number" and "codigo de verificacion"."""
    before = given.before(index)
    if before in words.NO_CODE:
        return None
    of, what = given.after(index), given.after(index, 2)
    if of in {"de", "a", "d"} and what in words.OF_CODE_ES_FR:
        return "otp", index, index + 2
    if _VERIFYING.match(given.text[given.end(index) :][:50]):
        return "otp", index, index
    return None


def _care(given: _Words, index: int) -> _Place | None:
    """Judge "customer care messages"; a line to call for support is no purpose."""
    if given.after(index) not in CARE:
        return None
    start = given.start(index)
    for step in (2, 3):
        if given.after(index, step) in THINGS:
            return "care", index, index + step
    text = given.text[max(start - 60, 0) : start]
    if _ASKED.search(text) and not _SIDE.search(text):
        return "care", index, index + 1
    return None


def _sale(given: _Words, index: int) -> _Place | None:
    """Judge "flash sale" and "sales events"; a sales team or a point of sale sells nothing."""
    word, following, before = given.words[index], given.after(index), given.before(index)
    if following in THINGS or following in {"event", "events", "news", "prices"}:
        return "marketing", index, index + 1
    if before in words.BEFORE_MARKETING:
        return "marketing", index, index
    if word == "sales" and following not in words.AFTER_SALES:
        start = given.start(index)
        return None if before in {"our", "the", "of"} else _unless_side(given, start, index)
    return None


def _unless_side(given: _Words, start: int, index: int) -> _Place | None:
    side = _SIDE.search(given.text, max(start - 70, 0), start)
    return None if side else ("marketing", index, index)


def _offer(given: _Words, index: int) -> _Place | None:
    """Judge the singular "special offer"."""
    if given.before(index) in words.BEFORE_OFFER:
        return "marketing", index, index
    return None


def _launch(given: _Words, index: int) -> _Place | None:
    """Judge "new arrivals", "product launches", "early access"."""
    listed = words.EARLY if given.words[index] == "early" else words.NEW_THINGS
    if given.after(index) in listed:
        return "marketing", index, index + 1
    return None


def _remind(given: _Words, index: int) -> _Place | None:
    """Judge "remind me of checkups": what is remembered is the kind."""
    if given.after(index) in {"me", "you"} and given.after(index, 2) in words.REMIND_OF:
        return "transactional", index, index + 1
    return None


def _cart(given: _Words, index: int) -> _Place | None:
    """Judge "cart reminders" and "abandoned cart", which promote and remind of no appointment."""
    if given.words[index] == "abandoned" and given.after(index) in {"cart", "carts", "checkout"}:
        more = given.after(index, 2) in THINGS
        return "marketing", index, index + 1 + more
    if given.words[index] in words.CART and given.after(index) in THINGS:
        return "marketing", index, index + 1
    return None


def _about(given: _Words, index: int) -> _Place | None:
    """Judge "about your upcoming order" and "regarding my account"."""
    step = 1
    while step <= 4 and given.after(index, step) in DETERMINERS:
        step += 1
    for last in (step, step + 1, step + 2):
        if given.after(index, last) in ABOUT_NOUNS:
            return "transactional", index, index + last
        if _GROUP.get(given.after(index, last)) in {"marketing", "charity"}:
            return None
    start = given.start(index)
    if _TEXTED.search(given.text, max(start - 40, 0), start):
        for last in (step, step + 1, step + 2):
            if _names(given.after(index, last)):
                return "other", index, index + last
    return None


def _related(given: _Words, index: int) -> _Place | None:
    """Judge "related to your visit", "updates on my order", "status of your claim"."""
    word, before = given.words[index], given.before(index)
    to = word in {"to", "con", "a", "aux", "au"} and before in {
        "related", "relating", "pertaining", "regard", "relacionados", "relacionado", "relatifs",
        "relatives", "lies", "respect",
    }  # fmt: skip
    of = word in {"on", "for", "of", "with", "de", "sur", "sobre"} and (
        before in THINGS or before in {"actualizaciones", "informacion", "nouvelles"}
    )
    if not (to or of) or given.after(index) not in DETERMINERS:
        return None
    return _about(given, index)


def _updates(given: _Words, index: int) -> _Place | None:
    """Judge "actualizaciones de su pedido" and "mises a jour de votre commande"."""
    if given.after(index) in {"de", "sobre", "a", "sur", "del", "acerca"}:
        for step in (2, 3, 4):
            word = given.after(index, step)
            if word in ABOUT_NOUNS:
                return "transactional", index, index + step
        return "other", index, index + 1
    return None


def _object(given: _Words, index: int) -> _Place | None:
    """Judge "garden updates" and "texts about recycling": an object of their own is a kind."""
    word, following = given.words[index], given.after(index)
    before = given.before(index)
    if word == "updates" and _names(before):
        return "other", index, index
    if following in ABOUT or (word in {"updates", "information", "info"} and following == "on"):
        step = 2
        while given.after(index, step) in {"my", "your", "this", "the", "our", "its", "upcoming"}:
            step += 1
        named = given.after(index, step)
        if _names(named):
            group = "transactional" if named in ABOUT_NOUNS and named not in EITHER else "other"
            return group, index, index + step
    return None


def _names(word: str) -> bool:
    """Return whether a word says what messages are about."""
    return len(word) > 2 and word.replace("-", "").isalpha() and word not in NO_OBJECT


_LOOKS = (
    (CARE_OF, _care), (SERVICE, _service), (EITHER, _either), (words.BEFORE_CODE, _code),
    (CODE_WORDS, _codes),
    (frozenset({"codigo", "codigos", "contrasena", "contrasenas"}), _codes),
    (frozenset({"sale", "sales"}), _sale), (frozenset({"offer"}), _offer),
    (frozenset({"new", "early", "product"}), _launch), (words.CART | {"abandoned"}, _cart),
    (ABOUT, _about), (frozenset({"remind"}), _remind),
    (frozenset({"on", "for", "of", "with", "de", "sur", "to", "a", "con", "aux", "au"}), _related),
    (frozenset({"actualizaciones", "jour"}), _updates),
)  # fmt: skip
_FIRST = {
    word: tuple(look for listed, look in _LOOKS if word in listed)
    for word in frozenset().union(*(listed for listed, _ in _LOOKS))
}
_KNOWN = frozenset(_GROUP) | frozenset(_FIRST) | THINGS
