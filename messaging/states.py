"""The life of a text on its way out.

`ACCEPTED → HANDING_OVER → HANDED_OVER → DELIVERED | UNDELIVERED`. A text whose hand-over was cut
short is `OUTCOME_UNKNOWN`: the carrier takes no idempotency token, so sending again might text a
person twice. We do not; a delivery event settles it, or after 72 hours it is `UNCONFIRMED`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageStatus(TextChoices):
    """Our states of a text."""

    ACCEPTED = "accepted", _("Waiting to be sent")
    HANDING_OVER = "handing_over", _("Being handed over")
    HANDED_OVER = "handed_over", _("With the carrier")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "undelivered", _("Not delivered")
    REFUSED = "refused", _("Refused before sending")
    FAILED = "failed", _("Refused by the carrier")
    OUTCOME_UNKNOWN = "outcome_unknown", _("Unknown")
    UNCONFIRMED = "unconfirmed", _("Never confirmed")


S = MessageStatus

TRANSITIONS: dict[MessageStatus, frozenset[MessageStatus]] = {
    # A delivery event proves that a text went out, even where the answer had said that it did
    # not; believing the event is what keeps it from going out twice.
    S.ACCEPTED: frozenset({S.HANDING_OVER, S.REFUSED, S.HANDED_OVER, S.DELIVERED, S.UNDELIVERED}),
    # An event may overtake the worker's own record of the answer.
    S.HANDING_OVER: frozenset(
        {
            S.ACCEPTED,
            S.HANDED_OVER,
            S.FAILED,
            S.OUTCOME_UNKNOWN,
            S.REFUSED,
            S.DELIVERED,
            S.UNDELIVERED,
        }
    ),
    S.HANDED_OVER: frozenset({S.DELIVERED, S.UNDELIVERED, S.UNCONFIRMED}),
    S.OUTCOME_UNKNOWN: frozenset({S.HANDED_OVER, S.DELIVERED, S.UNDELIVERED, S.UNCONFIRMED}),
    # A later final event wins: carriers report "not delivered" and then "delivered".
    S.DELIVERED: frozenset({S.UNDELIVERED}),
    S.UNDELIVERED: frozenset({S.DELIVERED}),
    S.UNCONFIRMED: frozenset({S.DELIVERED, S.UNDELIVERED}),
    S.REFUSED: frozenset(),
    S.FAILED: frozenset(),
}

FINAL = frozenset({S.DELIVERED, S.UNDELIVERED, S.REFUSED, S.FAILED, S.UNCONFIRMED})
