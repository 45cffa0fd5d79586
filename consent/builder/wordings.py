"""The texts of a program one by one: their keys, their names, and where people meet them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import explained
from consent.content import OptInWay
from consent.rendering import RenderedTexts

SAMPLES, DESCRIPTION = "sample_messages", "description"
BOXES = ("cta_web", "cta_pos")
# The key of a text, or of a row of boxes → its name; in the order in which a person meets them.
NAMES: dict[str, Promise] = {
    "cta_web_intro": gettext_lazy("Above the boxes of the web form"),
    "cta_web": gettext_lazy("Box on the web form"),
    "cta_pos": gettext_lazy("Box on the screen at the till"),
    "cta_counter": gettext_lazy("Card beside the till"),
    "cta_flyer": gettext_lazy("Flyer or poster"),
    "cta_keyword": gettext_lazy("Invitation to text the word"),
    "verbal_script": gettext_lazy("Script to be read out"),
    "optin_request": gettext_lazy("Question to be answered YES"),
    "optin_confirmation": gettext_lazy("Welcome text"),
    "help_reply": gettext_lazy("Answer to HELP"),
    "optout_confirmation": gettext_lazy("Answer to STOP"),
    SAMPLES: gettext_lazy("Sample message"),
    "terms": gettext_lazy("Terms page"),
    "privacy": gettext_lazy("Privacy page"),
    "message_flow": gettext_lazy("How people sign up, as told to reviewers"),
    DESCRIPTION: gettext_lazy("What people will receive"),
}
_PAGES = {"terms": "terms_text", "privacy": "privacy_text"}

# Where texts are met → (name, keys of the texts).
PLACES: dict[str, tuple[Promise, tuple[str, ...]]] = {
    OptInWay.WEB: (gettext_lazy("Web form"), ("cta_web_intro", "cta_web")),
    OptInWay.POS: (gettext_lazy("Point of sale"), ("cta_pos", "cta_counter")),
    OptInWay.FLYER: (gettext_lazy("Flyer"), ("cta_flyer",)),
    OptInWay.KEYWORD: (gettext_lazy("Keyword"), ("cta_keyword",)),
    OptInWay.VERBAL: (gettext_lazy("Script"), ("verbal_script",)),
    "texts": (
        gettext_lazy("Texts"),
        ("optin_request", "optin_confirmation", "help_reply", "optout_confirmation", SAMPLES),
    ),
    "pages": (gettext_lazy("Pages"), ("terms", "privacy")),
    "review": (gettext_lazy("For reviewers"), ("message_flow", DESCRIPTION)),
}


def by_key(texts: RenderedTexts, *, description: str = "") -> dict[str, str]:
    """Return every text that there is by its key; boxes and samples are counted one by one."""
    found: dict[str, str] = {}
    for name in NAMES:
        if name in BOXES:
            found |= {f"{name}.{box.kind}": box.text for box in getattr(texts, name)}
        elif name == SAMPLES:
            found |= {f"{name}.{i}": text for i, text in enumerate(texts.sample_messages)}
        elif name == DESCRIPTION:
            found[name] = description
        else:
            found[name] = getattr(texts, _PAGES.get(name, name))
    return {key: text for key, text in found.items() if text}


def key_of(field: str, texts: RenderedTexts) -> str:
    """Return the key of the text that a finding's field names; empty where it is no text."""
    owner, _dot, path = field.partition(".")
    if field == "program.description":
        return DESCRIPTION
    if owner != "texts":
        return ""
    name, _dot, index = path.partition(".")
    if name in BOXES and index:
        boxes = getattr(texts, name)
        return f"{name}.{boxes[int(index)].kind}" if int(index) < len(boxes) else ""
    return path if name in NAMES and (index or name != SAMPLES) else ""


def place_of(key: str) -> str:
    """Return the name of the place where a text is met; empty for no text."""
    return next((str(name) for name, stems in PLACES.values() if stem(key) in stems), "")


def may_be_own(key: str) -> bool:
    """Return whether a text may be of the tenant's own wording.

    Samples and description are answers already, and the flow says how the others are met.
    """
    return stem(key) not in {SAMPLES, DESCRIPTION, "message_flow"}


def as_written(key: str, text: str) -> str:
    """Return a text as it is written into its control: the headings of a page begin with "# ".

    The rules read pages without these marks, and so do repairs.
    """
    if key not in _PAGES:
        return text
    parts = (part for part in text.split("\n\n") if part.strip())
    return "\n\n".join(f"# {part}" if _is_heading(part) else part for part in parts)


def _is_heading(part: str) -> bool:
    """Headings are short, on one line, and no sentences."""
    return len(part) <= 100 and "\n" not in part and not part.endswith((".", "!", "?", ":", "/"))


def stem(key: str) -> str:
    """Return the name of the row of boxes, or the key itself."""
    return key.partition(".")[0]


def title(key: str) -> str:
    """Return the name of a text, with what tells it from its like."""
    name, _dot, which = key.partition(".")
    base = str(NAMES.get(name, key))
    if not which:
        return base
    if name == SAMPLES:
        return _("%(name)s %(number)d") % {"name": base, "number": int(which) + 1}
    return f"{base}: {explained.kind_name(which)}"


def pick(texts: Mapping[str, str], stems: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of some stems, in the order of the stems."""
    return {key: text for name in stems for key, text in texts.items() if stem(key) == name}
