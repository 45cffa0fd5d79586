"""The builder and the pages that it makes, in a real browser: written, mended, published, used."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser import MISSING, Visitor, chromium
from tests.running import Run

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
]

# axe fetches imported style sheets, and adds them in a way that our policy forbids.
ALL_RULES = {"resultTypes": ["violations"], "preload": False}
COLOURS = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Structure is the same in both schemes: there the colours alone are looked at again.
LOOKS = (
    *((1280, "light", ALL_RULES), (1280, "dark", COLOURS)),
    *((390, "dark", ALL_RULES), (390, "light", COLOURS)),
)
HOSTED = ("join", "terms", "privacy", "preferences")
# A form that is sent within two seconds of being shown is taken for a robot's.
HUMAN_PAUSE = 2_500


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of them."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def mara(whole_stack: Run, browser: Browser) -> Visitor:
    """The owner of the demo's dental practice, signed in."""
    visitor = Visitor(browser, whole_stack.url)
    visitor.go("/accounts/login/")
    visitor.fill(login=whole_stack.demo["owner"], password=whole_stack.demo["password"])
    visitor.press("Sign in")
    return visitor


def found_program(mara: Visitor, name: str) -> str:
    """Answer the first two questions of a new program; return its path."""
    mara.page.set_viewport_size({"width": 1280, "height": 900})
    mara.go("/programs/new/")
    mara.tick("use_case", "transactional")
    mara.fill(name=name)
    mara.press("Continue")
    mara.tick("message_kinds", "appointment")
    mara.fill(
        description="Maple Dental texts its patients reminders of appointments and changes.",
        frequency="Up to 4 messages per month",
    )
    return mara.page.url.removeprefix(mara.base).removesuffix("edit/")


def publish(mara: Visitor, number: int) -> None:
    """Go from the builder through the page of consequences."""
    mara.press("Save and check before publishing")
    if number > 1:
        mara.tick("kind", "material")
        mara.fill(note="Reminders come more often.")
    mara.press(f"Publish version {number}")
    mara.sees(f"Version {number} is live")


def hosted(mara: Visitor, page: str) -> str:
    """The public address of a page of the program that is open."""
    found = re.search(rf'href="[^"]*(/p/[\w-]+/[\w-]+/{page}/)"', mara.page.content())
    assert found, f"no address of {page}"
    return found[1]


def faults(visitor: Visitor, rules: dict[str, object]) -> list[str]:
    """What is wrong with the page that is open: barriers, sideways scroll, headings."""
    page = visitor.page
    found = [v["id"] for v in Axe().run(page, options=rules).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append("has not one h1")
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
            if wrong := faults(visitor, rules):
                found[f"{path} at {width}, {scheme}"] = wrong
    assert found == {}
    assert visitor.complaints == []


def test_what_is_typed_is_previewed_mended_and_published_with_its_consequences(
    mara: Visitor,
) -> None:
    path = found_program(mara, "Typed Reminders")
    preview = mara.page.locator("#preview-body")
    mara.fill(frequency="Up to 7 messages per month")
    expect(preview.locator(".mock-box:visible")).to_contain_text("Up to 7 messages per month")

    preview.locator("button[name=open][value='cta_web.appointment']:visible").click()
    own = mara.page.locator("[id='id_own.cta_web.appointment']")
    expect(own).to_be_focused()
    own.fill(own.input_value().replace("Message and data rates may apply.", ""))
    repair = preview.locator("button[name=repair]:visible").first
    expect(preview.locator(".missing-word").first).to_be_visible()
    repair.click()
    expect(own).to_have_value(re.compile("message and data rates may apply", re.IGNORECASE))
    publish(mara, 1)

    mara.go(f"{path}edit/")
    mara.fill(frequency="Up to 9 messages per month")
    mara.press("Save and check before publishing")
    assert "What changes" in mara.page.locator("main").inner_text()
    assert "7" in mara.page.locator("main del").all_inner_texts()[0]
    mara.go(f"{path}edit/")
    publish(mara, 2)
    assert mara.complaints == []


def test_the_places_of_the_preview_are_chosen_by_keyboard(mara: Visitor) -> None:
    found_program(mara, "Keyed Reminders")
    mara.page.locator("#see-web").focus()
    mara.page.keyboard.press("ArrowRight")
    chosen = mara.page.locator("[name=see]:checked")
    expect(chosen).to_have_attribute("value", "texts")
    expect(mara.page.locator(".place-texts")).to_be_visible()
    expect(mara.page.locator(".place-web")).to_be_hidden()

    # The answer to the change draws the preview anew, with the same place in it.
    mara.page.wait_for_timeout(1_000)
    expect(chosen).to_have_attribute("value", "texts")
    shown = mara.page.evaluate(
        "getComputedStyle(document.querySelector('[name=see]:checked + span')).borderTopColor"
        " !== getComputedStyle(document.querySelector('#see-web + span')).borderTopColor"
    )
    assert shown, "nobody sees which place is chosen"
    assert mara.complaints == []


def test_joining_asks_the_phone_once_more_and_the_preference_centre_stops(
    mara: Visitor, browser: Browser
) -> None:
    found_program(mara, "Twice Asked Reminders")
    mara.page.locator("#more-choices > summary").click()
    mara.page.locator("[name=double_opt_in]").check()
    publish(mara, 1)
    join, preferences = hosted(mara, "join"), hosted(mara, "preferences")

    # Public pages need no script.
    person = Visitor(browser, mara.base, java_script_enabled=False)
    person.go(join)
    box = person.page.locator("[name=kinds]").first
    assert not box.is_checked()
    person.page.wait_for_timeout(HUMAN_PAUSE)
    person.page.locator("[name=phone]").fill("(206) 555-0177")
    box.check()
    person.press("Sign up")
    assert "Reply YES" in person.page.locator("main").inner_text()

    person.go(preferences)
    person.page.wait_for_timeout(HUMAN_PAUSE)
    person.page.locator("[name=phone]").fill("(206) 555-0177")
    person.page.locator("[name=everything]").check()
    person.press("Stop these texts")
    assert "sends no more texts" in person.page.locator("main").inner_text()
    assert person.page.context.cookies() == []
    assert person.complaints == []


DROP = """([file, text]) => {
    const carried = new DataTransfer();
    const bytes = Uint8Array.from(atob(file), each => each.charCodeAt(0));
    carried.items.add(new File([bytes], "sign-up-form.png", {type: "image/png"}));
    carried.items.add(new File([text], "notes.png", {type: "image/png"}));
    sessionStorage.bars = 0;
    new MutationObserver(() => {
        if (document.querySelector("[data-files] progress:not([hidden])")) sessionStorage.bars = 1;
    }).observe(document.querySelector("[data-files]"), {subtree: true, attributes: true});
    const form = document.querySelector("form[data-upload]");
    form.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true}));
}"""


def test_dropped_files_are_sent_with_progress_and_a_bad_one_says_why(
    whole_stack: Run, mara: Visitor, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (800, 500), "white").save(picture)
    mara.go(f"/programs/{whole_stack.demo['program']}/evidence/")
    before = mara.page.locator("#uploads .uploads > li").count()
    mara.page.evaluate(DROP, [base64.b64encode(picture.read_bytes()).decode(), "no picture"])
    files = mara.page.locator("[data-files] > li")
    expect(files).to_have_count(2)
    mara.page.locator("[name=is_free_of_personal_data]").check()
    mara.page.get_by_role("button", name="Send for checking").click()

    # A worker opens each file; the page shows what became of it.
    expect(mara.page.locator("#uploads .uploads > li, [data-files] .bad")).not_to_have_count(before)
    mara.sees("Sign up form")
    refused = mara.page.locator("#uploads .problem, [data-files] .bad").first
    expect(refused).not_to_be_empty(timeout=60_000)
    assert mara.page.evaluate("Number(sessionStorage.bars)") > 0
    assert mara.complaints == []


def test_no_page_of_a_program_has_a_barrier(whole_stack: Run, mara: Visitor) -> None:
    program = f"/programs/{whole_stack.demo['program']}/"
    path = found_program(mara, "Walked Reminders")
    publish(mara, 1)
    mara.go(f"{path}edit/")
    mara.fill(frequency="Up to 9 messages per month")
    mara.press("Save draft")
    mara.press("Make a link")
    draft = hosted_draft(mara)

    walk(mara, f"{path}edit/", f"{path}publish/", f"{path}versions/1/2/", path)
    walk(mara, f"{program}evidence/", f"{program}looks/", f"{program}record/", "/rules/?kind=flyer")
    mara.go(program)
    exported = mara.page.locator("#use-it a[href$='/form/']").get_attribute("href")
    assert exported
    walk(mara, exported, draft)


def hosted_draft(mara: Visitor) -> str:
    """The secret address of the draft's terms."""
    found = re.search(r"/p/draft/[\w-]+/terms/", mara.page.content())
    assert found, "no secret link"
    return found[0]


def test_no_public_page_has_a_barrier(whole_stack: Run, browser: Browser) -> None:
    join = whole_stack.demo["join_path"]
    reviewer = Visitor(browser, whole_stack.url)
    walk(reviewer, *(join.replace("/join/", f"/{page}/") for page in HOSTED))
    assert reviewer.page.context.cookies() == []
