"""What to write in place of words that a rule points at; else their whole sentence has to go."""

import re
from collections.abc import Callable

from consent.keywords import is_reserved
from consent.repairs.edits import Edit
from consent.repairs.job import Job
from consent.repairs.placing import shown
from consent.rules import Finding, TextKind

# Takes the words at fault, and returns what stands in their place; None where nothing can.
Replace = Callable[[Job, str], str | None]
_CHECKED = re.compile(
    r"""\s+(?:checked|defaultchecked)(?=[\s/>=])(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""",
    re.IGNORECASE,
)
_ARIA_CHECKED = re.compile(r"""(\baria-checked\s*=\s*["']?)true""", re.IGNORECASE)
_REQUIRED = re.compile(
    r"""\s+(?:aria-)?required(?=[\s/>=])(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""", re.IGNORECASE
)
_CHANNELS = {"en": "text messages", "es": "mensajes de texto", "fr": "SMS"}
_BRAND_TOKEN = re.compile(
    r"brand|company|business|program|sender|your[ _](?:name|organi[sz]ation)", re.IGNORECASE
)
_FACT_TOKENS: tuple[tuple[str, str], ...] = (
    (r"privacy", "privacy_url"),
    (r"terms|t&c", "terms_url"),
    (r"e-?mail", "support_email"),
    (r"keyword", "opt_in_keyword"),
    (r"website|url|link|example\.", "website"),
)
_LONGEST_TAG = 20_000


def _https(_job: Job, words: str) -> str | None:
    return re.sub(r"^http://", "https://", words, flags=re.IGNORECASE)


def _rates(job: Job, _words: str) -> str | None:
    """Write the sentence out; its full stop, if it has one, stays where it is."""
    return job.words.rates.rstrip(".")


def _unticked(_job: Job, words: str) -> str | None:
    """Leave a box empty, whether it is a tag, a drawing or a description of one."""
    if words.startswith("<"):
        return _ARIA_CHECKED.sub(r"\1false", _CHECKED.sub("", words))
    if words[:1] in {"☑", "☒", "✅", "✔"}:
        return "☐"
    return "[ ]" if words.startswith("[") else None


def _not_required(_job: Job, words: str) -> str | None:
    if words.startswith("<"):
        return _REQUIRED.sub("", words)
    if words == "*":
        return ""
    return "(optional)" if words.strip().casefold().startswith(("(required", "*")) else None


def _keyword(job: Job, _words: str) -> str | None:
    own = job.facts.opt_in_keyword if job.facts else ""
    return own if own and not is_reserved(own) else "JOIN"


def _one_channel(job: Job, words: str) -> str | None:
    """Name texts alone where another channel stood beside them; terms need a new sentence."""
    is_short = len(words) <= 60 and not re.search(r"terms|conditions|policy|t&c", words, re.I)
    return _CHANNELS[job.language] if is_short else None


def _filled(job: Job, words: str) -> str | None:
    """Fill a template token by what is known of the sender."""
    for pattern, field in _FACT_TOKENS:
        known = str(getattr(job.facts, field, ""))
        if known and re.search(pattern, words, re.IGNORECASE):
            return known
    if re.search(r"phone|number|[x#]{3}", words, re.IGNORECASE) and job.phone:
        return job.phone
    return job.brand or None if _BRAND_TOKEN.search(words) else None


def _registered_email(job: Job, _words: str) -> str | None:
    return job.email or None


_REPLACED: dict[str, Replace] = {
    "URL-HTTPS": _https,
    "CTA-RATES-VERBATIM": _rates,
    "CTA-CHECKBOX-UNCHECKED": _unticked,
    "CTA-CHECKBOX-OPTIONAL": _not_required,
    "CTA-SEPARATE-CONSENT": _one_channel,
    "KEYWORD-RESERVED": _keyword,
    "TEXT-PLACEHOLDER": _filled,
    "HELP-CONTACT": _registered_email,
    "PRIVACY-NO-SHARING": lambda job, _words: job.words.exclusion,
}
# Somebody has to decide where these lead; cutting the sentence would lose the address.
LEFT_ALONE = frozenset({"URL-SHORTENER", "URL-DOMAIN-MATCH", "FLOW-URL", "CTA-USECASE-SPLIT"})
# A warning of adult content asks for a gate in the call to action, not for other goods.
GATED = frozenset({"CONTENT-AGE-RESTRICTED"})
# These want the whole text to be another, such as one with fewer characters.
WHOLE = frozenset({
    "OPTOUT-CONFIRM-160-GSM", "OTP-STOP-REPLY", "FLOW-ENGLISH", "VERBAL-SCRIPT",
})  # fmt: skip


def replaced(finding: Finding, job: Job) -> Edit | None:
    """Return the edit that writes the right words in place of the wrong ones, or None."""
    start, end = finding.start or 0, finding.end or 0
    words = job.text[start:end]
    found = _REPLACED.get(finding.rule)
    new = found(job, words) if found and len(words) < _LONGEST_TAG else None
    if new is None or new == words:
        return None
    is_markup = words.startswith("<") and finding.kind in {TextKind.WEB, TextKind.POS}
    return Edit(start, end, new if is_markup else shown(job, new))
