"""Which of our opt-outs the carrier's own lists should have too."""

from consent.content import UseCase
from consent.models import Consent, ConsentEvent, Standing
from registrations.models import Originator
from registrations.states import OriginatorStatus


def suppressions(event_id: str) -> list[tuple[str, str]]:
    """Return (number, list) for an opt-out that still stands.

    The standing is read when the task runs, so that a START in between wins. Programs for
    one-time codes are left out: there a new code may be asked for after a STOP, and the carrier's
    list would block it.
    """
    event = ConsentEvent.objects.get(pk=event_id)
    stopped = Consent.objects.of_recipient(event.recipient).filter(standing=Standing.OPTED_OUT)
    programs = [
        consent.program
        for consent in stopped.select_related("program")
        if not (consent.program.published and consent.program.published.use_case == UseCase.OTP)
    ]
    lists = (
        Originator.objects.filter(program__in=programs)
        .exclude(opt_out_list="")
        .exclude(status=OriginatorStatus.RELEASED)
        .values_list("opt_out_list", flat=True)
        .distinct()
    )
    return [(event.recipient, name) for name in lists]
