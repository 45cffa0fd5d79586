"""The readers with a browser: Chromium, logged out, with whatever wall a site puts up left alone.

What it opens may be hostile: it reaches nothing but through `crossing`, keeps nothing from one
page to the next, and is ended when its time is up.
"""

import asyncio
import io
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from consent.looking import chromium, markup
from consent.looking.chromium import BrowserError
from consent.looking.crossing import Crossing
from consent.looking.sightings import Picture, Reader, Sighting
from tenants.outbound.fetch_wire import INTERNET, Network
from tenants.outbound.fetching import OwnSite

# Seconds: for one reader with its pictures, for the page to load, and for it to become quiet.
READER_SECONDS, LOAD_SECONDS, QUIET_SECONDS = 25, 10, 3
# CSS pixels of a picture; longer pages are cut, never shrunk until nobody can read them.
PICTURE_HEIGHT = 8000
_VISIBLE = Path(__file__).with_name("visible.js").read_text(encoding="utf-8")
# Ways out that are no requests; a reading needs none of them.
_WITHOUT = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport',"
    " 'WebSocketStream', 'SharedWorker']) { try { delete window[name]; } catch (_error) {} }"
)
_CALL_TO_ACTION = """() => {
  const asked = document.querySelector(
    "main input[type=checkbox], input[type=checkbox], input[type=tel], input[name*=phone i]");
  return asked ? asked.closest("form, fieldset, section, main") || asked.parentElement : null;
}"""


@dataclass(frozen=True)
class _Screen:
    width: int
    height: int
    is_mobile: bool
    sharpness: int


SCREENS = {
    Reader.DESKTOP: _Screen(1280, 900, False, 2),
    Reader.PHONE: _Screen(390, 844, True, 2),
}


def look(
    url: str,
    *,
    readers: Sequence[Reader] = (Reader.DESKTOP, Reader.PHONE),
    own: OwnSite | None = None,
    network: Network = INTERNET,
) -> list[Sighting]:
    """Open a page in a fresh browser for each reader. Calls out; at most a minute.

    Where there is no browser each sighting says so. `own` is our own site where it is private;
    `network` is for tests only.
    """
    problem = chromium.missing()
    if problem:
        return [Sighting(r, url, problem=problem, is_our_fault=True) for r in readers]
    return asyncio.run(_look(url, readers, own, network))


async def _look(
    url: str, readers: Sequence[Reader], own: OwnSite | None, network: Network
) -> list[Sighting]:
    try:
        async with chromium.started() as started:
            return [await _within_time(started, r, url, own, network) for r in readers]
    except (BrowserError, OSError) as error:
        problem = _("The browser could not be started here: %(why)s") % {"why": _first_line(error)}
        return [Sighting(r, url, problem=problem[:300], is_our_fault=True) for r in readers]


async def _within_time(
    started: Any, reader: Reader, url: str, own: OwnSite | None, network: Network
) -> Sighting:
    """Give one reader its time, and no more."""
    crossing = Crossing(time.monotonic() + READER_SECONDS, own=own, network=network)
    try:
        async with asyncio.timeout(READER_SECONDS):
            return await _read(started, reader, url, crossing)
    except TimeoutError:
        problem = _("The page took too long to show.")
    except BrowserError as error:
        problem = _("The browser could not show the page: %(why)s") % {"why": _first_line(error)}
    if crossing.problem is not None:
        problem = crossing.problem.message
    is_our_fault = crossing.problem is not None and crossing.problem.code == "lookup"
    return Sighting(
        reader, url, problem=problem[:300], is_our_fault=is_our_fault,
        requests=crossing.requests, blocked=crossing.blocked,
    )  # fmt: skip


async def _read(started: Any, reader: Reader, url: str, crossing: Crossing) -> Sighting:
    screen = SCREENS[reader]
    context = await _fresh(started, screen, crossing)
    try:
        page = await context.new_page()
        crossing.frame = page.main_frame
        # A page that opens others is read as it stands.
        context.on("page", lambda other: asyncio.ensure_future(_close(other, page)))
        await page.goto(url, wait_until="commit")
        await _quiet(page)
        seen = await page.evaluate(_VISIBLE)
        whole, zoom = await _pictures(page, screen, int(seen["height"]))
        return _sighting(reader, url, page.url, seen, crossing, whole, zoom)
    finally:
        with suppress(BrowserError, TimeoutError):
            await asyncio.wait_for(context.close(), 5)


async def _fresh(started: Any, screen: _Screen, crossing: Crossing) -> Any:
    """Return a browser that was never anywhere, whose every request is ours to answer."""
    context = await started.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.sharpness,
        is_mobile=screen.is_mobile,
        has_touch=screen.is_mobile,
        reduced_motion="reduce",
        color_scheme="light",
        locale="en-US",
        accept_downloads=False,
        service_workers="block",
        permissions=[],
        offline=False,
    )
    await context.add_init_script(_WITHOUT)
    await context.route("**/*", crossing.answer)
    await context.route_web_socket("**/*", crossing.refuse_socket)
    return context


async def _close(other: Any, page: Any) -> None:
    if other is not page:
        with suppress(BrowserError):
            await other.close()


async def _quiet(page: Any) -> None:
    """Let scripts write what they write; some pages are never done, and never become quiet."""
    for state, seconds in (("load", LOAD_SECONDS), ("networkidle", QUIET_SECONDS)):
        with suppress(BrowserError):
            await page.wait_for_load_state(state, timeout=seconds * 1000)
    await page.wait_for_timeout(300)


async def _pictures(
    page: Any, screen: _Screen, height: int
) -> tuple[Picture | None, Picture | None]:
    """Take the whole page, and the call to action enlarged where there is one."""
    clip = {"x": 0, "y": 0, "width": screen.width, "height": min(height, PICTURE_HEIGHT)}
    whole = await page.screenshot(full_page=True, clip=clip, scale="css", animations="disabled")
    handle = (await page.evaluate_handle(_CALL_TO_ACTION)).as_element()
    zoom = None
    if handle is not None:
        with suppress(BrowserError):
            box = await handle.bounding_box()
            if box and 0 < box["height"] <= PICTURE_HEIGHT / 2:
                zoom = await handle.screenshot(animations="disabled", timeout=5000)
    return _measured(whole), _measured(zoom)


def _measured(body: bytes | None) -> Picture | None:
    if not body:
        return None
    with Image.open(io.BytesIO(body)) as image:
        return Picture(body, image.width, image.height)


def _sighting(
    reader: Reader,
    url: str,
    final_url: str,
    seen: dict[str, Any],
    crossing: Crossing,
    whole: Picture | None,
    zoom: Picture | None,
) -> Sighting:
    first = crossing.first
    return Sighting(
        reader,
        url,
        final_url=final_url[:500],
        chain=first.chain if first else (),
        status=first.status if first else 0,
        content_type=first.headers.get("content-type", "text/html") if first else "",
        title=str(seen["title"]),
        text=markup.tidy(str(seen["text"])),
        covered=markup.tidy(str(seen["covered"])),
        cover=markup.tidy(str(seen["cover"])),
        has_password=bool(seen["hasPassword"]),
        has_form=bool(seen["hasForm"]),
        frames=tuple(str(each) for each in seen["frames"]),
        requests=crossing.requests,
        blocked=crossing.blocked,
        page=whole,
        zoom=zoom,
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
