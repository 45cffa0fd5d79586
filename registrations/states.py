"""The life of a registration, in words that a compliance officer can read.

| State         | Meaning                                   | Who acts  |
|---------------|-------------------------------------------|-----------|
| DRAFT         | the tenant is writing it                  | tenant    |
| STAFF_REVIEW  | ISV staff are reading it                  | staff     |
| SUBMITTED     | accepted; being filed with the carrier    | we        |
| IN_REVIEW     | the carrier and its reviewers have it     | carrier   |
| NEEDS_CHANGES | sent back with reasons, by staff or carrier | tenant  |
| APPROVED      | usable                                    | nobody    |
| REJECTED, REVOKED, CLOSED | final                         | nobody    |

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
    S.DRAFT: frozenset({S.STAFF_REVIEW, S.CLOSED}),
    S.STAFF_REVIEW: frozenset({S.SUBMITTED, S.NEEDS_CHANGES, S.CLOSED}),
    S.SUBMITTED: frozenset({S.IN_REVIEW, S.NEEDS_CHANGES}),
    S.IN_REVIEW: frozenset({S.APPROVED, S.NEEDS_CHANGES, S.REJECTED, S.CLOSED}),
    S.NEEDS_CHANGES: frozenset({S.STAFF_REVIEW, S.CLOSED}),
    S.APPROVED: frozenset({S.REVOKED, S.CLOSED}),
    S.REJECTED: frozenset(),
    S.REVOKED: frozenset(),
    S.CLOSED: frozenset(),
}

EDITABLE = frozenset({S.DRAFT, S.NEEDS_CHANGES})
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


class OriginatorStatus(TextChoices):
    """Whether a number may send."""

    PENDING = "pending", _("Being set up")
    ACTIVE = "active", _("Live")
    RELEASED = "released", _("Released")


ORIGINATOR_TRANSITIONS: dict[OriginatorStatus, frozenset[OriginatorStatus]] = {
    OriginatorStatus.PENDING: frozenset({OriginatorStatus.ACTIVE, OriginatorStatus.RELEASED}),
    OriginatorStatus.ACTIVE: frozenset({OriginatorStatus.RELEASED}),
    OriginatorStatus.RELEASED: frozenset(),
}
