"""Who of staff is reading a filing: advice to the others, so that nobody reads it twice.

A claim blocks nobody and says nothing about the filing, so it leaves no event behind. It ends by
itself: half an hour after it was made, or when the filing is decided.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants.models import User

LASTS = timedelta(minutes=30)


def claim(registration_id: UUID, *, person: User) -> bool:
    """Note that a person reads a filing that waits, also in a colleague's place; tell whether."""
    waiting = Registration.objects.filter(
        pk=registration_id, status=RegistrationStatus.STAFF_REVIEW
    )
    return bool(waiting.update(claimed_by=person, claimed_at=timezone.now()))


def release(registration_id: UUID, *, person: User) -> bool:
    """Let a filing go that this person claimed; tell whether there was such a claim."""
    theirs = Registration.objects.filter(pk=registration_id, claimed_by=person)
    return bool(theirs.update(claimed_by=None, claimed_at=None))


def holder(registration: Registration, now: datetime) -> User | None:
    """Return who reads a filing now; a claim from before it was last decided has ended."""
    since = registration.claimed_at
    holds = (
        since is not None
        and registration.status == RegistrationStatus.STAFF_REVIEW
        and since + LASTS > now
        and since >= registration.changed_at
    )
    return registration.claimed_by if holds else None


def in_hand(now: datetime) -> Q:
    """Return the condition that a filing is claimed, for lists."""
    return Q(
        status=RegistrationStatus.STAFF_REVIEW,
        claimed_at__gt=now - LASTS,
        claimed_at__gte=F("changed_at"),
    )
