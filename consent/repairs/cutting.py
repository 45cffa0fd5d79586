"""Takes a sentence out of a text, and puts back whatever disclosures went with it."""

import re

from consent.repairs.edits import Edit, apply
from consent.repairs.job import Job
from consent.repairs.missing import sentence_for
from consent.repairs.placing import LEAD
from consent.rules import Finding

_CONSENT = frozenset({"CTA-EXPLICIT-CONSENT", "VERBAL-AFFIRMATIVE"})
_IN_CONSENT = frozenset({"CTA-BRAND", "CTA-PURPOSE", "CTA-SMS-CHANNEL", "CTA-USECASE-MATCH"})
# What repairs put before a text is no sentence; it comes with the next repair.
_IN_FRONT = frozenset({
    "PRIVACY-LABELLED", "PRIVACY-BRAND", "TERMS-BRAND", "SAMPLE-BRAND", "HELP-BRAND",
    "OPTOUT-CONFIRM-BRAND", "OPTIN-CONFIRM-BRAND",
})  # fmt: skip
_ENDED = re.compile(r"[?!/]$|://\S*$")
_TAG = re.compile(r"<[^<>]*>")


def cut(finding: Finding, job: Job) -> Edit | None:
    """Return the edit that removes the sentence of a finding and restores what else it said."""
    span = _sentence(finding, job)
    if span is None:
        return None
    # Tags stay, so that what was opened before the sentence is closed behind it.
    tags = "".join(_TAG.findall(job.text[span[0] : span[1]])) if job.markup.is_html else ""
    bare = Edit(*span, tags)
    restored = _restored(finding, job, apply(bare, job.text))
    return Edit(*span, f"{restored} {tags}" if restored else tags)


def _sentence(finding: Finding, job: Job) -> tuple[int, int] | None:
    """Return the sentence of the original text in which a finding stands."""
    if finding.start is None or finding.end is None:
        return None
    text = job.subject.text
    for start, end in text.sentences:
        first, last = text.span(start, end)
        if first <= finding.start < last:
            lead = LEAD.match(job.text, first, last)
            after = lead.end() if lead else first
            return (after if after <= finding.start else first), max(last, finding.end)
    return finding.start, finding.end


def _restored(finding: Finding, job: Job, without: str) -> str:
    """Return the sentences for all that only the removed sentence said."""
    had = {each.code for each in job.findings}
    left = Job(job.kind, without, job.context, job.facts)
    lost = {
        each.code: each.rule
        for each in left.findings
        if each.code not in had and each.start is None and each.rule != finding.rule
    }
    # One sentence of agreement says all of these.
    covered = _IN_CONSENT if _CONSENT & set(lost) else frozenset()
    sentences = [
        edit.replacement.strip(". \n")
        for code, rule in lost.items()
        if code not in covered | _IN_FRONT and (edit := sentence_for(code, rule, left))
    ]
    return " ".join(
        each if _ENDED.search(each) else f"{each}." for each in dict.fromkeys(sentences)
    )
