"""Reads and verbs of one person's own list of notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.models import Notice, NoticeSetting, User


def listed(user: Any) -> Any:
    """Return this person's notices about the tenant in scope, the newest first."""
    return Notice.objects.filter(user_id=user.pk, for_staff=False)


def unread(user: Any) -> int:
    """Return how many of them are new."""
    count: int = listed(user).filter(read_at=None).count()
    return count


def mark_read(notice: Notice, *, now: datetime) -> Notice:
    """Note that one was read; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(user: User, *, now: datetime) -> int:
    """Note that everything was read; return how many were new."""
    count: int = listed(user).filter(read_at=None).update(read_at=now)
    return count


def wants_soft_mails(user_id: UUID) -> bool:
    """Does this person want mails about what ends nothing? Yes, until they say no."""
    return not NoticeSetting.objects.filter(user_id=user_id, mails_soft=False).exists()


def set_soft_mails(user: User, *, wanted: bool) -> None:
    """Switch such mails on or off, for one person and this business; what waits is not mailed."""
    NoticeSetting.objects.update_or_create(user=user, defaults={"mails_soft": wanted})
    if not wanted:
        waiting = listed(user).filter(mailed_at=None, is_hard=False)
        waiting.update(wants_mail=False)
