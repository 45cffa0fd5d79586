"""Reads the visible text out of HTML in one linear pass, keeping track of where it came from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Custom elements have a dash; anything else in angle brackets is text, such as <your name>.
_NAMES = (
    "a|abbr|address|article|aside|b|blockquote|body|br|button|caption|center|cite|code|dd|"
    "del|div|dl|dt|em|fieldset|figcaption|figure|font|footer|form|h1|h2|h3|h4|h5|h6|head|"
    "header|hr|html|i|iframe|img|input|ins|label|legend|li|link|main|meta|nav|noscript|ol|"
    "optgroup|option|p|pre|q|s|script|section|select|small|span|strong|style|sub|sup|svg|"
    "table|tbody|td|template|textarea|tfoot|th|thead|title|tr|u|ul"
)
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>(?:{_NAMES}|[a-z]+-[a-z-]+)(?=[\s/>]))"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<!--(?:[^<-]++|-(?!->)|<(?!!--))*+-->|<!doctype[^<>]{0,200}>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z_:@][-\w:.@]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "select", "table", "td", "textarea", "th", "title", "tr", "ul",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_NEVER_SHOWN = frozenset({"script", "style", "template"})
_INVISIBLE_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """A tag with its attributes, and where it stands in the original text."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    href_span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Piece:
    """A stretch of the original that readers see, a line break, or a link's two ends."""

    kind: str
    """One of text, break, paragraph, link, unlink."""
    start: int
    end: int
    tag: Tag | None = None


@dataclass
class Markup:
    """The pieces of a text in order, and the form inputs met on the way."""

    pieces: list[Piece] = field(default_factory=list)
    inputs: list[Tag] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    is_html: bool = False


def read(text: str) -> Markup:
    """Return what readers see of a text, which may be plain or any fragment of HTML."""
    markup = Markup()
    hidden: tuple[str, int] | None = None
    position = 0
    for found in _TAG.finditer(text) if "<" in text else ():
        if hidden is None and found.start() > position:
            markup.pieces.append(Piece("text", position, found.start()))
        position = found.end()
        if not found["name"]:
            continue
        markup.is_html = True
        tag, closes = _tag(found), bool(found["close"])
        if hidden is None:
            hidden = None if closes else _hides(tag)
            markup.pieces.extend(_pieces(tag, closes))
            if tag.name == "input" and not closes:
                markup.inputs.append(tag)
        elif tag.name == hidden[0]:
            depth = hidden[1] + (-1 if closes else 1)
            hidden = (tag.name, depth) if depth else None
    if hidden is None and position < len(text):
        markup.pieces.append(Piece("text", position, len(text)))
    return markup


def _tag(found: re.Match[str]) -> Tag:
    """Return the tag of a match, its attribute names in lower case."""
    attributes: dict[str, str] = {}
    href_span = (found.start(), found.end())
    for attribute in _ATTRIBUTE.finditer(found["attributes"]):
        name, value = attribute[1].lower(), attribute[2] or ""
        quoted = value[:1] in {'"', "'"}
        attributes.setdefault(name, value[1:-1] if quoted else value)
        if name == "href":
            offset = found.start("attributes")
            start, end = attribute.span(2)
            href_span = (offset + start + quoted, offset + end - quoted)
    return Tag(found["name"].lower(), attributes, found.start(), found.end(), href_span)


def _hides(tag: Tag) -> tuple[str, int] | None:
    """Return the element to skip, with its depth, when a tag hides its content from readers."""
    if tag.name in _VOID:
        return None
    attributes = tag.attributes
    invisible = (
        tag.name in _NEVER_SHOWN
        or "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or _INVISIBLE_STYLE.search(attributes.get("style", "")) is not None
    )
    return (tag.name, 1) if invisible else None


def _pieces(tag: Tag, closes: bool) -> Iterator[Piece]:
    """Yield what a tag means for the flow of the text."""
    if tag.name == "br":
        yield Piece("break", tag.start, tag.end)
    elif tag.name in _BLOCKS:
        yield Piece("paragraph", tag.start, tag.end)
    elif tag.name == "a":
        yield Piece("unlink" if closes else "link", tag.start, tag.end, tag)
