"""Rules on sample messages, one by one and as a set."""

from collections.abc import Iterator, Sequence

from consent.content import NumberType, UseCase
from consent.rules.base import MISSING, DecidedBy, Hit, Rule, Severity, TextKind, declare, rule
from consent.rules.subject import Subject

SAMPLE = frozenset({TextKind.SAMPLE_MESSAGE})
SHORTEST_SAMPLE = 20
# What the registration forms ask for; a short code's form is answered with two as well.
SAMPLES_NEEDED = {
    NumberType.TEN_DLC: 2,
    NumberType.TOLL_FREE: 1,
    NumberType.SHORT_CODE: 2,
    NumberType.SENDER_ID: 1,
}

SAMPLE_COUNT = declare(
    Rule(
        id="SAMPLE-COUNT",
        title="Enough samples",
        problem="There are not enough different sample messages.",
        fix="Add another real sample.",
        kinds=frozenset({TextKind.REGISTRATION}),
        prevents=("SampleMessageMissing", "30893"),
        source="AWS registration forms: 10DLC takes 2 to 5 samples, toll-free 1 to 3",
        decided_by=DecidedBy.DATA,
    )
)


def enough(samples: Sequence[str], number_type: str) -> bool:
    """Return whether the set has the number of distinct samples that the form asks for."""
    distinct = {
        " ".join(s.casefold().split()) for s in samples if len(s.strip()) >= SHORTEST_SAMPLE
    }
    needed = {str(key): count for key, count in SAMPLES_NEEDED.items()}
    return len(distinct) >= needed.get(number_type, 1)


@rule(
    "SAMPLE-BRAND",
    "Brand in the sample",
    problem="The sample does not name the sender.",
    fix='Start with the brand: "Acme: ...".',
    kinds=SAMPLE,
    prevents=("SampleMessageMissingBrandName", "603"),
    source="AWS: the program name must be disclosed in service messages",
)
def brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names."""
    if not subject.names_brand:
        yield MISSING


@rule(
    "SAMPLE-OPTOUT",
    "Opt-out wording",
    problem="The sample does not tell how to opt out.",
    fix='Add "Reply STOP to opt out".',
    kinds=SAMPLE,
    prevents=("SampleMessageMissingOptOutInstructions", "9106"),
    source="US carriers' vetting of campaigns",
)
def opt_out(subject: Subject) -> Iterator[Hit]:
    """Demand STOP in the set; a warning for a sample whose neighbour has it.

    One-time codes need it in one sample only, so a single code without it is no more than a
    warning.
    """
    if subject.stop is not None:
        return
    elsewhere = subject.context.samples_have_opt_out
    if subject.context.use_case == UseCase.OTP:
        if not elsewhere:
            yield Hit(severity=Severity.BLOCKER if elsewhere is False else Severity.WARNING)
    else:
        yield Hit(severity=Severity.WARNING if elsewhere else None)
