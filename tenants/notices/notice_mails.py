"""Mails notices: claims what is due, puts one person's news into one mail, notes what went out.

The claim is committed before anything is sent. A worker that is killed leaves a lease that ends,
and the mail goes out then: rather twice than never.
"""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from tenants import mails
from tenants.models import Membership, Notice, TenantStatus
from tenants.scoping import all_tenants_scope

logger = logging.getLogger(__name__)
BATCH = 200
LEASE = timedelta(minutes=2)
SENDING = timedelta(seconds=30)
MAX_TRIES = 20
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
REFUSED_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


@dataclass(frozen=True)
class Mail:
    """What goes to one address at once."""

    to: str
    tenant_name: str
    for_staff: bool
    notices: tuple[Notice, ...]


def send_due(*, now: datetime) -> int:
    """Send what is due; return how many mails went out. One that is refused waits by itself."""
    sent, connection = 0, get_connection()
    claimed = claim(now=now)
    for position, mail in enumerate(claimed):
        if timezone.now() - now > SENDING:
            _release(each for late in claimed[position:] for each in late.notices)
            break
        try:
            _send(mail, connection)
        except REFUSED_ONE as error:
            _put_off(mail.notices, error, now=now)
        except OSError as error:
            _put_off([n for late in claimed[position:] for n in late.notices], error, now=now)
            break
        else:
            _sent(mail.notices)
            sent += 1
    connection.close()
    return sent


def claim(*, now: datetime) -> list[Mail]:
    """Take a batch of what is due, one mail a person and business; one for all where it is staff.

    A business that has been closed meanwhile is told nothing more.
    """
    free = Q(mail_lease_until=None) | Q(mail_lease_until__lte=now)
    with all_tenants_scope("mail notices"), transaction.atomic():
        due = Notice.objects.filter(
            free, mailed_at=None, wants_mail=True, mail_tries__lt=MAX_TRIES, user__is_active=True
        )
        due = due.exclude(tenant__status__in=(TenantStatus.CLOSED, TenantStatus.ERASED))
        due = due.filter(_still_concerned())
        rows = due.select_related("user", "tenant").order_by("created_at")
        taken = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        pks = [notice.pk for notice in taken]
        Notice.objects.filter(pk__in=pks).update(mail_lease_until=now + LEASE)
    return [_mail(list(group)) for _key, group in groupby(sorted(taken, key=_whose), key=_whose)]


def _still_concerned() -> Q:
    """Return the condition that a person may still read it: who has left is told nothing more."""
    place = Membership.objects.filter(tenant=OuterRef("tenant"), user=OuterRef("user"))
    return Q(for_staff=True, user__is_staff=True) | Q(Exists(place), for_staff=False)


def _whose(notice: Notice) -> tuple[bool, str, str]:
    tenant = "" if notice.for_staff else str(notice.tenant_id)
    return notice.for_staff, str(notice.user_id), tenant


def _mail(notices: Sequence[Notice]) -> Mail:
    first = notices[0]
    newest_last = sorted(notices, key=lambda notice: notice.created_at)
    return Mail(first.user.email, first.tenant.name, first.for_staff, tuple(newest_last))


def _send(mail: Mail, connection: BaseEmailBackend) -> None:
    count = len(mail.notices)
    words = ngettext("%(count)d thing to know", "%(count)d things to know", count)
    title = mail.notices[0].title if count == 1 else words % {"count": count}
    mails.send(
        "notices",
        to=mail.to,
        subject=title if mail.for_staff else f"{title} · {mail.tenant_name}",
        context=_context(mail, title),
        connection=connection,
    )


def _context(mail: Mail, title: str) -> dict[str, Any]:
    settings_path = reverse("tenants:notices", urlconf=settings.ROOT_URLCONF)
    return {
        "title": title,
        "tenant_name": mail.tenant_name,
        "for_staff": mail.for_staff,
        "can_mute": not mail.for_staff and not all(each.is_hard for each in mail.notices),
        "settings_url": f"{settings.PUBLIC_URL}{settings_path}",
        "notices": [
            {"notice": each, "url": f"{settings.PUBLIC_URL}{each.path}" if each.path else ""}
            for each in mail.notices
        ],
    }


def _sent(notices: Iterable[Notice]) -> None:
    with all_tenants_scope("note mailed notices"):
        Notice.objects.filter(pk__in=_ids(notices)).update(
            mailed_at=timezone.now(), mail_lease_until=None
        )


def _release(notices: Iterable[Notice]) -> None:
    with all_tenants_scope("release notices"):
        Notice.objects.filter(pk__in=_ids(notices)).update(mail_lease_until=None)


def _put_off(notices: Iterable[Notice], error: Exception, *, now: datetime) -> None:
    """Wait twice as long after each failure, a minute at first and an hour at most."""
    rows = list(notices)
    logger.warning("%d notices were not mailed: %s", len(rows), type(error).__name__)
    with all_tenants_scope("put notices off"):
        for each in rows:
            wait = min(SHORTEST_WAIT * 2 ** min(each.mail_tries, 10), LONGEST_WAIT)
            Notice.objects.filter(pk=each.pk).update(
                mail_lease_until=now + wait, mail_tries=each.mail_tries + 1
            )


def _ids(notices: Iterable[Notice]) -> list[UUID]:
    return [notice.pk for notice in notices]
