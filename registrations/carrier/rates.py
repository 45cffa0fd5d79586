"""What the carrier allows a second, as data: the quota table of its user guide.

Each operation is a class of its own there. Texts are no part of it: their rate belongs to the
number or campaign and is kept where texts are sent, so nothing here may hold one up.
"""

from django.conf import settings

DEFAULT = "default"
TEXTING = "texting"
# Classes of several operations.
CLASSES = {"SendTextMessage": TEXTING, "SendMediaMessage": TEXTING}
# Deviations from the default of 1 a second; 0: not limited here.
RATES = {
    TEXTING: 0.0,
    "PutMessageFeedback": 20.0,
    "PutOptedOutNumber": 10.0,
    "DeleteOptedOutNumber": 10.0,
    "ListTagsForResource": 10.0,
}


def class_of(operation: str) -> str:
    """Return the class whose rate a call counts against."""
    return CLASSES.get(operation, operation)


def rate_of(operation: str) -> float:
    """Return how many calls a second its class may make; 0: as many as it likes."""
    name, given = class_of(operation), settings.CARRIER_RATES
    if name in given:
        return float(given[name])
    if name == TEXTING:
        return RATES[TEXTING]
    common = float(given.get(DEFAULT, 1.0))
    return max(RATES.get(name, common), common) if common else 0.0
