"""Finds addresses in normalised text: URLs written or spoken, e-mail addresses, telephones."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from consent.rules.normalise import Text
from consent.rules.phrases import joining

# Enough of the root zone for addresses without a scheme; with one, any host is accepted.
_TLD = (
    r"(?:com|org|net|co|io|us|ca|uk|biz|info|app|dev|me|tv|edu|gov|mil|health|healthcare|dental"
    r"|dentist|shop|store|care|clinic|agency|email|example|test|localhost|de|fr|es|mx|au|nz|ie|in"
    r"|eu|ai|xyz|online|site|website|link|ly|gl|to|cc|gd|at|id|one|ink|ae|al|it|br|jp|nl|se|ch|be"
    r"|pl|pt|st|fm|chat|page|live|life|club|group|pro|tech|cloud|world|today|church|school|bank"
    r"|law|legal|fit|fitness|salon|spa|pet|vet|restaurant|cafe|bar|pizza|auto|car|cars|homes"
    r"|house|realty|solutions|services|support|help|events|news|media|studio|design|digital"
    r"|marketing|finance|financial|insurance|energy|foundation|charity|ngo|company|inc|llc|ltd"
    r"|so|sh|gg|im|is|vc|ws|la|by|pe|cl|ar|za|sg|hk|ph|my|no|dk|fi|cz|ru)"
)
# These end a sentence as often as an address when somebody forgot the space.
_DOUBTFUL = frozenset({
    "me", "in", "to", "us", "it", "at", "is", "no", "be", "so", "my", "by", "im", "la", "one",
    "help", "support", "care", "news", "today", "live", "life", "link", "company", "services",
    "inc", "llc", "ltd", "id", "email", "info", "de", "es", "page", "pro", "car", "bar", "house",
    "group", "club", "school", "bank", "law", "pet", "fit", "world",
})  # fmt: skip
_URL = re.compile(
    r"(?<![@\w.-])(?:"
    r"(?P<scheme>https?://)(?P<host>[a-z0-9][a-z0-9.-]{0,250}|\[[0-9a-f:]{2,40}\])"
    rf"|(?P<bare>(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.){{1,6}}(?P<tld>{_TLD}))(?![\w@-]|\.[a-z0-9])"
    r")(?P<port>:\d{2,5})?(?P<path>[/?#][^\s<>\"'|]*)?"
)
_DASH = r"(?:dash|hyphen|guion|tiret)"
_SLASH = r"(?:(?:forward )?slash|barra|barre oblique|barre|diagonal)"
_LOW = r"(?:underscore|guion bajo|tiret bas|souligne)"
_SPOKEN = re.compile(
    rf"\b(?P<host>[a-z0-9]+(?: {_DASH} [a-z0-9]+){{0,6}}(?: (?:dot|punto|point) [a-z0-9]+){{1,5}}"
    r"|localhost)(?P<port> (?:colon|dos puntos|deux[- ]points) \d{2,5})?"
    rf"(?P<path>(?: {_SLASH} [a-z0-9]+(?: (?:{_LOW}|{_DASH}) [a-z0-9]+){{0,8}}){{0,8}})"
)
_SPOKEN_SIGNS = (
    (re.compile(r" (?:dot|punto|point) "), "."),
    (re.compile(rf" {_LOW} "), "_"),
    (re.compile(rf" {_DASH} "), "-"),
    (re.compile(rf" {_SLASH} "), "/"),
)
# What is spoken of in the same way as a host: "point of sale", "punto de venta".
_NO_HOST = frozenset({"de", "du", "of", "d", "que", "where", "in", "the"})
_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}\b"
)
_SPOKEN_EMAIL = re.compile(
    r"\b(?:e-?mail|mail|write|correo(?: electronico)?|escri[a-z]+|courriel|ecri[a-z]+)"
    r"(?: us| nos)?(?: at| to| al?| au)? "
    r"[a-z0-9]+(?: (?:dot|dash|underscore|punto|guion|guion bajo|point|tiret) [a-z0-9]+){0,4}"
    r" (?:at|arroba|arobase) [a-z0-9]+"
    r"(?: (?:dot|dash|punto|guion|point|tiret) [a-z0-9]+){1,5}\b"
)
# Cheap to look for before the pattern: no address is spoken without one of each.
_SPOKEN_AT = (" at ", " arroba ", " arobase ")
_WRITING = ("mail", "write", "correo", "escri", "courriel", "ecri")
_PHONE = re.compile(
    r"(?<![\w./=-])(?:"
    r"(?:\+?1[\s.-]{0,3})?\(?\d{3}\)?[\s./-]{0,3}\d{3}[\s.-]{0,3}\d{4}(?![\d-])"
    r"|(?:\+?1[\s.-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[\s.-][a-z0-9](?:[a-z0-9-]{5,10})[a-z0-9]\b"
    r"|\+\d{1,3}[\s.-]?(?:\(?\d{1,5}\)?[\s.-]?){2,5}\d{2,4}"
    r"|\(?0\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}"
    r")(?!\w)"
)
# What every telephone number has somewhere, and most texts have not.
_DIALLED = re.compile(r"\d{3}|\+\d")


class Url(NamedTuple):
    """An address found in a text."""

    start: int
    end: int
    host: str
    path: str
    scheme: str = ""
    spoken: bool = False
    label: str = ""
    """The text of the HTML link that leads there."""


def urls(text: Text) -> tuple[Url, ...]:
    """Return the written addresses of a text in order, HTML links with their labels."""
    found = tuple(_written(text))
    if not text.links:
        return found
    found += tuple(_relative(text))
    labelled = {link.start: text.folded[link.label_start : link.start - 1] for link in text.links}
    return tuple(
        sorted(
            (
                Url(u.start, u.end, u.host, u.path, u.scheme, label=labelled.get(u.start, ""))
                for u in found
            ),
            key=lambda u: u.start,
        )
    )


def spoken_urls(text: Text) -> tuple[Url, ...]:
    """Return the addresses that are written out as words, such as "acme dot com slash terms"."""
    folded = text.folded
    if not any(map(folded.__contains__, (" dot ", " punto ", " point ", "localhost"))):
        return ()
    emails = _spoken_emails(folded)
    return tuple(
        Url(m.start(), m.end(), _written_out(m["host"]), _written_out(m["path"] + " ").rstrip(),
            spoken=True)
        for m in _SPOKEN.finditer(folded)
        if (m["host"] != "localhost" or m["path"])
        and m["host"].rsplit(" ", 1)[-1] not in _NO_HOST
        and not any(start <= m.start() < end for start, end in emails)
    )  # fmt: skip


def _written_out(words: str) -> str:
    """Return spoken words with their signs."""
    for spoken, sign in _SPOKEN_SIGNS:
        words = spoken.sub(sign, words)
    return words


def _written(text: Text) -> Iterator[Url]:
    """Yield addresses with a scheme or a known top-level domain, without closing punctuation."""
    for found in text.in_dotted(_URL):
        path = found["path"] or ""
        if (
            found["bare"]
            and found["tld"] in _DOUBTFUL
            and not (path or found["bare"].startswith("www."))
        ):
            continue
        kept = path.rstrip(".,;:!?)]}*")
        host = (found["host"] or found["bare"]).rstrip(".-")
        end = found.end("path") - len(path) + len(kept) if path else found.end()
        yield Url(found.start(), end, host, kept, found["scheme"] or "")


def _relative(text: Text) -> Iterator[Url]:
    """Yield the links of HTML that lead to another page of the same site."""
    for link in text.links:
        if _RELATIVE.match(link.href):
            yield Url(link.start, link.end, "", link.href.lower())


# A path on the same site; not an anchor, not a script, not another kind of address.
_RELATIVE = re.compile(
    r"/(?!/|$)|\.{1,2}/|[a-zA-Z0-9][\w-]{0,60}(?:\.html?|\.php|\.aspx?|/[\w-]|$)"
)


def emails(text: Text) -> tuple[tuple[int, int], ...]:
    """Return the spans of e-mail addresses, written or spoken."""
    written = [found.span() for found in _EMAIL.finditer(text.folded)] if "@" in text.folded else []
    spoken = _spoken_emails(text.folded)
    return tuple(sorted(written + spoken)) if written or spoken else ()


def _spoken_emails(folded: str) -> list[tuple[int, int]]:
    """Return the spans of e-mail addresses that are written out as words."""
    said = any(map(folded.__contains__, _SPOKEN_AT)) and any(map(folded.__contains__, _WRITING))
    return [found.span() for found in _SPOKEN_EMAIL.finditer(folded)] if said else []


def phones(text: Text) -> tuple[tuple[int, int], ...]:
    """Return the spans of telephone numbers, without the one that a keyword is texted to."""
    if not _DIALLED.search(text.folded):
        return ()
    found = [match.span() for match in _PHONE.finditer(text.folded)]
    if not found:
        return ()
    texted = [each.number_span for each in joining(text.folded)]
    return tuple(
        span
        for span in found
        if not any(span[0] < end and start < span[1] for start, end in texted)
    )
