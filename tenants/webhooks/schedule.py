"""When a delivery that failed is tried again, and when an endpoint is given up. Pure."""

import random
from datetime import timedelta

# After the first try: in all eight within 28 hours.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
JITTER = 0.2
# A receiver that is busy may ask for a wait, within bounds.
LONGEST_ASKED = timedelta(hours=1)
BUSY = frozenset({429, 503})
GONE = 410
# An endpoint that only fails for so long is switched off.
PATIENCE = timedelta(days=5)


def wait_after(attempts: int, *, asked: timedelta | None = None) -> timedelta | None:
    """Return how long to wait after so many tries, spread by a fifth; None to give up.

    `asked` is what a busy receiver wants; it lengthens the wait and never shortens it.
    """
    if attempts > len(WAITS):
        return None
    planned = WAITS[attempts - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    return max(planned, min(asked, LONGEST_ASKED)) if asked else planned


def asked_wait(status: int, retry_after: str) -> timedelta | None:
    """Read Retry-After of a busy receiver, in seconds; its other form is not worth a parser."""
    if status not in BUSY or not retry_after.strip().isdecimal():
        return None
    return timedelta(seconds=min(int(retry_after[:9]), 86_400))
