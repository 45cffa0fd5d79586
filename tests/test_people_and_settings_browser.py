"""Every page of people, keys, settings and staff in a real browser: no barrier at any size."""

import re
import uuid
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

PASSWORD = "a long enough passphrase"
# axe fetches imported style sheets, and adds them in a way that our policy forbids.
ALL_RULES = {"resultTypes": ["violations"], "preload": False}
COLOURS = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Structure is the same in both schemes: there the colours alone are looked at again.
LOOKS = (
    *((1280, "light", ALL_RULES), (1280, "dark", COLOURS)),
    *((390, "dark", ALL_RULES), (390, "light", COLOURS)),
)
OWNER_PAGES = (
    *("/", "/setup/registrant/", "/setup/registrant/?again=1", "/brand/"),
    *("/brand/website/", "/team/", "/team/invite/", "/team/leave/", "/team/transfer/"),
    *("/settings/", "/settings/domain/", "/settings/close/", "/history/", "/exports/"),
    *("/exports/new/history/", "/exports/new/everything/", "/developers/"),
    *("/developers/keys/new/", "/accounts/email/", "/accounts/password/change/"),
    *("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/"),
    *("/accounts/2fa/webauthn/add/", "/accounts/sessions/"),
)
VISITOR_PAGES = ("/accounts/login/", "/accounts/signup/", "/invitations/unknown/")
STAFF_PAGES = (
    *("/admin/", "/admin/tenants/tenant/", "/admin/tenants/invitation/"),
    *("/admin/tenants/invitation/add/", "/admin/tenants/invitationimport/"),
    *("/admin/tenants/invitationimport/add/", "/admin/tenants/registrantdecision/"),
    *("/admin/tenants/isvsettings/add/", "/admin/tenants/user/", "/admin/tenants/tenantevent/"),
    *("/admin/auth/group/",),
)
BUSINESS_PAGES = ("change/", "suspend/", "close/", "export/", "visit/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of them."""
    with chromium() as started:
        yield started


def enter(visitor: Visitor, address: str, password: str) -> Visitor:
    """Sign in, and prove at once what the sensitive pages ask for once more."""
    visitor.go("/accounts/login/?next=/team/invite/")
    visitor.fill(login=address, password=password)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.wait_for_load_state()
    if "/reauthenticate/" in visitor.page.url:
        visitor.fill(password=password)
        visitor.press("Continue")
    return visitor


def faults(visitor: Visitor, path: str, rules: dict[str, object]) -> list[str]:
    """What is wrong with the page that is open: barriers, sideways scroll, headings."""
    page = visitor.page
    found = [v["id"] for v in Axe().run(page, options=rules).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append("has not one h1")
    if not page.url.endswith(path):
        found.append(f"led to {page.url}")
    return found


def walk(visitor: Visitor, *paths: str) -> None:
    """Open each page in each look; none may have a fault or a complaint of the browser."""
    found = {}
    for path in paths:
        visitor.go(path)
        for width, scheme, rules in LOOKS:
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            # Colours on their way from one scheme to the other are in neither.
            visitor.page.evaluate("document.getAnimations().forEach(each => each.finish())")
            if wrong := faults(visitor, path, rules):
                found[f"{path} at {width}, {scheme}"] = wrong
    assert found == {}
    assert visitor.complaints == []


def test_the_pages_of_visitors_and_owners_have_no_barrier(
    whole_stack: Run, browser: Browser
) -> None:
    demo = whole_stack.demo
    walk(Visitor(browser, whole_stack.url), *VISITOR_PAGES)
    mara = enter(Visitor(browser, whole_stack.url), demo["owner"], demo["password"])
    walk(mara, *OWNER_PAGES)


def test_the_pages_of_staff_have_no_barrier(whole_stack: Run, browser: Browser) -> None:
    demo = whole_stack.demo
    dana = enter(Visitor(browser, whole_stack.url), demo["staff"], demo["password"])
    walk(dana, *STAFF_PAGES)

    dana.go("/admin/tenants/tenant/")
    dana.page.locator("#result_list tbody th a").first.click()
    dana.page.wait_for_url("**/change/")
    business = dana.page.url.removeprefix(whole_stack.url).removesuffix("change/")
    walk(dana, *(business + page for page in BUSINESS_PAGES))


FOCUSED = """() => {
    const it = document.activeElement, label = it.closest("label") || it;
    const seen = [it, label].some(e => getComputedStyle(e).outlineStyle !== "none");
    return [it.name || "", (it.innerText || it.value || "").trim(), seen];
}"""


def reach(visitor: Visitor, wanted: str) -> None:
    """Press Tab until the control with this name or these words has the focus, and shows it."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        name, words, is_seen = visitor.page.evaluate(FOCUSED)
        if wanted in (name, words):
            assert is_seen, f"nobody sees that {wanted} has the focus"
            return
    raise AssertionError(f"Tab never reached {wanted} on {visitor.page.url}")


def enter_on(visitor: Visitor, wanted: str) -> None:
    """Go to a control by Tab and press Enter."""
    reach(visitor, wanted)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def type_in(visitor: Visitor, **answers: str) -> None:
    """Go to each field by Tab and type."""
    for name, words in answers.items():
        reach(visitor, name)
        visitor.page.keyboard.type(words)


def link_in_mail(visitor: Visitor, address: str) -> str:
    """Wait for the mail of an invitation, which a sweep sends within seconds; return its link."""
    visitor.go("/mailbox/")
    visitor.sees(address)
    mail = visitor.page.locator("details.mail", has_text=address).first
    link = re.search(r"/invitations/[\w-]+/", mail.text_content() or "")
    assert link
    return link[0]


def test_inviting_and_accepting_are_done_by_keyboard(whole_stack: Run, browser: Browser) -> None:
    run, address = whole_stack, f"{uuid.uuid4().hex[:8]}@mapledental.example"
    mara = enter(Visitor(browser, run.url), run.demo["owner"], run.demo["password"])
    mara.go("/team/")
    enter_on(mara, "Invite somebody")
    type_in(mara, email=address)
    reach(mara, "role")
    mara.page.keyboard.press("ArrowDown")
    enter_on(mara, "Send the invitation")
    mara.sees(f"{address} is invited.")

    finn = Visitor(browser, run.url, viewport={"width": 390, "height": 844})
    finn.go(link_in_mail(finn, address))
    enter_on(finn, "Create an account")
    type_in(finn, password1=PASSWORD)
    enter_on(finn, "Create account")
    enter_on(finn, "Accept the invitation")
    finn.sees("Maple Dental")
    assert finn.page.url == f"{run.url}/"
    assert mara.complaints + finn.complaints == []


def test_a_step_that_is_missing_is_found_and_answered_by_keyboard(
    whole_stack: Run, browser: Browser
) -> None:
    run = whole_stack
    mara = enter(Visitor(browser, run.url), run.demo["owner"], run.demo["password"])
    mara.go("/welcome/")
    type_in(mara, name=f"Oak Bakery {uuid.uuid4().hex[:6]}")
    enter_on(mara, "Start")
    enter_on(mara, "Who is registered")
    enter_on(mara, "Save my answers")
    assert "There is a problem" in mara.page.locator(".error-summary").inner_text()

    enter_on_first_error(mara)
    for _ in range(3):
        mara.page.keyboard.press("Space")
        mara.page.keyboard.press("ArrowDown")
        mara.page.keyboard.press("Tab")
    with mara.page.expect_navigation():
        mara.page.keyboard.press("Enter")
    mara.sees("is registered, with its own details")
    assert mara.complaints == []


def enter_on_first_error(visitor: Visitor) -> None:
    """The summary has the focus; its first link leads into the first question."""
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    whole_stack: Run, browser: Browser
) -> None:
    run = whole_stack
    phone = Visitor(browser, run.url, viewport={"width": 390, "height": 844})
    mara = enter(phone, run.demo["owner"], run.demo["password"])
    mara.go("/team/")
    reach(mara, "Menu")
    mara.page.keyboard.press("Enter")
    reach(mara, "Settings")
    mara.page.keyboard.press("Escape")
    assert mara.page.locator("details[data-menu][open]").count() == 0
    assert mara.page.evaluate("document.activeElement.innerText.trim()") == "Menu"
