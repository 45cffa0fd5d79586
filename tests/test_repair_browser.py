"""A newcomer takes a denied filing to its approval, in a real browser against the whole stack.

A toll-free number: denied, put right on the page that leads through it, and approved. Nothing is
known but what the pages say. A 10DLC brand takes the same way in `test_journeys.py`, which goes on
to its campaign and number.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import MISSING, Visitor, chromium
from tests.running import Run
from tests.test_journeys import decide, hand_in

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
]
DETAILS = "Maple Dental reminds its NeedsUpdates patients of appointments and tells of changes."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    with chromium() as started:
        yield started


def signed_in(browser: Browser, run: Run, who: str) -> Visitor:
    """One of the demo's people, at the start page."""
    person = Visitor(browser, run.url)
    person.go("/accounts/login/")
    person.fill(login=run.demo[who], password=run.demo["password"])
    person.press("Sign in")
    return person


def barriers(person: Visitor) -> list[str]:
    """What axe finds on the page as it is, at both widths, and whether it scrolls sideways."""
    found = []
    for width in (1280, 390):
        person.page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(person.page, options={"resultTypes": ["violations"]})
        assert results.response["passes"], "axe looked at nothing"
        wide = person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{width}: {v['id']}" for v in results.response["violations"]]
        found += [f"{width}: scrolls"] * wide
    person.page.set_viewport_size({"width": 1280, "height": 900})
    return found


def begin(mara: Visitor, kind: str, *, volume: str = "") -> str:
    """Begin a registration and answer what must be answered; return its path."""
    mara.go("/registrations/new/")
    mara.tick("type", kind)
    program = mara.page.locator("main select[name=program]")
    if program.count():
        program.select_option(index=1)
    mara.press("Continue")
    path = mara.page.url.removeprefix(mara.base)
    if volume:
        mara.go(f"{path}answers/")
        mara.page.locator("main select[name$='monthlyMessageVolume']").select_option(volume)
        mara.press("Save")
    return path


def put_right(mara: Visitor, path: str, line: str) -> None:
    """Follow the steps of the page: read why, answer in a line, hand it in again."""
    mara.go(path)
    mara.sees("Put it right", seconds=60)
    mara.press("Put it right")
    mara.sees("0 of 1 put right")
    mara.sees("What another try takes")
    assert barriers(mara) == []
    mara.page.get_by_text("It stays as it is: tell the reviewer why").click()
    mara.fill(line=line)
    mara.press("Save the line")
    mara.sees("1 of 1 put right")
    assert "Nothing. Every answer is as it was." in mara.page.locator("main").inner_text()


def test_a_newcomer_takes_a_denied_toll_free_filing_to_its_approval(
    whole_stack: Run, browser: Browser
) -> None:
    run = whole_stack
    mara, dana = signed_in(browser, run, "owner"), signed_in(browser, run, "staff")
    path = begin(mara, "US_TOLL_FREE_REGISTRATION", volume="1,000")
    # The simulator denies a filing with this word once, and approves its next version.
    mara.go(f"{path}answers/?field=messagingUseCase.useCaseDetails")
    mara.page.locator("main textarea").first.fill(DETAILS)
    mara.press("Save")
    hand_in(mara, path)
    decide(dana, path)

    put_right(mara, path, "The policy is public at the address that we gave; it was down that day.")
    hand_in(mara, path)
    decide(dana, path)
    mara.go(path)
    mara.sees("Live", seconds=90)

    assert barriers(mara) == []
    mara.press("What changed")
    mara.sees("Compare rounds")
    assert barriers(mara) == []
    assert mara.complaints + dana.complaints == []
