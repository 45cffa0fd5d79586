"""By when a request to stop that is no keyword must be acted on."""

from datetime import date, datetime, timedelta

# 47 CFR 64.1200(a)(10) and CASL both say ten. Public holidays are not left out, so that what is
# shown is never later than the law's day.
BUSINESS_DAYS = 10
SATURDAY = 5


def decide_by(received_at: datetime) -> date:
    """Return the tenth business day after a request came in."""
    day, left = received_at.date(), BUSINESS_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
