"""Finds the repair of one finding, and repairs a text until nothing more can be done."""

from consent.content import ProgramContent
from consent.repairs.edits import Edit, apply
from consent.repairs.job import Job
from consent.repairs.missing import sentence_for
from consent.rules import Context, Finding, lint

_MOST_ROUNDS = 60


def repair(
    finding: Finding, text: str, *, context: Context, facts: ProgramContent | None = None
) -> Edit | None:
    """Return the edit of `text` that mends one of its findings, or None where a person must.

    With the `facts` of a program, addresses and telephone numbers are put in too; without them
    only what holds for everybody.
    """
    return mend(finding, Job(finding.kind, text, context, facts))


def mend(finding: Finding, job: Job) -> Edit | None:
    """Return the edit of one finding of a job's text."""
    if finding.start is None:
        return sentence_for(finding.code, finding.rule, job)
    return None


def repair_all(
    text: str, kind: str, *, context: Context, facts: ProgramContent | None = None
) -> tuple[str, list[Finding]]:
    """Return the text after one repair after another, and the findings that are left."""
    # What did not help once is not tried again, or a text would grow by it for ever.
    tried: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        findings = lint(kind, text, context=context)
        job = Job(kind, text, context, facts)
        for finding in findings:
            changed = text if finding.code in tried else _after(finding, job)
            if changed != text:
                text = changed
                tried.update({finding.code} if finding.start is None else ())
                break
        else:
            break
    return text, lint(kind, text, context=context)


def _after(finding: Finding, job: Job) -> str:
    """Return the text after the repair of a finding; the same text where there is none."""
    edit = mend(finding, job)
    return apply(edit, job.text) if edit else job.text
