"""Double opt-in: ask a number whether it agrees, and take its YES for the answer.

A question changes no standing: until the YES nothing may be sent to the number but the question
itself. The YES proves that whoever agreed holds the phone.
"""

from datetime import datetime, timedelta

from django.db import transaction

from consent import ledger
from consent.ledger import Proof
from consent.models import ConsentEvent, OptMethod, Program, ProgramVersion
from tenants.events import Actor

# After this a YES is a text like any other.
OPEN_FOR = timedelta(hours=24)
# Anybody can type anybody's number: nobody is asked more often than this in a day.
QUESTIONS_PER_DAY = 3
_QUESTION, _UNPROVEN = ConsentEvent.Kind.OPT_IN_REQUESTED, ConsentEvent.Kind.OPT_IN_UNPROVEN


@transaction.atomic
def ask(
    recipient: str,
    *,
    version: ProgramVersion,
    method: OptMethod,
    message_kinds: list[str],
    proof: Proof,
    actor: Actor,
    occurred_at: datetime,
    now: datetime,
) -> ConsentEvent | None:
    """Record that a number is to be asked, with the wording shown; None: it was asked enough.

    The caller sends the question when the event is an `OPT_IN_REQUESTED`. A number that opted out
    is not asked, since that would be a text after its STOP: its wish is `OPT_IN_UNPROVEN`.
    """
    kinds = ledger.offered(version, message_kinds)
    consent = ledger.locked(version.program, recipient)
    is_stopped = ledger.has_stopped(recipient, consent)
    # The lock on the standing also lets two forms with one number be counted in turn.
    if not is_stopped and _asked(recipient, since=now - timedelta(days=1)) >= QUESTIONS_PER_DAY:
        return None
    return ledger.write_wish(
        _UNPROVEN if is_stopped else _QUESTION,
        recipient,
        version=version,
        method=method,
        kinds=kinds,
        proof=proof,
        actor=actor,
        occurred_at=occurred_at,
    )


def _asked(recipient: str, *, since: datetime) -> int:
    questions = ConsentEvent.objects.filter(recipient=recipient, kind=_QUESTION, at__gt=since)
    return int(questions.count())


def open_question(recipient: str, *, program: Program, at: datetime) -> ConsentEvent | None:
    """Return the question that a YES of this moment answers: the newest that is still open.

    An answer closes all questions before it, and so does an opt-out of any program, since that
    stops the whole business, and a no to some of the kinds that were asked about.
    """
    everything = ConsentEvent.objects.filter(recipient=recipient)
    events = everything.filter(program=program)
    asked = events.filter(kind=_QUESTION, at__gt=at - OPEN_FOR, at__lte=at)
    question: ConsentEvent | None = asked.select_related("version").order_by("-at").first()
    if question is None:
        return None
    stopped = everything.filter(kind=ConsentEvent.Kind.OPT_OUT, at__gt=question.at)
    answered = events.filter(data__answers__isnull=False, at__gt=question.at)
    if (stopped | answered).exists():
        return None
    taken_back = ledger.was_taken_back(
        recipient, program=program, kinds=question.message_kinds, since=question.occurred_at
    )
    return None if taken_back else question


def confirm(question: ConsentEvent, *, occurred_at: datetime) -> ConsentEvent:
    """Record the opt-in that a YES makes of a question: the question's own wording and proof."""
    version = question.version
    if version is None:  # Every wish is about a version; the column allows more than the verbs.
        raise ValueError("A question names the version that was shown.")
    return ledger.record_opt_in(
        question.recipient,
        version=version,
        method=OptMethod(question.method),
        message_kinds=question.message_kinds,
        proof=Proof(
            disclosure=question.disclosure,
            page_url=question.page_url,
            ip_address=question.ip_address,
            user_agent=question.user_agent,
            agent=question.agent,
            call_reference=question.call_reference,
        ),
        actor=Actor.recipient(),
        occurred_at=occurred_at,
        proves_possession=True,
        data={**question.data, "answers": str(question.pk)},
    )
