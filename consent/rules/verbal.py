"""Rules on verbal scripts: what is read out must be sayable and wait for an answer."""

import re
from collections.abc import Iterator

from consent.rules import links
from consent.rules.base import MISSING, Context, Hit, Severity, TextKind, registry, rule
from consent.rules.subject import Subject

VERBAL = frozenset({TextKind.VERBAL})
_NO_URL_NEEDED = frozenset({"TERMS-PRIVACY-LINK", "TERMS-BRAND"})


@rule(
    "VERBAL-URL-READ-OUT",
    "URL spoken, or full terms in the script",
    problem="The script neither speaks the addresses of terms and privacy policy nor contains "
    "the terms themselves.",
    fix='Let the agent read the address, for example "acme dot com slash sms".',
    kinds=VERBAL,
    prevents=("2106",),
    source="AWS: a URL must be read off, or the comprehensive terms included in the script",
)
def url_read_out(subject: Subject) -> Iterator[Hit]:
    """Accept an address for both pages, or a script that passes the terms rules itself."""
    if links.target(subject, "terms") and links.target(subject, "privacy"):
        return
    if not _contains_terms(subject.original, subject.context):
        yield MISSING


def _contains_terms(script: str, context: Context) -> bool:
    """Return whether the script includes comprehensive terms and the sharing exclusion."""
    terms = Subject(TextKind.TERMS, script, context)
    policy = Subject(TextKind.PRIVACY, script, context)
    for each in registry():
        if each.check is None or each.id in _NO_URL_NEEDED:
            continue
        subject = policy if each.id == "PRIVACY-NO-SHARING" else terms
        wanted = each.id.startswith("TERMS-") or each.id == "PRIVACY-NO-SHARING"
        demanded = wanted and each.severity is not Severity.ADVICE
        if demanded and each.applies(subject.kind, context) and any(each.check(subject)):
            return False
    return True


_QUESTION = re.compile(
    r"\b(?:do you (?:agree|consent|want|wish|authori[sz]e|accept)|would you like|may (?:we|i)"
    r"|can (?:we|i)|could (?:we|i)|is (?:that|this|it) (?:ok|okay|all right|alright|fine)"
    r"|are you (?:ok|okay|happy|willing)|will you agree|(?:desea|quiere|acepta) (?:usted )?"
    r"(?:recibir)?|acceptez-vous|souhaitez-vous)\b"
)
_ANSWER = re.compile(
    r"\b(?:yes|no|customer|caller|patient|client|member|respon[ds]\w*|answer\w*|repl(?:y|ies)"
    r"|wait\w*|pause[sd]?|record(?:s|ed)?|confirm(?:s|ed)? verbally|says?|agrees|si|oui)\b"
)
_WAITS = re.compile(
    r"\b(?:waits?|waiting|listens?) for (?:a |the |an? clear )?[\"']?(?:yes|agreement|consent)\b"
    r"|\bsay(?:s|ing)? [\"']?(?:yes|i agree)\b"
)


@rule(
    "VERBAL-AFFIRMATIVE",
    "Script waits for a yes",
    problem="The script does not ask for consent and wait for a yes.",
    fix="End with a question and record the answer.",
    kinds=VERBAL,
    prevents=("30511",),
    source="AWS: the customer must agree before enrolment",
)
def affirmative(subject: Subject) -> Iterator[Hit]:
    """Look for a consent question and, behind it, a place for the answer."""
    for found in _QUESTION.finditer(subject.masked):
        if _ANSWER.search(subject.masked, found.end()):
            return
    if _WAITS.search(subject.masked):
        return
    yield MISSING


_VISUAL = re.compile(
    r"\b(?:click(?:s|ing|ed)?|tap(?:s|ping|ped)?|below|above|check(?:ing)? (?:this|the|a) box"
    r"|see here|hyperlinks?|submit button|scan(?:ning)? (?:this|the)|checkbox|tick(?:ing)? (?:this"
    r"|the) box|this link|on this (?:page|screen))\b"
)


@rule(
    "VERBAL-NO-VISUAL",
    "No words that need a screen",
    problem="These words need a screen, but the script is spoken.",
    fix="Use words that can be spoken.",
    severity=Severity.WARNING,
    kinds=VERBAL,
    source="AWS: disclosures are read aloud",
)
def no_visual(subject: Subject) -> Iterator[Hit]:
    """Point at every word that only makes sense to somebody who looks at a page."""
    for found in _VISUAL.finditer(subject.masked):
        yield Hit(*found.span())


_CONFIRMATION = re.compile(
    r"\bconfirm(?:ation|ing|s)?\b[^.!?]{0,30}\b(?:texts?|messages?|sms)\b"
    r"|\b(?:texts?|messages?|sms)\b[^.!?]{0,30}\bconfirm(?:ation|ing|s)?\b"
    r"|\bmensaje de confirmacion\b|\bmessage de confirmation\b"
)


@rule(
    "VERBAL-CONFIRM-SMS",
    "Confirmation text promised",
    problem="The script does not promise a confirmation text.",
    fix="Tell the customer that a confirmation text will follow, and send it.",
    severity=Severity.ADVICE,
    kinds=VERBAL,
    prevents=("30511",),
    source="AWS: verbal opt-in",
)
def confirmation_promised(subject: Subject) -> Iterator[Hit]:
    """Look for a confirmation by text."""
    if not _CONFIRMATION.search(subject.masked):
        yield MISSING


_SCRIPT_WORDS = 40


@rule(
    "VERBAL-SCRIPT",
    "Full script supplied",
    problem="This is not the full script that an agent reads.",
    fix="Paste the exact words the agent reads.",
    kinds=VERBAL,
    prevents=("30511", "2105", "CallToActionMissingVerbalScript"),
    source="AWS: provide the verbal scripts, to ensure the entire call to action is shown",
)
def full_script(subject: Subject) -> Iterator[Hit]:
    """Demand forty words; a description of a script has fewer."""
    if len(subject.text.folded.split()) < _SCRIPT_WORDS:
        yield MISSING
