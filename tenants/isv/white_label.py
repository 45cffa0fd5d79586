"""Whose portal this is, as staff set it: name, addresses, colour, logo, and who may come in.

The one row of IsvSettings is laid over the environment's settings. Every page asks for it, so it
is kept in the cache for at most a minute and dropped when it is saved.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.utils import formataddr, parseaddr
from typing import Any

import pghistory
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from tenants.events import Actor
from tenants.isv import colours
from tenants.models import IsvSettings

_CACHE_KEY = "white_label"
_CACHE_SECONDS = 60


@dataclass(frozen=True)
class WhiteLabel:
    """How the portal presents itself and what it asks of everybody."""

    name: str
    support_email: str
    sender: str  # a whole From header: name and address
    accent: str  # "#rrggbb", or "" for the portal's own colour
    logo_url: str  # a path of ours, or "" for the portal's own mark
    open_sign_up: bool
    requires_mfa: bool

    @property
    def css_url(self) -> str:
        """The path of the style sheet with the ISV's colour, or "" where it has none."""
        return colours.address(self.accent)


def current() -> WhiteLabel:
    """Return what holds now; a saved change shows everywhere within a minute.

    Without Redis the row is read each time, which costs one query and no correctness.
    """
    kept = _kept()
    if kept is not None:
        return kept
    found = _over_environment(IsvSettings.objects.filter(pk=1).first())
    with contextlib.suppress(redis.RedisError):  # The next page reads the row again.
        cache.set(_CACHE_KEY, asdict(found), _CACHE_SECONDS)
    return found


def without_database() -> WhiteLabel:
    """Return what the cache remembers, else the environment's, for pages about our own failures."""
    return _kept() or _over_environment(None)


@transaction.atomic
def save(values: Mapping[str, Any], *, actor: Actor) -> IsvSettings:
    """Change the fields named in `values`. Triggers keep what they were, and who changed them."""
    row, _ = IsvSettings.objects.select_for_update().get_or_create(pk=1)
    for name, value in values.items():
        setattr(row, name, value)
    with pghistory.context(actor=actor.label):
        row.save()
    transaction.on_commit(_forget, robust=True)
    return row


def _kept() -> WhiteLabel | None:
    try:
        fields = cache.get(_CACHE_KEY)
        return WhiteLabel(**fields) if fields else None
    except (redis.RedisError, TypeError):
        # TypeError: kept by another release, whose fields were others.
        return None


def _forget() -> None:
    cache.delete(_CACHE_KEY)


def _over_environment(row: IsvSettings | None) -> WhiteLabel:
    row = row or IsvSettings()
    open_sign_up = settings.OPEN_SIGN_UP if row.open_sign_up is None else row.open_sign_up
    return WhiteLabel(
        name=row.name or settings.ISV_NAME,
        support_email=row.support_email or settings.ISV_SUPPORT_EMAIL,
        sender=_sender(row),
        accent=row.accent.lower(),
        logo_url=f"/isv/{row.logo_key}" if row.logo_key else "",
        open_sign_up=bool(open_sign_up),
        requires_mfa=row.requires_mfa,
    )


def _sender(row: IsvSettings) -> str:
    """Mails come from the sender's name, else the portal's, at the address that may send."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((row.sender_name or row.name or name, row.sender_email or address))
