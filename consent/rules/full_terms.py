"""Tells whether a script reads the terms themselves out, which stands for their address."""

from consent.rules.base import Severity, TextKind, registry
from consent.rules.subject import Subject

_NO_URL_NEEDED = frozenset({"TERMS-PRIVACY-LINK", "TERMS-BRAND"})


def contains_terms(subject: Subject) -> bool:
    """Return whether a script includes comprehensive terms and the sharing exclusion."""
    if subject.kind != TextKind.VERBAL:
        return False
    context = subject.context
    terms = Subject(TextKind.TERMS, subject.original, context)
    policy = Subject(TextKind.PRIVACY, subject.original, context)
    for each in registry():
        if each.check is None or each.id in _NO_URL_NEEDED:
            continue
        read = policy if each.id == "PRIVACY-NO-SHARING" else terms
        wanted = each.id.startswith("TERMS-") or each.id == "PRIVACY-NO-SHARING"
        demanded = wanted and each.severity is not Severity.ADVICE
        if demanded and each.applies(read.kind, context) and any(each.check(read)):
            return False
    return True
