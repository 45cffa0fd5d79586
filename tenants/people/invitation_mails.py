"""Mails invitations: claims rows that are due, gives each a new secret, sends, notes the outcome.

The claim is committed before anything is sent, so that a link in a mailbox is always one that the
database knows. A worker that is killed leaves a claim whose lease ends: the invitation is mailed
again with another secret, and the link of a mail that had gone out nevertheless is dead.
"""

import logging
import secrets
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import access, mails
from tenants.models import Invitation
from tenants.people.invitations import LIFE
from tenants.permissions import ROLE_MEANINGS
from tenants.states import InvitationStatus

logger = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(minutes=2)
# A batch stops in time for its last mail to end within the lease, and for others to get a turn.
SENDING = timedelta(seconds=30)
# After a failure one waits as long as it has gone on already, within these bounds.
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
# The server took the connection but not this one mail.
REFUSED_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


@dataclass(frozen=True)
class Claim:
    """An invitation to be mailed by us alone, and the secret of its link."""

    invitation: Invitation
    token: str


def due(now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that wait for a mail and are in nobody's hands."""
    return Invitation.objects.filter(
        Q(mail_lease_until__isnull=True) | Q(mail_lease_until__lte=now),
        status=InvitationStatus.PENDING,
        mailed_at__isnull=True,
        expires_at__gt=now,
    )


@transaction.atomic
def claim(*, now: datetime) -> list[Claim]:
    """Take up to a batch of due invitations, each with a new secret.

    Teams first, then the oldest: a member who has just invited a colleague does not wait behind an
    import of thousands of businesses.
    """
    order = (IsNull(F("tenant"), True), "created_at")
    rows = due(now).order_by(*order).select_for_update(skip_locked=True)[:BATCH]
    claims = [Claim(invitation, secrets.token_urlsafe(32)) for invitation in rows]
    for each in claims:
        each.invitation.digest = access.digest(each.token)
        each.invitation.mail_lease_until = now + LEASE
    Invitation.objects.bulk_update(
        [each.invitation for each in claims], ["digest", "mail_lease_until"]
    )
    return claims


def send(claims: Sequence[Claim], *, now: datetime) -> int:
    """Send a batch over one connection and return how many mails went out.

    One that the server refuses is tried again later and holds up no other; when the server is
    away, the rest of the batch waits too.
    """
    connection = get_connection()
    sent = 0
    for position, each in enumerate(claims):
        if timezone.now() - now > SENDING:
            _release(claims[position:])
            break
        try:
            sent += _send_one(each, connection)
        except REFUSED_ONE as error:
            _put_off([each], error, now=timezone.now())
        except OSError as error:
            _put_off(claims[position:], error, now=timezone.now())
            break
    _close(connection)
    return sent


def _send_one(claim: Claim, connection: BaseEmailBackend) -> bool:
    """Send one mail, unless it was withdrawn or claimed anew meanwhile, and note that it went."""
    ours = _still_ours([claim])
    invitation = ours.select_related("tenant", "invited_by").first()
    if invitation is None:
        return False
    # Kept open for the next mail; a second call does nothing.
    connection.open()
    mails.send(
        "invitation",
        to=invitation.email,
        subject=_subject(invitation),
        context={
            "tenant": invitation.tenant,
            "business_name": invitation.business_name,
            "role": invitation.get_role_display(),
            "meaning": ROLE_MEANINGS[invitation.role],
            "inviter": invitation.invited_by.email if invitation.invited_by else "",
            "url": link(claim.token),
            "expires_at": invitation.expires_at,
        },
        connection=connection,
    )
    ours.update(
        mailed_at=timezone.now(),
        mail_lease_until=None,
        mail_error="",
        times_mailed=F("times_mailed") + 1,
    )
    return True


def link(token: str) -> str:
    """Return the address that the mail carries."""
    return settings.PUBLIC_URL + reverse("tenants:invitation", args=[token])


def _subject(invitation: Invitation) -> str:
    if invitation.tenant:
        return _("You are invited to join %s") % invitation.tenant.name
    return _("Set up texting for %s") % invitation.business_name


def _still_ours(claims: Sequence[Claim]) -> QuerySet[Invitation]:
    """The rows that still carry the secrets of these claims and may still be mailed."""
    digests = [access.digest(each.token) for each in claims]
    return Invitation.objects.filter(
        digest__in=digests, status=InvitationStatus.PENDING, mailed_at__isnull=True
    )


def _release(claims: Sequence[Claim]) -> None:
    """Give back what there was no time for."""
    _still_ours(claims).update(mail_lease_until=None)


def _put_off(claims: Sequence[Claim], error: Exception, *, now: datetime) -> None:
    """Keep what went wrong and let the lease say when it is tried again."""
    code = getattr(error, "smtp_code", "")
    problem = f"{type(error).__name__} {code}".strip()
    logger.warning("%d invitations were not mailed: %s", len(claims), problem)
    for invitation in _still_ours(claims):
        lasted = now - (invitation.expires_at - LIFE)
        wait = min(max(lasted, SHORTEST_WAIT), LONGEST_WAIT)
        rows = _still_ours(claims).filter(pk=invitation.pk)
        rows.update(mail_error=problem, mail_lease_until=now + wait)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("the mail server's goodbye was lost: %s", type(error).__name__)
