"""Finds the repair of one finding, and repairs a text until nothing more can be done."""

from collections.abc import Callable, Sequence

from consent.content import ProgramContent
from consent.repairs.cutting import cut
from consent.repairs.edits import Edit, apply
from consent.repairs.job import Job
from consent.repairs.missing import sentence_for
from consent.repairs.spans import GATED, LEFT_ALONE, WHOLE, replaced
from consent.repairs.whole import whole
from consent.rules import Context, Finding, Subject, examine

Method = Callable[[Finding, Job], Edit | None]
_MOST_ROUNDS = 60


def repair(
    finding: Finding, text: str, *, context: Context, facts: ProgramContent | None = None
) -> Edit | None:
    """Return the edit of `text` that mends one of its findings, or None where a person must.

    With the `facts` of a program, addresses and telephone numbers are put in too; without them
    only what holds for everybody.
    """
    return mend(finding, Job(finding.kind, text, context, facts))


def repair_each(
    subject: Subject, findings: Sequence[Finding], *, facts: ProgramContent | None = None
) -> tuple[Edit | None, ...]:
    """Return the edit of each finding of a text, which is read but once for all of them."""
    job = Job(subject.kind, subject.original, subject.context, facts, (subject, findings))
    return tuple(mend(each, job) for each in findings)


def mend(finding: Finding, job: Job) -> Edit | None:
    """Return the edit of one finding of a job's text."""
    if finding.rule in WHOLE:
        return whole(job)
    if finding.start is None:
        return sentence_for(finding.code, finding.rule, job)
    if finding.rule in GATED:
        return sentence_for(finding.code, finding.rule, job) if job.is_call_to_action else None
    return replaced(finding, job) or (None if finding.rule in LEFT_ALONE else cut(finding, job))


def repair_all(
    text: str, kind: str, *, context: Context, facts: ProgramContent | None = None
) -> tuple[str, list[Finding]]:
    """Return the text after one repair after another, and the findings that are left.

    With the `facts` of a sound program no blocker is left: sentences that nothing can mend are
    taken out, and a text that cannot be saved so is composed anew.
    """
    text, left = _mended(text, kind, context, facts, mend)
    if facts is not None and _blocked(left):
        text, left = _mended(text, kind, context, facts, _mend_or_cut)
    if facts is not None and _blocked(left):
        anew = whole(Job(kind, text, context, facts))
        if anew is not None:
            text, left = _mended(anew.replacement, kind, context, facts, mend)
    return text, left


def _mended(
    text: str, kind: str, context: Context, facts: ProgramContent | None, method: Method
) -> tuple[str, list[Finding]]:
    """Apply the repairs of one method, one by one, as long as each removes what it is for."""
    job = Job(kind, text, context, facts)
    seen = {text}
    useless: set[tuple[str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        step = _step(job, method, useless)
        if step is None or step.text in seen:
            break
        job = step
        seen.add(job.text)
    return job.text, list(job.findings)


def _step(job: Job, method: Method, useless: set[tuple[str, str]]) -> Job | None:
    """Return the text after the first repair that helps, or None."""
    for finding in job.findings:
        what = (finding.code, job.text[finding.start : finding.end] if finding.end else "")
        edit = None if what in useless else method(finding, job)
        if edit is None or (changed := apply(edit, job.text)) == job.text:
            continue
        read = examine(job.kind, changed, context=job.context)
        if _count(read[1], finding.code) < _count(job.findings, finding.code):
            return Job(job.kind, changed, job.context, job.facts, read)
        useless.add(what)
    return None


def _count(findings: Sequence[Finding], code: str) -> int:
    return sum(each.code == code for each in findings)


def _mend_or_cut(finding: Finding, job: Job) -> Edit | None:
    """Return the repair of a blocker, or the removal of its sentence."""
    return mend(finding, job) or (cut(finding, job) if finding.is_blocker else None)


def _blocked(findings: list[Finding]) -> bool:
    return any(each.is_blocker for each in findings)
