"""The life of a registration, in words that a compliance officer can read.

| State         | Meaning                                   | Who acts  |
|---------------|-------------------------------------------|-----------|
| DRAFT         | the tenant is writing it                  | tenant    |
| STAFF_REVIEW  | ISV staff are reading it                  | staff     |
| SUBMITTED     | accepted; being filed with the carrier    | we        |
| IN_REVIEW     | the carrier and its reviewers have it     | carrier   |
| NEEDS_CHANGES | sent back with reasons, by staff or carrier | tenant  |
| APPROVED      | usable                                    | nobody    |
| REVOKED       | the approval was taken back; may be filed anew | tenant |
| REJECTED      | refused for good; may still be closed     | nobody    |
| CLOSED        | given up, and removed at the carrier      | nobody    |

Beside its state a registration may be in force (`approved_round`): the carrier approved a round and
did not take it back. Numbers send while that is so, also while an update of the registration goes
through the states above.

The carrier keeps two states of its own, of the registration and of its version; both are stored
beside ours as they came. `FROM_CARRIER` is the only place where theirs become ours.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationStatus(TextChoices):
    """Our states."""

    DRAFT = "draft", _("Draft")
    STAFF_REVIEW = "staff_review", _("With our reviewers")
    SUBMITTED = "submitted", _("Being filed")
    IN_REVIEW = "in_review", _("With the carrier")
    NEEDS_CHANGES = "needs_changes", _("Changes needed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    REVOKED = "revoked", _("Revoked")
    CLOSED = "closed", _("Closed")


S = RegistrationStatus

TRANSITIONS: dict[RegistrationStatus, frozenset[RegistrationStatus]] = {
    # Back to APPROVED: an update that is given up leaves the approval as it was.
    S.DRAFT: frozenset({S.STAFF_REVIEW, S.CLOSED, S.APPROVED, S.REVOKED}),
    S.STAFF_REVIEW: frozenset(
        # Back to APPROVED: a refused update leaves the approval as it was.
        {S.SUBMITTED, S.NEEDS_CHANGES, S.DRAFT, S.APPROVED, S.REJECTED, S.CLOSED, S.REVOKED}
    ),
    S.SUBMITTED: frozenset({S.IN_REVIEW, S.NEEDS_CHANGES, S.CLOSED}),
    S.IN_REVIEW: frozenset({S.APPROVED, S.NEEDS_CHANGES, S.REJECTED, S.REVOKED, S.CLOSED}),
    S.NEEDS_CHANGES: frozenset({S.STAFF_REVIEW, S.CLOSED, S.APPROVED, S.REVOKED}),
    S.APPROVED: frozenset({S.DRAFT, S.REVOKED, S.CLOSED}),
    # Closing it lets go of its number, which costs money whatever was decided.
    S.REJECTED: frozenset({S.CLOSED}),
    # Some registries take an approval back and give it again to the same registration.
    S.REVOKED: frozenset({S.DRAFT, S.CLOSED}),
    S.CLOSED: frozenset(),
}

EDITABLE = frozenset({S.DRAFT, S.NEEDS_CHANGES})
# Nothing is in force any more. Another registration of the kind may be opened.
FINAL = (S.REJECTED, S.REVOKED, S.CLOSED)
# States in which the carrier has something for us to read.
WITH_CARRIER = frozenset({S.SUBMITTED, S.IN_REVIEW})

# The carrier's registration status → ours. Statuses not listed leave ours alone: CREATED and
# SUBMITTED while filing, REQUIRES_AUTHENTICATION (shown with its own instructions), and any that
# the carrier adds later.
FROM_CARRIER: dict[str, RegistrationStatus] = {
    "AWS_REVIEWING": S.IN_REVIEW,
    "REVIEWING": S.IN_REVIEW,
    "PROVISIONING": S.IN_REVIEW,
    "REQUIRES_AUTHENTICATION": S.IN_REVIEW,
    "COMPLETE": S.APPROVED,
    "REQUIRES_UPDATES": S.NEEDS_CHANGES,
    "CLOSED": S.CLOSED,
    "DELETED": S.CLOSED,
}
KNOWN_CARRIER_STATUSES = frozenset(FROM_CARRIER) | {"CREATED", "SUBMITTED"}
# The carrier's version states in which nothing is decided yet.
UNDECIDED = frozenset(
    {
        "DRAFT",
        "SUBMITTED",
        "AWS_REVIEWING",
        "REVIEWING",
        "REQUIRES_AUTHENTICATION",
        "REQUIRES_OFFLINE_REVIEW",
    }
)
KNOWN_VERSION_STATUSES = UNDECIDED | {"APPROVED", "DENIED", "DISCARDED", "REVOKED", "ARCHIVED"}


class OriginatorStatus(TextChoices):
    """Whether a number may send."""

    PENDING = "pending", _("Being set up")
    ACTIVE = "active", _("Live")
    SUSPENDED = "suspended", _("May not text")
    RELEASED = "released", _("Released")


ORIGINATOR_TRANSITIONS: dict[OriginatorStatus, frozenset[OriginatorStatus]] = {
    OriginatorStatus.PENDING: frozenset(
        {OriginatorStatus.ACTIVE, OriginatorStatus.SUSPENDED, OriginatorStatus.RELEASED}
    ),
    OriginatorStatus.ACTIVE: frozenset({OriginatorStatus.SUSPENDED, OriginatorStatus.RELEASED}),
    OriginatorStatus.SUSPENDED: frozenset({OriginatorStatus.ACTIVE, OriginatorStatus.RELEASED}),
    OriginatorStatus.RELEASED: frozenset(),
}
