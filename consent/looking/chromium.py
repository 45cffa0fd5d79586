"""Finds and starts Chromium, an optional extra, so that it can reach nothing by itself."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

try:
    from playwright.async_api import Error as BrowserError
    from playwright.async_api import async_playwright
except ImportError:  # The extra is not installed: the plain reader must do.
    async_playwright = None  # type: ignore[assignment]

    class BrowserError(Exception):  # type: ignore[no-redef]
        """Stands in, so that there is something to catch."""


_SYSTEM_BROWSER = Path("/usr/bin/chromium")
_ARGUMENTS = (
    # The browser itself resolves nothing and connects to nothing, by two locks.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://0.0.0.0:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--mute-audio",
)


def missing() -> str:
    """Return why there is no browser here, in a sentence; empty where there is one."""
    if async_playwright is None:
        return _("No browser is installed here, so only the reader without script could look.")
    if executable() is not None and not Path(str(executable())).is_file():
        return _("The browser that is set up here does not exist: %(path)s.") % {
            "path": executable()
        }
    return ""


def executable() -> str | None:
    """Return the browser of the setting, or the system's; None for Playwright's own."""
    if settings.BROWSER_PATH:
        return str(settings.BROWSER_PATH)
    return str(_SYSTEM_BROWSER) if _SYSTEM_BROWSER.is_file() else None


@asynccontextmanager
async def started() -> AsyncIterator[Any]:
    """Start the browser without our environment, which holds secrets."""
    environment: dict[str, str | float | bool] = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
    }
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable(),
            chromium_sandbox=settings.BROWSER_SANDBOX,
            args=list(_ARGUMENTS),
            env=environment,
            timeout=15_000,
        )
        try:
            yield browser
        finally:
            with suppress(BrowserError, TimeoutError):
                await asyncio.wait_for(browser.close(), 5)
