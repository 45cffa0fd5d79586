"""Where an act comes from: which door, and which internet address. Every event row keeps it."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """The ways in."""

    WEB = "web", _("Web")
    ADMIN = "admin", _("Staff pages")
    API = "api", _("API")
    HOOK = "hook", _("Carrier's notification")
    INSIDE = "inside", _("The portal itself")


@dataclass(frozen=True)
class Origin:
    """The door and the address; work of our own has no address."""

    door: str = Door.INSIDE
    address: str | None = None


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current_origin() -> Origin:
    """Return where the current work comes from; our own where nothing else was said."""
    return _origin.get() or Origin()


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Say where the work inside comes from."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address as our own outermost proxy saw it, never as they wrote it themselves.

    None where there is none: a proxy on a socket, or one that says something else.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = settings.TRUSTED_PROXIES
    behind_proxy = hops and len(forwarded) >= hops
    address = forwarded[-hops].strip() if behind_proxy else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def origin_of(request: HttpRequest) -> Origin:
    """Return the door that a request came through, and its address."""
    doors = {f"/{settings.ADMIN_PATH}/": Door.ADMIN, "/api/": Door.API, "/hooks/": Door.HOOK}
    door = next((door for path, door in doors.items() if request.path.startswith(path)), Door.WEB)
    return Origin(door, client_address(request))
