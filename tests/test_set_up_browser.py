"""The guided set-up in a real browser: by keyboard alone, without a barrier, at both widths."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import MISSING, Visitor, chromium
from tests.running import Run

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
]

# By field, what a person types; a choice is typed by the beginning of its label.
TYPED = {
    "entity_type": "Private",
    "legal_name": "Fern Florist, LLC",
    "tax_id": "84-1234560",
    "dba_name": "Fern Florist",
    "vertical": "Retail",
    "street": "12 Pine Street",
    "city": "Seattle",
    "state": "Washington",
    "postal_code": "98101",
    "website": "fernflorist.example",
    "support_email": "help@fernflorist.example",
    "support_phone": "(206) 555-0144",
    "contact_first_name": "Fay",
    "contact_last_name": "Fern",
    "contact_email": "fay@fernflorist.example",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for both widths."""
    with chromium() as started:
        yield started


def barriers(visitor: Visitor) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways."""
    results = Axe().run(visitor.page, options={"resultTypes": ["violations"]})
    assert results.response["passes"], "axe looked at nothing"
    wide = visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [v["id"] for v in results.response["violations"]] + ["scrolls"] * wide


def focused(visitor: Visitor, attribute: str = "name") -> str:
    """An attribute of the element that has the focus."""
    found = visitor.page.evaluate(f"document.activeElement.getAttribute('{attribute}')")
    return str(found or "")


def tab_to(visitor: Visitor, name: str) -> None:
    """Press Tab until the control has the focus, as someone without a mouse does."""
    for _ in range(60):
        if focused(visitor) == name:
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {name} on {visitor.page.url}")


def press_enter(visitor: Visitor) -> None:
    """Send the form from the field that has the focus."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def answer_by_keyboard(visitor: Visitor) -> None:
    """Type the answers of the step that is open, in tab order, and press Enter in the last."""
    shown = visitor.page.locator("main form :is(input, select):visible")
    names = [name for name in shown.evaluate_all("all => all.map(e => e.name)") if name in TYPED]
    for name in names:
        tab_to(visitor, name)
        visitor.page.keyboard.type(TYPED[name])
    if visitor.page.evaluate("document.activeElement.tagName") == "SELECT":
        visitor.page.keyboard.press("Tab")
    press_enter(visitor)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_set_up_is_done_by_keyboard_and_has_no_barrier(
    whole_stack: Run, browser: Browser, width: int
) -> None:
    run = whole_stack
    mara = Visitor(browser, run.url, viewport={"width": width, "height": 900})
    mara.go("/accounts/login/")
    mara.fill(login=run.demo["owner"], password=run.demo["password"])
    mara.press("Sign in")
    mara.go("/welcome/")
    mara.fill(name="Fern Florist")
    mara.press("Start")

    found = {}
    mara.go("/setup/")
    found["/setup/"] = barriers(mara)
    mara.press("Begin")
    press_enter_on_nothing(mara)
    for _ in range(6):
        found[mara.page.url] = barriers(mara)
        answer_by_keyboard(mara)
    found["check"] = barriers(mara)
    tab_to(mara, "statement")
    mara.page.keyboard.press("Space")
    press_enter(mara)

    mara.sees("Your company details are saved.")
    assert {page: faults for page, faults in found.items() if faults} == {}
    assert mara.complaints == []


def press_enter_on_nothing(visitor: Visitor) -> None:
    """An empty step comes back with its errors on top, and the focus on them."""
    tab_to(visitor, "entity_type")
    visitor.page.keyboard.press("Tab")
    press_enter(visitor)
    assert focused(visitor, "class") == "error-summary"
